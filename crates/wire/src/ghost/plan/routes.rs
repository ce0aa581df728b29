//! How the old site made its addresses: the setting `permalinks` of Ghost 0.x and 1.x, and the file
//! `routes.yaml` since (<https://ghost.org/docs/themes/routing/>).

use crate::ghost::yaml;

/// How addresses were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routes {
    /// Collections of posts: which posts are in it, and the pattern of their addresses. A post is in
    /// the first that takes it.
    pub collections: Vec<(Filter, String)>,
    /// The pattern of a tag's address.
    pub tag: String,
    /// The pattern of an author's address.
    pub author: String,
}

/// Which posts a collection takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<Rule>);

/// One condition: `tag:news`, `tag:-news`, `author:[anna,jo]`, `featured:true`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    field: String,
    values: Vec<String>,
    is_not: bool,
}

/// What a filter asks of a post.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Slugs of its tags, the first first.
    pub tags: &'a [String],
    /// Slugs of its authors, the first first.
    pub authors: &'a [String],
    /// Whether it was to be shown first.
    pub is_featured: bool,
}

impl Default for Routes {
    fn default() -> Routes {
        Routes::of_posts("/{slug}/")
    }
}

impl Routes {
    /// All posts in one collection.
    fn of_posts(pattern: &str) -> Routes {
        Routes {
            collections: vec![(Filter::default(), pattern.to_owned())],
            tag: "/tag/{slug}/".to_owned(),
            author: "/author/{slug}/".to_owned(),
        }
    }

    /// What the setting `permalinks` says: `/:year/:month/:day/:slug/`.
    pub fn of_setting(permalinks: &str) -> Routes {
        let pattern: Vec<String> = permalinks
            .split('/')
            .map(|part| part.strip_prefix(':').map_or(part.to_owned(), |name| format!("{{{name}}}")))
            .collect();
        let pattern = pattern.join("/");
        if pattern.contains("{slug}") || pattern.contains("{id}") {
            return Routes::of_posts(&pattern);
        }
        Routes::default()
    }

    /// Reads a `routes.yaml`, and says what of it is not understood.
    ///
    /// # Errors
    /// When it is no YAML of the kind Ghost reads; the message names the line.
    pub fn of_yaml(text: &str) -> Result<(Routes, Vec<String>), String> {
        let read = yaml::read(text)?;
        let mut routes = Routes { collections: Vec::new(), ..Routes::default() };
        let mut notes = Vec::new();
        for (base, collection) in read.get("collections").entries() {
            let pattern = match collection.get("permalink").text() {
                Some(pattern) => pattern.to_owned(),
                None => format!("{}/{{slug}}/", base.trim_end_matches('/')),
            };
            match collection.get("filter").text().map_or(Ok(Filter::default()), Filter::parse) {
                Ok(filter) => routes.collections.push((filter, pattern)),
                Err(why) => notes.push(format!("the collection {base}: {why}")),
            }
        }
        if routes.collections.is_empty() {
            routes.collections = Routes::default().collections;
        }
        for (place, name) in [(&mut routes.tag, "tag"), (&mut routes.author, "author")] {
            if let Some(pattern) = read.get("taxonomies").get(name).text() {
                *place = pattern.to_owned();
            }
        }
        for (path, _) in read.get("routes").entries() {
            notes.push(format!("the page that its theme made at {path} does not come along"));
        }
        Ok((routes, notes))
    }

    /// The pattern of a post's address.
    pub fn of_post(&self, asked: &Asked<'_>) -> &str {
        let found = self.collections.iter().find(|(filter, _)| filter.takes(asked));
        found.map_or("/{slug}/", |(_, pattern)| pattern.as_str())
    }
}

impl Filter {
    fn parse(text: &str) -> Result<Filter, String> {
        let unknown = || format!("its filter “{text}” is not understood; its posts keep no address of it");
        let rules = text.split('+').map(|rule| {
            let (field, value) = rule.trim().split_once(':')?;
            if !matches!(
                field,
                "tag" | "tags" | "primary_tag" | "author" | "authors" | "primary_author" | "featured"
            ) {
                return None;
            }
            let (is_not, value) = value.strip_prefix('-').map_or((false, value), |value| (true, value));
            if value.contains(['(', ')', '~', '>', '<']) {
                return None;
            }
            let list = value.trim_start_matches('[').trim_end_matches(']').split(',');
            let values = list.map(|value| value.trim().trim_matches(['\'', '"']).to_owned()).collect();
            Some(Rule { field: field.to_owned(), values, is_not })
        });
        rules.collect::<Option<Vec<Rule>>>().map(Filter).ok_or_else(unknown)
    }

    fn takes(&self, asked: &Asked<'_>) -> bool {
        self.0.iter().all(|rule| {
            let any = |given: &[String]| given.iter().any(|slug| rule.values.contains(slug));
            let first = |given: &[String]| given.first().is_some_and(|slug| rule.values.contains(slug));
            let holds = match rule.field.as_str() {
                "tag" | "tags" => any(asked.tags),
                "primary_tag" => first(asked.tags),
                "author" | "authors" => any(asked.authors),
                "primary_author" => first(asked.authors),
                _ => rule.values.iter().any(|value| (value == "true") == asked.is_featured),
            };
            holds != rule.is_not
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(routes: &Routes, tags: &[&str], is_featured: bool) -> String {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        routes.of_post(&Asked { tags: &tags, authors: &[], is_featured }).to_owned()
    }

    #[test]
    fn the_setting_of_old_versions_is_understood() {
        assert_eq!(
            pattern(&Routes::of_setting("/:year/:month/:day/:slug/"), &[], false),
            "/{year}/{month}/{day}/{slug}/"
        );
        assert_eq!(pattern(&Routes::of_setting(""), &[], false), "/{slug}/");
        assert_eq!(pattern(&Routes::of_setting("/immer-gleich/"), &[], false), "/{slug}/");
    }

    #[test]
    fn a_post_has_the_address_of_the_first_collection_that_takes_it() {
        let text = "routes:\n  /ueber/: about\n\ncollections:\n  /blog/:\n    permalink: /blog/{slug}/\n    filter: tag:blog+featured:false\n    template: blog\n  /x/:\n    permalink: /x/{slug}/\n    filter: published_at:>'2020'\n  /:\n    permalink: /{primary_tag}/{slug}/\n\ntaxonomies:\n  tag: /thema/{slug}/\n  author: /autor/{slug}/\n";
        let (routes, notes) = Routes::of_yaml(text).expect("routes");
        assert_eq!(pattern(&routes, &["news", "blog"], false), "/blog/{slug}/");
        assert_eq!(pattern(&routes, &["blog"], true), "/{primary_tag}/{slug}/");
        assert_eq!((routes.tag.as_str(), routes.author.as_str()), ("/thema/{slug}/", "/autor/{slug}/"));
        assert_eq!(notes.len(), 2, "{notes:?}");
    }
}
