//! What leads to other things and so comes last: menus and redirects.

use std::sync::Arc;

use anyhow::Result;
use newsroom::language::Language;
use newsroom::path::Target;
use wire::ghost::Post;
use wire::ghost::content::local;
use wire::ghost::plan::kept;
use wire::ghost::plan::navigation::{Entry, entries};
use wire::ghost::plan::redirects::Redirect;

use super::Ghost;
use super::prepare::spoken;
use crate::import::is_free;

impl Ghost<'_> {
    /// Writes menus and redirects.
    pub(super) async fn last(&mut self) -> Result<()> {
        let export = Arc::clone(&self.export);
        let told = self.options.language.as_ref().map(Language::as_str);
        let post = Post::default();
        let said = wire::ghost::plan::language(&post, &export, told);
        let site = Arc::clone(&self.import.newsroom.site);
        let language = spoken(&site, said).unwrap_or_else(|_| site.main_language().clone());
        for (menu, setting) in [("main", "navigation"), ("footer", "secondary_navigation")] {
            let mut ready = Vec::new();
            for entry in entries(export.setting(&[setting]), self.old.folder()) {
                match self.entry(&entry, &language).await? {
                    Some(url) => ready.push((entry.label, url)),
                    None => {
                        let what = format!("nothing answers at {} here; it was left out", entry.url);
                        self.import.report.note(&format!("menu {menu}, entry “{}”", entry.label), what)?;
                    }
                }
            }
            self.import.menu(menu, &language, ready).await?;
        }
        self.redirects().await
    }

    /// Where an entry leads here; nothing if that is not there for readers.
    async fn entry(&self, entry: &Entry, language: &Language) -> Result<Option<String>> {
        if entry.url.contains("#/portal") {
            return Ok(None);
        }
        let (page, fragment) = entry.url.split_once('#').map_or((entry.url.as_str(), ""), |parts| parts);
        let Some(local) = self.old.local(page).filter(|_| !page.is_empty()) else {
            return Ok(Some(entry.url.clone()).filter(|url| newsroom::address::is_linkable(url)));
        };
        let (site, reading) = (&self.import.newsroom.site, self.import.newsroom.archive.reading());
        let prefix = site.prefix(language);
        let path = newsroom::path::normal(&local);
        if path.trim_end_matches('/') == self.old.folder() {
            return Ok(Some(format!("{prefix}/")));
        }
        let is_german = language.primary() == "de";
        let found = match reading.target(&path).await? {
            Some(target @ (Target::Article(_) | Target::Page(_))) => {
                reading.titled(&target).await?.map(|(_, path, _)| path)
            }
            Some(Target::Section(id)) => match reading.has_section(id).await? {
                true => Some(format!("{prefix}/{}", reading.section_at(id).await?)),
                false => None,
            },
            Some(Target::Topic(id)) => reading
                .topic_slug(id)
                .await?
                .map(|slug| format!("{prefix}/{}/{slug}", if is_german { "thema" } else { "topic" })),
            Some(Target::Author(id)) => reading
                .author_slug(id)
                .await?
                .map(|slug| format!("{prefix}/{}/{slug}", if is_german { "autor" } else { "author" })),
            Some(Target::Asset(_) | Target::Redirect(_)) => Some(path),
            Some(Target::Gone | Target::Unavailable) | None => None,
        };
        let found = found.map(|path| if fragment.is_empty() { path } else { format!("{path}#{fragment}") });
        Ok(found.filter(|url| newsroom::address::is_linkable(url)))
    }

    async fn redirects(&mut self) -> Result<()> {
        for redirect in std::mem::take(&mut self.beside.redirects) {
            let thing = format!("redirect {}", redirect.from);
            let done = self.import.newsroom.archive.reading();
            if done.imported(&self.import.source, "redirect", &redirect.from).await?.is_some() {
                continue;
            }
            let (path, note) = self.leads(&redirect).await?;
            let (source, kept) = (self.import.source.clone(), kept::of_redirect(&redirect));
            let offered = path.clone();
            let written = self.import.newsroom.archive.write(self.import.cause(), move |w| {
                Box::pin(async move {
                    w.note_kept(&source, "redirect", (&redirect.from, ""), 0, &kept).await?;
                    match offered {
                        Some((path, target)) => w.offer_path(&path, &target).await,
                        None => Ok(false),
                    }
                })
            });
            let is_new = written.await?;
            self.import.report.count("redirects", u64::from(is_new));
            if let Some(note) = note {
                self.import.report.note(&thing, note)?;
            } else if let (Some((path, _)), false) = (path, is_new) {
                self.import.report.note(&thing, format!("something else is at {path}; it was left out"))?;
            }
        }
        Ok(())
    }

    /// From where to where a redirect leads here, or why it does not.
    async fn leads(&self, redirect: &Redirect) -> Result<(Option<(String, Target)>, Option<String>)> {
        let Some(path) = redirect.path() else {
            return Ok((None, Some("it is a pattern of many addresses; it is kept aside".to_owned())));
        };
        let from = format!("{}{path}", self.old.folder());
        if !is_free(&from) && !from.contains('.') {
            return Ok((None, Some(format!("the program needs {from}; it is kept aside"))));
        }
        let to = local(redirect.to.trim(), self.old.folder());
        let Some(inside) = self.old.local(&to) else {
            let target = newsroom::address::is_web(&to).then(|| (from, Target::Redirect(to.clone())));
            let note = target.is_none().then(|| format!("{to} is no address; it is kept aside"));
            return Ok((target, note));
        };
        let inside = newsroom::path::normal(&inside);
        if inside == from {
            return Ok((None, Some("it leads to itself; it is kept aside".to_owned())));
        }
        let found = self.import.newsroom.archive.reading().target(&inside).await?;
        let is_home = inside.trim_end_matches('/') == self.old.folder();
        let note = (found.is_none() && !is_home).then(|| format!("nothing is at {inside}, where it leads"));
        let to = if is_home { "/".to_owned() } else { inside };
        Ok((Some((from, found.unwrap_or(Target::Redirect(to)))), note))
    }
}
