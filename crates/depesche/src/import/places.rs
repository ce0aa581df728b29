//! What texts stand under: authors, topics and sections, with the addresses they had.

use std::collections::HashMap;

use anyhow::Result;
use archive::{AuthorFacts, Writing};
use newsroom::ids::{AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::section::SectionName;

use super::Import;

/// Things of one transaction.
const BATCH: usize = 200;

/// An author to be.
#[derive(Clone)]
pub(super) struct NewAuthor {
    /// Their key in the other system.
    pub(super) key: String,
    pub(super) facts: AuthorFacts,
    /// What else is known of them, as JSON.
    pub(super) kept: String,
    /// Addresses of their list.
    pub(super) addresses: Vec<String>,
}

/// A topic to be.
#[derive(Clone)]
pub(super) struct NewTopic {
    /// Its key in the other system.
    pub(super) key: String,
    /// By what texts name it.
    pub(super) named: String,
    pub(super) slug: String,
    pub(super) names: Vec<(Language, String)>,
    /// What else is known of it, as JSON.
    pub(super) kept: String,
    /// Addresses of its list.
    pub(super) addresses: Vec<String>,
}

/// A section to be.
#[derive(Clone)]
pub(super) struct NewSection {
    /// Its key in the other system.
    pub(super) key: String,
    pub(super) parent: Option<SectionId>,
    pub(super) slug: String,
    pub(super) position: i64,
    pub(super) names: Vec<SectionName>,
    /// What else is known of it, as JSON.
    pub(super) kept: String,
    /// Addresses of its list.
    pub(super) addresses: Vec<String>,
}

impl Import<'_> {
    /// Writes authors; says which rows there are now, by their keys.
    pub(super) async fn put_authors(&mut self, authors: &[NewAuthor]) -> Result<HashMap<String, AuthorId>> {
        let mut all = HashMap::new();
        for batch in authors.chunks(BATCH) {
            let (source, batch) = (self.source.clone(), batch.to_vec());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for NewAuthor { key, facts, kept, addresses } in batch {
                            if let Some(id) = w.imported(&source, "author", &key).await?.map(AuthorId) {
                                // One that was removed here since does not come back.
                                if w.author_slug(id).await?.is_some() {
                                    made.push((key, id));
                                }
                                continue;
                            }
                            // Somebody of that address who writes here already is the same person.
                            let id = match w.author_id(&facts.slug).await {
                                Ok(id) => id,
                                Err(archive::Error::Missing { .. }) => {
                                    new += 1;
                                    w.put_author(&facts).await?
                                }
                                Err(error) => return Err(error),
                            };
                            w.note_kept(&source, "author", (&key, ""), id.0, &kept).await?;
                            offer(w, &addresses, &Target::Author(id)).await?;
                            made.push((key, id));
                        }
                        Ok((made, new))
                    })
                })
                .await?;
            all.extend(made);
            self.report.count("authors", new);
        }
        Ok(all)
    }

    /// Writes topics; says which rows there are now, by what texts name them by.
    pub(super) async fn put_topics(&mut self, topics: &[NewTopic]) -> Result<HashMap<String, TopicId>> {
        let mut all = HashMap::new();
        for batch in topics.chunks(BATCH) {
            let (source, batch) = (self.source.clone(), batch.to_vec());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for NewTopic { key, named, slug, names, kept, addresses } in batch {
                            if let Some(topic) = w.imported(&source, "topic", &key).await?.map(TopicId) {
                                // One that was removed here since does not come back.
                                if w.topic_slug(topic).await?.is_some() {
                                    made.push((named, topic));
                                }
                                continue;
                            }
                            let topic = w.put_topic(&slug, None, &names).await?;
                            w.note_kept(&source, "topic", (&key, ""), topic.0, &kept).await?;
                            offer(w, &addresses, &Target::Topic(topic)).await?;
                            made.push((named, topic));
                            new += 1;
                        }
                        Ok((made, new))
                    })
                })
                .await?;
            all.extend(made);
            self.report.count("topics", new);
        }
        Ok(all)
    }

    /// Writes a section; nothing where it was removed here since.
    pub(super) async fn put_section(&mut self, section: NewSection) -> Result<Option<SectionId>> {
        let source = self.source.clone();
        let (made, new) = self
            .newsroom
            .archive
            .write(self.cause(), move |w| {
                Box::pin(async move {
                    let NewSection { key, parent, slug, position, names, kept, addresses } = section;
                    if let Some(section) = w.imported(&source, "section", &key).await?.map(SectionId) {
                        return Ok((w.has_section(section).await?.then_some(section), 0));
                    }
                    let section = new_section(w, parent, &slug, position, &names).await?;
                    w.note_kept(&source, "section", (&key, ""), section.0, &kept).await?;
                    offer(w, &addresses, &Target::Section(section)).await?;
                    Ok((Some(section), 1))
                })
            })
            .await?;
        self.report.count("sections", new);
        Ok(made)
    }

    /// A slug for a section that the program does not need itself; the report says where it is another.
    pub(super) fn section_slug(&mut self, slug: String, thing: &str) -> Result<String> {
        if newsroom::address::is_free(&slug) && !self.newsroom.site.speaks(&slug) {
            return Ok(slug);
        }
        let slug = format!("ressort-{slug}");
        let words = format!("its address is needed by the program; the section lies at {slug}");
        self.report.note(thing, words)?;
        Ok(slug)
    }
}

/// Has old addresses lead to something, as far as they are free.
pub(super) async fn offer(w: &Writing<'_>, addresses: &[String], target: &Target) -> archive::Result<()> {
    for address in addresses {
        w.offer_path(address, target).await?;
    }
    Ok(())
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

/// A slug of ours for a term: its own may hold any letters, percent-encoded.
pub(super) fn own_slug(slug: &str, name: &str, id: u64) -> String {
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
