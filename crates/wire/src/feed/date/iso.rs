//! Dates in digits: year first, whatever is left out.
//!
//! ISO 8601 with its calendar and ordinal dates, and the profile of
//! [W3C](https://www.w3.org/TR/NOTE-datetime), which [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) is like.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::{at, full_year, time_of_day, zone};

/// Korean signs of year, month and day; they stand behind the number.
const KOREAN: [char; 3] = ['년', '월', '일'];
/// Korea is nine hours east of Greenwich, in seconds.
const KOREA: i64 = 9 * 3_600;

/// Reads a date that begins with its year.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    if text.contains(KOREAN) {
        return korean(text);
    }
    let (date, rest) = split(text)?;
    let (year, month, day) = date_of(date)?;
    if let Some((half, clock)) = korean_half(rest) {
        return at(year, month, day, half_day(clock, half)?, KOREA);
    }
    let (time, offset) = time_and_zone(rest)?;
    at(year, month, day, time, offset)
}

/// The date, and what follows it behind a `T` or white space.
fn split(text: &str) -> Option<(&str, &str)> {
    if !text.as_bytes().first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') {
        return None;
    }
    let end = text.find(|c: char| matches!(c, 'T' | 't') || c.is_whitespace()).unwrap_or(text.len());
    // Not the “t” of a month's name.
    if text[..end].bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let rest = text[end..].trim_start_matches(|c: char| matches!(c, 'T' | 't') || c.is_whitespace());
    Some((&text[..end], rest))
}

fn date_of(text: &str) -> Option<(i16, i8, i8)> {
    let number = |part: &str| part.parse::<i16>().ok();
    let text = text.trim_end_matches(['Z', 'z']).replace('/', "-");
    // Without a year or without a century it is one of now, which no feed means; only these are read.
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 || year.len() == 2 => {
            let year = full_year(number(year)?, year.len());
            Some((year, month.parse().ok()?, day.parse().ok()?))
        }
        [year, ordinal] if year.len() == 4 && ordinal.len() == 3 => {
            of_ordinal(number(year)?, number(ordinal)?)
        }
        [year, month] if year.len() == 4 => Some((number(year)?, month.parse().ok()?, 1)),
        [year, ordinal] if year.len() == 2 && ordinal.len() == 3 => {
            of_ordinal(full_year(number(year)?, 2), number(ordinal)?)
        }
        // “-YY-MM” and “-YY”.
        ["", year, month] if year.len() == 2 => Some((full_year(number(year)?, 2), month.parse().ok()?, 1)),
        ["", year] if year.len() == 2 => Some((full_year(number(year)?, 2), 1, 1)),
        [digits] if digits.bytes().all(|byte| byte.is_ascii_digit()) => of_digits(digits),
        _ => None,
    }
}

fn of_digits(digits: &str) -> Option<(i16, i8, i8)> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
    match digits.len() {
        8 => Some((number(0, 4)?, small(4, 6)?, small(6, 8)?)),
        7 => of_ordinal(number(0, 4)?, number(4, 7)?),
        6 => Some((full_year(number(0, 2)?, 2), small(2, 4)?, small(4, 6)?)),
        5 => of_ordinal(full_year(number(0, 2)?, 2), number(2, 5)?),
        4 => Some((number(0, 4)?, 1, 1)),
        // The first year of a century.
        2 => Some(((number(0, 2)? - 1) * 100 + 1, 1, 1)),
        _ => None,
    }
}

fn of_ordinal(year: i16, ordinal: i16) -> Option<(i16, i8, i8)> {
    let first = Date::new(year, 1, 1).ok()?;
    let date = first.checked_add(jiff::Span::new().try_days(i64::from(ordinal) - 1).ok()?).ok()?;
    (ordinal >= 1 && date.year() == year).then_some((year, date.month(), date.day()))
}

/// `10:14:55.5-08:00`, `101455Z`, `10:14`, nothing.
fn time_and_zone(text: &str) -> Option<(Time, i64)> {
    let text = text.trim();
    if text.is_empty() {
        return Some((Time::midnight(), 0));
    }
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let rest = rest.trim();
    let half = rest.get(..2).and_then(half_of);
    let rest = if half.is_some() { rest[2..].trim() } else { rest };
    let time = match half {
        Some(half) => half_day(clock, half)?,
        None if !clock.contains(':') && matches!(clock.len(), 4 | 6) => {
            let parted: Vec<&str> =
                clock.as_bytes().chunks(2).filter_map(|two| std::str::from_utf8(two).ok()).collect();
            time_of_day(&parted.join(":"))?
        }
        None => time_of_day(clock)?,
    };
    let offset = if rest.is_empty() { 0 } else { zone(rest.split_whitespace().next().unwrap_or(rest))? };
    Some((time, offset))
}

/// Whether it is the first or the second half of the day.
pub(super) fn half_of(word: &str) -> Option<Half> {
    match word.to_ascii_lowercase().as_str() {
        "am" | "a.m." => Some(Half::Morning),
        "pm" | "p.m." => Some(Half::Afternoon),
        _ => None,
    }
}

/// A half of the day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// A time on a clock of twelve hours.
pub(super) fn half_day(clock: &str, half: Half) -> Option<Time> {
    let time = time_of_day(clock)?;
    let hour = match (half, time.hour()) {
        (Half::Morning, 12) => 0,
        (Half::Afternoon, hour) if hour < 12 => hour + 12,
        (_, hour) => hour,
    };
    Time::new(hour, time.minute(), time.second(), time.subsec_nanosecond()).ok()
}

/// `2004년 05월 28일  01:31:15`
fn korean(text: &str) -> Option<Timestamp> {
    let mut parts = text.split(KOREAN).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let time = time_of_day(parts.next().filter(|time| !time.is_empty()).unwrap_or("0"))?;
    at(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?, time, KOREA)
}

/// `오후 11:23:17`
fn korean_half(text: &str) -> Option<(Half, &str)> {
    let morning = text.strip_prefix("오전").map(|clock| (Half::Morning, clock.trim()));
    morning.or_else(|| text.strip_prefix("오후").map(|clock| (Half::Afternoon, clock.trim())))
}
