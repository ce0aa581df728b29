//! Entries become wire items.
//!
//! Which field of a feed is which of an item follows
//! [RFC 4287](https://www.rfc-editor.org/rfc/rfc4287#section-4) and
//! [the RSS Best Practices](https://www.rssboard.org/rss-profile); relations of links are those of
//! [IANA](https://www.iana.org/assignments/link-relations/).

use newsroom::language::Language;
use newsroom::wire_item::{
    Coded, Contributor, ItemKind, Link, MediaType, Place, Relation, Subject, WireItem,
};
use url::Url;

use super::clean;
use super::element;
use super::media;
use super::model::{About, Entry, Feed, Head, Moment, Person, PersonBy, Text, TextKind};
use super::xml::Space;
use crate::body;

impl Feed<'_> {
    /// Its entries as wire items.
    pub fn to_items(&self) -> Vec<WireItem> {
        self.entries.iter().map(|entry| item(entry, &self.head)).collect()
    }
}

fn item(entry: &Entry<'_>, head: &Head<'_>) -> WireItem {
    let about = &entry.about;
    let mut item = WireItem {
        id: identifier(entry),
        provider: provider(head),
        language: language(entry, head),
        headline: about.title.as_ref().map(|title| title.to_plain().into_owned()).unwrap_or_default(),
        created: at(&about.created),
        updated: at(&about.updated),
        published: at(&about.published),
        expires: at(&about.expires).or_else(|| at(&about.valid_until)),
        url: page(about).map(str::to_owned),
        media: media::of(entry),
        ..WireItem::default()
    };
    people(about, &mut item);
    rights(about, head, &mut item);
    subjects(about, &mut item);
    places(about, &mut item);
    links(entry, &mut item);
    if let Some(source) = entry.source.as_deref() {
        item.sources.extend(provider(source));
    }
    texts(entry, head, &mut item);
    further(about, &mut item);
    if item.body.blocks.is_empty()
        && let Some(first) = item.media.first()
    {
        item.kind = match first.kind {
            MediaType::Picture => ItemKind::Picture,
            MediaType::Graphic => ItemKind::Graphic,
            MediaType::Video => ItemKind::Video,
            MediaType::Audio => ItemKind::Audio,
            MediaType::File => ItemKind::Text,
        };
    }
    item
}

/// What stays the same when the entry comes again.
fn identifier(entry: &Entry<'_>) -> String {
    let about = &entry.about;
    if let Some(id) = about.id.as_ref().filter(|id| !id.value.is_empty()) {
        return id.value.to_string();
    }
    let link = about.page().or_else(|| about.links.first().map(|link| link.href.as_ref()));
    if let Some(link) = link.filter(|link| !link.is_empty()) {
        return link.to_owned();
    }
    let title = about.title.as_ref().or(about.summary.as_ref()).map(Text::to_plain).unwrap_or_default();
    let moment = about.published.as_ref().or(about.updated.as_ref());
    let said = moment.map(|moment| moment.said.as_ref()).unwrap_or_default();
    format!("{said} {title}").trim().to_owned()
}

fn provider(head: &Head<'_>) -> Option<Coded> {
    let about = &head.about;
    let name = about.title.as_ref().map(|title| title.to_plain().into_owned()).unwrap_or_default();
    let address = about.page().or_else(|| about.links_of("self").next().map(|link| link.href.as_ref()));
    let coded = Coded { code: address.unwrap_or_default().to_owned(), scheme: String::new(), name };
    (!coded.label().is_empty()).then_some(coded)
}

fn language(entry: &Entry<'_>, head: &Head<'_>) -> Option<Language> {
    let of_text = |text: &Text<'_>| text.language.as_deref().and_then(body::language);
    let own = entry.contents.first().or(entry.about.title.as_ref()).and_then(of_text);
    own.or_else(|| entry.about.language.as_deref().and_then(body::language))
        .or_else(|| head.about.language.as_deref().and_then(body::language))
}

fn at(moment: &Option<Moment<'_>>) -> Option<jiff::Timestamp> {
    moment.as_ref().and_then(|moment| moment.at)
}

/// The page of an entry; the original one where the feed counts clicks by addresses of its own.
fn page<'s>(about: &'s About<'_>) -> Option<&'s str> {
    let original =
        element::all(&about.further, Space::FeedBurner, "origLink").find_map(element::Element::words);
    original.or_else(|| about.page())
}

fn people(about: &About<'_>, item: &mut WireItem) {
    let mut byline: Vec<&str> = Vec::new();
    let roles = [("author", &about.authors), ("contributor", &about.contributors)];
    for (role, people) in roles {
        for person in people {
            let Some(contributor) = contributor(person, role) else { continue };
            // One and the same as `author` and as `dc:creator`.
            let known = item.contributors.iter_mut().find(|known| known.coded.name == contributor.coded.name);
            match known {
                Some(known) => {
                    for (old, new) in
                        [(&mut known.email, contributor.email), (&mut known.url, contributor.url)]
                    {
                        if old.is_empty() {
                            *old = new;
                        }
                    }
                }
                None => {
                    if role == "author"
                        && let Some(name) = person.name.as_deref()
                    {
                        byline.push(name);
                    }
                    item.contributors.push(contributor);
                }
            }
        }
    }
    item.byline = byline.join(", ");
}

fn contributor(person: &Person<'_>, role: &str) -> Option<Contributor> {
    let said = |part: &Option<std::borrow::Cow<'_, str>>| part.as_deref().unwrap_or_default().to_owned();
    let (name, email, url) = (said(&person.name), said(&person.email), said(&person.url));
    if name.is_empty() && email.is_empty() && url.is_empty() {
        return None;
    }
    let role = if person.by == PersonBy::ManagingEditor { "editor" } else { role };
    Some(Contributor {
        coded: Coded::named(clean::plain(&name)),
        role: role.to_owned(),
        job: String::new(),
        email,
        url,
    })
}

