//! Dates with the month as a word: RFC 822 and what is usual instead, `asctime`, and other languages.

use jiff::Timestamp;
use jiff::civil::Time;

use super::iso::{half_day, half_of};
use super::{at, full_year, time_of_day, zone};

/// Beginnings of months' names in small letters: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Hungarian, Greek, Polish, Russian, and Scandinavian languages. The first that fits counts.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "ιαν", "sty", "янв"],
    &["feb", "fév", "fev", "φεβ", "φεύ", "lut", "фев"],
    &["mar", "mär", "mrz", "mrt", "maa", "márc", "μάρ", "μαρ", "мар"],
    &["apr", "avr", "abr", "ápr", "απρ", "kwi", "апр"],
    &["may", "mai", "mag", "mei", "maj", "máj", "μάι", "μαϊ", "μαι", "мая", "май"],
    &["jun", "juin", "giu", "jún", "ιού", "ιουν", "ιον", "cze", "июн"],
    &["jul", "juil", "lug", "júl", "ιούλ", "ιουλ", "ιολ", "lip", "июл"],
    &["aug", "aoû", "aou", "ago", "αύγ", "αυγ", "sie", "авг"],
    &["sep", "set", "szept", "σεπ", "wrz", "сен"],
    &["oct", "okt", "ott", "out", "οκτ", "paź", "окт"],
    &["nov", "νοέ", "νοε", "lis", "ноя"],
    &["dec", "dez", "déc", "dic", "des", "δεκ", "gru", "дек"],
];

/// Beginnings of weekdays' names, without a full stop, which need not fit the date.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads a date that names its month, or has it in digits in a place where only people put it.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let small = text.to_lowercase();
    let parts: Vec<&str> =
        small.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()).collect();
    let first = parts.first()?;
    if let Some(found) = hungarian(&small) {
        return Some(found);
    }
    let mut date = Parts::default();
    let mut rest = &parts[..];
    // “Fri,” or a weekday in any language: a word that is no month and has no digits.
    if DAYS.iter().any(|day| first.starts_with(day))
        || !(first.contains(|c: char| c.is_ascii_digit()) || month(first).is_some())
    {
        rest = &rest[1..];
    }
    // Some write only the weekday's comma, some “Thursday, 01-Jan-04”.
    for (place, part) in rest.iter().enumerate() {
        date.take(part, place)?;
    }
    date.finish()
}

/// What was found of a date.
#[derive(Default)]
struct Parts<'a> {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    clock: Option<&'a str>,
    time: Option<Time>,
    offset: Option<i64>,
}

impl<'a> Parts<'a> {
    /// Takes a part; nothing where the text cannot be a date.
    fn take(&mut self, part: &'a str, place: usize) -> Option<()> {
        if self.clock.is_none() && part.contains(':') && part.starts_with(|c: char| c.is_ascii_digit()) {
            // “19:48:21+0100”, “7:48pm”
            let end =
                part.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(part.len());
            let (clock, after) = part.split_at(end);
            self.clock = Some(clock);
            self.time = Some(time_of_day(clock)?);
            return if after.is_empty() { Some(()) } else { self.take_word(after) };
        }
        // “01-Jan-04”, “12/03/2018”, “12.03.2018”, “2006/09/15”
        let pieces: Vec<&str> = part.split(['-', '/', '.']).filter(|piece| !piece.is_empty()).collect();
        if pieces.len() == 3 && self.day.is_none() && self.year.is_none() {
            return self.take_date(&pieces, part.contains('/'));
        }
        let bare = part.trim_end_matches(['.', ';']);
        let ordinal = ["st", "nd", "rd", "th", "º"].iter().find_map(|end| bare.strip_suffix(end));
        let digits = ordinal.unwrap_or(bare);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.take_number(digits);
        }
        if self.month.is_none()
            && place < 4
            && let Some(month) = month(bare)
        {
            self.month = Some(month);
            return Some(());
        }
        self.take_word(part)
    }

    fn take_date(&mut self, pieces: &[&str], slashes: bool) -> Option<()> {
        let [first, second, third] = pieces else { return None };
        if first.len() == 4 {
            self.year = Some(first.parse().ok()?);
            self.month = Some(second.parse().ok().or_else(|| month(second))?);
            self.day = Some(third.parse().ok()?);
            return Some(());
        }
        self.year = Some(full_year(third.parse().ok()?, third.len()));
        let (one, two): (Option<i8>, Option<i8>) = (first.parse().ok(), second.parse().ok());
        (self.day, self.month) = match (one, two) {
            // With slashes Americans write the month first, where it can be one.
            (Some(one), Some(two)) if slashes && one <= 12 => (Some(two), Some(one)),
            (Some(one), Some(two)) => (Some(one), Some(two)),
            (Some(one), None) => (Some(one), Some(month(second)?)),
            _ => (two, Some(month(first)?)),
        };
        Some(())
    }

    fn take_number(&mut self, digits: &str) -> Option<()> {
        if self.day.is_none() && digits.len() <= 2 {
            self.day = Some(digits.parse().ok()?);
        } else if self.year.is_none() && digits.len() <= 4 {
            self.year = Some(full_year(digits.parse().ok()?, digits.len()));
        } else if self.time.is_some() && self.offset.is_none() && digits.len() == 4 {
            self.offset = Some(0);
        } else if self.time.is_none() && matches!(digits.len(), 4 | 6) {
            self.time = Some(Time::midnight());
        } else {
            return None;
        }
        Some(())
    }

    /// A half of the day, a zone, or a word that says nothing.
    fn take_word(&mut self, word: &'a str) -> Option<()> {
        if let (Some(half), Some(clock)) = (half_of(word), self.clock) {
            self.time = Some(half_day(clock, half)?);
        } else if self.time.is_some() && self.offset.is_none() {
            self.offset = Some(zone(word)?);
        }
        Some(())
    }

    fn finish(self) -> Option<Timestamp> {
        let time = self.time.unwrap_or_else(Time::midnight);
        at(self.year?, self.month?, self.day?, time, self.offset.unwrap_or(0))
    }
}

/// The month of a name.
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    // “juin” and “juil” begin alike, as do June and July in Greek.
    let exact = |length: usize| {
        MONTHS.iter().position(|names| {
            names.iter().any(|name| name.chars().count() >= length && word.starts_with(name))
        })
    };
    let place = exact(4).or_else(|| exact(3))?;
    i8::try_from(place + 1).ok()
}

/// `2004-július-13T9:15-05:00`
fn hungarian(text: &str) -> Option<Timestamp> {
    let (year, rest) = text.split_once('-')?;
    let (name, rest) = rest.split_once('-')?;
    if year.len() != 4
        || !year.bytes().all(|byte| byte.is_ascii_digit())
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let (day, clock) = rest.split_once('t').unwrap_or((rest, "0:00"));
    let end = clock.find(['+', '-', 'z']).unwrap_or(clock.len());
    let (clock, offset) = clock.split_at(end);
    let offset = if offset.is_empty() { 0 } else { zone(offset)? };
    at(year.parse().ok()?, month(name)?, day.trim().parse().ok()?, time_of_day(clock)?, offset)
}
