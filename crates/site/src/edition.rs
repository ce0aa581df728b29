//! What all pages of one language have in common, and the words of their addresses.

use std::collections::BTreeMap;

use archive::MenuItem;
use newsroom::language::Language;
use newsroom::section::Section;
use newsroom::site::Site;

use crate::look::Look;
use crate::places::{Place, configured, sources};
use crate::views::{Asking, Edition, InterfaceLanguage, Link};

/// The words that stand in addresses of the program's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) topic: &'static str,
    pub(crate) author: &'static str,
    pub(crate) archive: &'static str,
    pub(crate) search: &'static str,
    pub(crate) corrections: &'static str,
    pub(crate) comment: &'static str,
    pub(crate) external: &'static str,
}

pub(crate) const GERMAN: Words = Words {
    topic: "thema",
    author: "autor",
    archive: "archiv",
    search: "suche",
    corrections: "korrekturen",
    comment: "kommentar",
    external: "extern",
};
pub(crate) const ENGLISH: Words = Words {
    topic: "topic",
    author: "author",
    archive: "archive",
    search: "search",
    corrections: "corrections",
    comment: "comment",
    external: "external",
};

/// The words of a language's addresses: German or else English.
pub(crate) fn words(language: &Language) -> Words {
    if language.primary() == "de" { GERMAN } else { ENGLISH }
}

/// The address of a section in a language.
pub(crate) fn section_href(site: &Site, language: &Language, section: &Section) -> String {
    format!("{}/{}", site.prefix(language), section.path)
}

/// The address of a topic in a language.
pub(crate) fn topic_href(site: &Site, language: &Language, slug: &str) -> String {
    format!("{}/{}/{slug}", site.prefix(language), words(language).topic)
}

/// The address of an author in a language.
pub(crate) fn author_href(site: &Site, language: &Language, slug: &str) -> String {
    format!("{}/{}/{slug}", site.prefix(language), words(language).author)
}

/// The address of a dossier in a language.
pub(crate) fn dossier_href(site: &Site, language: &Language, slug: &str) -> String {
    format!("{}/dossier/{slug}", site.prefix(language))
}

/// The front page of a language.
pub(crate) fn home(site: &Site, language: &Language) -> String {
    let prefix = site.prefix(language);
    if prefix.is_empty() { "/".to_owned() } else { prefix }
}

/// How a language calls itself; its tag where that is not known.
pub(crate) fn own_name(language: &Language) -> &str {
    match language.primary() {
        "ar" => "العربية",
        "cs" => "Čeština",
        "da" => "Dansk",
        "de" => "Deutsch",
        "el" => "Ελληνικά",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "hu" => "Magyar",
        "it" => "Italiano",
        "ja" => "日本語",
        "ko" => "한국어",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ro" => "Română",
        "ru" => "Русский",
        "sv" => "Svenska",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "ur" => "اردو",
        "zh" => "中文",
        _ => language.as_str(),
    }
}

/// What the pages of a language have in common. Menus nobody has made are filled by rule.
pub(crate) fn edition(
    site: &Site,
    look: &Look,
    language: &Language,
    sections: &[Section],
    items: &[MenuItem],
    places: &BTreeMap<String, Place>,
) -> Edition {
    let prefix = site.prefix(language);
    let words = words(language);
    let made = |menu: &str| -> Vec<Link> {
        items
            .iter()
            .filter(|item| item.menu == menu && item.language == *language)
            .map(|item| Link { href: item.url.clone(), text: item.label.clone() })
            .collect()
    };
    let mut menu = made("main");
    if menu.is_empty() {
        menu.extend(
            sections.iter().filter(|section| section.parent.is_none() && section.speaks(language)).map(
                |section| Link {
                    href: section_href(site, language, section),
                    text: section.name(language).to_owned(),
                },
            ),
        );
    }
    let mut footer_menu = made("footer");
    if footer_menu.is_empty() {
        footer_menu = [
            (words.corrections, "corrections-title"),
            (words.archive, "archive-title"),
            ("feeds", "feeds-title"),
        ]
        .into_iter()
        .map(|(word, key)| Link { href: format!("{prefix}/{word}"), text: look.say(language, key, &[]) })
        .collect();
    }
    let interface = look.interface(language);
    Edition {
        name: site.name.clone(),
        tagline: Some(site.tagline.clone()).filter(|tagline| !tagline.is_empty()),
        lang: language.as_str().to_owned(),
        dir: language.direction().as_str().to_owned(),
        latin: !matches!(
            language.primary(),
            "ar" | "fa" | "he" | "ur" | "ru" | "uk" | "el" | "ja" | "ko" | "zh" | "bg" | "sr" | "hi" | "th"
        ),
        interface: (interface.primary() != language.primary()).then(|| InterfaceLanguage {
            lang: interface.as_str().to_owned(),
            dir: interface.direction().as_str().to_owned(),
        }),
        home: home(site, language),
        search: format!("{prefix}/{}", words.search),
        search_description: format!("{prefix}/opensearch.xml"),
        manifest: format!("{prefix}/manifest.webmanifest"),
        menu,
        footer_menu,
        places: configured(places),
        asking: places
            .iter()
            .filter(|(_, place)| place.consent)
            .map(|(name, place)| {
                let href = format!("{prefix}/{}/{name}", words.external);
                (name.clone(), Asking { href, hosts: sources(place) })
            })
            .collect(),
    }
}
