//! The language of an item, and which items are translations of each other.

use std::collections::HashMap;

use newsroom::language::Language;

use crate::wordpress::php;
use crate::wordpress::{Item, Term};

/// The language an item is in: Polylang's term, else WPML's or qTranslate's field; nothing where
/// the export does not say.
pub fn language(item: &Item) -> Option<Language> {
    let polylang = item.terms_of("language").map(|term| term.slug.as_str());
    let fields = ["_wpml_language", "wpml_language", "_icl_lang", "_locale"];
    polylang
        .chain(fields.iter().filter_map(|key| item.meta(key)))
        .find_map(|word| Language::parse(word.trim()).ok())
}

/// The group of translations an item belongs to, the same word for all of them: Polylang's
/// `post_translations` term, or WPML's `trid` where an exporter wrote it into a field.
pub fn group(item: &Item) -> Option<String> {
    if let Some(term) = item.terms_of("post_translations").next() {
        return Some(format!("polylang:{}", term.slug));
    }
    let fields = ["_wpml_trid", "wpml_trid", "_icl_trid", "trid"];
    let trid = fields.iter().filter_map(|key| item.meta(key)).map(str::trim).find(|trid| !trid.is_empty())?;
    Some(format!("wpml:{trid}"))
}

/// The items or terms that a Polylang term of translations holds, each with its language.
pub fn members(term: &Term) -> Vec<(Language, u64)> {
    if !matches!(term.taxonomy.as_str(), "post_translations" | "term_translations") {
        return Vec::new();
    }
    let Some(table) = php::read(&term.description) else { return Vec::new() };
    let member = |(language, id): &(php::Value, php::Value)| {
        let language = Language::parse(&language.text()?).ok()?;
        Some((language, u64::try_from(id.number()?).ok()?))
    };
    // Beside the languages Polylang keeps a table "sync" here, which has no number.
    table.entries().iter().filter_map(member).collect()
}

/// Categories and tags that are one thing in several languages, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    groups: Vec<Vec<(Language, u64)>>,
    group_of: HashMap<u64, usize>,
}

impl Versions {
    /// Those that Polylang's terms of translations name.
    pub fn of(terms: &[Term]) -> Versions {
        let mut versions = Versions::default();
        for term in terms.iter().filter(|term| term.taxonomy == "term_translations") {
            let group = members(term);
            versions.group_of.extend(group.iter().map(|(_, id)| (*id, versions.groups.len())));
            versions.groups.push(group);
        }
        versions
    }

    /// The language of a term that has versions.
    pub fn language(&self, id: u64) -> Option<&Language> {
        let group = &self.groups[*self.group_of.get(&id)?];
        group.iter().find(|(_, known)| *known == id).map(|(language, _)| language)
    }

    /// The number that stands for all versions of a term: that of the one in a language; its own
    /// where there is none.
    pub fn in_language(&self, id: u64, language: &Language) -> u64 {
        let group = self.group_of.get(&id).map_or(&[][..], |group| &self.groups[*group]);
        let same = || group.iter().find(|(known, _)| known == language);
        let near = || group.iter().find(|(known, _)| known.primary() == language.primary());
        same().or_else(near).map_or(id, |(_, id)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::{ItemTerm, Meta};

    #[test]
    fn polylang_says_language_and_group() {
        let term = |domain: &str, slug: &str| ItemTerm {
            domain: domain.into(),
            slug: slug.into(),
            ..ItemTerm::default()
        };
        let item = Item {
            terms: vec![term("language", "en"), term("post_translations", "pll_1")],
            ..Item::default()
        };
        assert_eq!(language(&item).map(|l| l.as_str().to_owned()).as_deref(), Some("en"));
        assert_eq!(group(&item).as_deref(), Some("polylang:pll_1"));
        let term = Term {
            taxonomy: "post_translations".into(),
            description: "a:3:{s:2:\"de\";i:5;s:2:\"en\";s:1:\"9\";s:4:\"sync\";a:0:{}}".into(),
            ..Term::default()
        };
        let members: Vec<_> = members(&term).into_iter().map(|(l, id)| (l.as_str().to_owned(), id)).collect();
        assert_eq!(members, [("de".to_owned(), 5), ("en".to_owned(), 9)]);
    }

    #[test]
    fn versions_of_a_term_are_known_by_language() {
        let group = Term {
            taxonomy: "term_translations".into(),
            description: "a:2:{s:2:\"de\";i:9;s:2:\"en\";i:12;}".into(),
            ..Term::default()
        };
        let versions = Versions::of(&[group]);
        let language = |tag| Language::parse(tag).expect("a tag");
        assert_eq!(versions.in_language(12, &language("de-AT")), 9);
        assert_eq!(versions.in_language(9, &language("en")), 12);
        assert_eq!(versions.in_language(9, &language("fr")), 9);
        assert_eq!(versions.in_language(7, &language("en")), 7);
        assert_eq!(versions.language(12), Some(&language("en")));
        assert_eq!(versions.language(7), None);
    }

    #[test]
    fn wpml_is_read_from_fields() {
        let meta = |key: &str, value: &str| Meta { key: key.into(), value: value.into() };
        let item =
            Item { meta: vec![meta("_wpml_language", "de_AT"), meta("_wpml_trid", "17")], ..Item::default() };
        assert_eq!(language(&item).map(|l| l.as_str().to_owned()).as_deref(), Some("de-AT"));
        assert_eq!(group(&item).as_deref(), Some("wpml:17"));
    }
}
