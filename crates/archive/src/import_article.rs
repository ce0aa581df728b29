//! Articles from another system: all rows of one at once, each written once.
//!
//! What comes out is what `add_article`, `publish_article` and the comments' own ways would make of
//! it (`tests/newsroom/import_article.rs` compares them), but nothing is read back, and nothing is deleted
//! that a new article cannot have. Whatever needs no database was done before.

use std::borrow::Cow;

use jiff::Timestamp;
use newsroom::article::{State, Text};
use newsroom::change::Subject;
use newsroom::clearance::Clearance;
use newsroom::comment;
use newsroom::ids::{ArticleId, StoryId};
use newsroom::path::Target;
use newsroom::site::Site;

use crate::articles::Placement;
use crate::checked_text::CheckedText;
use crate::db::params;
use crate::imported::ImportedComment;
use crate::{Result, Writing, search};

/// An article of another system, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedArticle {
    /// Where it stands in the paper.
    pub placement: Placement,
    /// Whether readers saw it.
    pub was_public: bool,
    /// Since when; nothing where nobody knows.
    pub published_at: Option<Timestamp>,
    /// The address it had. It keeps it if it is published and nothing else is there.
    pub path: Option<String>,
    /// Further addresses that lead to it, as far as they are free.
    pub others: Vec<String>,
    /// What the other system knew about it and this one has no field for.
    pub meta: Vec<(String, String)>,
    /// Its comments, answers after what they answer.
    pub comments: Vec<ImportedComment>,
    text: CheckedText<'static>,
    /// The words it is found by, folded.
    found_by: String,
}

/// An article that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its row.
    pub article: ArticleId,
    /// Its address; nothing for one that is not published.
    pub path: Option<String>,
}

impl ImportedArticle {
    /// A draft without an address or comments.
    ///
    /// # Errors
    /// When the headline is blank or the body is not valid; the message says where.
    pub fn new(placement: Placement, text: Text) -> Result<ImportedArticle> {
        let found_by =
            search::words_of([&text.kicker, &text.headline, &text.standfirst, &text.byline], &text.body);
        Ok(ImportedArticle {
            placement,
            was_public: false,
            published_at: None,
            path: None,
            others: Vec::new(),
            meta: Vec::new(),
            comments: Vec::new(),
            text: CheckedText::new(Cow::Owned(text))?,
            found_by,
        })
    }

    /// Its headline.
    pub fn headline(&self) -> &str {
        &self.text.text.headline
    }
}

impl Writing<'_> {
    /// Adds an article as one of a story's languages, or as a story of its own, and publishes it if
    /// readers saw it. `source` is where its comments come from, as `imported` knows it; without one
    /// nothing is noted of where they come from.
    ///
    /// # Errors
    /// When the story has an article in that language, or it was published in the future.
    pub async fn import_article(
        &self,
        site: &Site,
        source: Option<&str>,
        story: Option<StoryId>,
        new: &ImportedArticle,
        clearance: &Clearance,
    ) -> Result<Imported> {
        let story = match story {
            Some(story) => {
                self.refuse_second(story, &new.placement.language).await?;
                story
            }
            None => self.add_story(None).await?,
        };
        if let Some(at) = new.published_at {
            self.refuse_future(at)?;
        }
        let article = self.insert_article(story, new).await?;
        let path = match new.was_public {
            true => Some(self.imported_path(site, article, new).await?),
            false => None,
        };
        self.stand(article, &new.placement).await?;
        self.keep_text(article, new, path.as_deref()).await?;
        if path.is_some() {
            self.list_imported(article, &new.placement.language, new.published_at).await?;
            self.file_article(article, &new.placement.language, &new.found_by);
            self.note_clearance(article, clearance);
        } else {
            self.changed(Subject::Article, article.0);
        }
        for other in &new.others {
            self.offer_path(other, &Target::Article(article)).await?;
        }
        self.keep_meta(article, &new.meta).await?;
        self.insert_comments(source, article, &new.comments).await?;
        Ok(Imported { article, path })
    }

    async fn insert_article(&self, story: StoryId, new: &ImportedArticle) -> Result<ArticleId> {
        let placement = &new.placement;
        let state = if new.was_public { State::Published } else { State::Draft };
        let approved =
            new.comments.iter().filter(|comment| comment.state == comment::State::Approved).count();
        self.conn()
            .insert(
                "INSERT INTO articles (story, language, section, state, slug, comments, vgwort, published_at, \
                                       comment_count, created_at, changed_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id",
                params![
                    story,
                    &placement.language,
                    placement.section,
                    state.as_str(),
                    &placement.slug_for(new.headline()),
                    placement.comments.as_str(),
                    placement.vgwort.as_deref(),
                    new.published_at,
                    i64::try_from(approved).unwrap_or(i64::MAX),
                    self.now()
                ],
            )
            .await
            .map(ArticleId)
    }

    /// The path it had, if that is free, else a new one; its row is written.
    async fn imported_path(&self, site: &Site, article: ArticleId, new: &ImportedArticle) -> Result<String> {
        let target = Target::Article(article);
        if let Some(path) = &new.path
            && self.offer_path(path, &target).await?
        {
            return Ok(path.clone());
        }
        let placement = &new.placement;
        let slug = placement.slug_for(new.headline());
        let path = self
            .new_path(site, article, placement.section, &placement.language, &slug, new.published_at)
            .await?;
        self.set_path(&path, &target).await?;
        Ok(path)
    }

    /// Keeps its text as the revision that is worked on, and that readers see if it has a path.
    async fn keep_text(&self, article: ArticleId, new: &ImportedArticle, path: Option<&str>) -> Result<()> {
        let revision = self.insert_revision(article, &new.text).await?;
        self.conn()
            .execute(
                "UPDATE articles SET latest = $2, published = $3, path = $4 WHERE id = $1",
                params![article, revision, path.map(|_| revision), path],
            )
            .await
            .map(drop)
    }
}
