//! Articles: making them, and keeping each state of their text as a revision.

use std::borrow::Cow;

use newsroom::article::{Comments, State, Text};
use newsroom::change::Subject;
use newsroom::ids::{ArticleId, AuthorId, DossierId, RevisionId, SectionId, StoryId, TopicId};
use newsroom::language::Language;
use newsroom::slug;

use crate::checked_text::CheckedText;
use crate::db::params;
use crate::{Error, Result, Tells, Writing};

/// Where an article stands in the paper: all that is not its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Its language.
    pub language: Language,
    /// Its home section.
    pub section: Option<SectionId>,
    /// Further sections whose lists show it.
    pub other_sections: Vec<SectionId>,
    /// Its authors in the order of the byline.
    pub authors: Vec<AuthorId>,
    /// Its topics, the most important first.
    pub topics: Vec<TopicId>,
    /// The readable part of its address; empty makes one from the headline.
    pub slug: String,
    /// Whether readers may comment.
    pub comments: Comments,
    /// The mark by which VG Wort counts readers.
    pub vgwort: Option<String>,
}

impl Placement {
    /// A place in no section, open for comments.
    pub fn new(language: Language) -> Placement {
        Placement {
            language,
            section: None,
            other_sections: Vec::new(),
            authors: Vec::new(),
            topics: Vec::new(),
            slug: String::new(),
            comments: Comments::Open,
            vgwort: None,
        }
    }

    /// The readable part of the address of an article with that headline.
    pub(crate) fn slug_for(&self, headline: &str) -> String {
        slug::slug(if self.slug.is_empty() { headline } else { &self.slug })
    }
}

