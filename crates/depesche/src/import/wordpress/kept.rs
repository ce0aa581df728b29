//! What an export says and no place here is for: kept aside with the notes of what was made.

use std::collections::BTreeMap;

use anyhow::Result;
use archive::Placement;
use wire::fate::Fate;
use wire::old::Old;
use wire::wordpress::plan::kept::{self, Held, Made};
use wire::wordpress::plan::terms::is_topical;
use wire::wordpress::{Item, ItemTerm};

use super::WordPress;
use super::prepare::Preparing;

/// Taxonomies that are nothing but links between things, which are here as links too.
const LINKS: [&str; 2] = ["post_translations", "term_translations"];

impl WordPress<'_> {
    /// Whether the terms of a taxonomy beside categories and tags become topics.
    pub(super) fn topical(&self, taxonomy: &str) -> bool {
        is_topic(taxonomy, &self.options.not_topics)
    }

    /// Notes what the export says of the site, and the terms that are shown nowhere.
    pub(super) async fn keep(&mut self) -> Result<()> {
        let mut rows = vec![("site", "channel".to_owned(), kept::of_site(&self.survey.channel))];
        let mut aside: BTreeMap<&str, u64> = BTreeMap::new();
        for term in &self.survey.terms {
            let shown = self.topical(&term.taxonomy) && self.survey.is_used(term);
            if !shown && !LINKS.contains(&term.taxonomy.as_str()) {
                rows.push(("term", format!("{}:{}", term.taxonomy, term.slug), kept::of_term(term)));
                *aside.entry(&term.taxonomy).or_default() += 1;
            }
        }
        for (taxonomy, number) in aside {
            if !matches!(taxonomy, "nav_menu" | "language" | "term_language" | "post_format" | "author") {
                let what = format!("{number} of its terms are kept aside; no page shows them");
                self.import.report.note(&format!("taxonomy {taxonomy}"), what)?;
            }
        }
        self.import.keep(&rows).await
    }

    /// What is to be kept of an attachment that goes into the library under a name, or of anything that
    /// has no row of its own: its texts and terms too.
    pub(super) fn kept_whole(&self, item: &Item, name: &str) -> String {
        let held = Held {
            made: Made::Asset,
            headline: name,
            slug: "",
            fate: Fate::Draft,
            zone: &self.import.newsroom.site.zone,
            is_local: is_local(item, self.old.as_ref()),
            has_author: false,
            has_picture: false,
            has_term: &|_| false,
        };
        kept::of_item(item, &held)
    }
}

impl Preparing {
    /// Whether the terms of a taxonomy beside categories and tags are topics.
    pub(super) fn topical(&self, taxonomy: &str) -> bool {
        is_topic(taxonomy, &self.not_topics)
    }

    /// What is to be kept of a post or page that is placed so.
    pub(super) fn kept(
        &self,
        item: &Item,
        placement: &Placement,
        headline: &str,
        fate: Fate,
        picture: bool,
    ) -> String {
        let is_page = item.kind == "page";
        let has_term = |term: &ItemTerm| self.has_term(item, placement, term);
        let held = Held {
            made: if is_page { Made::Page } else { Made::Article },
            headline,
            slug: &newsroom::slug::slug(&placement.slug),
            fate,
            zone: &self.site.zone,
            is_local: is_local(item, self.old.as_ref()),
            has_author: self
                .places
                .authors
                .get(&item.creator)
                .is_some_and(|id| placement.authors.contains(id))
                && !is_page,
            has_picture: picture && !is_page,
            has_term: &has_term,
        };
        kept::of_item(item, &held)
    }

    fn has_term(&self, item: &Item, placement: &Placement, term: &ItemTerm) -> bool {
        if matches!(term.domain.as_str(), "language" | "post_translations") {
            return true;
        }
        if item.kind == "page" {
            return false;
        }
        let of_section = || {
            let section = self.places.sections.get(&term.slug);
            section.is_some_and(|section| {
                placement.section.as_ref() == Some(section) || placement.other_sections.contains(section)
            })
        };
        let of_topic =
            || self.places.topics.get(&term.slug).is_some_and(|topic| placement.topics.contains(topic));
        match term.domain.as_str() {
            "category" => of_section() || of_topic(),
            "author" => !placement.authors.is_empty(),
            "post_tag" | "tag" => of_topic(),
            other => self.topical(other) && of_topic(),
        }
    }
}

fn is_topic(taxonomy: &str, not_topics: &[String]) -> bool {
    is_topical(taxonomy) && !not_topics.iter().any(|kept| kept == taxonomy)
}

/// Whether an item's own address is one of the site.
fn is_local(item: &Item, old: Option<&Old>) -> bool {
    let link = item.link.trim();
    link.is_empty() || old.is_some_and(|old| old.local(link).is_some())
}
