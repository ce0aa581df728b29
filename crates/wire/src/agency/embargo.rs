//! Embargoes as words in a text: `Sperrfrist: Freitag, 21. Januar 2022, 10.00 Uhr`, `EMBARGOED UNTIL 1800 GMT May 20`.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// What a line says of an embargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Embargo {
    /// Not before then.
    Until(Timestamp),
    /// There is one, but until when is not understood.
    Unclear,
    /// There is none any more.
    Lifted,
}

/// Words by which a line tells of an embargo, in small letters.
const WORDS: [&str; 6] = [
    "sperrfrist",
    "embargo",
    "frei für",
    "hold for release",
    "not for release before",
    "not for release until",
];
const MONTHS: [(&str, i8); 24] = [
    ("jan", 1),
    ("jän", 1),
    ("janv", 1),
    ("feb", 2),
    ("fév", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("avr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("aoû", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
];

/// What a line says of an embargo; nothing where it is about something else. `sent` helps where the year or the day is left
/// out; `zone` is the sender's, without which German words mean German time and all others UTC.
pub(super) fn embargo_of(line: &str, sent: Option<Timestamp>, zone: Option<&TimeZone>) -> Option<Embargo> {
    let line = line.trim().trim_matches(['*', '(', ')', '+', '#', ' ', '!']);
    let low = line.to_lowercase();
    let word = WORDS.iter().find(|word| low.starts_with(*word))?;
    // “Embargo gegen Kuba verlängert” is a headline; an embargo on a text names a time or stands before a colon.
    let rest = &low[word.len()..];
    let colon = rest.trim_start_matches(char::is_alphabetic).trim_start().starts_with(':');
    let first = rest.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let until = ["ed", "until", "till", "for", "bis", "jusqu", "aufgehoben", "lifted"]
        .iter()
        .any(|start| first.starts_with(start));
    let dated = *word != "embargo" && rest.contains(|c: char| c.is_ascii_digit());
    if !colon && !until && !dated && !rest.trim().is_empty() {
        return None;
    }
    if ["aufgehoben", "lifted", "keine", "none", "levé"].iter().any(|word| rest.contains(word)) {
        return Some(Embargo::Lifted);
    }
    let german = word.starts_with("sperr") || word.starts_with("frei") || rest.contains("uhr");
    Some(moment(rest, sent, zone, german).map_or(Embargo::Unclear, Embargo::Until))
}

/// The point in time of words and numbers in any order.
fn moment(text: &str, sent: Option<Timestamp>, zone: Option<&TimeZone>, german: bool) -> Option<Timestamp> {
    if let Some(at) = text
        .split_whitespace()
        .find_map(|word| crate::iso_time::read(&word.to_uppercase(), &TimeZone::UTC))
        .filter(|at| at.zoned)
    {
        return Some(at.at);
    }
    let found = tokens(text);
    let local = zone.cloned().or_else(|| if german { TimeZone::get("Europe/Berlin").ok() } else { None });
    let zone = found.zone.map(TimeZone::fixed).or(local).unwrap_or(TimeZone::UTC);
    let sent = sent.map(|sent| zone.to_datetime(sent).date());
    let date = match (found.day, found.month, found.year) {
        (Some(day), Some(month), Some(year)) => Date::new(year, month, day).ok()?,
        (Some(day), Some(month), None) => nearest(day, month, sent?)?,
        // A time alone is one of the day it was sent.
        (None, None, None) if found.time.is_some() => sent?,
        _ => return None,
    };
    // A day alone means its beginning; until that day, not through it.
    let time = found.time.unwrap_or(Time::midnight());
    zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
}

/// That day of the year in which it lies nearest to another.
fn nearest(day: i8, month: i8, near: Date) -> Option<Date> {
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    days.min_by_key(|date| (near.until(*date).map_or(i32::MAX, |span| span.get_days())).abs())
}

#[derive(Default)]
struct Found {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    time: Option<Time>,
    zone: Option<Offset>,
}

fn tokens(text: &str) -> Found {
    let mut found = Found::default();
    let words: Vec<&str> =
        text.split([' ', ',', '(', ')', '/', ';']).filter(|word| !word.is_empty()).collect();
    for (place, word) in words.iter().enumerate() {
        let next = words.get(place + 1).copied().unwrap_or_default();
        let bare = word.trim_end_matches(['.', ':']);
        if let Some(zone) = zone_of(bare) {
            found.zone = Some(zone);
        } else if let Some((day, month, year)) = numeric_date(word) {
            (found.day, found.month) = (Some(day), Some(month));
            found.year = year.or(found.year);
        } else if let Some(time) = time_of(bare, next) {
            found.time = Some(time);
        } else if let Some(month) = month_of(bare) {
            found.month = Some(month);
        } else if let Ok(number) = bare.trim_end_matches(char::is_alphabetic).parse::<i16>() {
            match number {
                1000.. => found.year = Some(number),
                1..=31 if found.day.is_none() => found.day = i8::try_from(number).ok(),
                _ => {}
            }
        }
    }
    found
}

/// `21.01.2022`, `21.1.22`, `21.1.`
fn numeric_date(word: &str) -> Option<(i8, i8, Option<i16>)> {
    let parts: Vec<&str> = word.trim_end_matches(':').split('.').collect();
    let [day, month, rest @ ..] = &parts[..] else { return None };
    let year = match rest {
        [""] => None,
        [year] => match year.parse::<i16>().ok()? {
            short @ 0..=99 => Some(2000 + short),
            year => Some(year),
        },
        _ => return None,
    };
    let (day, month): (i8, i8) = (day.parse().ok()?, month.parse().ok()?);
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month, year))
}

