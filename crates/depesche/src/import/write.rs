//! Writing a batch of prepared items: one transaction.

use archive::{ImportedArticle, ImportedComment, NewPage, Writing};
use jiff::Timestamp;
use newsroom::clearance::Clearance;
use newsroom::document::Document;
use newsroom::ids::{ArticleId, PageId, StoryId};
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::site::Site;
use wire::fate::Fate;

use super::fill::Filled;
use super::is_free;
use super::report::Notes;

/// A text, decided and converted.
pub(super) struct Prepared {
    pub(super) key: String,
    /// Its number or name there, for an address that has to be told from others.
    pub(super) number: String,
    /// What tells it from others of its number.
    pub(super) mark: String,
    pub(super) name: String,
    pub(super) fate: Fate,
    /// Key of the story it is one language of.
    pub(super) group: Option<String>,
    /// The path it had, unless the program needs it.
    pub(super) path: Option<String>,
    /// What else the export says of it.
    pub(super) kept: String,
    pub(super) becomes: Becomes,
}

/// What a text becomes.
pub(super) enum Becomes {
    Article(Box<ImportedArticle>),
    Page(Page),
}

/// A page to be made.
pub(super) struct Page {
    pub(super) language: Language,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) body: Document,
    /// When it was last changed.
    pub(super) changed: Option<Timestamp>,
    /// Further addresses at which it answered.
    pub(super) others: Vec<String>,
    /// Key and words of each comment under it: nobody can comment there here.
    pub(super) aside: Vec<(String, String)>,
}

/// What one transaction writes.
#[derive(Default)]
pub(super) struct Batch {
    /// Items that were never written.
    pub(super) fresh: Vec<Prepared>,
    /// Comments that came since to articles that were written earlier.
    pub(super) later: Vec<(ArticleId, Vec<ImportedComment>)>,
    /// Articles that were written earlier and whose pictures came since.
    pub(super) filled: Vec<Filled>,
    /// Comments that came since under pages: key and words.
    pub(super) aside: Vec<(PageId, Vec<(String, String)>)>,
    /// The other system's own workings: key, mark and words.
    pub(super) inner: Vec<(String, String, String)>,
}

impl Batch {
    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        let articles = self.fresh.is_empty() && self.later.is_empty() && self.filled.is_empty();
        articles && self.aside.is_empty() && self.inner.is_empty()
    }

    /// Writes all of it.
    pub(super) async fn write(
        &self,
        w: &Writing<'_>,
        source: &str,
        site: &Site,
        clearance: &Clearance,
    ) -> archive::Result<Notes> {
        let mut under_way = UnderWay { w, source, site, clearance, notes: Notes::default() };
        for item in &self.fresh {
            match &item.becomes {
                Becomes::Article(article) => under_way.article(item, article).await?,
                Becomes::Page(page) => under_way.page(item, page).await?,
            }
        }
        for (article, comments) in &self.later {
            if w.import_comments(source, *article, comments).await? {
                under_way.notes.count("comments", comments.len() as u64);
            }
        }
        for filled in &self.filled {
            under_way.fill(filled).await?;
        }
        for (page, aside) in &self.aside {
            under_way.keep_aside(*page, aside).await?;
        }
        for (key, mark, words) in &self.inner {
            w.note_kept(source, "item", (key, mark), 0, words).await?;
        }
        Ok(under_way.notes)
    }
}

struct UnderWay<'w> {
    w: &'w Writing<'w>,
    source: &'w str,
    site: &'w Site,
    clearance: &'w Clearance,
    notes: Notes,
}

