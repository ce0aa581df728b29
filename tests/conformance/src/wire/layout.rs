//! A wire item laid out in Superdesk's field names, as its tests look at it.

use ::wire::{Format, Parsed};
use newsroom::document::html::to_canonical_html;
use newsroom::document::html::{Options, PictureRef, from_html};
use newsroom::ids::AssetId;
use newsroom::wire_item::{Coded, ItemKind, Media, Subject, WireItem};
use serde_json::{Map, Value, json};

use super::{iptc_xml, text_kinds};
use crate::data::word;

/// All items as one list, or the first alone, as the fact's pointer asks for.
pub(super) fn lay_out(parsed: &Parsed, fact: &Value) -> Value {
    let (at, test) = (word(fact, "at"), word(fact, "test"));
    let list = at.starts_with("/#") || at.trim_start_matches('/').starts_with(|c: char| c.is_ascii_digit());
    let mut items = Vec::new();
    for item in &parsed.items {
        if parsed.format == Format::Ninjs {
            // There a picture that comes with an item is one of its own, before it.
            items.extend(item.media.iter().filter(|_| item.kind == ItemKind::Text).map(picture));
        }
        let mut laid = one(item);
        match parsed.format {
            Format::Iptc7901 | Format::Anpa | Format::Mail | Format::Ninjs | Format::Text => {
                text_kinds::lay_out(parsed.format, item, test, &mut laid);
            }
            Format::Nitf | Format::Newsml1 | Format::NewsmlG2 => {
                iptc_xml::lay_out(parsed.format, item, test, &mut laid);
            }
            _ => {}
        }
        items.push(Value::Object(laid));
    }
    if list {
        return Value::Array(items);
    }
    // The item itself stands behind its pictures.
    let place = items.iter().position(|item| item["type"] != "picture").unwrap_or(0);
    if items.is_empty() { Value::Null } else { items.swap_remove(place) }
}

/// What all formats have in common.
fn one(item: &WireItem) -> Map<String, Value> {
    let kind = match item.kind {
        ItemKind::Package => "composite",
        kind => kind.as_str(),
    };
    let notes: Vec<&str> = item.notes.iter().map(|note| note.text.as_str()).collect();
    let value = json!({
        "type": kind,
        "guid": item.id,
        "uri": item.id,
        "version": item.version,
        "pubstatus": match item.status.as_str() { "cancelled" => "canceled", word => word },
        "ingest_provider_sequence": item.sequence,
        "urgency": item.urgency,
        "priority": item.priority,
        "embargoed": item.embargo,
        "expiry": item.expires,
        "firstcreated": item.created,
        "versioncreated": item.updated,
        "firstpublished": item.published,
        "slugline": item.slugline,
        "headline": item.headline,
        "abstract": item.standfirst,
        "description_text": item.standfirst,
        "byline": item.byline,
        "language": item.language.as_ref().map(newsroom::language::Language::as_str),
        "creditline": item.credit,
        "copyrightholder": item.copyright_holder,
        "copyrightnotice": item.copyright,
        "usageterms": item.usage_terms,
        "ednote": notes.join("\n"),
        "source": item.provider.as_ref().map(Coded::label),
        "subject": item.subjects.iter().filter(|subject| !is_category(subject)).map(subject).collect::<Vec<_>>(),
        "anpa_category": item.subjects.iter().filter(|subject| is_category(subject)).map(category).collect::<Vec<_>>(),
        "genre": item.genres.iter().map(genre).collect::<Vec<_>>(),
        "keywords": item.keywords,
        "place": item.places.iter().map(|place| json!({
            "name": place.coded.name, "qcode": place.coded.code, "code": place.coded.code,
        })).collect::<Vec<_>>(),
        "word_count": item.words,
        "body_html": html(item),
        "dateline": dateline(item),
        "associations": item.media.iter().filter(|media| media.lead).map(|media| ("featuremedia".to_owned(), picture(media)))
            .collect::<Map<String, Value>>(),
    });
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn dateline(item: &WireItem) -> Value {
    let Some(dateline) = &item.dateline else { return json!({}) };
    json!({
        "text": dateline.text,
        "source": dateline.source,
        "located": {"city": dateline.city, "country": dateline.country},
    })
}

/// A picture as an item of its own.
fn picture(media: &Media) -> Value {
    let mut kind = json!(media.kind);
    if kind == "file" {
        kind = json!("picture");
    }
    json!({
        "type": kind,
        "guid": media.id,
        "headline": media.title,
        "description_text": media.caption,
        "alt_text": media.alt,
        "byline": media.creator,
        "copyrightnotice": media.copyright,
    })
}

fn is_category(subject: &Subject) -> bool {
    subject.coded.scheme.contains("anpa")
}

fn category(subject: &Subject) -> Value {
    let code = subject.coded.code.to_lowercase();
    if subject.coded.name.is_empty() {
        json!({"qcode": code})
    } else {
        json!({"qcode": code, "name": subject.coded.name})
    }
}

fn subject(subject: &Subject) -> Value {
    json!({"name": subject.coded.name, "qcode": subject.coded.code})
}

fn genre(genre: &Coded) -> Value {
    if genre.code.is_empty() {
        json!({"name": genre.name})
    } else {
        json!({"name": genre.name, "qcode": genre.code})
    }
}

/// The text as HTML, without the ids that our documents give their blocks.
fn html(item: &WireItem) -> String {
    let html = to_canonical_html(&item.body).replace('\n', "");
    let ids = regex::Regex::new(r#" (?:data-)?id="[^"]*""#).expect("a pattern");
    ids.replace_all(&html, "").into_owned()
}

/// The words of an HTML text, in order.
pub(super) fn words(html: &str) -> Vec<String> {
    let (document, _) =
        from_html(html, &Options::default(), &mut |_: &PictureRef<'_>| -> Option<AssetId> { None });
    document.plain_text().split_whitespace().map(str::to_owned).collect()
}
