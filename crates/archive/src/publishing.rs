//! Publishing: the one door through which texts reach readers, and the ways back.

use jiff::Timestamp;
use newsroom::address::{Parts, article_path};
use newsroom::article::State;
use newsroom::change::Subject;
use newsroom::clearance::{Clearance, Ground};
use newsroom::ids::{ArticleId, CorrectionId, RevisionId, SectionId};
use newsroom::job::Kind;
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::site::Site;

use crate::db::params;
use crate::{Error, Result, Tag, Tells, Writing};

/// What publishing needs to know of an article.
struct Candidate {
    language: Language,
    section: Option<SectionId>,
    slug: String,
    path: Option<String>,
    published_at: Option<Timestamp>,
    /// The revision readers see or saw; its date may be unknown all the same.
    published: Option<RevisionId>,
    /// Whether they see it now.
    is_public: bool,
}

impl Writing<'_> {
    /// Publishes the newest revision of an article as of `at`.
    ///
    /// The first publication fixes its address and its date; a later one keeps both and, where
    /// `in_substance` says so, tells readers that the text was changed.
    ///
    /// # Errors
    /// When there is no such article or `at` lies in the future: that is scheduling.
    pub async fn publish_article(
        &self,
        site: &Site,
        article: ArticleId,
        clearance: &Clearance,
        at: Timestamp,
        in_substance: bool,
    ) -> Result<String> {
        self.refuse_future(at)?;
        self.release(site, article, None, clearance, Some(at), in_substance).await
    }

    /// Publishes the newest revision of an article that was public elsewhere for nobody knows how
    /// long. It has no date, stands behind all others in lists, and keeps both when it is published
    /// again, until [`Writing::date_article`] gives it one.
    ///
    /// # Errors
    /// When there is no such article.
    pub async fn publish_undated(
        &self,
        site: &Site,
        article: ArticleId,
        clearance: &Clearance,
    ) -> Result<String> {
        self.release(site, article, None, clearance, None, false).await
    }

    /// Says when an article was published that readers see without a date; whether it was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn date_article(&self, article: ArticleId, at: Timestamp) -> Result<bool> {
        let found = self
            .conn()
            .execute(
                "UPDATE articles SET published_at = $2, changed_at = $3 \
                 WHERE id = $1 AND published IS NOT NULL AND published_at IS NULL",
                params![article, at, self.now()],
            )
            .await?;
        if found > 0 {
            self.retell(article, Tells::TEASERS).await?;
            self.changed(Subject::Article, article.0);
        }
        Ok(found > 0)
    }

    /// Shows readers a revision of an article: the newest, unless another is named. Without a time
    /// it is published without a date, or keeps the one it has.
    async fn release(
        &self,
        site: &Site,
        article: ArticleId,
        revision: Option<RevisionId>,
        clearance: &Clearance,
        at: Option<Timestamp>,
        in_substance: bool,
    ) -> Result<String> {
        let candidate = self.candidate(article).await?;
        self.refuse_embargoed(article, self.now()).await?;
        let first = at.filter(|_| candidate.published.is_none());
        let published_at = candidate.published_at.or(first);
        let path = match &candidate.path {
            Some(path) => path.clone(),
            None => {
                let Candidate { language, section, slug, .. } = &candidate;
                self.new_path(site, article, *section, language, slug, published_at).await?
            }
        };
        let updated_at = at.filter(|_| in_substance && candidate.published.is_some());
        self.conn()
            .execute(
                "UPDATE articles SET state = $2, path = $3, published_at = $4, \
                     published = COALESCE($7, latest), updated_at = COALESCE($5, updated_at), due_at = NULL, \
                     due_revision = NULL, due_clearance = NULL, withdrawn_at = NULL, withdrawn_reason = '', \
                     changed_at = $6 WHERE id = $1",
                params![
                    article,
                    State::Published.as_str(),
                    &path,
                    published_at,
                    updated_at,
                    self.now(),
                    revision
                ],
            )
            .await?;
        self.set_path(&path, &Target::Article(article)).await?;
        let mut different = if updated_at.is_some() { Tells::CHANGES } else { Tells::THERE };
        // Most new revisions of a published text leave its announcement as it was.
        if match candidate.published.filter(|_| candidate.is_public) {
            Some(before) => !self.announces_the_same(before, article).await?,
            None => true,
        } {
            different = different | Tells::TEASERS;
        }
        self.retell(article, different).await?;
        if !candidate.is_public {
            self.note_appearance(article).await?;
        }
        self.index_article(article).await?;
        self.touch(Tag::Words(candidate.language));
        self.note_clearance(article, clearance);
        Ok(path)
    }

    /// Whether the published revision of an article is announced in lists as another one was.
    async fn announces_the_same(&self, before: RevisionId, article: ArticleId) -> Result<bool> {
        let same = self
            .conn()
            .first(
                "SELECT 1 FROM articles a JOIN revisions r ON r.id = a.published JOIN revisions b ON b.id = $2 \
                 WHERE a.id = $1 AND r.genre = b.genre AND r.kicker = b.kicker AND r.headline = b.headline \
                   AND r.standfirst = b.standfirst AND r.byline = b.byline \
                   AND COALESCE(r.picture, 0) = COALESCE(b.picture, 0)",
                params![article, before],
                |_| Ok(()),
            )
            .await?;
        Ok(same.is_some())
    }

    pub(crate) fn refuse_future(&self, at: Timestamp) -> Result<()> {
        if at > self.now() {
            return Err(Error::Refused(format!("{at} lies in the future; schedule the article instead")));
        }
        Ok(())
    }

    /// Says that an article is to be published at a later time, as it is now: a revision made
    /// meanwhile waits until it is scheduled or published itself.
    ///
    /// # Errors
    /// When there is no such article, or readers see it already.
    pub async fn schedule_article(
        &self,
        article: ArticleId,
        clearance: &Clearance,
        due: Timestamp,
    ) -> Result<()> {
        self.refuse_embargoed(article, due).await?;
        let kept = serde_json::to_string(clearance).map_err(|error| Error::stored("due_clearance", error))?;
        let found = self
            .conn()
            .execute(
                "UPDATE articles SET state = $2, due_at = $3, due_revision = latest, due_clearance = $4, \
                     changed_at = $5 WHERE id = $1 AND state <> $6",
                params![
                    article,
                    State::Scheduled.as_str(),
                    due,
                    &kept,
                    self.now(),
                    State::Published.as_str()
                ],
            )
            .await?;
        if found == 0 {
            return Err(Error::Refused(format!(
                "there is no article {article} that could be scheduled; one that readers see already cannot"
            )));
        }
        self.enqueue(Kind::Publication, &article.to_string(), due).await?;
        self.note_clearance(article, clearance);
        Ok(())
    }

    /// Makes a scheduled article a draft again.
    ///
    /// # Errors
    /// When it is not scheduled.
    pub async fn unschedule_article(&self, article: ArticleId) -> Result<()> {
        let found = self
            .conn()
            .execute(
                "UPDATE articles SET state = $2, due_at = NULL, due_revision = NULL, due_clearance = NULL, \
                     changed_at = $3 WHERE id = $1 AND state = $4",
                params![article, State::Draft.as_str(), self.now(), State::Scheduled.as_str()],
            )
            .await?;
        if found == 0 {
            return Err(Error::Refused(format!("article {article} is not scheduled")));
        }
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Publishes a scheduled article whose time has come: the revision that was scheduled, with the
    /// clearance it got then and its due time as its date. Says its address, or nothing when it is not due: it was
    /// published, taken back or put off meanwhile.
    ///
    /// # Errors
    /// When the kept clearance cannot be read or publishing fails.
    pub async fn publish_due(&self, site: &Site, article: ArticleId) -> Result<Option<String>> {
        let due: Option<(Timestamp, Option<RevisionId>, String)> = self
            .conn()
            .first(
                "SELECT due_at, due_revision, due_clearance FROM articles \
                 WHERE id = $1 AND state = $2 AND due_at <= $3 AND due_clearance IS NOT NULL",
                params![article, State::Scheduled.as_str(), self.now()],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .await?;
        let Some((due, revision, kept)) = due else { return Ok(None) };
        let clearance: Clearance =
            serde_json::from_str(&kept).map_err(|error| Error::stored("due_clearance", error))?;
        self.release(site, article, revision, &clearance, Some(due), true).await.map(Some)
    }

    /// Takes a published article back. Its address answers 410 with these words.
    ///
    /// # Errors
    /// When it is not published.
    pub async fn withdraw_article(&self, article: ArticleId, reason: &str) -> Result<()> {
        let found = self
            .conn()
            .execute(
                "UPDATE articles SET state = $2, withdrawn_at = $3, withdrawn_reason = $4, changed_at = $3 \
                 WHERE id = $1 AND state = $5",
                params![article, State::Withdrawn.as_str(), self.now(), reason, State::Published.as_str()],
            )
            .await?;
        if found == 0 {
            return Err(Error::Refused(format!("article {article} is not published")));
        }
        self.retell(article, Tells::TEASERS).await?;
        self.note_appearance(article).await?;
        self.unindex_article(article).await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Publishes the newest revision of an article together with a note of what was wrong.
    ///
    /// # Errors
    /// When the note is blank, or the article is not published.
    pub async fn correct_article(
        &self,
        site: &Site,
        article: ArticleId,
        clearance: &Clearance,
        note: &str,
        at: Timestamp,
    ) -> Result<CorrectionId> {
        if note.trim().is_empty() {
            return Err(Error::Refused("a correction says what was wrong and what is right".into()));
        }
        let candidate = self.candidate(article).await?;
        if candidate.published.is_none() {
            return Err(Error::Refused(format!("article {article} is not published; edit it instead")));
        }
        let id = self
            .conn()
            .insert(
                "INSERT INTO corrections (article, language, text, at) VALUES ($1, $2, $3, $4) RETURNING id",
                params![article, &candidate.language, note.trim(), at],
            )
            .await?;
        self.touch(Tag::Corrections(candidate.language));
        self.publish_article(site, article, clearance, at, true).await?;
        Ok(CorrectionId(id))
    }

    /// Keeps an article for some readers only, as it was marked where it comes from.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_private(&self, article: ArticleId) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE articles SET state = $2 WHERE id = $1",
                params![article, State::Private.as_str()],
            )
            .await?;
        self.retell(article, Tells::TEASERS).await?;
        self.note_appearance(article).await?;
        self.unindex_article(article).await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Gives an article that was never published here the address it had elsewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fix_path(&self, article: ArticleId, path: &str) -> Result<()> {
        self.conn()
            .execute("UPDATE articles SET path = $2 WHERE id = $1 AND path IS NULL", params![article, path])
            .await
            .map(drop)
    }

    async fn candidate(&self, article: ArticleId) -> Result<Candidate> {
        self.conn()
            .first(
                "SELECT language, section, slug, path, published_at, published, state FROM articles WHERE id = $1",
                params![article],
                |row| {
                    Ok(Candidate {
                        language: row.get(0)?,
                        section: row.get(1)?,
                        slug: row.get(2)?,
                        path: row.get(3)?,
                        published_at: row.get(4)?,
                        published: row.get(5)?,
                        is_public: row.str(6)? == State::Published.as_str(),
                    })
                },
            )
            .await?
            .ok_or_else(|| Error::missing("article", article))
    }

    /// An address by the site's pattern that nothing else has.
    pub(crate) async fn new_path(
        &self,
        site: &Site,
        article: ArticleId,
        section: Option<SectionId>,
        language: &Language,
        slug: &str,
        published_at: Option<Timestamp>,
    ) -> Result<String> {
        let section = match section {
            Some(section) => self.section_at(section).await?,
            None => String::new(),
        };
        let parts = Parts {
            section: &section,
            slug,
            id: article.0,
            date: site.zone.to_datetime(published_at.unwrap_or_else(|| self.now())).date(),
            language: (language != site.main_language()).then_some(language),
        };
        let path = article_path(&site.article_address, &parts);
        // A pattern without the id can meet an address that is taken.
        if self.offer_path(&path, &Target::Article(article)).await? {
            return Ok(path);
        }
        Ok(format!("{path}-{article}"))
    }

    pub(crate) fn note_clearance(&self, article: ArticleId, clearance: &Clearance) {
        let ground = match clearance.ground() {
            Ground::Person { name, reason } => format!("cleared by {name}: {reason}"),
            Ground::Import { from } => format!("was public in {from}"),
            Ground::Provider { name } => format!("goes out unread, as settled for {name}"),
        };
        self.changed_because(Subject::Article, article.0, &ground);
    }
}
