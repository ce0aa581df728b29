//! Menus: the largest of each language becomes its main menu, the others stand in its footer.
//!
//! The main menu is one line. What stands below an entry there stands on the page of its section
//! here, or in the footer; where everything stood is kept aside.

use std::collections::BTreeMap;

use anyhow::Result;
use newsroom::ids::{SectionId, TopicId};
use newsroom::language::Language;
use newsroom::path::Target;
use wire::wordpress::plan::kept;
use wire::wordpress::plan::menus::{Entry, Leads};

use super::WordPress;

/// An entry as it stands in a menu here.
struct Ready {
    entry: Entry,
    label: String,
    url: String,
    /// The language of what it leads to, where that has one.
    language: Option<Language>,
    /// Whether it leads to a section that stands on the page of another.
    is_subsection: bool,
}

/// The main menu and the footer of a language: labels and addresses.
#[derive(Default)]
struct Menus {
    main: Vec<(String, String)>,
    footer: Vec<(String, String)>,
}

impl WordPress<'_> {
    /// Writes menus, unless there are some.
    pub(super) async fn menus(&mut self) -> Result<()> {
        self.keep_entries().await?;
        let mut entries = std::mem::take(&mut self.survey.menus);
        entries.sort_by_key(|entry| (entry.menu.clone(), entry.order, entry.id));
        let mut menus: Vec<(String, Vec<Ready>)> = Vec::new();
        for entry in entries {
            let (menu, thing) = (entry.menu.clone(), named(&entry));
            let Some(ready) = self.entry(entry).await? else {
                self.import.report.note(&thing, "what it leads to was not imported or is not public")?;
                continue;
            };
            match menus.iter_mut().find(|(known, _)| *known == menu) {
                Some((_, entries)) => entries.push(ready),
                None => menus.push((menu, vec![ready])),
            }
        }
        menus.sort_by_key(|(_, entries)| std::cmp::Reverse(entries.len()));
        let mut all: BTreeMap<Language, Menus> = BTreeMap::new();
        for (_, entries) in menus {
            let menus = all.entry(self.language_of(&entries)).or_default();
            let is_main = menus.main.is_empty();
            for Ready { entry, label, url, is_subsection, .. } in entries {
                if !is_main {
                    menus.footer.push((label, url));
                } else if entry.parent == 0 {
                    menus.main.push((label, url));
                } else if is_subsection {
                    let what = "the main menu has one level here; it stands on the page of its section";
                    self.import.report.note(&named(&entry), what)?;
                } else {
                    let what = "the main menu has one level here; it stands in the footer";
                    self.import.report.note(&named(&entry), what)?;
                    menus.footer.push((label, url));
                }
            }
        }
        for (language, Menus { main, footer }) in all {
            self.import.menu("main", &language, main).await?;
            self.import.menu("footer", &language, footer).await?;
        }
        Ok(())
    }

    /// Notes where each entry stood.
    async fn keep_entries(&self) -> Result<()> {
        let rows: Vec<(&str, String, String)> = self
            .survey
            .menus
            .iter()
            .map(|entry| ("menu entry", entry.id.to_string(), kept::of_entry(entry)))
            .collect();
        self.import.keep(&rows).await
    }

    /// The language of a menu: that of most of what it leads to.
    fn language_of(&self, entries: &[Ready]) -> Language {
        let spoken = &self.import.newsroom.site.languages;
        let votes = |language: &Language| {
            entries.iter().filter(|entry| entry.language.as_ref() == Some(language)).count()
        };
        let mut best = self.import.main_language();
        for language in spoken {
            if votes(language) > votes(best) {
                best = language;
            }
        }
        best.clone()
    }

    /// An entry with label and address; nothing if what it leads to is not there for readers.
    async fn entry(&self, entry: Entry) -> Result<Option<Ready>> {
        let reading = self.import.newsroom.archive.reading();
        let label = crate::import::plain(&entry.label);
        let target = match &entry.leads {
            Leads::Url(url) => {
                let url = self.within(url);
                return Ok(Some(Ready { entry, label, url, language: None, is_subsection: false }));
            }
            Leads::Item(id) => self.import.of_number(&id.to_string()).await?,
            Leads::Term { taxonomy, id } => self.of_term(taxonomy, *id),
        };
        let Some(target) = target else { return Ok(None) };
        let language = match &entry.leads {
            Leads::Term { id, .. } => self.language_of_term(*id),
            _ => None,
        };
        let prefix =
            self.import.newsroom.site.prefix(language.as_ref().unwrap_or(self.import.main_language()));
        let found = match &target {
            Target::Section(id) => {
                // It may have been removed here since.
                let path = match reading.has_section(*id).await? {
                    true => Some(reading.section_at(*id).await?),
                    false => None,
                };
                path.map(|path| (self.name_of(&entry.leads), format!("{prefix}/{path}"), language))
            }
            Target::Topic(id) => {
                let spoken = language.as_ref().unwrap_or(self.import.main_language());
                let word = if spoken.primary() == "de" { "thema" } else { "topic" };
                let slug = reading.topic_slug(*id).await?;
                slug.map(|slug| (self.name_of(&entry.leads), format!("{prefix}/{word}/{slug}"), language))
            }
            other => reading.titled(other).await?.map(|(title, path, spoken)| (title, path, Some(spoken))),
        };
        let Some((title, url, language)) = found else { return Ok(None) };
        let is_subsection =
            matches!(target, Target::Section(_)) && url[prefix.len()..].matches('/').count() > 1;
        let label = if label.is_empty() { title } else { label };
        Ok(Some(Ready { entry, label, url, language, is_subsection }))
    }

    /// An address as this site has it, where it is one of the old site.
    fn within(&self, url: &str) -> String {
        let (page, fragment) = url.split_once('#').map_or((url, None), |(page, at)| (page, Some(at)));
        let Some(local) = self.old.as_ref().and_then(|old| old.local(page)) else { return url.to_owned() };
        let local = fragment.map_or(local.clone(), |at| format!("{local}#{at}"));
        // Two slashes would lead to another site.
        if newsroom::address::is_linkable(&local) { local } else { url.to_owned() }
    }

    /// The language of a term that has versions in several.
    fn language_of_term(&self, id: u64) -> Option<Language> {
        let said = self.places.versions.language(id)?;
        let ours = &self.import.newsroom.site.languages;
        let same = ours.iter().find(|language| *language == said);
        same.or_else(|| ours.iter().find(|language| language.primary() == said.primary())).cloned()
    }

    /// The name of the term that an entry leads to.
    fn name_of(&self, leads: &Leads) -> String {
        let Leads::Term { taxonomy, id } = leads else { return String::new() };
        let survey = &self.survey;
        let name = match taxonomy.as_str() {
            "category" => survey.categories.iter().find(|c| c.id == *id).map(|c| &c.name),
            "post_tag" => survey.tags.iter().find(|t| t.id == *id).map(|t| &t.name),
            other => survey.terms.iter().find(|t| t.taxonomy == other && t.id == *id).map(|t| &t.name),
        };
        name.cloned().unwrap_or_default()
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

/// An entry as the report names it.
fn named(entry: &Entry) -> String {
    format!("menu {}, entry {} “{}”", entry.menu, entry.id, entry.label)
}
