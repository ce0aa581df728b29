//! Whether a fact holds of what was read.

use ::wire::{Error, Parsed};
use jiff::Timestamp;
use serde_json::Value;

use super::{iptc_xml, layout};
use crate::data::word;
use crate::wxr::ops;

/// Whether a fact holds; why not, otherwise.
pub(super) fn ask(read: Option<&Result<Parsed, Error>>, fact: &Value) -> Result<(), String> {
    let (op, at) = (word(fact, "op"), word(fact, "at"));
    let expected = &fact["value"];
    let parsed = match read {
        None => return Err("there is no such file".into()),
        Some(Err(error)) if op == "rejected" || (op == "schema_valid" && *expected == false) => {
            return if error.cause.is_empty() {
                Err("it was refused without a reason".into())
            } else {
                Ok(())
            };
        }
        Some(Err(error)) => return Err(error.to_string()),
        Some(Ok(parsed)) => parsed,
    };
    match op {
        "rejected" => Err("it was read".into()),
        "schema_valid" => valid(parsed, expected),
        _ => {
            let world = layout::lay_out(parsed, fact);
            let found = find(&world, at);
            holds(op, at, found, expected)
        }
    }
}

fn valid(parsed: &Parsed, expected: &Value) -> Result<(), String> {
    match (says_invalid(parsed), expected.as_bool()) {
        (true, Some(true)) => Err(format!("it is right, but was said to be wrong: {}", first_fault(parsed))),
        (false, Some(false)) => Err("it is wrong, but nothing was said".into()),
        _ => Ok(()),
    }
}

/// Whether a file was read with the warning that it breaks the rules of its format.
pub(super) fn says_invalid(parsed: &Parsed) -> bool {
    faults(parsed).any(|what| what.contains("breaks the rules"))
}

fn first_fault(parsed: &Parsed) -> &str {
    faults(parsed).find(|what| what.contains("breaks the rules")).unwrap_or_default()
}

fn faults(parsed: &Parsed) -> impl Iterator<Item = &str> {
    let of_items = parsed.items.iter().flat_map(|item| &item.faults);
    parsed.faults.iter().chain(of_items).map(|fault| fault.what.as_str())
}

/// The value at a JSON pointer; `#count` behind it is its length.
fn find(world: &Value, at: &str) -> Option<Value> {
    let (at, count) = at.strip_suffix("#count").map_or((at, false), |at| (at, true));
    let at = at.trim_end_matches('/');
    let value = world.pointer(at)?;
    if !count {
        return Some(value.clone());
    }
    let length = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len))?;
    Some(length.into())
}

fn holds(op: &str, at: &str, found: Option<Value>, expected: &Value) -> Result<(), String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    if op == "matches" {
        let pattern = regex::Regex::new(&text(Some(expected))).map_err(|error| error.to_string())?;
        let found = text(found.as_ref());
        let start: String = found.chars().take(120).collect();
        return if pattern.is_match(&found) {
            Ok(())
        } else {
            Err(format!("{start:?} does not match {pattern}"))
        };
    }
    // What is not there and what is empty are the same to all who ask.
    let empty = |value: &Value| value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty);
    if op == "eq" && empty(expected) && found.as_ref().is_none_or(empty) {
        return Ok(());
    }
    if op == "eq"
        && let (Some(a), Some(b)) = (moment(found.as_ref()), moment(Some(expected)))
    {
        return if a == b { Ok(()) } else { Err(format!("found {a}, expected {b}")) };
    }
    // Of a text counts what it says, paragraph by paragraph, not how its markup is laid out.
    if op == "eq" && at.ends_with("/body_html") {
        let (a, b) = (layout::words(&text(found.as_ref())), layout::words(&text(Some(expected))));
        return if a == b { Ok(()) } else { Err(difference(&a, &b)) };
    }
    if at.ends_with("body_html") && matches!(op, "contains" | "not_contains") {
        let flat = |value: Option<&Value>| Value::String(iptc_xml::flat(&text(value)));
        return ops::holds(op, Some(&flat(found.as_ref())), &flat(Some(expected)));
    }
    ops::holds(op, found.as_ref(), expected)
}

fn moment(value: Option<&Value>) -> Option<Timestamp> {
    let text = value?.as_str()?;
    ::wire::iso_time::read(text, &jiff::tz::TimeZone::UTC)
        .filter(|_| text.contains('T'))
        .map(|moment| moment.at)
}

fn difference(found: &[String], expected: &[String]) -> String {
    let place =
        found.iter().zip(expected).position(|(a, b)| a != b).unwrap_or(found.len().min(expected.len()));
    let around = |words: &[String]| {
        words[place.saturating_sub(3).min(words.len())..(place + 5).min(words.len())].join(" ")
    };
    format!("from word {place} the texts differ: found “{}”, expected “{}”", around(found), around(expected))
}
