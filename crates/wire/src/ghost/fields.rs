//! Fields of rows as Ghost's versions have written them: numbers as texts, dates in four forms.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// A row of a table.
pub(super) type Row = Map<String, Value>;

/// The longest number of seconds since 1970 that is not taken for milliseconds: the year 5138.
const MOST_SECONDS: i64 = 99_999_999_999;

/// A text; empty where there is none.
pub(super) fn text(row: &mut Row, name: &str) -> String {
    match row.remove(name) {
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The first of these texts that is not blank.
pub(super) fn first_text(row: &mut Row, names: &[&str]) -> String {
    let mut found = String::new();
    for name in names {
        let text = text(row, name);
        if found.trim().is_empty() {
            found = text;
        }
    }
    found
}

/// A key: numbers up to Ghost 0.11, 24 hexadecimal digits since.
pub(super) fn key(row: &Row, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Whether a field says yes: `true` or 1.
pub(super) fn flag(row: &mut Row, name: &str) -> bool {
    match row.remove(name) {
        Some(Value::Bool(flag)) => flag,
        Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number != 0.0),
        Some(Value::String(text)) => matches!(text.trim(), "1" | "true"),
        _ => false,
    }
}

/// A place in an order.
pub(super) fn order(row: &Row, name: &str) -> i64 {
    match row.get(name) {
        Some(Value::Number(number)) => number.as_i64().unwrap_or(0),
        Some(Value::String(text)) => text.trim().parse().unwrap_or(0),
        _ => 0,
    }
}

/// A moment: milliseconds since 1970 up to Ghost 0.11, `2019-01-02T11:56:15.000Z` or, from MySQL,
/// `2019-01-02 11:56:15` in UTC since. Nothing for what is none of them.
pub(super) fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => from_number(number.as_i64().or_else(|| whole(number.as_f64()?))?),
        Value::String(text) => {
            let text = text.trim();
            if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
                return from_number(text.parse().ok()?);
            }
            let civil = |text: &str| TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
            let stated = text.parse::<Timestamp>().ok().or_else(|| civil(text));
            stated.or_else(|| Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp()))
        }
        _ => None,
    }
    // MySQL's “no date” and what was meant to be none.
    .filter(|at| *at > Timestamp::UNIX_EPOCH)
}

fn from_number(number: i64) -> Option<Timestamp> {
    if number.abs() <= MOST_SECONDS {
        Timestamp::from_second(number).ok()
    } else {
        Timestamp::from_millisecond(number).ok()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "compared with its range before")]
fn whole(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < 9e15).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn dates_come_in_all_forms_that_ghost_wrote() {
        let at: Timestamp = "2013-12-29T09:38:30Z".parse().expect("a time");
        for written in [
            json!(1_388_309_910_000_i64),
            json!(1_388_309_910),
            json!("1388309910000"),
            json!("2013-12-29T09:38:30.000Z"),
            json!("2013-12-29 09:38:30"),
            json!("Sun, 29 Dec 2013 09:38:30 GMT"),
        ] {
            assert_eq!(moment(&written), Some(at), "{written}");
        }
        for none in [json!(null), json!(""), json!("bald"), json!("0000-00-00 00:00:00"), json!(0), json!([])]
        {
            assert_eq!(moment(&none), None, "{none}");
        }
    }

    #[test]
    fn keys_and_flags_come_as_numbers_and_texts() {
        let Value::Object(mut row) = json!({"id": 7, "other": "5c2c", "page": "1", "featured": 0}) else {
            panic!("an object")
        };
        assert_eq!((key(&row, "id").as_str(), key(&row, "other").as_str()), ("7", "5c2c"));
        assert!(flag(&mut row, "page") && !flag(&mut row, "featured") && !flag(&mut row, "none"));
    }
}
