//! JSON Feed.
//!
//! [Version 1.1](https://www.jsonfeed.org/version/1.1/), and [1](https://www.jsonfeed.org/version/1/), which had one
//! author where 1.1 has several.

use std::borrow::Cow;
use std::sync::Arc;

use newsroom::wire_item::Fault;
use serde_json::{Map, Value};

use super::address;
use super::date;
use super::model::{
    About, Category, CategoryBy, Entry, Feed, Id, Image, Link, LinkBy, Moment, Person, Text, TextKind,
    Version,
};
use crate::{Error, Format};

/// So many entries are read.
const MOST_ENTRIES: usize = 50_000;

/// Reads a feed.
///
/// # Errors
/// When it is no JSON, or no feed.
pub(crate) fn read<'a>(text: &str, base: Option<&Arc<str>>) -> Result<Feed<'a>, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        Error::at(Format::Feed, line, format!("this is no JSON: {error}"))
    })?;
    let Value::Object(mut fields) = value else { return Err(no_feed("it is no object")) };
    let mut feed = Feed::default();
    let version = take(&mut fields, "version").unwrap_or_default();
    feed.version = match version.trim_end_matches('/').rsplit('/').next().unwrap_or_default() {
        "1.1" => Version::Json11,
        "1" | "1.0" => Version::Json1,
        _ if version.contains("jsonfeed.org") => Version::Json11,
        _ if fields.get("items").is_some_and(Value::is_array) => {
            feed.fault("it does not say which version of JSON Feed it is");
            Version::Json11
        }
        _ => return Err(no_feed("it has neither the version of JSON Feed nor items")),
    };
    feed.head.version = Some(Cow::Owned(version.into_owned()));
    let Some(items) = fields.remove("items") else { return Err(no_feed("it has no items")) };
    let Value::Array(items) = items else { return Err(no_feed("its items are no list")) };
    head(&mut fields, base, &mut feed);
    let base = base.cloned();
    for (place, item) in items.into_iter().enumerate() {
        if place >= MOST_ENTRIES {
            feed.fault(format!("only the first {MOST_ENTRIES} entries are read"));
            break;
        }
        match item {
            Value::Object(fields) => feed.entries.push(entry(fields, base.as_ref())),
            _ => feed.fault(format!("item {} is no object", place + 1)),
        }
    }
    Ok(feed)
}

impl Feed<'_> {
    fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(Fault { line: None, what: what.into() });
    }
}

fn no_feed(why: &str) -> Error {
    Error::at(Format::Feed, 1, format!("this is no JSON Feed: {why}"))
}

fn head<'a>(fields: &mut Map<String, Value>, base: Option<&Arc<str>>, feed: &mut Feed<'a>) {
    let head = &mut feed.head;
    let about = &mut head.about;
    about.title = take(fields, "title").map(plain);
    about.summary = take(fields, "description").map(plain);
    about.language = take(fields, "language");
    let own = fields.get("feed_url").and_then(Value::as_str).map(str::to_owned);
    about.id = own.map(|own| Id { value: Cow::Owned(own), permalink: None, is_guid: false });
    for (name, rel) in [("home_page_url", "alternate"), ("feed_url", "self"), ("next_url", "next")] {
        if let Some(href) = take(fields, name) {
            about.links.push(link(href, rel, base));
        }
    }
    if let Some(Value::Array(hubs)) = fields.remove("hubs") {
        for hub in hubs {
            if let Some(href) = hub["url"].as_str() {
                about.links.push(link(Cow::Owned(href.to_owned()), "hub", base));
            }
        }
    }
    about.authors = authors(fields);
    head.info = take(fields, "user_comment").map(plain);
    head.logo = take(fields, "icon");
    head.icon = take(fields, "favicon");
    head.ended = fields.get("expired") == Some(&Value::Bool(true));
}