impl Writing<'_> {
    /// Adds a story, in a dossier or in none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_story(&self, dossier: Option<DossierId>) -> Result<StoryId> {
        self.conn()
            .insert(
                "INSERT INTO stories (dossier, created_at) VALUES ($1, $2) RETURNING id",
                params![dossier, self.now()],
            )
            .await
            .map(StoryId)
    }

    /// Adds an article as a draft with its first revision.
    ///
    /// # Errors
    /// When the text is not valid, or the story has an article in that language.
    pub async fn add_article(&self, story: StoryId, placement: &Placement, text: &Text) -> Result<ArticleId> {
        self.refuse_second(story, &placement.language).await?;
        let id = self
            .conn()
            .insert(
                "INSERT INTO articles (story, language, state, slug, created_at, changed_at) \
                 VALUES ($1, $2, $3, '', $4, $4) RETURNING id",
                params![story, &placement.language, State::Draft.as_str(), self.now()],
            )
            .await?;
        let article = ArticleId(id);
        self.place_article(article, placement, &text.headline).await?;
        self.revise_article(article, text).await?;
        Ok(article)
    }

    /// A story has one article for each language.
    pub(crate) async fn refuse_second(&self, story: StoryId, language: &Language) -> Result<()> {
        let taken: Option<ArticleId> = self
            .conn()
            .first(
                "SELECT id FROM articles WHERE story = $1 AND language = $2",
                params![story, language],
                |row| row.get(0),
            )
            .await?;
        match taken {
            Some(article) => {
                Err(Error::Refused(format!("story {story} has an article in {language} already: {article}")))
            }
            None => Ok(()),
        }
    }

    /// Keeps a new state of an article's text. Readers see it only once it is published.
    ///
    /// # Errors
    /// When the headline is blank or the body is not valid; the message says where.
    pub async fn revise_article(&self, article: ArticleId, text: &Text) -> Result<RevisionId> {
        let id = self.insert_revision(article, &CheckedText::new(Cow::Borrowed(text))?).await?;
        self.conn()
            .execute(
                "UPDATE articles SET latest = $2, changed_at = $3 WHERE id = $1",
                params![article, id, self.now()],
            )
            .await?;
        self.changed(Subject::Article, article.0);
        Ok(id)
    }

    pub(crate) async fn insert_revision(
        &self,
        article: ArticleId,
        text: &CheckedText<'_>,
    ) -> Result<RevisionId> {
        let head = &text.text;
        self.conn()
            .insert(
                "INSERT INTO revisions (article, number, created_at, who, genre, kicker, headline, standfirst, \
                                        dateline, byline, origin, picture, picture_caption, body, words) \
                 SELECT $1, 1 + COALESCE(MAX(number), 0), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 \
                 FROM revisions WHERE article = $1 RETURNING id",
                params![
                    article,
                    self.now(),
                    &self.cause().who,
                    head.genre.as_str(),
                    &head.kicker,
                    head.headline.trim(),
                    &head.standfirst,
                    &head.dateline,
                    &head.byline,
                    &text.origin,
                    head.picture,
                    &head.picture_caption,
                    &text.body,
                    text.words
                ],
            )
            .await
            .map(RevisionId)
    }

    /// Says where an article stands in the paper. A published one moves in all lists at once; its
    /// address stays.
    ///
    /// # Errors
    /// When there is no such article.
    pub async fn place_article(
        &self,
        article: ArticleId,
        placement: &Placement,
        headline: &str,
    ) -> Result<()> {
        let found = self
            .conn()
            .execute(
                "UPDATE articles SET section = $2, slug = $3, comments = $4, vgwort = $5, changed_at = $6 \
                 WHERE id = $1",
                params![
                    article,
                    placement.section,
                    &placement.slug_for(headline),
                    placement.comments.as_str(),
                    placement.vgwort.as_deref(),
                    self.now()
                ],
            )
            .await?;
        if found == 0 {
            return Err(Error::missing("article", article));
        }
        for sql in [
            "DELETE FROM article_sections WHERE article = $1",
            "DELETE FROM article_authors WHERE article = $1",
            "DELETE FROM article_topics WHERE article = $1",
        ] {
            self.conn().execute(sql, params![article]).await?;
        }
        self.stand(article, placement).await?;
        self.retell(article, Tells::TEASERS).await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Notes the other sections, authors and topics of an article that has none.
    pub(crate) async fn stand(&self, article: ArticleId, placement: &Placement) -> Result<()> {
        for section in placement.other_sections.iter().filter(|other| Some(**other) != placement.section) {
            self.conn()
                .execute(
                    "INSERT INTO article_sections (article, section) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    params![article, *section],
                )
                .await?;
        }
        for (position, author) in (0_i64..).zip(&placement.authors) {
            self.conn()
                .execute(
                    "INSERT INTO article_authors (article, position, author) VALUES ($1, $2, $3)",
                    params![article, position, *author],
                )
                .await?;
        }
        for (position, topic) in (0_i64..).zip(&placement.topics) {
            self.conn()
                .execute(
                    "INSERT INTO article_topics (article, position, topic) VALUES ($1, $2, $3)",
                    params![article, position, *topic],
                )
                .await?;
        }
        Ok(())
    }

    /// Makes an article one of another story's languages. The story it leaves goes when it is empty.
    ///
    /// # Errors
    /// When that story has an article in the language already.
    pub async fn link_article(&self, article: ArticleId, story: StoryId) -> Result<()> {
        let old: StoryId = self
            .conn()
            .first("SELECT story FROM articles WHERE id = $1", params![article], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("article", article))?;
        let taken: Option<ArticleId> = self
            .conn()
            .first(
                "SELECT other.id FROM articles AS other JOIN articles AS mine ON mine.language = other.language \
                 WHERE mine.id = $1 AND other.story = $2 AND other.id <> $1",
                params![article, story],
                |row| row.get(0),
            )
            .await?;
        if let Some(other) = taken {
            return Err(Error::Refused(format!(
                "story {story} has article {other} in that language already"
            )));
        }
        self.conn().execute("UPDATE articles SET story = $2 WHERE id = $1", params![article, story]).await?;
        self.conn()
            .execute(
                "DELETE FROM stories WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM articles WHERE story = $1)",
                params![old],
            )
            .await?;
        // The other story may be in another dossier.
        self.retell(article, Tells::TEASERS).await?;
        self.note_languages(old).await?;
        self.note_appearance(article).await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Removes an article that was never published, with all its revisions.
    ///
    /// # Errors
    /// When readers have seen it: that is withdrawn, not removed.
    pub async fn remove_article(&self, article: ArticleId) -> Result<()> {
        let (story, published): (StoryId, Option<i64>) = self
            .conn()
            .first("SELECT story, published FROM articles WHERE id = $1", params![article], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .await?
            .ok_or_else(|| Error::missing("article", article))?;
        if published.is_some() {
            return Err(Error::Refused(format!(
                "article {article} was published; withdraw it, so that its address says what became of it"
            )));
        }
        for sql in [
            "UPDATE imported SET kept = '' WHERE kind = 'comment' AND kept <> '' \
             AND target IN (SELECT id FROM comments WHERE article = $1)",
            "DELETE FROM paths WHERE kind = 'article' AND target = $1",
            "DELETE FROM revisions WHERE article = $1",
            "DELETE FROM articles WHERE id = $1",
        ] {
            self.conn().execute(sql, params![article]).await?;
        }
        self.forget_kept("article", article.0).await?;
        self.conn()
            .execute(
                "DELETE FROM stories WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM articles WHERE story = $1)",
                params![story],
            )
            .await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Keeps what another system knew about an article and this one has no field for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_meta(&self, article: ArticleId, meta: &[(String, String)]) -> Result<()> {
        for (position, (name, value)) in (0_i64..).zip(meta) {
            self.conn()
                .execute(
                    "INSERT INTO article_meta (article, position, name, value) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT DO NOTHING",
                    params![article, position, name, value],
                )
                .await?;
        }
        Ok(())
    }
}
