//! Posts and pages with their comments.

use std::collections::HashMap;

use anyhow::Result;
use archive::{NewPage, Writing};
use jiff::Timestamp;
use newsroom::clearance::Clearance;
use newsroom::ids::{ArticleId, PageId, StoryId};
use newsroom::path::Target;
use newsroom::site::Site;
use wire::wordpress::Item;
use wire::wordpress::plan::state::Fate;

use super::keys::Met;
use super::prepare::Prepared;
use super::{Import, named};

/// Items of one transaction.
const BATCH: usize = 250;

/// What WordPress and its plugins keep as posts and is none.
const INNER: [&str; 16] = [
    "attachment",
    "nav_menu_item",
    "wp_block",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
    "acf-field",
    "acf-field-group",
];

/// What a batch did.
#[derive(Default)]
struct Done {
    counts: Vec<(&'static str, u64)>,
    notes: Vec<(String, String)>,
}

impl Import<'_> {
    /// Writes all posts and pages that are not there yet, and the comments that are new.
    pub(super) async fn items(&mut self) -> Result<()> {
        let attached = self.attached()?;
        let mut pass = self.pass("taking in articles and comments")?;
        loop {
            let items =
                pass.items(BATCH, |item| !matches!(item.kind.as_str(), "attachment" | "nav_menu_item"))?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(());
            }
            let mut keys = self.keys(&items).await?;
            let (mut fresh, mut later) = (Vec::new(), Vec::new());
            let now = Timestamp::now();
            for item in &items {
                if INNER.contains(&item.kind.as_str()) {
                    if item.kind != "wp_block" {
                        self.report
                            .note(&named(item), "it belongs to WordPress's own workings; it was left out")?;
                    }
                    continue;
                }
                match keys.met(item) {
                    Met::Twice => self
                        .report
                        .note(&named(item), "the export has this item twice; the first was taken")?,
                    Met::Made(key, Target::Article(article)) => later.push((article, key, item)),
                    Met::Made(..) => {}
                    Met::Never(key) => {
                        let own = attached.get(&item.id).map_or(&[][..], Vec::as_slice);
                        let Some(ready) = self.prepare(item, key, own, now).await? else { continue };
                        if ready.key != item.id.to_string() {
                            self.report.note(&ready.name, "another item has that number; both were taken")?;
                        }
                        keys.takes(item, &ready.key);
                        fresh.push(ready);
                    }
                }
            }
            let later = self.new_comments(later).await?;
            if fresh.is_empty() && later.is_empty() {
                continue;
            }
            let (source, site) = (self.source.clone(), self.newsroom.site.clone());
            let clearance = Clearance::by_import(&self.address);
            let done = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let batch = Batch { w, source: &source, site: &site, clearance: &clearance };
                        let mut done = Done::default();
                        for item in fresh {
                            batch.item(&item, &mut done).await?;
                        }
                        for (article, comments) in later {
                            w.import_comments(&source, article, &comments).await?;
                            done.counts.push(("comments", comments.len() as u64));
                        }
                        Ok(done)
                    })
                })
                .await?;
            for (what, number) in done.counts {
                self.report.count(what, number);
            }
            for (thing, what) in done.notes {
                self.report.note(&thing, what)?;
            }
        }
    }

    /// Of articles that were imported earlier, the comments that came since.
    async fn new_comments(
        &mut self,
        items: Vec<(ArticleId, String, &Item)>,
    ) -> Result<Vec<(ArticleId, Vec<archive::ImportedComment>)>> {
        let keys: Vec<String> = items
            .iter()
            .flat_map(|(_, key, item)| {
                item.comments.iter().map(move |comment| format!("{key}:{}", comment.id))
            })
            .collect();
        let known = self.newsroom.archive.reading().imported_among(&self.source, "comment", &keys).await?;
        let mut new = Vec::new();
        for (article, key, item) in items {
            if item.comments.iter().all(|comment| known.contains_key(&format!("{key}:{}", comment.id))) {
                continue;
            }
            let mut comments = self.comments(item, &key)?;
            comments.retain(|comment| !known.contains_key(&comment.key));
            if !comments.is_empty() {
                new.push((article, comments));
            }
        }
        Ok(new)
    }

    /// What is attached to the posts that show a gallery of it.
    fn attached(&self) -> Result<HashMap<u64, Vec<u64>>> {
        let mut attached: HashMap<u64, Vec<u64>> = HashMap::new();
        if self.survey.galleries.is_empty() {
            return Ok(attached);
        }
        let mut pass = self.pass("looking for galleries")?;
        let wanted = |item: &Item| item.kind == "attachment" && self.survey.galleries.contains(&item.parent);
        loop {
            let items = pass.items(BATCH, wanted)?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(attached);
            }
            for item in items {
                attached.entry(item.parent).or_default().push(item.id);
            }
        }
    }
}

/// Writing the items of one transaction.
struct Batch<'w> {
    w: &'w Writing<'w>,
    source: &'w str,
    site: &'w Site,
    clearance: &'w Clearance,
}

