//! Categories as sections or topics, tags and terms of other taxonomies as topics, authors; and the
//! addresses of their lists.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use archive::{AuthorFacts, Writing};
use newsroom::ids::{AuthorId, SectionId, TopicId};
use newsroom::path::Target;
use newsroom::section::SectionName;
use wire::wordpress::plan::terms::{Categories, Tree};
use wire::wordpress::plan::{self, kept};

use super::Import;

/// The rows that terms and authors became, by WordPress's slug or login.
#[derive(Clone, Default)]
pub(super) struct Places {
    pub(super) tree: Tree,
    pub(super) sections: HashMap<String, SectionId>,
    pub(super) topics: HashMap<String, TopicId>,
    pub(super) authors: HashMap<String, AuthorId>,
    /// WordPress's numbers of those who may write: their comments are the newsroom's.
    pub(super) staff: std::collections::HashSet<u64>,
}

impl Import<'_> {
    /// Writes sections and topics.
    pub(super) async fn terms(&mut self) -> Result<()> {
        for category in self.survey.categories.clone() {
            self.places.tree.add(category);
        }
        if self.options.categories == Categories::Sections {
            self.sections().await?;
        }
        let topics = self.new_topics()?;
        let folder = self.folder();
        let spoken: Vec<_> = self.survey.spoken(&self.newsroom.site.languages).into_iter().cloned().collect();
        for batch in topics.chunks(200) {
            let (source, batch, folder, spoken) =
                (self.source.clone(), batch.to_vec(), folder.clone(), spoken.clone());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for NewTopic { taxonomy, id, slug, name, kept } in batch {
                            let key = format!("{taxonomy}:{slug}");
                            if let Some(topic) = w.imported(&source, "topic", &key).await? {
                                made.push((slug, TopicId(topic)));
                                continue;
                            }
                            let ours = own_slug(&slug, &name, id);
                            let name = if name.is_empty() { slug.clone() } else { name };
                            let names: Vec<_> = spoken.iter().map(|l| (l.clone(), name.clone())).collect();
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
        let mut topics = Vec::new();
        if self.options.categories == Categories::Topics {
            topics.extend(self.survey.categories.iter().map(|c| NewTopic {
                taxonomy: "category".into(),
                id: c.id,
                slug: c.slug.clone(),
                name: c.name.clone(),
                kept: kept::of_category(c, false),
            }));
        }
        let mut others: BTreeMap<&str, u64> = BTreeMap::new();
        for term in &self.survey.terms {
            if self.topical(&term.taxonomy) && self.survey.is_used(term) {
                *others.entry(&term.taxonomy).or_default() += 1;
                topics.push(NewTopic {
                    taxonomy: term.taxonomy.clone(),
                    id: term.id,
                    slug: term.slug.clone(),
                    name: term.name.clone(),
                    kept: kept::of_term(term),
                });
            }
        }
        // Tags last: where a term has the slug of a tag, the topic has the tag's name.
        topics.extend(self.survey.tags.iter().map(|t| NewTopic {
            taxonomy: "tag".into(),
            id: t.id,
            slug: t.slug.clone(),
            name: t.name.clone(),
            kept: kept::of_tag(t),
        }));
        for (taxonomy, number) in others {
            let what = format!(
                "its {number} terms on articles are topics; --not-topics {taxonomy} keeps them aside"
            );
            self.report.note(&format!("taxonomy {taxonomy}"), what)?;
        }
        Ok(topics)
    }

    async fn sections(&mut self) -> Result<()> {
        let mut slugs: Vec<(Vec<String>, usize)> = self
            .survey
            .categories
            .iter()
            .enumerate()
            .map(|(place, category)| (self.places.tree.path(&category.slug), place))
            .collect();
        // Those above come first; beside each other they keep the order of the file.
        slugs.sort_by_key(|(path, place)| (path.len(), *place));
        let spoken: Vec<_> = self.survey.spoken(&self.newsroom.site.languages).into_iter().cloned().collect();
        let folder = self.folder();
        for (path, place) in slugs {
            let Some(slug) = path.last().cloned() else { continue };
            let category = &self.survey.categories[place];
            let parent = path.len().checked_sub(2).and_then(|above| self.places.sections.get(&path[above]));
            let parent = parent.copied();
            let mut ours = own_slug(&slug, &category.name, category.id);
            if !newsroom::address::is_free(&ours) {
                ours = format!("ressort-{ours}");
                let words = format!("its address is needed by the program; the section lies at {ours}");
                self.report.note(&format!("category {slug}"), words)?;
            }
            let name = if category.name.is_empty() { slug.clone() } else { category.name.clone() };
            let (id, description) = (category.id, category.description.clone());
            let kept = kept::of_category(category, true);
            let (source, key, old_path) = (self.source.clone(), slug.clone(), path.join("/"));
            let (folder, spoken) = (folder.clone(), spoken.clone());
            let position = i64::try_from(place).unwrap_or(i64::MAX);
            let (section, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        if let Some(section) = w.imported(&source, "section", &key).await? {
                            return Ok((SectionId(section), 0));
                        }
                        let names: Vec<_> = spoken
                            .into_iter()
                            .map(|language| SectionName {
                                language,
                                name: name.clone(),
                                description: description.clone(),
                            })
                            .collect();
                        let section = new_section(w, parent, &ours, position, &names).await?;
                        w.note_kept(&source, "section", (&key, ""), section.0, &kept).await?;
                        let target = Target::Section(section);
                        w.offer_path(&format!("{folder}/category/{old_path}"), &target).await?;
                        w.offer_path(&format!("{folder}/category/{key}"), &target).await?;
                        if id > 0 {
                            w.offer_path(&format!("{folder}/?cat={id}"), &target).await?;
                        }
                        Ok((section, 1))
                    })
                })
                .await?;
            self.places.sections.insert(slug, section);
            self.report.count("sections", new);
        }
        Ok(())
    }

    /// Writes authors.
    pub(super) async fn authors(&mut self) -> Result<()> {
        let folder = self.folder();
        self.places.staff = self.survey.authors.iter().map(|a| a.id).filter(|id| *id > 0).collect();
        for batch in self.survey.authors.chunks(200) {
            let (source, batch, folder) = (self.source.clone(), batch.to_vec(), folder.clone());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for author in batch {
                            if let Some(id) = w.imported(&source, "author", &author.login).await? {
                                made.push((author.login, AuthorId(id)));
                                continue;
                            }
                            let slug = plan::author_slug(&author);
                            let mut name = plan::author_name(&author);
                            if name.trim().is_empty() {
                                name.clone_from(&slug);
                            }
                            let printed = name.clone();
                            // Somebody of that address who writes here already is the same person.
                            let id = match w.author_id(&slug).await {
                                Ok(id) => id,
                                Err(archive::Error::Missing { .. }) => {
                                    let facts = AuthorFacts { slug, name, ..AuthorFacts::default() };
                                    new += 1;
                                    w.put_author(&facts).await?
                                }
                                Err(error) => return Err(error),
                            };
                            let kept = kept::of_author(&author, &printed);
                            w.note_kept(&source, "author", (&author.login, ""), id.0, &kept).await?;
                            let target = Target::Author(id);
                            for word in [plan::author_slug(&author), author.login.clone()] {
                                w.offer_path(&format!("{folder}/author/{word}"), &target).await?;
                            }
                            if author.id > 0 {
                                w.offer_path(&format!("{folder}/?author={}", author.id), &target).await?;
                            }
                            made.push((author.login, id));
                        }
                        Ok((made, new))
                    })
                })
                .await?;
            self.places.authors.extend(made);
            self.report.count("authors", new);
        }
        Ok(())
    }

    /// The folder the old site lay in, without a slash at the end.
    pub(super) fn folder(&self) -> String {
        let root = self.old.as_ref().and_then(|old| old.local(&self.address)).unwrap_or_default();
        root.trim_end_matches('/').to_owned()
    }
}

/// What becomes a topic.
#[derive(Clone)]
struct NewTopic {
    /// Its taxonomy, as it stands in addresses.
    taxonomy: String,
    id: u64,
    slug: String,
    name: String,
    kept: String,
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
        .unwrap_or_else(|| if id > 0 { format!("thema-{id}") } else { "thema".to_owned() })
}
