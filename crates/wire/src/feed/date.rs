//! Points in time as feeds write them.
//!
//! [RFC 822, 5](https://www.rfc-editor.org/rfc/rfc822#section-5) with all that is usual instead,
//! [W3C's profile of ISO 8601](https://www.w3.org/TR/NOTE-datetime), ISO 8601 with parts left out, C's `asctime`,
//! and months in other languages. Where no time zone is said, it is UTC; where no time of day is, midnight.

mod iso;
mod words;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// The point in time that a text names; nothing where it names none.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    iso::parse(text).or_else(|| words::parse(text))
}

/// A point in time by its parts; `offset` is in seconds east of Greenwich.
fn at(year: i16, month: i8, day: i8, time: Time, offset: i64) -> Option<Timestamp> {
    let date = Date::new(year, month, day).ok()?;
    let utc = jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    utc.checked_sub(jiff::SignedDuration::from_secs(offset)).ok()
}

/// A time of day `7`, `07:30`, `07:30:59.5`; leap seconds are the second before, 24 o'clock is none.
fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let number = |part: Option<&str>| part.map_or(Some(0), |part| part.trim().parse::<i8>().ok());
    let hour = number(Some(parts.next()?))?;
    let minute = number(parts.next())?;
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(part) => {
            let (whole, fraction) = part.split_once(['.', ',']).unwrap_or((part, ""));
            let second: i8 = whole.parse().ok()?;
            (second.min(59), nanoseconds(fraction)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, fraction).ok()
}

fn nanoseconds(digits: &str) -> Option<i32> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = &digits[..digits.len().min(9)];
    let number: i32 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(number * 10_i32.pow(9 - u32::try_from(digits.len()).ok()?))
}

/// Seconds east of Greenwich: `Z`, `+02:00`, `-0500`, `EST`, `GMT+1`, `Etc/GMT`. Unknown names are UTC.
fn zone(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches(['(', '"']).trim_end_matches([')', '"']);
    let start = text.get(..4).unwrap_or_default();
    let text = if start.eq_ignore_ascii_case("etc/") { &text[4..] } else { text };
    let start = text.get(..3).unwrap_or_default();
    let named = start.eq_ignore_ascii_case("gmt") || start.eq_ignore_ascii_case("utc");
    let text = if named && text.len() > 3 { &text[3..] } else { text };
    if let Some((sign, digits)) = text
        .strip_prefix('+')
        .map(|digits| (1, digits))
        .or_else(|| text.strip_prefix(['-', '\u{2212}']).map(|digits| (-1, digits)))
    {
        let (hours, minutes) = match digits.split_once(':') {
            Some(parts) => parts,
            None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
            None => (digits, "0"),
        };
        let (hours, minutes): (i64, i64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        if hours > 24 || minutes > 59 {
            return None;
        }
        return Some(sign * (hours * 3_600 + minutes * 60));
    }
    let hours = match text.to_ascii_lowercase().as_str() {
        "adt" => -3,
        "ast" | "at" | "edt" => -4,
        "est" | "et" | "cdt" => -5,
        "cst" | "ct" | "mdt" => -6,
        "mst" | "mt" | "pdt" => -7,
        "pst" | "pt" | "akdt" => -8,
        "akst" => -9,
        "hst" => -10,
        "m" => -12,
        "a" => -1,
        "n" | "met" | "cet" | "bst" | "wat" => 1,
        "mest" | "cest" | "eet" | "sast" => 2,
        "eest" | "msk" => 3,
        "jst" | "kst" => 9,
        "aest" => 10,
        "aedt" => 11,
        "y" => 12,
        _ => 0,
    };
    Some(hours * 3_600)
}

/// A year of two digits is one between 1990 and 2089.
fn full_year(year: i16, digits: usize) -> i16 {
    match digits {
        0..=2 if year < 90 => 2_000 + year,
        0..=2 => 1_900 + year,
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_of_all_forms_are_read() {
        for (text, expected) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 January 04 19:48 +0100", "2004-01-01T18:48:00Z"),
            ("Thu,  01 Jan 2004  19:48:21 Etc/GMT", "2004-01-01T19:48:21Z"),
            ("Thu Jan 01 2004 19:48:21 GMT-05:00", "2004-01-02T00:48:21Z"),
            ("01 Jan 2004", "2004-01-01T00:00:00Z"),
            ("Thursday, 01-Jan-04 19:48:21 EST", "2004-01-02T00:48:21Z"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("Jan 1, 2004 7:48:21 PM", "2004-01-01T19:48:21Z"),
            ("31 Dec 2003 23:59:60 GMT", "2003-12-31T23:59:59Z"),
            ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
            ("2003-12-31T10:14:55.5-08:00", "2003-12-31T18:14:55.5Z"),
            ("2003-12-31 10:14:55 +0200", "2003-12-31T08:14:55Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("2003", "2003-01-01T00:00:00Z"),
            ("20031231T101455Z", "2003-12-31T10:14:55Z"),
            ("2003335", "2003-12-01T00:00:00Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("20031231", "2003-12-31T00:00:00Z"),
            ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"),
            ("2004\u{b144} 05\u{c6d4} 28\u{c77c}  01:31:15", "2004-05-27T16:31:15Z"),
            ("2004-05-25 \u{c624}\u{d6c4} 11:23:17", "2004-05-25T14:23:17Z"),
            ("\u{3a0}\u{3b1}\u{3c1}, 31 \u{39f}\u{3ba}\u{3c4} 2003 10:14:55 GMT", "2003-10-31T10:14:55Z"),
            ("2004-j\u{fa}lius-13T9:15-05:00", "2004-07-13T14:15:00Z"),
            ("Do, 1. M\u{e4}rz 2018 10:00:00 +0100", "2018-03-01T09:00:00Z"),
            ("12.03.2018 10:00", "2018-03-12T10:00:00Z"),
        ] {
            assert_eq!(parse(text).map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "2003-13-01", "Thu, 32 Jan 2004 19:48:21 GMT", "25:00", "\u{b144}"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
