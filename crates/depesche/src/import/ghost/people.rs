//! Those who wrote, and the tags: topics, or sections where that is wanted; internal ones aside.

use std::collections::HashMap;

use anyhow::Result;
use archive::AuthorFacts;
use newsroom::ids::{AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::section::SectionName;
use wire::ghost::plan::addresses::{file_key, of_list};
use wire::ghost::plan::{author_key, author_name, author_slug, kept, tag_key};
use wire::ghost::{Export, Tag, User};

use super::Ghost;
use crate::import::places::{NewAuthor, NewSection, NewTopic, own_slug};
use crate::import::plain;
use crate::import::report::Notes;

/// The rows that authors and tags became, by Ghost's keys, and their slugs there.
#[derive(Clone, Default)]
pub(super) struct Places {
    pub(super) authors: HashMap<String, AuthorId>,
    pub(super) topics: HashMap<String, TopicId>,
    pub(super) sections: HashMap<String, SectionId>,
    /// Slug of each author.
    pub(super) author_slugs: HashMap<String, String>,
    /// Slug of each tag, and whether readers saw it.
    pub(super) tag_slugs: HashMap<String, (String, bool)>,
}

impl Ghost<'_> {
    /// Writes authors and tags.
    pub(super) async fn people(&mut self) -> Result<()> {
        self.authors().await?;
        self.tags().await
    }

    async fn authors(&mut self) -> Result<()> {
        let export = std::sync::Arc::clone(&self.export);
        let pictures: Vec<String> = export.users.iter().filter_map(|user| file_key(&user.picture)).collect();
        let mut notes = Notes::default();
        let library = self.files(pictures.into_iter().map(super::files::bare).collect(), &mut notes).await?;
        self.import.report.take(notes)?;
        let language = self.language(&export);
        let authors: Vec<NewAuthor> = export
            .users
            .iter()
            .filter(|user| !author_key(user).is_empty())
            .map(|user| self.author(user, &language, |key| library.get(key).copied()))
            .collect();
        let made = self.import.put_authors(&authors).await?;
        for user in &export.users {
            if let Some(author) = made.get(author_key(user)) {
                self.places.authors.insert(user.id.clone(), *author);
            }
            self.places.author_slugs.insert(user.id.clone(), user.slug.clone());
        }
        Ok(())
    }

    fn author(
        &self,
        user: &User,
        language: &Language,
        find: impl Fn(&str) -> Option<newsroom::ids::AssetId>,
    ) -> NewAuthor {
        let (slug, mut name) = (author_slug(user), author_name(user));
        if name.is_empty() {
            name.clone_from(&slug);
        }
        let bio = plain(&user.bio);
        let picture = file_key(&user.picture).and_then(|key| find(&key));
        let address = of_list(
            &self.beside.routes.author,
            if user.slug.is_empty() { &slug } else { &user.slug },
            &self.old,
        );
        NewAuthor {
            key: author_key(user).to_owned(),
            kept: kept::of_author(user, &name, !bio.is_empty(), picture.is_some()),
            addresses: vec![address],
            facts: AuthorFacts {
                slug,
                name,
                role: String::new(),
                picture,
                bios: if bio.is_empty() { Vec::new() } else { vec![(language.clone(), bio)] },
            },
        }
    }

    async fn tags(&mut self) -> Result<()> {
        let export = std::sync::Arc::clone(&self.export);
        let language = self.language(&export);
        let wanted = self.options.sections.clone();
        for slug in wanted.iter().filter(|slug| !export.tags.iter().any(|tag| tag_key(tag) == **slug)) {
            self.import.report.note(&format!("--sections {slug}"), "the export has no tag of that slug")?;
        }
        let (mut topics, mut aside): (Vec<NewTopic>, Vec<(&'static str, String, String)>) =
            Default::default();
        let mut sections = HashMap::new();
        for tag in &export.tags {
            let key = tag_key(tag);
            self.places.tag_slugs.insert(tag.id.clone(), (key.clone(), !tag.is_internal));
            if tag.is_internal || key.is_empty() {
                let key = if key.is_empty() { tag.id.clone() } else { key };
                aside.push(("tag", key, kept::of_tag(tag, false)));
            } else if let Some(position) = wanted.iter().position(|slug| *slug == key) {
                if let Some(section) = self.section(tag, &key, position, &language).await? {
                    sections.insert(key, section);
                }
            } else {
                topics.push(self.topic(tag, &key, &language));
            }
        }
        if !aside.is_empty() {
            let what = format!("{} internal tags are kept aside; no page shows them", aside.len());
            self.import.report.note("tags", what)?;
            self.import.keep(&aside).await?;
        }
        let made = self.import.put_topics(&topics).await?;
        for tag in &export.tags {
            let key = tag_key(tag);
            if let Some(topic) = made.get(&key).filter(|_| !tag.is_internal) {
                self.places.topics.insert(tag.id.clone(), *topic);
            }
            if let Some(section) = sections.get(&key).filter(|_| !tag.is_internal) {
                self.places.sections.insert(tag.id.clone(), *section);
            }
        }
        Ok(())
    }

    fn topic(&self, tag: &Tag, key: &str, language: &Language) -> NewTopic {
        NewTopic {
            key: format!("tag:{key}"),
            named: key.to_owned(),
            slug: own_slug(key, &tag.name, 0),
            names: self.names(tag, key, language),
            kept: kept::of_tag(tag, true),
            addresses: vec![of_list(&self.beside.routes.tag, key, &self.old)],
        }
    }

    async fn section(
        &mut self,
        tag: &Tag,
        key: &str,
        position: usize,
        language: &Language,
    ) -> Result<Option<SectionId>> {
        let description = tag.rest.get("description").and_then(|text| text.as_str()).unwrap_or_default();
        let names = self.names(tag, key, language).into_iter();
        let names =
            names.map(|(language, name)| SectionName { language, name, description: plain(description) });
        let section = NewSection {
            key: format!("tag:{key}"),
            parent: None,
            slug: self.import.section_slug(own_slug(key, &tag.name, 0), &format!("tag {key}"))?,
            position: i64::try_from(position).unwrap_or(i64::MAX),
            names: names.collect(),
            kept: kept::of_tag(tag, true),
            addresses: vec![of_list(&self.beside.routes.tag, key, &self.old)],
        };
        self.import.put_section(section).await
    }

    /// The name of a tag in the main language, and in that of the old site where it is another.
    fn names(&self, tag: &Tag, key: &str, language: &Language) -> Vec<(Language, String)> {
        let name = if tag.name.trim().is_empty() { key } else { tag.name.trim() };
        let main = self.import.main_language();
        let mut names = vec![(main.clone(), name.to_owned())];
        if language != main {
            names.push((language.clone(), name.to_owned()));
        }
        names
    }

    /// The language of the old site, as far as the newsroom has it.
    fn language(&self, export: &Export) -> Language {
        let post = wire::ghost::Post::default();
        let told = self.options.language.as_ref().map(Language::as_str);
        let said = wire::ghost::plan::language(&post, export, told);
        super::prepare::spoken(&self.import.newsroom.site, said)
            .unwrap_or_else(|_| self.import.main_language().clone())
    }
}
