//! Dates and times as pages state them: [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6),
//! ISO 8601 in its looser forms, [RFC 5322, 3.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.3), and a few that
//! content systems print.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

/// A day, and as much of its time as is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day and, if stated, the time of day as written.
    pub written: DateTime,
    /// Whether a time of day was stated; without one `written` stands at midnight.
    pub has_time: bool,
    /// How far that clock is ahead of UTC, if the page says so.
    pub offset: Option<Offset>,
}

impl Moment {
    /// The instant it means. Without a stated zone the clock is taken to be that of UTC.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.offset.unwrap_or(Offset::UTC).to_timestamp(self.written).ok()
    }

    /// Reads a date with or without a time.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        numeric(text).or_else(|| mail(text)).or_else(|| seconds(text))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_time {
            return self.written.date().fmt(f);
        }
        self.written.fmt(f)?;
        match self.offset {
            None => Ok(()),
            Some(offset) if offset.is_zero() => f.write_str("Z"),
            Some(offset) => {
                let minutes = offset.seconds() / 60;
                write!(
                    f,
                    "{}{:02}:{:02}",
                    if minutes < 0 { '-' } else { '+' },
                    minutes.abs() / 60,
                    minutes.abs() % 60
                )
            }
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `2024-05-03T15:47:42.389Z`, `2024-05-03 15:47 +0200`, `20240503`, `2024/05/03`, `03.05.2024 15:47`.
fn numeric(text: &str) -> Option<Moment> {
    let (first, rest) = number(text)?;
    let mut parts = [first, 0, 0];
    let mut rest = rest;
    if first > 9999 && text.bytes().take_while(u8::is_ascii_digit).count() == 8 {
        parts = [first / 10_000, first / 100 % 100, first % 100];
    } else {
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        for part in &mut parts[1..] {
            let (value, after) = number(rest.strip_prefix(separator)?)?;
            (*part, rest) = (value, after);
        }
        // Days first where the year stands last and points part them, as most of Europe writes.
        if parts[2] > 31 && separator == '.' {
            parts.swap(0, 2);
        }
    }
    let date =
        Date::new(i16::try_from(parts[0]).ok()?, i8::try_from(parts[1]).ok()?, i8::try_from(parts[2]).ok()?);
    let date = date.ok().filter(|date| date.year() > 1000)?;
    let rest = rest
        .strip_prefix(['T', 't'])
        .unwrap_or(rest)
        .trim_start_matches([' ', ',', '|', '-', '–', 'T', 'u', 'm']);
    Some(timed(date, rest))
}

/// `Fri, 03 May 2024 15:47:42 +0200`, `May 3, 2024 3:47 PM`, `3 May 2024`.
fn mail(text: &str) -> Option<Moment> {
    let mut rest = text;
    let (mut day, mut month, mut year) = (None, None, None);
    // Whatever the order: the word is the month, the large number the year.
    for _ in 0..5 {
        rest = rest.trim_start_matches([' ', ',', '.', '\u{a0}']);
        if let Some((value, after)) = number(rest) {
            if value > 31 {
                year = Some(value)
            } else {
                day = Some(value)
            }
            rest = after
                .strip_prefix("st")
                .or_else(|| after.strip_prefix("nd"))
                .or_else(|| after.strip_prefix("rd"))
                .or_else(|| after.strip_prefix("th"))
                .unwrap_or(after);
        } else {
            let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            if length == 0 {
                return None;
            }
            month = month.or_else(|| month_of(&rest[..length]));
            rest = &rest[length..];
        }
        if let (Some(day), Some(month), Some(year)) = (day, month, year) {
            let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
            return Some(timed(date, rest.trim_start_matches([' ', ',', '|', '-', 'a', 't'])));
        }
    }
    None
}

/// Seconds or milliseconds since 1970.
fn seconds(text: &str) -> Option<Moment> {
    if !(10..=13).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let stamp =
        if text.len() == 13 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) };
    let written = Offset::UTC.to_datetime(stamp.ok()?);
    Some(Moment { written, has_time: true, offset: Some(Offset::UTC) })
}

/// A day with the time that follows it, if one does.
fn timed(date: Date, rest: &str) -> Moment {
    let day = Moment { written: date.to_datetime(Time::midnight()), has_time: false, offset: None };
    time(rest).map_or(day, |(time, zone)| Moment {
        written: date.to_datetime(time),
        has_time: true,
        offset: offset(zone.trim_start_matches([' ', '('])),
    })
}

