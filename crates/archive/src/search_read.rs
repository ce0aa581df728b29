//! The plain search: articles that hold all the words asked for.

use newsroom::language::Language;

use crate::db::params;
use crate::list_read::teasers;
use crate::search::fold;
use crate::{Reading, Result, Tag, Teaser};

/// Words that are looked at in a question; more do not make it more precise.
const MOST_WORDS: usize = 12;

impl Reading<'_> {
    /// At most `most` articles that hold all words of a question, with keys below `before`,
    /// newest first, and how many there are in all.
    ///
    /// The last word also finds longer ones that begin with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(
        &self,
        language: &Language,
        question: &str,
        before: i64,
        most: i64,
    ) -> Result<(i64, Vec<Teaser>)> {
        let folded = fold(question);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(MOST_WORDS)
            .collect();
        if words.is_empty() {
            return Ok((0, Vec::new()));
        }
        let (pattern, count, list) = if self.about([Tag::Words(language.clone())]).is_postgres() {
            (
                format!("{}:*", words.join(" & ")),
                "SELECT count(*) FROM article_words WHERE words @@ to_tsquery('simple', $1) AND language = $2",
                teasers!(
                    "article_words f JOIN articles a ON a.id = f.rowid AND a.state = 'published'",
                    "WHERE f.words @@ to_tsquery('simple', $1) AND f.language = $2 AND f.rowid < $3 \
                     ORDER BY f.rowid DESC LIMIT $4"
                ),
            )
        } else {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            (
                // The language is a column of the same index; it is asked for within the pattern.
                format!("language : \"{}\" AND words : ({}*)", language.as_str(), quoted.join(" AND ")),
                "SELECT count(*) FROM article_words WHERE article_words MATCH $1 AND $2 <> ''",
                teasers!(
                    "article_words JOIN articles a ON a.id = article_words.rowid AND a.state = 'published'",
                    "WHERE article_words MATCH $1 AND $2 <> '' AND article_words.rowid < $3 \
                     ORDER BY article_words.rowid DESC LIMIT $4"
                ),
            )
        };
        let total = self.about([]).first(count, params![&pattern, language], |row| row.get(0)).await?;
        let hits = self.about([]).all(list, params![&pattern, language, before, most], Teaser::read).await?;
        self.note_teasers(&hits);
        Ok((total.unwrap_or(0), hits))
    }
}