fn entry<'a>(mut fields: Map<String, Value>, base: Option<&Arc<str>>) -> Entry<'a> {
    let fields = &mut fields;
    let mut entry = Entry::default();
    let about = &mut entry.about;
    about.id = take(fields, "id").map(|value| Id { value, permalink: None, is_guid: false });
    about.title = take(fields, "title").map(plain);
    about.summary = take(fields, "summary").map(plain);
    about.language = take(fields, "language");
    for (name, rel) in [("url", "alternate"), ("external_url", "related"), ("banner_image", "banner")] {
        if let Some(href) = take(fields, name) {
            about.links.push(link(href, rel, base));
        }
    }
    about.image = take(fields, "image")
        .map(|url| Image { url: address::complete_owned(base.map(|base| &**base), url), ..Image::default() });
    about.published = take(fields, "date_published").map(moment);
    about.updated = take(fields, "date_modified").map(moment);
    about.authors = authors(fields);
    if let Some(Value::Array(tags)) = fields.remove("tags") {
        about.categories = tags
            .into_iter()
            .filter_map(text_of)
            .map(|term| Category { term: Some(term), by: CategoryBy::Keywords, ..Category::default() })
            .collect();
    }
    attachments(fields, base, about);
    let html = take(fields, "content_html").map(|value| Text {
        value,
        kind: TextKind::Html,
        base: base.cloned(),
        ..Text::default()
    });
    entry.contents.extend(html);
    entry.contents.extend(take(fields, "content_text").map(plain));
    entry
}

fn attachments<'a>(fields: &mut Map<String, Value>, base: Option<&Arc<str>>, about: &mut About<'a>) {
    let Some(Value::Array(attachments)) = fields.remove("attachments") else { return };
    for attachment in attachments {
        let Value::Object(mut fields) = attachment else { continue };
        let fields = &mut fields;
        let Some(href) = take(fields, "url") else { continue };
        about.links.push(Link {
            content_type: take(fields, "mime_type").unwrap_or_default(),
            title: take(fields, "title"),
            length: take(fields, "size_in_bytes"),
            seconds: take(fields, "duration_in_seconds"),
            by: LinkBy::Enclosure,
            ..link(href, "enclosure", base)
        });
    }
}

fn authors<'a>(fields: &mut Map<String, Value>) -> Vec<Person<'a>> {
    let mut found = match fields.remove("authors") {
        Some(Value::Array(authors)) => authors,
        _ => Vec::new(),
    };
    if found.is_empty() {
        found.extend(fields.remove("author"));
    }
    found
        .into_iter()
        .filter_map(|author| match author {
            Value::Object(mut fields) => Some(Person {
                name: take(&mut fields, "name"),
                url: take(&mut fields, "url"),
                avatar: take(&mut fields, "avatar"),
                ..Person::default()
            }),
            other => text_of(other).map(|name| Person { name: Some(name), ..Person::default() }),
        })
        .collect()
}

/// A field as text, numbers too; nothing where it is blank.
fn take<'a>(fields: &mut Map<String, Value>, name: &str) -> Option<Cow<'a, str>> {
    fields.remove(name).and_then(text_of)
}

fn text_of<'a>(value: Value) -> Option<Cow<'a, str>> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(Cow::Owned(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

fn plain(value: Cow<'_, str>) -> Text<'_> {
    Text { value, ..Text::default() }
}

fn moment(said: Cow<'_, str>) -> Moment<'_> {
    Moment { at: date::parse(&said), said }
}

fn link<'a>(href: Cow<'a, str>, rel: &'static str, base: Option<&Arc<str>>) -> Link<'a> {
    Link {
        href: address::complete_owned(base.map(|base| &**base), href),
        rel: Cow::Borrowed(rel),
        by: LinkBy::Attribute,
        ..Link::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_of_either_version_is_read() {
        let text = r#"{"version": "https://jsonfeed.org/version/1", "title": "T", "hubs": [{"type": "WebSub", "url":
            "https://hub.example/"}], "items": [{"id": 7, "content_html": "<p>x</p>", "author": {"name": "A"},
            "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}]}, 3]}"#;
        let feed = read(text, Some(&Arc::from("https://a.example/feed.json"))).expect("a feed");
        assert_eq!(feed.version, Version::Json1);
        assert_eq!(feed.hubs().collect::<Vec<_>>(), ["https://hub.example/"]);
        let entry = &feed.entries[0];
        assert_eq!(entry.about.id.as_ref().map(|id| id.value.as_ref()), Some("7"));
        assert_eq!(entry.about.authors[0].name.as_deref(), Some("A"));
        assert_eq!(entry.about.links[0].href, "https://a.example/a.mp3");
        assert_eq!(feed.faults.len(), 1);
    }

    #[test]
    fn other_json_is_refused_with_its_line() {
        assert_eq!(read("{\n\"a\": }", None).expect_err("broken").line, Some(2));
        assert!(read("{\"a\": 1}", None).is_err());
    }
}