fn rights(about: &About<'_>, head: &Head<'_>, item: &mut WireItem) {
    let notice = about.rights.as_ref().or(head.about.rights.as_ref());
    item.copyright = notice.map(|rights| rights.to_plain().into_owned()).unwrap_or_default();
    let own = about.links_of("license").next();
    let licence = own.or_else(|| head.about.links_of("license").next());
    item.usage_terms = licence.map(|link| link.href.to_string()).unwrap_or_default();
}

fn subjects(about: &About<'_>, item: &mut WireItem) {
    for category in &about.categories {
        let said = |part: &Option<std::borrow::Cow<'_, str>>| {
            part.as_deref().map(|said| clean::plain(said).into_owned()).unwrap_or_default()
        };
        let (term, scheme, label) = (said(&category.term), said(&category.scheme), said(&category.label));
        if scheme.is_empty() {
            let word = if label.is_empty() { term } else { label };
            if !word.is_empty() && !item.keywords.contains(&word) {
                item.keywords.push(word);
            }
            continue;
        }
        // In RSS the category is its own name.
        let (code, name) = if label.is_empty() { (String::new(), term) } else { (term, label) };
        let subject = Subject { coded: Coded { code, scheme, name }, ..Subject::default() };
        if !item.subjects.contains(&subject) {
            item.subjects.push(subject);
        }
    }
}

fn places(about: &About<'_>, item: &mut WireItem) {
    let words = |name: &'static str| {
        element::all(&about.further, Space::GeoRss, name).find_map(element::Element::words)
    };
    let name = words("featurename").unwrap_or_default();
    let position = about.place.as_ref().and_then(super::geo::Shape::middle);
    if position.is_some() || !name.is_empty() {
        item.places.push(Place { coded: Coded::named(name), position, ..Place::default() });
    }
}

fn links(entry: &Entry<'_>, item: &mut WireItem) {
    let mut push = |relation, url: &str, title: &str, said: &str| {
        if !url.is_empty() && item.url.as_deref() != Some(url) {
            let (url, title, said) = (Some(url.to_owned()), title.to_owned(), said.to_owned());
            item.links.push(Link { relation, url, title, said, ..Link::default() });
        }
    };
    for link in &entry.about.links {
        let relation = match link.rel.as_ref() {
            "enclosure" | "license" => continue,
            "alternate" => Relation::Alternate,
            "related" => Relation::Related,
            "via" => Relation::Via,
            "replies" => Relation::Comments,
            _ => Relation::Other,
        };
        let said = if relation == Relation::Other { link.rel.as_ref() } else { "" };
        push(relation, &link.href, link.title.as_deref().unwrap_or_default(), said);
    }
    if let Some(comments) = &entry.comments {
        push(Relation::Comments, comments, "", "");
    }
    for reply in element::all(&entry.about.further, Space::Thread, "in-reply-to") {
        let id = reply.attribute("ref").map(str::to_owned);
        let url = reply.attribute("href").map(str::to_owned);
        item.links.push(Link { relation: Relation::InReplyTo, id, url, ..Link::default() });
    }
}

/// The text, and before it the summary where there are both.
fn texts(entry: &Entry<'_>, head: &Head<'_>, item: &mut WireItem) {
    let rich =
        |text: &&Text<'_>| matches!(text.kind, TextKind::Html | TextKind::Xhtml) && !text.value.is_empty();
    let plain = |text: &&Text<'_>| text.kind == TextKind::Plain && !text.value.is_empty();
    let content = entry.contents.iter().find(rich).or_else(|| entry.contents.iter().find(plain));
    let summary = entry.about.summary.as_ref().filter(|summary| !summary.value.is_empty());
    let text = match (content, summary) {
        (Some(content), Some(summary)) => {
            if content.value != summary.value {
                item.standfirst = summary.to_plain().into_owned();
            }
            content
        }
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => return,
    };
    if text.kind == TextKind::Plain {
        return body::put_text(item, &text.value);
    }
    let base = text.base.as_deref().and_then(|base| Url::parse(base).ok());
    let base = base.or_else(|| {
        [item.url.as_deref(), head.about.page()].into_iter().flatten().find_map(|page| Url::parse(page).ok())
    });
    body::put_html(item, &text.value, base.as_ref());
}

/// What has no place of its own.
fn further(about: &About<'_>, item: &mut WireItem) {
    const KEPT: [(Space, &str, &str); 12] = [
        (Space::Slash, "comments", "comments"),
        (Space::Slash, "department", "department"),
        (Space::Thread, "total", "comments"),
        (Space::ITunes, "duration", "duration"),
        (Space::ITunes, "episode", "episode"),
        (Space::ITunes, "season", "season"),
        (Space::ITunes, "episodeType", "episode-type"),
        (Space::ITunes, "explicit", "explicit"),
        (Space::Podcast, "episode", "episode"),
        (Space::Podcast, "season", "season"),
        (Space::Podcast, "transcript", "transcript"),
        (Space::Dc, "type", "type"),
    ];
    for (space, name, key) in KEPT {
        if item.further(key).is_some() {
            continue;
        }
        let found = element::all(&about.further, space, name).next();
        let value = found.and_then(|one| one.words().or_else(|| one.attribute("url")));
        if let Some(value) = value {
            item.say_further(key, value);
        }
    }
}
