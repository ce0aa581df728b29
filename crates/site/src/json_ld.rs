//! What machines are told of an article and of where a page stands, in the words of schema.org.

use newsroom::language::Language;
use newsroom::section::Section;
use serde::Serialize;

use crate::edition::section_href;
use crate::state::App;
use crate::views::JsonLd;

const CONTEXT: &str = "https://schema.org";

/// What is said of an article. Times are RFC 3339.
pub(crate) struct Article<'a> {
    pub(crate) headline: &'a str,
    pub(crate) description: &'a str,
    pub(crate) language: &'a Language,
    pub(crate) path: &'a str,
    pub(crate) is_free: bool,
    pub(crate) words: i64,
    pub(crate) published: Option<&'a str>,
    pub(crate) modified: Option<&'a str>,
    /// Name and path of each.
    pub(crate) authors: Vec<(&'a str, String)>,
    /// Absolute address.
    pub(crate) picture: Option<&'a str>,
    pub(crate) section: Option<&'a str>,
    pub(crate) topics: Vec<&'a str>,
    /// Text and time of each.
    pub(crate) corrections: Vec<(&'a str, String)>,
    /// Name and address of each source.
    pub(crate) sources: Vec<(&'a str, Option<&'a str>)>,
}

/// An article as a NewsArticle.
pub(crate) fn article(app: &App, article: &Article<'_>) -> JsonLd {
    let site = &app.site;
    let url = site.absolute(article.path);
    let paper = |url| Named { kind: "NewsMediaOrganization", name: &site.name, url };
    let people = article.authors.iter().map(|(name, path)| Named {
        kind: "Person",
        name,
        url: Some(site.absolute(path)),
    });
    let notes = article.corrections.iter().map(|(text, at)| Correction {
        kind: "CorrectionComment",
        text,
        date_published: at,
    });
    JsonLd::new(&NewsArticle {
        context: CONTEXT,
        kind: "NewsArticle",
        headline: article.headline,
        description: article.description,
        in_language: article.language.as_str(),
        main_entity_of_page: &url,
        url: &url,
        is_accessible_for_free: article.is_free,
        word_count: article.words,
        date_published: article.published,
        date_modified: article.published.and(article.modified.or(article.published)),
        author: match article.authors.is_empty() {
            true => Who::Paper(paper(None)),
            false => Who::People(people.collect()),
        },
        publisher: paper(Some(site.absolute("/"))),
        image: article.picture.as_slice(),
        article_section: article.section,
        keywords: &article.topics,
        correction: notes.collect(),
        source_organization: article
            .sources
            .iter()
            .map(|(name, _)| Named { kind: "Organization", name, url: None })
            .collect(),
        is_based_on: article.sources.iter().filter_map(|(_, url)| *url).collect(),
        credit_text: article.sources.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
    })
}

/// The way from the top section down to a page; `last` is what stands in the lowest section and has
/// no address of its own here.
pub(crate) fn breadcrumbs(app: &App, language: &Language, trail: &[&Section], last: Option<&str>) -> JsonLd {
    let sections = trail.iter().map(|section| {
        let href = app.site.absolute(&section_href(&app.site, language, section));
        (section.name(language), Some(href))
    });
    let places = sections
        .chain(last.map(|name| (name, None)))
        .zip(1..)
        .map(|((name, item), position)| Crumb { kind: "ListItem", position, name, item })
        .collect();
    JsonLd::new(&Breadcrumbs { context: CONTEXT, kind: "BreadcrumbList", item_list_element: places })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(rename = "@context")]
    context: &'a str,
    #[serde(rename = "@type")]
    kind: &'a str,
    headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    in_language: &'a str,
    main_entity_of_page: &'a str,
    url: &'a str,
    is_accessible_for_free: bool,
    word_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    author: Who<'a>,
    publisher: Named<'a>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    image: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    keywords: &'a [&'a str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Correction<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_organization: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    is_based_on: Vec<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    credit_text: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Who<'a> {
    People(Vec<Named<'a>>),
    Paper(Named<'a>),
}

#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Correction<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    text: &'a str,
    date_published: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breadcrumbs<'a> {
    #[serde(rename = "@context")]
    context: &'a str,
    #[serde(rename = "@type")]
    kind: &'a str,
    item_list_element: Vec<Crumb<'a>>,
}

#[derive(Serialize)]
struct Crumb<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    position: u32,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}
