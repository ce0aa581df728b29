//! Categories as sections or topics, tags and terms of other taxonomies as topics; and the addresses of
//! their lists.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use newsroom::ids::{AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::section::SectionName;
use wire::wordpress::Category;
use wire::wordpress::plan::kept;
use wire::wordpress::plan::languages::Versions;
use wire::wordpress::plan::terms::{Categories, Tree};

use super::WordPress;
use crate::import::places::{NewSection, NewTopic, own_slug};

/// The rows that terms and authors became, by WordPress's slug or login.
#[derive(Clone, Default)]
pub(super) struct Places {
    pub(super) tree: Tree,
    pub(super) versions: Versions,
    pub(super) sections: HashMap<String, SectionId>,
    pub(super) topics: HashMap<String, TopicId>,
    pub(super) authors: HashMap<String, AuthorId>,
    /// WordPress's numbers of those who may write: their comments are the newsroom's.
    pub(super) staff: std::collections::HashSet<u64>,
}

impl WordPress<'_> {
    /// Writes sections and topics.
    pub(super) async fn terms(&mut self) -> Result<()> {
        self.places.versions = Versions::of(&self.survey.terms);
        for category in self.survey.categories.clone() {
            self.places.tree.add(category);
        }
        if self.options.categories == Categories::Sections {
            self.sections().await?;
        }
        let topics = self.new_topics()?;
        self.places.topics = self.import.put_topics(&topics).await?;
        Ok(())
    }

    /// What becomes topics: tags, categories where that is wanted, terms of other taxonomies.
    fn new_topics(&mut self) -> Result<Vec<NewTopic>> {
        let folder = self.folder();
        let mut found: Vec<(&str, Named<'_>, String)> = Vec::new();
        if self.options.categories == Categories::Topics {
            let categories = &self.survey.categories;
            found.extend(
                categories.iter().map(|c| ("category", Named::category(c), kept::of_category(c, false))),
            );
        }
        let mut others: BTreeMap<String, u64> = BTreeMap::new();
        for term in &self.survey.terms {
            if self.topical(&term.taxonomy) && self.survey.is_used(term) {
                *others.entry(term.taxonomy.clone()).or_default() += 1;
                let named = Named { id: term.id, slug: &term.slug, name: &term.name };
                found.push((&term.taxonomy, named, kept::of_term(term)));
            }
        }
        // Tags last: where a term has the slug of a tag, the topic has the tag's name.
        let tags = self.survey.tags.iter();
        found
            .extend(tags.map(|t| ("tag", Named { id: t.id, slug: &t.slug, name: &t.name }, kept::of_tag(t))));
        let all: HashMap<u64, Named<'_>> =
            found.iter().filter(|(_, term, _)| term.id > 0).map(|(_, term, _)| (term.id, *term)).collect();
        let topics = found
            .into_iter()
            .map(|(taxonomy, term, kept)| {
                let main = self.main_version(term, &all);
                let mut addresses = vec![format!("{folder}/{taxonomy}/{}", term.slug)];
                if taxonomy != "category" {
                    addresses.push(format!("{folder}/?{taxonomy}={}", term.slug));
                } else if term.id > 0 {
                    addresses.push(format!("{folder}/?cat={}", term.id));
                }
                NewTopic {
                    key: format!("{taxonomy}:{}", term.slug),
                    named: term.slug.to_owned(),
                    slug: own_slug(main.slug, main.name, main.id),
                    names: self.names(main, &all),
                    kept,
                    addresses,
                }
            })
            .collect();
        for (taxonomy, number) in others {
            let what = format!(
                "its {number} terms on articles are topics; --not-topics {taxonomy} keeps them aside"
            );
            self.import.report.note(&format!("taxonomy {taxonomy}"), what)?;
        }
        Ok(topics)
    }

    /// The version of a term that stands for all of them: that in the main language.
    fn main_version<'t>(&self, term: Named<'t>, all: &HashMap<u64, Named<'t>>) -> Named<'t> {
        let main = self.places.versions.in_language(term.id, self.import.main_language());
        all.get(&main).copied().unwrap_or(term)
    }

    /// The names of a term in the languages that are spoken; its own where it has no version there.
    fn names(&self, term: Named<'_>, all: &HashMap<u64, Named<'_>>) -> Vec<(Language, String)> {
        self.survey
            .spoken(&self.import.newsroom.site.languages)
            .into_iter()
            .map(|language| {
                let version = all.get(&self.places.versions.in_language(term.id, language));
                (language.clone(), version.unwrap_or(&term).printed().to_owned())
            })
            .collect()
    }

    async fn sections(&mut self) -> Result<()> {
        let all: HashMap<u64, Named<'_>> =
            self.survey.categories.iter().filter(|c| c.id > 0).map(|c| (c.id, Named::category(c))).collect();
        let mut found: Vec<Planned> = Vec::new();
        for (place, category) in self.survey.categories.iter().enumerate() {
            let own = Named::category(category);
            let main = self.main_version(own, &all);
            let described = |language: &Language| {
                let id = self.places.versions.in_language(category.id, language);
                self.survey.categories.iter().find(|c| c.id == id && id > 0).unwrap_or(category)
            };
            let names = self.names(own, &all).into_iter().map(|(language, name)| {
                let description = described(&language).description.clone();
                SectionName { language, name, description }
            });
            found.push(Planned {
                path: self.places.tree.path(&category.slug),
                place,
                version_of: (main.slug != own.slug).then(|| main.slug.to_owned()),
                names: names.collect(),
            });
        }
        // Those above come first, and the main version before the others; beside each other they keep
        // the order of the file.
        found.sort_by_key(|section| (section.path.len(), section.version_of.is_some(), section.place));
        let folder = self.folder();
        for Planned { path, place, version_of, names } in found {
            let Some(slug) = path.last().cloned() else { continue };
            let category = self.survey.categories[place].clone();
            if let Some(section) = version_of.and_then(|main| self.places.sections.get(&main).copied()) {
                self.section_version(&category, &path.join("/"), section).await?;
                self.places.sections.insert(slug, section);
                continue;
            }
            let parent = path.len().checked_sub(2).and_then(|above| self.places.sections.get(&path[above]));
            let parent = parent.copied();
            let ours = own_slug(&slug, &category.name, category.id);
            let ours = self.import.section_slug(ours, &format!("category {slug}"))?;
            let mut addresses =
                vec![format!("{folder}/category/{}", path.join("/")), format!("{folder}/category/{slug}")];
            if category.id > 0 {
                addresses.push(format!("{folder}/?cat={}", category.id));
            }
            let section = NewSection {
                key: slug.clone(),
                parent,
                slug: ours,
                position: i64::try_from(place).unwrap_or(i64::MAX),
                names,
                kept: kept::of_category(&category, true),
                addresses,
            };
            let section = self.import.put_section(section).await?;
            self.places.sections.extend(section.map(|section| (slug, section)));
        }
        Ok(())
    }

    /// Notes that a category is another language's version of a section, and gives it its addresses.
    async fn section_version(&self, category: &Category, path: &str, section: SectionId) -> Result<()> {
        let (source, folder, id) = (self.import.source.clone(), self.folder(), category.id);
        let (key, path, kept) = (category.slug.clone(), path.to_owned(), kept::of_version(category));
        self.import
            .newsroom
            .archive
            .write(self.import.cause(), move |w| {
                Box::pin(async move {
                    if w.imported(&source, "section", &key).await?.is_some() {
                        return Ok(());
                    }
                    w.note_kept(&source, "section", (&key, ""), section.0, &kept).await?;
                    let target = Target::Section(section);
                    for old in [format!("category/{path}"), format!("category/{key}"), format!("?cat={id}")] {
                        w.offer_path(&format!("{folder}/{old}"), &target).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }

    /// The folder the old site lay in, without a slash at the end.
    pub(super) fn folder(&self) -> String {
        let root = self.old.as_ref().and_then(|old| old.local(&self.import.from)).unwrap_or_default();
        root.trim_end_matches('/').to_owned()
    }
}

/// What is to become a section.
struct Planned {
    /// Slugs of the categories from the top down to it.
    path: Vec<String>,
    /// Its place in the file.
    place: usize,
    /// The slug of the category that it is another language's version of.
    version_of: Option<String>,
    names: Vec<SectionName>,
}

/// What all terms have, of whichever taxonomy.
#[derive(Clone, Copy)]
struct Named<'a> {
    id: u64,
    slug: &'a str,
    name: &'a str,
}

impl Named<'_> {
    fn category(category: &Category) -> Named<'_> {
        Named { id: category.id, slug: &category.slug, name: &category.name }
    }

    fn printed(&self) -> &str {
        if self.name.is_empty() { self.slug } else { self.name }
    }
}
