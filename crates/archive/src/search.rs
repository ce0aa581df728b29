//! The plain search's index: the words of published articles, folded.

use std::collections::BTreeMap;

use newsroom::document::Document;
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use parking_lot::Mutex;

use crate::db::params;
use crate::{Error, Result, Writing};

/// Longest word that no slug would cut.
const PLAIN: usize = 80;

/// Language and folded words of articles by their numbers, until the transaction ends. SQLite's search
/// writes what it has gathered before any statement that changes several rows; an import, where
/// articles alternate with such, would spend half its time on that.
pub(crate) type ToFile = Mutex<BTreeMap<i64, (Language, String)>>;

/// Words as the index knows them: lower case, umlauts written out, accents dropped.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        // Most words are plain, and a slug of them is the word itself.
        if word.is_ascii() && word.len() <= PLAIN {
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            continue;
        }
        let latin = newsroom::slug::slug(word);
        // Other scripts have no slug; their letters are kept.
        folded.push_str(if latin.is_empty() { word } else { &latin });
    }
    folded
}

/// The words an article is found by, folded: those of kicker, headline, standfirst and byline, and of
/// its body.
pub(crate) fn words_of(head: [&str; 4], body: &Document) -> String {
    fold(&format!("{} {}", head.join(" "), body.plain_text()))
}

impl Writing<'_> {
    /// Files the published revision of an article under its words.
    pub(crate) async fn index_article(&self, article: ArticleId) -> Result<()> {
        let found: Option<(Language, String)> = self
            .conn()
            .first(
                "SELECT articles.language, kicker, headline, standfirst, byline, body \
                 FROM articles JOIN revisions ON revisions.id = articles.published WHERE articles.id = $1",
                params![article],
                |row| {
                    let body =
                        Document::from_json(row.str(5)?).map_err(|error| Error::stored("body", error))?;
                    let head = [row.str(1)?, row.str(2)?, row.str(3)?, row.str(4)?];
                    Ok((row.get(0)?, words_of(head, &body)))
                },
            )
            .await?;
        let Some((language, words)) = found else { return Ok(()) };
        self.unindex_article(article).await?;
        self.file_article(article, &language, &words);
        Ok(())
    }

    /// Files an article that is not in the search under these folded words, when the transaction ends.
    pub(crate) fn file_article(&self, article: ArticleId, language: &Language, words: &str) {
        self.to_file.lock().insert(article.0, (language.clone(), words.to_owned()));
    }

    /// Files what waits for the end of the transaction.
    pub(crate) async fn file_articles(&self) -> Result<()> {
        let waiting = std::mem::take(&mut *self.to_file.lock());
        let sql = if self.conn().is_postgres() {
            "INSERT INTO article_words (rowid, language, words) VALUES ($1, $2, to_tsvector('simple', $3))"
        } else {
            "INSERT INTO article_words (rowid, language, words) VALUES ($1, $2, $3)"
        };
        for (article, (language, words)) in &waiting {
            self.conn().execute(sql, params![*article, language, words]).await?;
        }
        Ok(())
    }

    /// Takes an article out of the search.
    pub(crate) async fn unindex_article(&self, article: ArticleId) -> Result<()> {
        self.to_file.lock().remove(&article.0);
        self.conn().execute("DELETE FROM article_words WHERE rowid = $1", params![article]).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_whatever_letters_they_have() {
        assert_eq!(
            fold("Größe ZÄHLT: die U-Bahn-Linie 7, geht’s?"),
            "groesse zaehlt die u bahn linie 7 geht s"
        );
        assert_eq!(fold("Café محادثات"), "cafe محادثات");
    }

    #[test]
    fn a_plain_word_is_folded_to_its_slug() {
        for length in [1, 5, 79, 80, 81, 100] {
            let word: String = "aB3xYz0".chars().cycle().take(length).collect();
            assert_eq!(fold(&word), newsroom::slug::slug(&word));
        }
    }
}
