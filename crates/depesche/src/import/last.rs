//! What leads to other things and so comes last: addresses of attachments, menus.

use anyhow::Result;
use newsroom::ids::{ArticleId, PageId, SectionId, TopicId};
use newsroom::path::Target;
use wire::wordpress::Item;
use wire::wordpress::plan::menus::{Entry, Leads};

use super::keys::{Keys, Met};
use super::{Import, named};

impl Import<'_> {
    /// Gives attachments' pages their addresses and writes menus.
    pub(super) async fn last(&mut self) -> Result<()> {
        if self.survey.attachments {
            self.attachment_pages().await?;
        }
        self.menus().await
    }

    /// WordPress has a page for each attachment; ours leads to the article it belongs to, else to
    /// the file.
    async fn attachment_pages(&mut self) -> Result<()> {
        let mut pass = self.pass("noting addresses of attachments")?;
        loop {
            let items = pass.items(|item| item.kind == "attachment")?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(());
            }
            let keys = self.keys(&items).await?;
            let mut batch: Vec<(String, Target)> = Vec::new();
            for item in items {
                let Some(old) = &self.old else { continue };
                let addresses: Vec<String> = old.path(&item).into_iter().chain(old.others(&item)).collect();
                match self.leads(&item, &keys).await? {
                    Some(target) => batch.extend(addresses.into_iter().map(|path| (path, target.clone()))),
                    None => {
                        let what = format!("nothing answers at its page {}", addresses.join(", "));
                        self.report.note(&named(&item), what)?;
                    }
                }
            }
            self.newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        for (path, target) in batch {
                            w.offer_path(&path, &target).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    async fn leads(&self, item: &Item, keys: &Keys) -> Result<Option<Target>> {
        let reading = self.newsroom.archive.reading();
        if item.parent > 0
            && let Some(target) = self.of_item(item.parent).await?
            && reading.is_public(&target).await?
        {
            return Ok(Some(target));
        }
        Ok(match keys.met(item) {
            Met::Made(_, asset) => Some(asset),
            _ => None,
        })
    }

    async fn of_item(&self, id: u64) -> Result<Option<Target>> {
        let (reading, key) = (self.newsroom.archive.reading(), id.to_string());
        if let Some(article) = reading.imported(&self.source, "article", &key).await? {
            return Ok(Some(Target::Article(ArticleId(article))));
        }
        Ok(reading.imported(&self.source, "page", &key).await?.map(|page| Target::Page(PageId(page))))
    }

    /// The largest menu becomes the main one, the others the footer's, unless there are menus.
    async fn menus(&mut self) -> Result<()> {
        let mut entries = self.survey.menus.clone();
        entries.sort_by_key(|entry| (entry.menu.clone(), entry.order, entry.id));
        let mut menus: Vec<(String, Vec<Entry>)> = Vec::new();
        for entry in entries {
            match menus.iter_mut().find(|(menu, _)| *menu == entry.menu) {
                Some((_, entries)) => entries.push(entry),
                None => menus.push((entry.menu.clone(), vec![entry])),
            }
        }
        menus.sort_by_key(|(_, entries)| std::cmp::Reverse(entries.len()));
        let (mut main, mut footer) = (Vec::new(), Vec::new());
        for (place, (menu, entries)) in menus.into_iter().enumerate() {
            for entry in entries {
                let thing = format!("menu {menu}, entry {} “{}”", entry.id, entry.label);
                if entry.parent > 0 {
                    self.report
                        .note(&thing, "menus have one level here; it stands beside the entry above it")?;
                }
                match self.entry(&entry).await? {
                    Some(ready) if place == 0 => main.push(ready),
                    Some(ready) => footer.push(ready),
                    None => self.report.note(&thing, "what it leads to was not imported or is not public")?,
                }
            }
        }
        for (menu, entries) in [("main", main), ("footer", footer)] {
            let done = self.newsroom.archive.reading().imported(&self.source, "menu", menu).await?;
            if entries.is_empty() || done.is_some() {
                continue;
            }
            let (source, language, count) =
                (self.source.clone(), self.main_language().clone(), entries.len() as u64);
            let written = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let free = !w.has_menu(menu, &language).await?;
                        if free {
                            w.set_menu(menu, &language, &entries).await?;
                        }
                        w.note_imported(&source, "menu", menu, 0).await?;
                        Ok(free)
                    })
                })
                .await?;
            if written {
                self.report.count("menu entries", count);
            } else {
                self.report.note(&format!("menu {menu}"), "the site has one already; it stays as it is")?;
            }
        }
        Ok(())
    }

    /// Label and address of an entry.
    async fn entry(&self, entry: &Entry) -> Result<Option<(String, String)>> {
        let reading = self.newsroom.archive.reading();
        let target = match &entry.leads {
            Leads::Url(url) => {
                let local = self.old.as_ref().and_then(|old| old.local(url));
                return Ok(Some((super::prepare::plain(&entry.label), local.unwrap_or_else(|| url.clone()))));
            }
            Leads::Item(id) => self.of_item(*id).await?,
            Leads::Term { taxonomy, id } => self.of_term(taxonomy, *id),
        };
        let Some(target) = target else { return Ok(None) };
        let named = match &target {
            Target::Section(id) => {
                let of_section =
                    |c: &&wire::wordpress::Category| self.places.sections.get(&c.slug) == Some(id);
                let name = self.survey.categories.iter().find(of_section).map(|c| c.name.clone());
                Some((name.unwrap_or_default(), format!("/{}", reading.section_at(*id).await?)))
            }
            Target::Topic(id) => {
                let tags = self.survey.tags.iter().map(|tag| (&tag.slug, &tag.name));
                let terms = self.survey.terms.iter().map(|term| (&term.slug, &term.name));
                let mut all = tags.chain(terms);
                let name = all.find(|(slug, _)| self.places.topics.get(*slug) == Some(id));
                let name = name.map(|(_, name)| name.clone());
                let word = if self.main_language().primary() == "de" { "thema" } else { "topic" };
                reading
                    .topic_slug(*id)
                    .await?
                    .map(|slug| (name.unwrap_or_default(), format!("/{word}/{slug}")))
            }
            other => reading.titled(other).await?,
        };
        let Some((title, path)) = named else { return Ok(None) };
        let label = super::prepare::plain(&entry.label);
        Ok(Some((if label.is_empty() { title } else { label }, path)))
    }

    fn of_term(&self, taxonomy: &str, id: u64) -> Option<Target> {
        let slug = match taxonomy {
            "category" => self.survey.categories.iter().find(|c| c.id == id).map(|c| &c.slug),
            "post_tag" => self.survey.tags.iter().find(|t| t.id == id).map(|t| &t.slug),
            other => {
                let terms = self.survey.terms.iter().filter(|t| self.topical(other) && t.taxonomy == other);
                terms.into_iter().find(|t| t.id == id).map(|t| &t.slug)
            }
        }?;
        let section: Option<SectionId> = self.places.sections.get(slug).copied();
        let topic: Option<TopicId> = self.places.topics.get(slug).copied();
        match taxonomy {
            "category" if section.is_some() => section.map(Target::Section),
            _ => topic.map(Target::Topic),
        }
    }
}
