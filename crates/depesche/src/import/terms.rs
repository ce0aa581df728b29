//! Categories as sections or topics, tags and terms of other taxonomies as topics; and the addresses of
//! their lists.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use archive::Writing;
use newsroom::ids::{AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::section::SectionName;
use wire::wordpress::Category;
use wire::wordpress::plan::kept;
use wire::wordpress::plan::languages::Versions;
use wire::wordpress::plan::terms::{Categories, Tree};

use super::Import;

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

impl Import<'_> {
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
        let folder = self.folder();
        for batch in topics.chunks(200) {
            let (source, batch, folder) = (self.source.clone(), batch.to_vec(), folder.clone());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for NewTopic { taxonomy, id, slug, ours, names, kept } in batch {
                            let key = format!("{taxonomy}:{slug}");
                            if let Some(topic) = w.imported(&source, "topic", &key).await?.map(TopicId) {
                                // One that was removed here since does not come back.
                                if w.topic_slug(topic).await?.is_some() {
                                    made.push((slug, topic));
                                }
                                continue;
                            }
                            let topic = w.put_topic(&ours, None, &names).await?;
                            w.note_kept(&source, "topic", (&key, ""), topic.0, &kept).await?;
                            let target = Target::Topic(topic);
                            w.offer_path(&format!("{folder}/{taxonomy}/{slug}"), &target).await?;
                            if taxonomy != "category" {
                                w.offer_path(&format!("{folder}/?{taxonomy}={slug}"), &target).await?;
                            } else if id > 0 {
                                w.offer_path(&format!("{folder}/?cat={id}"), &target).await?;
                            }
                            made.push((slug, topic));
                            new += 1;
                        }
                        Ok((made, new))
                    })
                })
                .await?;
            self.places.topics.extend(made);
            self.report.count("topics", new);
        }
        Ok(())
    }

    /// What becomes topics: tags, categories where that is wanted, terms of other taxonomies.
    fn new_topics(&mut self) -> Result<Vec<NewTopic>> {
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
                NewTopic {
                    taxonomy: taxonomy.to_owned(),
                    id: term.id,
                    slug: term.slug.to_owned(),
                    ours: own_slug(main.slug, main.name, main.id),
                    names: self.names(main, &all),
                    kept,
                }
            })
            .collect();
        for (taxonomy, number) in others {
            let what = format!(
                "its {number} terms on articles are topics; --not-topics {taxonomy} keeps them aside"
            );
            self.report.note(&format!("taxonomy {taxonomy}"), what)?;
        }
        Ok(topics)
    }

    /// The version of a term that stands for all of them: that in the main language.
    fn main_version<'t>(&self, term: Named<'t>, all: &HashMap<u64, Named<'t>>) -> Named<'t> {
        let main = self.places.versions.in_language(term.id, self.main_language());
        all.get(&main).copied().unwrap_or(term)
    }

    /// The names of a term in the languages that are spoken; its own where it has no version there.
    fn names(&self, term: Named<'_>, all: &HashMap<u64, Named<'_>>) -> Vec<(Language, String)> {
        self.survey
            .spoken(&self.newsroom.site.languages)
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
        let mut found: Vec<NewSection> = Vec::new();
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
            found.push(NewSection {
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
        for NewSection { path, place, version_of, names } in found {
            let Some(slug) = path.last().cloned() else { continue };
            let category = self.survey.categories[place].clone();
            if let Some(section) = version_of.and_then(|main| self.places.sections.get(&main).copied()) {
                self.section_version(&category, &path.join("/"), section).await?;
                self.places.sections.insert(slug, section);
                continue;
            }
            let parent = path.len().checked_sub(2).and_then(|above| self.places.sections.get(&path[above]));
            let parent = parent.copied();
            let mut ours = own_slug(&slug, &category.name, category.id);
            if !newsroom::address::is_free(&ours) || self.newsroom.site.speaks(&ours) {
                ours = format!("ressort-{ours}");
                let words = format!("its address is needed by the program; the section lies at {ours}");
                self.report.note(&format!("category {slug}"), words)?;
            }
            let (id, kept) = (category.id, kept::of_category(&category, true));
            let (source, key, old_path) = (self.source.clone(), slug.clone(), path.join("/"));
            let folder = folder.clone();
            let position = i64::try_from(place).unwrap_or(i64::MAX);
            let (section, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        if let Some(section) = w.imported(&source, "section", &key).await?.map(SectionId) {
                            // One that was removed here since does not come back.
                            return Ok((w.has_section(section).await?.then_some(section), 0));
                        }
                        let section = new_section(w, parent, &ours, position, &names).await?;
                        w.note_kept(&source, "section", (&key, ""), section.0, &kept).await?;
                        let target = Target::Section(section);
                        w.offer_path(&format!("{folder}/category/{old_path}"), &target).await?;
                        w.offer_path(&format!("{folder}/category/{key}"), &target).await?;
                        if id > 0 {
                            w.offer_path(&format!("{folder}/?cat={id}"), &target).await?;
                        }
                        Ok((Some(section), 1))
                    })
                })
                .await?;
            self.places.sections.extend(section.map(|section| (slug, section)));
            self.report.count("sections", new);
        }
        Ok(())
    }

    /// Notes that a category is another language's version of a section, and gives it its addresses.
    async fn section_version(&self, category: &Category, path: &str, section: SectionId) -> Result<()> {
        let (source, folder, id) = (self.source.clone(), self.folder(), category.id);
        let (key, path, kept) = (category.slug.clone(), path.to_owned(), kept::of_version(category));
        self.newsroom
            .archive
            .write(self.cause(), move |w| {
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
        let root = self.old.as_ref().and_then(|old| old.local(&self.address)).unwrap_or_default();
        root.trim_end_matches('/').to_owned()
    }
}

/// What becomes a section.
struct NewSection {
    /// Slugs of the categories from the top down to it.
    path: Vec<String>,
    /// Its place in the file.
    place: usize,
    /// The slug of the category that it is another language's version of.
    version_of: Option<String>,
    names: Vec<SectionName>,
}

/// What becomes a topic.
#[derive(Clone)]
struct NewTopic {
    /// Its taxonomy, as it stands in addresses.
    taxonomy: String,
    id: u64,
    slug: String,
    /// The slug of the topic: one for all versions of a term.
    ours: String,
    names: Vec<(Language, String)>,
    kept: String,
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

async fn new_section(
    w: &Writing<'_>,
    parent: Option<SectionId>,
    slug: &str,
    position: i64,
    names: &[SectionName],
) -> archive::Result<SectionId> {
    match w.add_section(parent, slug, position, names).await {
        // There is one of that address: it is the same department.
        Err(archive::Error::Refused(why)) => {
            let path = match parent {
                Some(parent) => format!("{}/{slug}", w.section_at(parent).await?),
                None => slug.to_owned(),
            };
            w.section_by_path(&path).await?.ok_or(archive::Error::Refused(why))
        }
        outcome => outcome,
    }
}

/// A slug of ours for a term: WordPress's own may hold any letters, percent-encoded.
fn own_slug(slug: &str, name: &str, id: u64) -> String {
    let decoded = newsroom::path::normal(slug);
    [newsroom::slug::slug(&decoded), newsroom::slug::slug(name)]
        .into_iter()
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| if id > 0 { format!("thema-{id}") } else { format!("thema-{}", mark(&decoded)) })
}

/// A few letters that stand for a text, the same at every run: FNV-1a (draft-eastlake-fnv, 32 bits).
fn mark(text: &str) -> String {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::own_slug;

    #[test]
    fn terms_in_other_scripts_stay_apart() {
        assert_eq!(own_slug("politik", "Politik", 0), "politik");
        let (one, two) = (own_slug("سياسة", "سياسة", 0), own_slug("رياضة", "رياضة", 0));
        assert!(one != two && one.starts_with("thema-"), "{one} {two}");
        assert_eq!(one, own_slug("%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9", "", 0), "percent-encoded it is the same");
        assert_eq!(own_slug("سياسة", "سياسة", 7), "thema-7");
    }
}
