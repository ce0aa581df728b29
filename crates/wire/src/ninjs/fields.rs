//! The properties of an object under the names that the generations of ninjs and its relatives give them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::iso_time;

/// The properties of an object. Names are asked for in small letters and found in any (`pubstatus`, `pubStatus`).
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// Of an object; nothing of anything else.
    pub(super) fn of(value: &'a Value) -> Option<Fields<'a>> {
        value.as_object().map(Fields)
    }

    /// The first of these that is there and not null.
    pub(super) fn get(self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| {
            let exact = self.0.get(*name);
            let value = exact.or_else(|| {
                self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
            });
            value.filter(|value| !value.is_null())
        })
    }

    /// Whether one of these is there.
    pub(super) fn has(self, names: &[&str]) -> bool {
        self.get(names).is_some()
    }

    /// The text of the first of these that has one; a number as its digits, a list of texts as lines.
    pub(super) fn text(self, names: &[&str]) -> String {
        names
            .iter()
            .filter_map(|name| self.get(&[name]))
            .map(text_of)
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Its number, also where it is written as a text.
    pub(super) fn number(self, names: &[&str]) -> Option<f64> {
        match self.get(names)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Its whole number of at least zero.
    pub(super) fn count(self, names: &[&str]) -> Option<u32> {
        let number = self.number(names)?.round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its bounds are checked")]
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }

    /// A level of a scale from 1 to 9.
    pub(super) fn level(self, names: &[&str]) -> Option<u8> {
        self.count(names).and_then(|level| u8::try_from(level).ok()).filter(|level| (1..=9).contains(level))
    }

    /// Its point in time: a date as text, or seconds or milliseconds since 1970.
    pub(super) fn time(self, names: &[&str]) -> Option<Timestamp> {
        names.iter().find_map(|name| match self.get(&[name])? {
            Value::String(text) => time_of(text),
            Value::Number(number) => unix(number.as_f64()?),
            _ => None,
        })
    }

    /// The objects of a list, of an object's values, or the object itself.
    pub(super) fn objects(self, names: &[&str]) -> Vec<Fields<'a>> {
        match self.get(names) {
            Some(Value::Array(values)) => values.iter().filter_map(Fields::of).collect(),
            Some(Value::Object(object)) => vec![Fields(object)],
            _ => Vec::new(),
        }
    }

    /// The object of that name.
    pub(super) fn object(self, names: &[&str]) -> Option<Fields<'a>> {
        self.get(names).and_then(Fields::of)
    }

    /// The texts of a list, or of a text parted by commas.
    pub(super) fn words(self, names: &[&str]) -> Vec<String> {
        let words: Vec<String> = match self.get(names) {
            Some(Value::Array(values)) => values.iter().map(text_of).collect(),
            Some(Value::String(text)) => text.split([',', ';']).map(|word| word.trim().to_owned()).collect(),
            _ => Vec::new(),
        };
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }
}

/// A point in time; without a zone in UTC.
pub(super) fn time_of(text: &str) -> Option<Timestamp> {
    iso_time::read(text, &TimeZone::UTC).map(|moment| moment.at)
}

/// The point in time of milliseconds or seconds since 1970: what would be past the year 5138 in seconds counts as
/// milliseconds.
fn unix(number: f64) -> Option<Timestamp> {
    let milliseconds = if number.abs() >= 1e11 { number } else { number * 1e3 };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond i64 becomes its bound, which is no point in time"
    )]
    Timestamp::from_millisecond(milliseconds.round() as i64).ok()
}

/// A value as text: that of a list is its texts, one a line; an object's is its name.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            values.iter().map(text_of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Value::Object(object) => ["name", "value", "text", "code"]
            .iter()
            .find_map(|name| object.get(*name)?.as_str())
            .unwrap_or_default()
            .to_owned(),
        Value::Null | Value::Bool(_) => String::new(),
    }
}