/// `18:00`, `10.00` before `Uhr`, `18` before `Uhr`, `1800` before a zone, `6pm`.
fn time_of(word: &str, next: &str) -> Option<Time> {
    let clock = next.starts_with("uhr");
    let half = [word, next].iter().find_map(|word| {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
        match word {
            "am" | "a.m" | "a.m." => Some(0),
            "pm" | "p.m" | "p.m." => Some(12),
            _ => None,
        }
    });
    let digits = word.trim_end_matches(char::is_alphabetic).trim_end_matches('.');
    let (hour, minute): (i8, i8) = match digits.split_once([':', '.', 'h']) {
        Some((hour, minute)) if digits.contains(':') || clock || half.is_some() => {
            (hour.parse().ok()?, minute.get(..2)?.parse().ok()?)
        }
        Some(_) => return None,
        None if digits.len() == 4 && (zone_of(next).is_some() || clock || word.ends_with('h')) => {
            (digits[..2].parse().ok()?, digits[2..].parse().ok()?)
        }
        None if clock || half.is_some() => (digits.parse().ok()?, 0),
        None => return None,
    };
    let hour = half.map_or(hour, |half| hour % 12 + half);
    Time::new(hour, minute, 0, 0).ok()
}

/// The zone of an abbreviation.
pub(crate) fn zone_of(word: &str) -> Option<Offset> {
    let hours = match word.to_ascii_lowercase().as_str() {
        "gmt" | "utc" | "z" => 0,
        "mez" | "cet" | "bst" => 1,
        "mesz" | "cest" => 2,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" => -6,
        "pdt" => -7,
        "pst" => -8,
        "jst" => 9,
        "aest" => 10,
        _ => return None,
    };
    Offset::from_hours(hours).ok()
}

/// The month of a name, or of its beginning, in small letters: German, English or French.
pub(crate) fn month_of(word: &str) -> Option<i8> {
    // “Mai” and “Mar” are whole; longer words must begin as a month does and be one.
    let known =
        MONTHS.iter().filter(|(start, _)| word.starts_with(start)).max_by_key(|(start, _)| start.len())?;
    (word.chars().count() <= 10 && word.chars().all(char::is_alphabetic)).then_some(known.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(line: &str) -> Option<String> {
        let sent = "2022-01-20T09:00:00Z".parse().expect("a time");
        match embargo_of(line, Some(sent), None)? {
            Embargo::Until(time) => Some(time.to_string()),
            other => Some(format!("{other:?}")),
        }
    }

    #[test]
    fn embargoes_are_read_in_german_and_english() {
        for (line, expected) in [
            ("Sperrfrist: Freitag, 21. Januar 2022, 10.00 Uhr", "2022-01-21T09:00:00Z"),
            ("SPERRFRIST 21. JANUAR, 18 UHR:", "2022-01-21T17:00:00Z"),
            ("Sperrfrist: 21.01.2022, 18:00 Uhr MEZ", "2022-01-21T17:00:00Z"),
            ("+++ Sperrfrist: 21.1., 0500 Uhr +++", "2022-01-21T04:00:00Z"),
            ("Sperrfrist bis 3. Januar, 6.00 Uhr", "2022-01-03T05:00:00Z"),
            ("EMBARGOED UNTIL 1800 GMT May 20, 2022", "2022-05-20T18:00:00Z"),
            ("Embargo: 6:30 pm EST January 21", "2022-01-21T23:30:00Z"),
            ("Embargo: 2022-01-21T10:00:00+01:00", "2022-01-21T09:00:00Z"),
            ("Sperrfrist: Redebeginn", "Unclear"),
            ("Sperrfrist aufgehoben", "Lifted"),
        ] {
            assert_eq!(until(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn texts_about_embargoes_are_none() {
        for line in ["Embargo gegen Kuba verlängert", "Embargos wirken selten", "Der Rat tagt."] {
            assert_eq!(until(line), None, "{line}");
        }
    }
}