impl UnderWay<'_> {
    async fn article(&mut self, item: &Prepared, new: &ImportedArticle) -> archive::Result<()> {
        let w = self.w;
        let story = self.story(item, &new.placement.language).await?;
        let imported = w.import_article(self.site, Some(self.source), story, new, self.clearance).await?;
        let article = imported.article;
        w.note_kept(self.source, "article", (&item.key, &item.mark), article.0, &item.kept).await?;
        match item.fate {
            Fate::Public(_) => {
                if let Some(path) = &new.path
                    && imported.path.as_ref() != Some(path)
                {
                    self.is_taken(item, path);
                }
                self.notes.count("articles published", 1);
            }
            Fate::Scheduled(due) => {
                if let Some(path) = &item.path {
                    // Its address answers from its publication on.
                    match w.target(path).await? {
                        Some(other) if other != Target::Article(article) => self.is_taken(item, path),
                        _ => w.fix_path(article, path).await?,
                    }
                }
                w.schedule_article(article, self.clearance, due).await?;
                self.notes.count("articles scheduled", 1);
            }
            Fate::Private => {
                w.keep_private(article).await?;
                self.notes.count("articles kept private", 1);
            }
            Fate::Draft => self.notes.count("drafts", 1),
        }
        self.notes.count("comments", new.comments.len() as u64);
        Ok(())
    }

    fn is_taken(&mut self, item: &Prepared, path: &str) {
        self.notes.note(&item.name, format!("something else is at {path}; it got another address"));
    }

    /// The story an article is one language of: that of its translations, if it has some.
    async fn story(&mut self, item: &Prepared, language: &Language) -> archive::Result<Option<StoryId>> {
        let Some(group) = &item.group else { return Ok(None) };
        let (w, taken) = (self.w, format!("{group} {language}"));
        if w.imported(self.source, "translation", &taken).await?.is_some() {
            let what = "another text is the translation in its language; it stands on its own";
            self.notes.note(&item.name, what);
            return Ok(None);
        }
        let story = match w.imported(self.source, "story", group).await? {
            Some(story) => StoryId(story),
            None => {
                let story = w.add_story(None).await?;
                w.note_imported(self.source, "story", group, story.0).await?;
                story
            }
        };
        w.note_imported(self.source, "translation", &taken, story.0).await?;
        Ok(Some(story))
    }

    async fn page(&mut self, item: &Prepared, new: &Page) -> archive::Result<()> {
        let w = self.w;
        let prefix = self.site.prefix(&new.language);
        let published = matches!(item.fate, Fate::Public(_));
        let mut path = item.path.clone();
        if path.is_none() {
            path = Some(format!("{prefix}/{}", new.slug)).filter(|path| is_free(path));
        }
        let mut path = path.unwrap_or_else(|| format!("{prefix}/seite-{}", item.number));
        while w.target(&path).await?.is_some() || w.page_at(&path).await?.is_some() {
            self.notes.note(&item.name, format!("something else is at {path}"));
            path = format!("{path}-{}", item.number);
        }
        let page = NewPage {
            language: new.language.clone(),
            slug: new.slug.clone(),
            path,
            title: new.title.clone(),
            body: new.body.clone(),
            published,
        };
        let id: PageId = w.put_page(&page).await?;
        if let (true, Some(changed)) = (published, new.changed) {
            w.date_page(id, changed).await?;
        }
        w.note_kept(self.source, "page", (&item.key, &item.mark), id.0, &item.kept).await?;
        for other in &new.others {
            w.offer_path(other, &Target::Page(id)).await?;
        }
        self.translated(item, id).await?;
        self.keep_aside(id, &new.aside).await?;
        if !new.aside.is_empty() {
            let what = format!("pages take no comments; its {} are kept aside", new.aside.len());
            self.notes.note(&item.name, what);
        }
        self.notes.count(if published { "pages published" } else { "pages not published" }, 1);
        Ok(())
    }

    /// Joins a page to its versions in other languages.
    async fn translated(&mut self, item: &Prepared, page: PageId) -> archive::Result<()> {
        let Some(group) = &item.group else { return Ok(()) };
        let Some(first) = self.w.imported(self.source, "page group", group).await? else {
            return self.w.note_imported(self.source, "page group", group, page.0).await;
        };
        match self.w.translate_page(page, Some(PageId(first))).await {
            Err(archive::Error::Refused(why)) => self.notes.note(&item.name, why),
            Err(archive::Error::Missing { .. }) => {
                self.notes.note(&item.name, "the page it is a translation of was removed here");
            }
            outcome => return outcome,
        }
        Ok(())
    }

    async fn keep_aside(&self, page: PageId, aside: &[(String, String)]) -> archive::Result<()> {
        for (key, words) in aside {
            self.w.note_kept(self.source, "page comment", (key, ""), page.0, words).await?;
        }
        Ok(())
    }

    /// Gives an article its pictures; for readers it is the same text as of the same time.
    async fn fill(&mut self, filled: &Filled) -> archive::Result<()> {
        let w = self.w;
        w.revise_article(filled.article, &filled.text).await?;
        if filled.is_public {
            w.publish_article(self.site, filled.article, self.clearance, w.now(), false).await?;
        }
        self.notes.count("articles given their pictures", 1);
        Ok(())
    }
}
