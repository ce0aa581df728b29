//! A feed in gofeed's common form, which has one set of names for all formats.

use serde_json::{Value, json};
use wire::feed::{
    About, CategoryBy, Entry, Feed, Image, LinkBy, Moment, Person, Space, Text, TextKind, Version,
};

use super::gofeed::{Fields, custom, enclosure, image, list, modules, moment, put, text, version};

/// The feed in its common form.
pub(super) fn lay_out(feed: &Feed<'_>) -> Value {
    let (head, about) = (&feed.head, &feed.head.about);
    let mut fields = common(about, feed.version);
    put(&mut fields, "feedVersion", Some(version(feed)));
    let kind = match feed.version {
        Version::Json1 | Version::Json11 => "json",
        version if version.is_atom() => "atom",
        _ => "rss",
    };
    put(&mut fields, "feedType", Some(kind.to_owned()));
    put(&mut fields, "feedLink", feed.own_address().map(str::to_owned));
    put(&mut fields, "description", about.summary.as_ref().map(text));
    put(&mut fields, "language", about.language.as_deref().map(str::to_owned));
    put(&mut fields, "copyright", about.rights.as_ref().map(text));
    put(&mut fields, "generator", head.generator.as_ref().map(|one| one.name.to_string()));
    let (mut updated, mut published) = (about.updated.as_ref(), about.published.as_ref());
    if kind == "json" {
        let first = feed.entries.first().map(|entry| &entry.about);
        updated = first.and_then(|about| about.updated.as_ref());
        published = first.and_then(|about| about.published.as_ref());
    }
    moment(&mut fields, "updated", updated);
    moment(&mut fields, "published", published);
    people(&mut fields, if about.authors.is_empty() { &about.publishers } else { &about.authors });
    let logo = head.logo.as_ref().or(head.icon.as_ref());
    let picture = about.image.as_ref().map(url_and_title);
    let picture = picture.or_else(|| logo.map(|url| only_url(url))).or_else(|| media_image(about));
    if let Some(picture) = picture {
        fields.insert("image".into(), picture.into());
    }
    let items: Vec<Value> = feed.entries.iter().map(|entry| item(entry, feed.version).into()).collect();
    fields.insert("items".into(), items.into());
    fields.into()
}

fn item(entry: &Entry<'_>, version: Version) -> Fields {
    let about = &entry.about;
    let mut fields = common(about, version);
    put(&mut fields, "description", about.summary.as_ref().map(text));
    put(&mut fields, "content", entry.contents.first().map(text));
    // What RDF names an entry by is none to gofeed.
    let id =
        about.id.as_ref().filter(|id| id.is_guid || !matches!(version, Version::Rss10 | Version::Rss090));
    put(&mut fields, "guid", id.map(|id| id.value.to_string()));
    let date = |name: &str| about.further.iter().find(|one| one.is(Space::Dc, name)).is_some();
    let published: Option<&Moment<'_>> = about.published.as_ref();
    let published = published.or(about.updated.as_ref().filter(|_| version.is_atom() || date("date")));
    moment(&mut fields, "updated", about.updated.as_ref());
    moment(&mut fields, "published", published);
    people(&mut fields, &about.authors);
    let enclosures: Vec<Value> = about.links_of("enclosure").map(enclosure).collect();
    list(&mut fields, "enclosures", enclosures);
    let picture = about.image.as_ref().map(url_and_title).or_else(|| media_image(about)).or_else(|| {
        let picture = about.links_of("enclosure").find(|link| link.content_type.starts_with("image/"));
        picture.map(|link| only_url(&link.href))
    });
    let in_text = || entry.contents.first().or(about.summary.as_ref()).and_then(first_picture);
    if let Some(picture) = picture.or_else(in_text) {
        fields.insert("image".into(), picture.into());
    }
    if !version.is_atom() {
        custom(&mut fields, about);
    }
    fields
}

fn common(about: &About<'_>, version: Version) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "title", about.title.as_ref().map(text));
    let alternates = || {
        about.links.iter().filter(|link| match link.by {
            LinkBy::Atom => link.rel == "alternate" && version.is_atom(),
            LinkBy::Rss | LinkBy::Attribute => matches!(link.rel.as_ref(), "alternate"),
            _ => false,
        })
    };
    let main = if version.is_atom() { alternates().next() } else { alternates().next_back() };
    put(&mut fields, "link", main.map(|link| link.href.to_string()));
    let all = about.links.iter().filter(|link| match link.by {
        LinkBy::Atom => matches!(link.rel.as_ref(), "alternate" | "self"),
        LinkBy::Rss => true,
        LinkBy::Attribute => matches!(link.rel.as_ref(), "alternate" | "self" | "related"),
        _ => false,
    });
    let mut links: Vec<Value> = Vec::new();
    for link in all.filter(|link| !link.href.is_empty()) {
        if !links.contains(&json!(link.href)) {
            links.push(json!(link.href));
        }
    }
    list(&mut fields, "links", links);
    // Its own categories, then free words, then those of podcasts, then Dublin Core's subjects.
    let order = [CategoryBy::Core, CategoryBy::Keywords, CategoryBy::ITunes, CategoryBy::DublinCore];
    let categories = order.iter().flat_map(|by| about.categories.iter().filter(move |one| one.by == *by));
    let categories = categories.filter_map(|one| {
        let label = one.label.as_ref().filter(|_| version.is_atom());
        label.or(one.term.as_ref()).map(|word| json!(word))
    });
    list(&mut fields, "categories", categories.collect());
    modules(&mut fields, about, version);
    fields
}

fn people(fields: &mut Fields, people: &[Person<'_>]) {
    let all: Vec<Value> = people
        .iter()
        .map(|one| {
            let mut fields = Fields::new();
            put(&mut fields, "name", one.name.as_deref().map(str::to_owned));
            put(&mut fields, "email", one.email.as_deref().map(str::to_owned));
            put(&mut fields, "url", one.url.as_deref().map(str::to_owned));
            put(&mut fields, "avatar", one.avatar.as_deref().map(str::to_owned));
            fields.into()
        })
        .collect();
    if let Some(first) = all.first() {
        fields.insert("author".into(), first.clone());
    }
    list(fields, "authors", all);
}

fn url_and_title(found: &Image<'_>) -> Fields {
    let mut fields = image(found);
    fields.retain(|name, _| matches!(name.as_str(), "url" | "title"));
    fields
}

fn only_url(url: &str) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "url", Some(url.to_owned()));
    fields
}

/// The first picture of Media RSS.
fn media_image(about: &About<'_>) -> Option<Fields> {
    let inner =
        about.further.iter().filter(|one| one.is(Space::Media, "group")).flat_map(|one| &one.children);
    let found = about.further.iter().chain(inner).filter(|one| one.is(Space::Media, "content")).find(|one| {
        let kind = one.attribute("type").unwrap_or_default();
        kind.starts_with("image") || one.attribute("medium") == Some("image")
    });
    found.and_then(|one| one.attribute("url")).map(only_url)
}

/// The first picture in a text.
fn first_picture(text: &Text<'_>) -> Option<Fields> {
    if text.kind == TextKind::Other {
        return None;
    }
    let html = text.to_html();
    let tag = &html[html.find("<img ")?..];
    let source = &tag[..tag.find('>')?];
    let url = source.split_once("src=\"")?.1.split('"').next()?;
    Some(only_url(url))
}
