//! Times as the IPTC's formats and agencies write them: ISO 8601 in its basic and extended forms.
//!
//! [NewsML-G2, truncated date and time](https://iptc.org/std/NewsML-G2/guidelines/),
//! [NITF `norm`](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html),
//! [NewsML 1.2, 5.1](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html): `2014-08-29T13:50:02.000Z`, `20140829T135002+0000`,
//! `2022-07-11 18:33`, `2014-08`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use newsroom::wire_item::WireItem;

/// A moment, and whether the writing says in which zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment; where no zone was written, in the one that was assumed.
    pub at: Timestamp,
    /// Whether a zone was written.
    pub zoned: bool,
}

/// Reads a time; `assumed` is the zone where none is written. What is left out at the end is the beginning of the
/// day, month or year.
pub fn read(text: &str, assumed: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    let (date, rest) = date(text)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).map(str::trim_start).unwrap_or(rest);
    let (time, rest) = if rest.is_empty() { (Time::midnight(), "") } else { time(rest)? };
    let local = DateTime::from_parts(date, time);
    let rest = rest.trim();
    if rest.is_empty() {
        let at = assumed.to_ambiguous_timestamp(local).compatible().ok()?;
        return Some(Moment { at, zoned: false });
    }
    let at = zone(rest)?.to_timestamp(local).ok()?;
    Some(Moment { at, zoned: true })
}

/// Reads a time into an item; what cannot be read and what has no zone is noted as a fault.
pub fn of_item(
    item: &mut WireItem,
    what: &str,
    text: &str,
    line: u32,
    assumed: Option<&TimeZone>,
) -> Option<Timestamp> {
    if text.trim().is_empty() {
        return None;
    }
    let moment = read(text, assumed.unwrap_or(&TimeZone::UTC));
    match moment {
        None => item.fault(Some(line), format!("{what}: “{}” is no time", excerpt(text))),
        Some(moment) if !moment.zoned && assumed.is_none() => {
            item.fault(Some(line), format!("{what}: “{}” names no zone; it was read as UTC", excerpt(text)));
        }
        Some(_) => {}
    }
    moment.map(|moment| moment.at)
}

fn excerpt(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// Digits at the beginning, as a number.
fn digits(text: &str, count: usize) -> Option<(i16, &str)> {
    let part = text.get(..count).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((part.parse().ok()?, &text[count..]))
}

fn date(text: &str) -> Option<(Date, &str)> {
    let (year, mut rest) = digits(text, 4)?;
    let (mut month, mut day) = (1, 1);
    for part in [&mut month, &mut day] {
        let after = rest.strip_prefix('-').unwrap_or(rest);
        // `2014-08+02:00` does not occur; a sign after the date begins the zone of a whole day.
        let Some((number, after)) = digits(after, 2) else { break };
        *part = number;
        rest = after;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, rest))
}

fn time(text: &str) -> Option<(Time, &str)> {
    let Some((hour, mut rest)) = digits(text, 2) else {
        // A day with a zone.
        return zone(text).map(|_| (Time::midnight(), text));
    };
    let (mut minute, mut second) = (0, 0);
    for part in [&mut minute, &mut second] {
        let after = rest.strip_prefix(':').unwrap_or(rest);
        let Some((number, after)) = digits(after, 2) else { break };
        *part = number;
        rest = after;
    }
    let mut nanosecond = 0;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let nine: String = fraction[..end].chars().chain("000000000".chars()).take(9).collect();
        nanosecond = nine.parse().ok()?;
        rest = &fraction[end..];
    }
    // 24:00 ends the day, and a leap second is the last of its minute.
    let (hour, minute, second) = if hour == 24 { (23, 59, 59) } else { (hour, minute, second.min(59)) };
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        nanosecond,
    );
    Some((time.ok()?, rest))
}

fn zone(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt")
    {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { digits(rest, 2).filter(|(_, rest)| rest.is_empty())?.0 };
    Offset::from_seconds(sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> String {
        read(text, &TimeZone::UTC).map_or_else(|| "none".into(), |moment| moment.at.to_string())
    }

    #[test]
    fn all_spellings_are_read() {
        for (text, at) in [
            ("20131020T192751+1100", "2013-10-20T08:27:51Z"),
            ("2013-03-01T15:09:04.250Z", "2013-03-01T15:09:04.25Z"),
            ("2022-07-11 18:33", "2022-07-11T18:33:00Z"),
            ("20190723", "2019-07-23T00:00:00Z"),
            ("2014-08", "2014-08-01T00:00:00Z"),
            ("2014", "2014-01-01T00:00:00Z"),
            ("2014-08-29+02:00", "2014-08-28T22:00:00Z"),
            ("20020225T143000-0500", "2002-02-25T19:30:00Z"),
            ("YYYYMMDD000000-HHMM", "none"),
            ("20131320", "none"),
            ("", "none"),
            ("morgen", "none"),
        ] {
            assert_eq!(utc(text), at, "{text}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_one_of_the_sender() {
        let helsinki = TimeZone::fixed(jiff::tz::offset(2));
        let moment = read("2013-02-16T17:36:20", &helsinki).expect("a time");
        assert_eq!((moment.at.to_string().as_str(), moment.zoned), ("2013-02-16T15:36:20Z", false));
        assert_eq!(read("2013-02-16T17:36:20Z", &helsinki).map(|moment| moment.zoned), Some(true));
    }

    #[test]
    fn what_cannot_be_read_is_noted() {
        let mut item = WireItem::default();
        assert_eq!(of_item(&mut item, "date.expire", "soon", 7, None), None);
        assert_eq!(item.faults[0].line, Some(7));
    }
}