fn time(text: &str) -> Option<(Time, &str)> {
    let (mut hour, rest) = number(text)?;
    let (minute, mut rest) = number(rest.strip_prefix([':', '.', 'h'])?)?;
    let (mut second, mut nanosecond) = (0, 0);
    if let Some((value, after)) = rest.strip_prefix(':').and_then(number) {
        (second, rest) = (value, after);
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let digits: String = fraction[..length].chars().chain("000000000".chars()).take(9).collect();
            nanosecond = digits.parse().ok()?;
            rest = &fraction[length..];
        }
    }
    let word = rest.trim_start_matches([' ', '\u{a0}']);
    let half = word.get(..2).map(str::to_ascii_lowercase).filter(|half| half == "am" || half == "pm");
    if let Some(half) = half {
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        rest = &word[2..];
    }
    // A leap second is the second before it.
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second.min(59)).ok()?,
        nanosecond,
    );
    Some((time.ok()?, rest))
}

/// `Z`, `+02:00`, `+0200`, `+02`, `GMT`, and the zones of RFC 5322, 4.3.
fn offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => {
            let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
            let hours = match word.to_ascii_uppercase().as_str() {
                "Z" | "UTC" | "GMT" | "UT" | "WET" => 0,
                "EST" | "CDT" => -5,
                "EDT" => -4,
                "CST" | "MDT" => -6,
                "MST" | "PDT" => -7,
                "PST" => -8,
                "CET" | "MEZ" | "BST" => 1,
                "CEST" | "MESZ" | "EET" => 2,
                "EEST" => 3,
                _ => return None,
            };
            return Offset::from_hours(hours).ok();
        }
    };
    let digits: Vec<i32> = text
        .bytes()
        .skip(1)
        .filter(|byte| *byte != b':')
        .take_while(u8::is_ascii_digit)
        .take(4)
        .map(|byte| i32::from(byte - b'0'))
        .collect();
    let (hours, minutes) = match digits[..] {
        [a, b, c, d] => (10 * a + b, 10 * c + d),
        [a, b] => (10 * a + b, 0),
        _ => return None,
    };
    Offset::from_seconds(sign * (3600 * hours + 60 * minutes)).ok()
}

fn number(text: &str) -> Option<(i32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=8).contains(&length) {
        return None;
    }
    Some((text[..length].parse().ok()?, &text[length..]))
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Moment::parse(text).map_or_else(|| "nothing".to_owned(), |moment| moment.to_string())
    }

    #[test]
    fn the_zone_is_kept_where_it_is_stated() {
        assert_eq!(read("2024-05-03T15:47:42.389Z"), "2024-05-03T15:47:42.389Z");
        assert_eq!(read("2024-05-03 15:47 +0200"), "2024-05-03T15:47:00+02:00");
        assert_eq!(read("2024-05-03T15:47:42-05:30"), "2024-05-03T15:47:42-05:30");
        assert_eq!(read("2024-05-03T15:47"), "2024-05-03T15:47:00");
        assert_eq!(read("Fri, 03 May 2024 15:47:42 EDT"), "2024-05-03T15:47:42-04:00");
    }

    #[test]
    fn a_day_without_a_time_stays_one() {
        assert_eq!(read("2024-05-03"), "2024-05-03");
        assert_eq!(read("20240503"), "2024-05-03");
        assert_eq!(read("3.5.2024"), "2024-05-03");
        assert_eq!(read("May 3rd, 2024"), "2024-05-03");
    }

    #[test]
    fn printed_times_are_read() {
        assert_eq!(read("03.05.2024, 15:47"), "2024-05-03T15:47:00");
        assert_eq!(read("May 3, 2024 3:07 PM"), "2024-05-03T15:07:00");
        assert_eq!(read("May 3, 2024 at 12:07 am EST"), "2024-05-03T00:07:00-05:00");
        assert_eq!(read("1714751262"), "2024-05-03T15:47:42Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "yesterday", "2024", "2024-13-45", "99999999999999", "May", "1.2", "12:30", "0000-00-00"]
        {
            assert_eq!(read(text), "nothing", "{text}");
        }
    }

    #[test]
    fn the_instant_follows_from_clock_and_zone() {
        let moment = Moment::parse("2024-05-03T15:47:00+02:00").expect("a time");
        assert_eq!(
            moment.timestamp().map(|stamp| stamp.to_string()).as_deref(),
            Some("2024-05-03T13:47:00Z")
        );
    }
}