impl Batch<'_> {
    async fn item(&self, item: &Prepared, done: &mut Done) -> archive::Result<()> {
        if item.is_page { self.page(item, done).await } else { self.article(item, done).await }
    }

    async fn article(&self, item: &Prepared, done: &mut Done) -> archive::Result<()> {
        let w = self.w;
        let story = self.story(item, done).await?;
        let article = w.add_article(story, &item.placement, &item.text).await?;
        w.note_kept(self.source, "article", (&item.key, &item.mark), article.0, &item.kept).await?;
        w.keep_meta(article, &item.meta).await?;
        let target = Target::Article(article);
        match item.fate {
            Fate::Public(at) => {
                self.claim(article, item, done).await?;
                match at {
                    Some(at) => w.publish_article(self.site, article, self.clearance, at, false).await?,
                    None => w.publish_undated(self.site, article, self.clearance).await?,
                };
                if let Some(old) = item.path.as_ref().filter(|old| !self.is_ours(old)) {
                    w.offer_path(old, &target).await?;
                }
                done.counts.push(("articles published", 1));
            }
            Fate::Scheduled(due) => {
                self.claim(article, item, done).await?;
                w.schedule_article(article, self.clearance, due).await?;
                done.counts.push(("articles scheduled", 1));
            }
            Fate::Private => {
                w.keep_private(article).await?;
                done.counts.push(("articles kept private", 1));
            }
            Fate::Draft | Fate::Left(_) => done.counts.push(("drafts", 1)),
        }
        // Unpublished ones answer 404 there until they are published.
        for other in &item.others {
            w.offer_path(other, &target).await?;
        }
        w.import_comments(self.source, article, &item.comments).await?;
        done.counts.push(("comments", item.comments.len() as u64));
        Ok(())
    }

    /// The story an article is one language of: that of its translations, if it has some.
    async fn story(&self, item: &Prepared, done: &mut Done) -> archive::Result<StoryId> {
        let Some(group) = &item.group else { return self.w.add_story(None).await };
        let taken = format!("{group} {}", item.placement.language);
        if self.w.imported(self.source, "translation", &taken).await?.is_some() {
            let what = "another text is the translation in its language; it stands on its own";
            done.notes.push((item.name.clone(), what.into()));
            return self.w.add_story(None).await;
        }
        let story = match self.w.imported(self.source, "story", group).await? {
            Some(story) => StoryId(story),
            None => {
                let story = self.w.add_story(None).await?;
                self.w.note_imported(self.source, "story", group, story.0).await?;
                story
            }
        };
        self.w.note_imported(self.source, "translation", &taken, story.0).await?;
        Ok(story)
    }

    /// Gives an article the path it had, unless something else is there.
    async fn claim(&self, article: ArticleId, item: &Prepared, done: &mut Done) -> archive::Result<()> {
        let Some(path) = &item.path else { return Ok(()) };
        if !self.is_ours(path) {
            let what = format!("the program needs the address {path}; it got another one");
            done.notes.push((item.name.clone(), what));
            return Ok(());
        }
        match self.w.target(path).await? {
            Some(other) if other != Target::Article(article) => {
                let what = format!("something else is at {path}; it got another address");
                done.notes.push((item.name.clone(), what));
                Ok(())
            }
            _ => self.w.fix_path(article, path).await,
        }
    }

    async fn page(&self, item: &Prepared, done: &mut Done) -> archive::Result<()> {
        let w = self.w;
        let slug = newsroom::slug::slug(&item.placement.slug);
        let slug = if slug.is_empty() { format!("seite-{}", item.number) } else { slug };
        let prefix = self.site.prefix(&item.placement.language);
        let published = matches!(item.fate, Fate::Public(_));
        let mut path = item.path.clone().filter(|path| self.is_ours(path));
        if path.is_none() {
            path = Some(format!("{prefix}/{slug}")).filter(|path| self.is_ours(path));
        }
        let mut path = path.unwrap_or_else(|| format!("{prefix}/seite-{}", item.number));
        while w.target(&path).await?.is_some() || w.page_at(&path).await?.is_some() {
            let what = format!("something else is at {path}");
            done.notes.push((item.name.clone(), what));
            path = format!("{path}-{}", item.number);
        }
        let page = NewPage {
            language: item.placement.language.clone(),
            slug,
            path,
            title: item.text.headline.clone(),
            body: item.text.body.clone(),
            published,
        };
        let id: PageId = w.put_page(&page).await?;
        if let (true, Some(changed)) = (published, item.changed) {
            w.date_page(id, changed).await?;
        }
        w.note_kept(self.source, "page", (&item.key, &item.mark), id.0, &item.kept).await?;
        for other in item.others.iter().chain(&item.path) {
            w.offer_path(other, &Target::Page(id)).await?;
        }
        for (key, words) in &item.aside {
            w.note_kept(self.source, "page comment", (key, ""), id.0, words).await?;
        }
        if !item.aside.is_empty() {
            let what = format!("pages take no comments; its {} are kept aside", item.aside.len());
            done.notes.push((item.name.clone(), what));
        }
        done.counts.push((if published { "pages published" } else { "pages not published" }, 1));
        Ok(())
    }

    /// Whether a path is free of what the program itself needs.
    fn is_ours(&self, path: &str) -> bool {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        !first.is_empty() && !first.contains('.') && newsroom::address::reserved_in(path).is_none()
    }
}
