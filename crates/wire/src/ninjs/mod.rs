//! ninjs 1.0 to 3.1, and what other systems send as JSON in its manner.
//!
//! [IPTC ninjs](https://iptc.org/standards/ninjs/): the [User Guide](https://iptc.github.io/newsinjson/) and the schemas
//! of each version. An item that breaks the rules of its version is taken in, with what it breaks as faults.
//! JSON itself is [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259); what is no JSON is refused with its line.

mod about;
mod check;
mod fields;
mod item;
mod media;
mod planning;
mod rules;
mod text;
mod version;

use serde_json::Value;

use crate::{Error, Format, Hints, Parsed, charset};
use fields::Fields;

/// Properties of which an item has at least two, or one and an identifier.
const SIGNS: [&str; 22] = [
    "abstract",
    "associations",
    "bodies",
    "byline",
    "caption",
    "copyrightnotice",
    "createdate",
    "descriptions",
    "eventdetails",
    "firstcreated",
    "headline",
    "headlines",
    "language",
    "plannedcoverage",
    "pubstatus",
    "renditions",
    "slugline",
    "standard",
    "title",
    "type",
    "urgency",
    "versioncreated",
];
/// Properties that identify an item.
const NAMES: [&str; 7] = ["uri", "guid", "_id", "itemid", "newsobjectid", "imageid", "id"];
/// As deep as items are looked for in what is around them.
const DEEPEST: usize = 6;

/// Whether it is a JSON object or list in which an item of news stands, or would be JSON if it were not broken.
pub fn looks_like(bytes: &[u8]) -> bool {
    begins_as_json(bytes) && value(bytes).map_or(true, |value| !found(&value).is_empty())
}

/// Reads an item, a list of them, or what a system wraps around them.
///
/// # Errors
/// When it is no JSON, with the line, or no item stands in it.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let value = value(bytes)?;
    let found = found(&value);
    let objects = match (&value, found.is_empty()) {
        // An object with nothing but its identifier is an item all the same.
        (Value::Object(object), true) if object.contains_key("uri") => vec![Fields(object)],
        (_, true) => {
            let cause = "no item of news stands in this JSON: there is no object with an identifier and a headline, text or type";
            return Err(Error::new(Format::Ninjs, cause));
        }
        (_, false) => found,
    };
    let items = objects.into_iter().flat_map(|fields| item::read(fields, hints.url, 0)).collect();
    Ok(Parsed { format: Format::Ninjs, items, faults: Vec::new() })
}

fn begins_as_json(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    start.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'{' | b'['))
}

fn value(bytes: &[u8]) -> Result<Value, Error> {
    // JSON is UTF-8 by its standard; detection only serves what breaks it.
    let text = charset::decode(bytes, None).text;
    serde_json::from_str(&text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        Error::at(Format::Ninjs, line, format!("this is no JSON: {error}"))
    })
}

/// The items: the value itself, or those that stand first in what is around them.
fn found(value: &Value) -> Vec<Fields<'_>> {
    let mut level = vec![value];
    for _ in 0..DEEPEST {
        let items: Vec<Fields<'_>> =
            level.iter().filter_map(|value| Fields::of(value)).filter(|it| is_item(*it)).collect();
        if !items.is_empty() {
            return items;
        }
        level = level
            .into_iter()
            .flat_map(|value| match value {
                Value::Array(values) => values.iter().collect::<Vec<_>>(),
                Value::Object(object) => object.values().filter(|value| !value.is_string()).collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    Vec::new()
}

fn is_item(fields: Fields<'_>) -> bool {
    let named = fields.has(&NAMES);
    let mut signs = 0;
    for key in fields.0.keys() {
        let key = key.trim_start_matches('$').to_ascii_lowercase();
        let plural = [
            "person",
            "people",
            "organisation",
            "place",
            "subject",
            "event",
            "object",
            "infosource",
            "genre",
        ]
        .iter()
        .any(|word| key == *word || key.strip_suffix('s') == Some(word));
        let text = ["body_", "headline_", "description_"].iter().any(|start| key.starts_with(start));
        signs += usize::from(SIGNS.contains(&key.as_str()) || plural || text);
    }
    // A resource's own address and type are not enough for systems' envelopes (`id` and `type`).
    let strong = fields.has(&["uri", "guid"]);
    if strong { signs >= 1 } else { named && signs >= 3 }
}

#[cfg(test)]
mod tests;
