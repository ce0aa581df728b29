//! Home section, other sections, topics.

use std::collections::HashMap;

use crate::wordpress::{Category, Item};

/// What categories are to become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Categories {
    /// Sections of the paper.
    #[default]
    Sections,
    /// Topics, as tags do.
    Topics,
}

/// Taxonomies by which WordPress and its plugins work, and those that are seen to elsewhere. An
/// export does not say which ones readers saw.
const WORKINGS: [&str; 30] = [
    "category",
    "post_tag",
    "tag",
    "nav_menu",
    "link_category",
    "post_format",
    "language",
    "post_translations",
    "term_language",
    "term_translations",
    "translation_priority",
    "wp_theme",
    "wp_template_part_area",
    "wp_pattern_category",
    "author",
    "product_type",
    "product_visibility",
    "product_shipping_class",
    "action-group",
    "amp_validation_error",
    "amp_template",
    "elementor_library_type",
    "elementor_library_category",
    "elementor_font_type",
    "yst_prominent_words",
    "following_users",
    "following_usergroups",
    "post_status",
    "media_category",
    "nf_sub_cat",
];

/// Whether the terms of a taxonomy are what a paper calls topics: regions, persons, series.
/// Categories and tags have their own ways.
pub fn is_topical(taxonomy: &str) -> bool {
    !taxonomy.is_empty() && !taxonomy.starts_with(['_', '.']) && !WORKINGS.contains(&taxonomy)
}

/// Where an item stands, in slugs of WordPress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The category that becomes its home section.
    pub home: Option<String>,
    /// Further categories.
    pub others: Vec<String>,
    /// Slug and name of what becomes its topics.
    pub topics: Vec<(String, String)>,
}

/// The categories of an export, as a tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    by_slug: HashMap<String, Category>,
    slug_by_id: HashMap<u64, String>,
}

impl Tree {
    /// Takes in a category. Those above it may come later.
    pub fn add(&mut self, category: Category) {
        self.slug_by_id.insert(category.id, category.slug.clone());
        self.by_slug.insert(category.slug.clone(), category);
    }

    /// The category of a slug.
    pub fn get(&self, slug: &str) -> Option<&Category> {
        self.by_slug.get(slug)
    }

    /// The slugs from the root down to a category, itself included. A circle, which damaged
    /// databases have, ends where it closes.
    pub fn path(&self, slug: &str) -> Vec<String> {
        let mut path = vec![slug.to_owned()];
        let mut at = slug;
        while let Some(category) = self.by_slug.get(at) {
            if category.parent.is_empty() || path.contains(&category.parent) {
                break;
            }
            path.push(category.parent.clone());
            at = &category.parent;
        }
        path.reverse();
        path
    }

    /// Where an item stands. Its home is the category that Yoast calls primary, else the deepest
    /// one, else the first. “Uncategorized” is only a home if there is no other.
    pub fn standing(&self, item: &Item, categories: Categories) -> Standing {
        let mut topics: Vec<(String, String)> =
            item.terms_of("post_tag").map(|term| (term.slug.clone(), term.name.clone())).collect();
        let mut slugs: Vec<&str> = item.terms_of("category").map(|term| term.slug.as_str()).collect();
        if slugs.len() > 1 {
            slugs.retain(|slug| !is_uncategorized(slug));
        }
        if categories == Categories::Topics {
            let named = item.terms_of("category").filter(|term| slugs.contains(&term.slug.as_str()));
            let named = named.filter(|term| !is_uncategorized(&term.slug));
            topics.splice(0..0, named.map(|term| (term.slug.clone(), term.name.clone())));
            topics.dedup_by(|a, b| a.0 == b.0);
            return Standing { topics, ..Standing::default() };
        }
        let home = self.primary(item, &slugs).or_else(|| {
            let deepest = slugs.iter().map(|slug| self.path(slug).len()).max()?;
            slugs.iter().copied().find(|slug| self.path(slug).len() == deepest)
        });
        let above = home.map(|home| self.path(home)).unwrap_or_default();
        // A section shows what stands in those below it: those above need no mention.
        let others = slugs.iter().filter(|slug| !above.iter().any(|above| above == *slug));
        let others = others.map(|slug| (*slug).to_owned()).collect();
        Standing { home: home.map(str::to_owned), others, topics }
    }

    fn primary<'a>(&self, item: &Item, slugs: &[&'a str]) -> Option<&'a str> {
        let id = item.meta("_yoast_wpseo_primary_category")?.trim().parse().ok()?;
        let slug = self.slug_by_id.get(&id)?;
        slugs.iter().copied().find(|known| known == slug)
    }
}

/// The category WordPress gives to whatever has none, in the languages it is met in here.
fn is_uncategorized(slug: &str) -> bool {
    matches!(slug, "uncategorized" | "uncategorised" | "allgemein" | "unkategorisiert" | "uncategorized-de")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::{ItemTerm, Meta};

    fn tree() -> Tree {
        let mut tree = Tree::default();
        for (id, slug, parent) in
            [(1, "politik", ""), (2, "welt", "politik"), (3, "kultur", ""), (4, "kreis", "kreis")]
        {
            tree.add(Category { id, slug: slug.into(), parent: parent.into(), ..Category::default() });
        }
        tree
    }

    fn item(categories: &[&str]) -> Item {
        let term = |domain: &str, slug: &str| ItemTerm {
            domain: domain.into(),
            slug: slug.into(),
            name: slug.into(),
        };
        let mut terms: Vec<_> = categories.iter().map(|slug| term("category", slug)).collect();
        terms.push(term("tag", "un"));
        Item { terms, ..Item::default() }
    }

    #[test]
    fn the_deepest_category_is_home_unless_yoast_says_another() {
        let mut post = item(&["kultur", "politik", "welt", "uncategorized"]);
        let standing = tree().standing(&post, Categories::Sections);
        assert_eq!((standing.home.as_deref(), standing.others), (Some("welt"), vec!["kultur".to_owned()]));
        assert_eq!(standing.topics, [("un".to_owned(), "un".to_owned())]);
        post.meta.push(Meta { key: "_yoast_wpseo_primary_category".into(), value: "3".into() });
        let standing = tree().standing(&post, Categories::Sections);
        assert_eq!(standing.home.as_deref(), Some("kultur"));
        assert_eq!(standing.others, ["politik", "welt"]);
    }

    #[test]
    fn what_plugins_work_by_is_no_topic() {
        for taxonomy in ["region", "person", "serie", "custom_tax"] {
            assert!(is_topical(taxonomy), "{taxonomy}");
        }
        for taxonomy in ["category", "post_tag", "post_format", "author", "product_visibility", "_intern", ""]
        {
            assert!(!is_topical(taxonomy), "{taxonomy}");
        }
    }

    #[test]
    fn categories_can_become_topics_and_circles_end() {
        let standing = tree().standing(&item(&["kultur"]), Categories::Topics);
        assert_eq!(standing.home, None);
        assert_eq!(
            standing.topics.iter().map(|topic| topic.0.as_str()).collect::<Vec<_>>(),
            ["kultur", "un"]
        );
        assert_eq!(tree().path("kreis"), ["kreis"]);
        assert_eq!(
            tree().standing(&item(&["uncategorized"]), Categories::Sections).home.as_deref(),
            Some("uncategorized")
        );
    }
}
