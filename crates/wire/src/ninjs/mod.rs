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

/// What other systems say of their items, besides the properties of ninjs itself.
const SIGNS: [&str; 11] = [
    "abstract",
    "author",
    "authors",
    "caption",
    "createdate",
    "credit",
    "keywords",
    "newscomponents",
    "priority",
    "source",
    "topic",
];
/// Properties that identify an item.
const NAMES: [&str; 7] = ["uri", "guid", "_id", "itemid", "newsobjectid", "imageid", "id"];
/// As deep as items are looked for in what is around them.
const DEEPEST: usize = 6;

/// Whether it is a JSON object or list in which an item of news stands, or would be JSON if it were not broken.
pub fn looks_like(bytes: &[u8]) -> bool {
    begins_as_json(bytes)
        && value(bytes).map_or(true, |value| value.get("uri").is_some() || !found(&value).is_empty())
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
    // What is wrapped up is another system's, with properties of its own.
    let wrapped = !objects.iter().any(|fields| is_at_top(&value, *fields));
    let items = objects.into_iter().flat_map(|fields| item::read(fields, hints.url, wrapped)).collect();
    Ok(Parsed { format: Format::Ninjs, items, faults: Vec::new() })
}

/// Whether an object is the whole file, or stands in the list that is the whole file.
fn is_at_top(value: &Value, fields: Fields<'_>) -> bool {
    let is = |value: &Value| value.as_object().is_some_and(|object| std::ptr::eq(object, fields.0));
    is(value) || value.as_array().is_some_and(|values| values.iter().any(is))
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
    let signs = fields.0.keys().filter(|key| !NAMES.contains(&key.to_ascii_lowercase().as_str()));
    let signs = signs
        .filter(|key| rules::is_property(key) || SIGNS.iter().any(|sign| key.eq_ignore_ascii_case(sign)));
    // Envelopes have an `id` and a `type` too; `uri` and `guid` are names of items.
    let least = if fields.has(&["uri", "guid"]) { 1 } else { 3 };
    fields.has(&NAMES) && signs.count() >= least
}

#[cfg(test)]
mod tests;
