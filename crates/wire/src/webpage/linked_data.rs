//! What a page says of its article as data: JSON-LD with the words of
//! [schema.org, Article](https://schema.org/Article).

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::markup::{Page, decode};

/// Values nested deeper than this say nothing of the article.
const DEEPEST: usize = 12;

/// What is said.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    pub(super) address: Option<String>,
    pub(super) site: Option<String>,
    pub(super) description: Option<String>,
    pub(super) picture: Option<Picture>,
    pub(super) copyright: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) body: Option<String>,
}

/// The picture that stands for the article.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub(super) address: String,
    pub(super) caption: Option<String>,
    pub(super) credit: Option<String>,
}

type Object = Map<String, Value>;

/// Reads the scripts with data of a page.
pub(super) fn read(page: &Page<'_>) -> LinkedData {
    let values: Vec<Value> = page.data.iter().filter_map(|(_, text)| parse(text)).collect();
    let mut objects = Vec::new();
    values.iter().for_each(|value| gather(value, 0, &mut objects));
    let by_id: HashMap<&str, &Object> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    // Pages name other articles too; the one they are about comes first or says most of itself.
    let article = objects
        .iter()
        .copied()
        .filter(|object| is_a(object, is_article))
        .max_by_key(|object| (rank(object), std::cmp::Reverse(place_of(&objects, object))));
    let mut found = LinkedData::default();
    if let Some(article) = article {
        fill(&mut found, article, &by_id);
    }
    if let Some(page) = objects.iter().copied().find(|object| is_a(object, |kind| kind == "WebPage")) {
        let mut of_page = LinkedData::default();
        fill(&mut of_page, page, &by_id);
        found.language = found.language.or(of_page.language);
        found.site = found.site.or(of_page.site);
        found.published = found.published.or(of_page.published);
        found.modified = found.modified.or(of_page.modified);
    }
    if found.site.is_none() {
        let site = objects.iter().copied().find(|object| is_a(object, |kind| kind == "WebSite"));
        found.site = site.and_then(|site| text(site.get("name")));
    }
    found
}

fn place_of(objects: &[&Object], object: &Object) -> usize {
    objects.iter().position(|other| std::ptr::eq(*other, object)).unwrap_or(usize::MAX)
}

/// JSON as pages write it: within comments or character data, with line ends in texts.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix("<!--").unwrap_or(text).trim_start_matches("//").trim();
    let text = text.strip_prefix("<![CDATA[").unwrap_or(text);
    let text = text.trim_end_matches([';', ' ', '\n', '\r']);
    let text = text.strip_suffix("-->").unwrap_or(text).trim_end();
    let text = text.strip_suffix("]]>").unwrap_or(text).trim_end().trim_end_matches("//").trim_end();
    serde_json::from_str(text).ok().or_else(|| {
        let tame: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&tame).ok()
    })
}

fn gather<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Object>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, depth + 1, found)),
        Value::Object(object) => {
            found.push(object);
            object.values().for_each(|value| gather(value, depth + 1, found));
        }
        _ => {}
    }
}

fn is_a(object: &Object, of: impl Fn(&str) -> bool) -> bool {
    let says = |value: &Value| {
        value.as_str().is_some_and(|kind| of(kind.rsplit(['/', ':', '#']).next().unwrap_or(kind)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(says),
        Some(kind) => says(kind),
        None => false,
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("BlogPosting")
        || kind.ends_with("NewsItem")
        || matches!(
            kind,
            "Report" | "Review" | "CreativeWork" | "Recipe" | "Answer" | "ClaimReview" | "MediaReport"
        )
}

/// How much an object says of itself as an article.
fn rank(object: &Object) -> usize {
    let says = |name: &str| usize::from(object.get(name).is_some_and(|value| !value.is_null()));
    let news = usize::from(is_a(object, |kind| kind.ends_with("Article") || kind.ends_with("BlogPosting")));
    2 * says("articleBody") + says("headline") + 2 * says("datePublished") + says("author") + 3 * news
}

fn fill(found: &mut LinkedData, object: &Object, by_id: &HashMap<&str, &Object>) {
    let resolve = |value: &'_ Value| -> Option<Object> {
        let object = value.as_object()?;
        let known = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id));
        Some(known.filter(|_| object.len() < 3).map_or_else(|| object.clone(), |known| (*known).clone()))
    };
    found.headline = text(object.get("headline")).or_else(|| text(object.get("name")));
    for key in ["author", "creator"] {
        if found.authors.is_empty()
            && let Some(value) = object.get(key)
        {
            each(value, |value| found.authors.extend(name(value, resolve(value).as_ref())));
        }
    }
    found.published = text(object.get("datePublished")).or_else(|| text(object.get("dateCreated")));
    found.modified = text(object.get("dateModified"));
    found.language = object.get("inLanguage").and_then(|value| match value {
        Value::Object(language) => text(language.get("alternateName")).or_else(|| text(language.get("name"))),
        other => text(Some(other)),
    });
    found.address = ["url", "mainEntityOfPage"].into_iter().find_map(|key| match object.get(key) {
        Some(Value::Object(page)) => text(page.get("@id")).or_else(|| text(page.get("url"))),
        other => text(other),
    });
    found.site = object.get("publisher").and_then(|value| name(value, resolve(value).as_ref()));
    found.description = text(object.get("description"));
    found.copyright = text(object.get("copyrightNotice"))
        .or_else(|| object.get("copyrightHolder").and_then(|value| name(value, resolve(value).as_ref())));
    found.licence = text(object.get("license"));
    found.body = text(object.get("articleBody")).filter(|body| !body.is_empty());
    if let Some(value) = object.get("image").or_else(|| object.get("thumbnailUrl")) {
        let first = if let Value::Array(values) = value { values.first().unwrap_or(value) } else { value };
        found.picture = match resolve(first) {
            Some(picture) => {
                text(picture.get("url")).or_else(|| text(picture.get("contentUrl"))).map(|address| {
                    let credit =
                        ["creditText", "copyrightNotice"].iter().find_map(|key| text(picture.get(*key)));
                    let creator = || {
                        picture.get("creator").or_else(|| picture.get("author")).and_then(|v| name(v, None))
                    };
                    Picture {
                        address,
                        caption: text(picture.get("caption")),
                        credit: credit.or_else(creator),
                    }
                })
            }
            None => text(Some(first)).map(|address| Picture { address, ..Picture::default() }),
        };
    }
}

fn each(value: &Value, mut of: impl FnMut(&Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(of),
        other => of(other),
    }
}

/// The name of somebody, given as a text or as an object.
fn name(value: &Value, object: Option<&Object>) -> Option<String> {
    match object {
        Some(object) => match object.get("name") {
            Some(Value::Array(names)) => names.iter().find_map(|name| text(Some(name))),
            Some(name) => text(Some(name)),
            None => {
                let part = |key| text(object.get(key));
                match (part("givenName"), part("familyName")) {
                    (Some(given), Some(family)) => Some(format!("{given} {family}")),
                    (given, family) => given.or(family),
                }
            }
        },
        None => text(Some(value)),
    }
}

/// A text without the character references that many systems leave in it.
fn text(value: Option<&Value>) -> Option<String> {
    let found = match value? {
        Value::String(text) => decode(text.trim()).trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => return text(values.first()),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}
