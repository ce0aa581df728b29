//! Dates, times and numbers as CLDR writes them in a language, in the site's time zone.

use std::sync::{Arc, OnceLock};

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::{E, M, T, YM, YMD, YMDE};
use icu::datetime::{DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::{Locale, locale};
use icu::time::Time;
use jiff::Timestamp;
use jiff::civil;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::{Offset, TimeZone};
use newsroom::language::Language;
use parking_lot::Mutex;

/// A language whose dates cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("dates cannot be written in “{language}”: {reason}")]
pub struct DatesError {
    /// The language.
    pub language: Language,
    /// What CLDR's data lacks.
    pub reason: String,
}

/// A day and its date, as it was written last.
type Day = Mutex<Option<(civil::Date, Arc<str>)>>;

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// Minutes of a day.
const MINUTES: usize = 24 * 60;
/// Days whose date is kept as it was written.
const DAYS: usize = 64;

/// Writes dates, times and numbers. Made once for each language; using it builds nothing anew.
pub struct Dates {
    zone: TimeZone,
    long: Formatter<YMD>,
    medium: Formatter<YMD>,
    full: Formatter<YMDE>,
    month: Formatter<YM>,
    month_name: Formatter<M>,
    weekday: Formatter<E>,
    weekday_short: Formatter<E>,
    time: NoCalendarFormatter<T>,
    bare_hours: bool,
    number: DecimalFormatter,
    // A page has dozens of moments, of few days: what was written is kept, by the minute of the day,
    // and by the day (each in the place of its number modulo DAYS).
    times: Box<[OnceLock<Box<str>>]>,
    days: Box<[Day]>,
}

/// A moment as it is written; see [`Dates::moment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    /// As [`Dates::iso`].
    pub iso: String,
    /// As [`Dates::long`].
    pub date: Arc<str>,
    /// As [`Dates::time`].
    pub time: &'a str,
}

impl Dates {
    /// For a language and a time zone. A language that CLDR does not know is written to in English,
    /// as the rest of its interface is.
    ///
    /// # Errors
    /// When CLDR's data lacks something for it.
    pub fn new(language: &Language, zone: TimeZone) -> Result<Dates, DatesError> {
        let failed = |reason: String| DatesError { language: language.clone(), reason };
        let data = |error: DateTimeFormatterLoadError| failed(error.to_string());
        let mut locale: Locale = language.as_str().parse().map_err(|error| failed(format!("{error}")))?;
        if !is_known(&locale).map_err(data)? {
            locale = locale!("en");
        }
        Ok(Dates {
            zone,
            bare_hours: has_bare_hours(&locale),
            long: Formatter::try_new((&locale).into(), YMD::long()).map_err(data)?,
            medium: Formatter::try_new((&locale).into(), YMD::medium()).map_err(data)?,
            full: Formatter::try_new((&locale).into(), YMDE::long()).map_err(data)?,
            month: Formatter::try_new((&locale).into(), YM::long()).map_err(data)?,
            month_name: Formatter::try_new((&locale).into(), M::long()).map_err(data)?,
            weekday: Formatter::try_new((&locale).into(), E::long()).map_err(data)?,
            weekday_short: Formatter::try_new((&locale).into(), E::short()).map_err(data)?,
            time: NoCalendarFormatter::try_new((&locale).into(), T::hm()).map_err(data)?,
            number: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|error| failed(error.to_string()))?,
            times: (0..MINUTES).map(|_| OnceLock::new()).collect(),
            days: (0..DAYS).map(|_| Mutex::new(None)).collect(),
        })
    }

    /// Date, time of day and the form for machines in one.
    pub fn moment(&self, at: Timestamp) -> Written<'_> {
        let offset = self.zone.to_offset(at);
        let civil = offset.to_datetime(at);
        Written { iso: iso(at, offset), date: self.written(civil.date()), time: self.clock(civil.time()) }
    }

    /// "21. Januar 2022"
    pub fn long(&self, at: Timestamp) -> String {
        self.day(self.civil(at).date())
    }

    /// "21.01.2022"
    pub fn medium(&self, at: Timestamp) -> String {
        self.date(at).map(|date| self.medium.format(&date).to_string()).unwrap_or_default()
    }

    /// "Freitag, 21. Januar 2022"
    pub fn full(&self, at: Timestamp) -> String {
        self.date(at).map(|date| self.full.format(&date).to_string()).unwrap_or_default()
    }

    /// "16:30"
    pub fn time(&self, at: Timestamp) -> String {
        self.clock(self.civil(at).time()).to_owned()
    }

    /// "Januar 2022", for the month in which a day lies.
    pub fn month(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.month.format(&date).to_string()).unwrap_or_default()
    }

    /// "21. Januar 2022", for a day.
    pub fn day(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.long.format(&date).to_string()).unwrap_or_default()
    }

    /// "Januar", as it stands without a day or year.
    pub fn month_name(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.month_name.format(&date).to_string()).unwrap_or_default()
    }

    /// "Freitag"
    pub fn weekday(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.weekday.format(&date).to_string()).unwrap_or_default()
    }

    /// "Fr", for the head of a column.
    pub fn weekday_short(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.weekday_short.format(&date).to_string()).unwrap_or_default()
    }

    /// "12.345"
    pub fn number(&self, number: i64) -> String {
        self.number.format(&Decimal::from(number)).to_string()
    }

    /// "2022-01-21T16:30:00+01:00", for `<time datetime>`: RFC 3339, to the second.
    pub fn iso(&self, at: Timestamp) -> String {
        iso(at, self.zone.to_offset(at))
    }

    /// Date and time of day in the zone.
    pub fn civil(&self, at: Timestamp) -> civil::DateTime {
        self.zone.to_datetime(at)
    }

    /// The zone its times are in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn date(&self, at: Timestamp) -> Option<Date<Gregorian>> {
        gregorian(self.civil(at).date())
    }

    fn written(&self, day: civil::Date) -> Arc<str> {
        let place = (usize::from(day.month() as u8) * 31 + usize::from(day.day() as u8)) % DAYS;
        let mut kept = self.days[place].lock();
        match &*kept {
            Some((known, text)) if *known == day => text.clone(),
            _ => {
                let text: Arc<str> = self.day(day).into();
                *kept = Some((day, text.clone()));
                text
            }
        }
    }

    fn clock(&self, time: civil::Time) -> &str {
        // Hours and minutes of a civil time are in range by its type.
        let (hour, minute) = (time.hour() as u8, time.minute() as u8);
        self.times[usize::from(hour) * 60 + usize::from(minute)].get_or_init(|| {
            let time = Time::try_new(hour, minute, 0, 0);
            let mut text = time.map(|time| self.time.format(&time).to_string()).unwrap_or_default();
            if self.bare_hours && text.starts_with('0') {
                text.remove(0);
            }
            text.into()
        })
    }
}

fn iso(at: Timestamp, offset: Offset) -> String {
    let whole = Timestamp::from_second(at.as_second()).unwrap_or(at);
    DateTimePrinter::new().timestamp_with_offset_to_string(&whole, offset)
}

/// Whether CLDR has dates for a language: it then writes a day otherwise than the root of all
/// languages does, which is "2022 M01 21".
fn is_known(locale: &Locale) -> Result<bool, DateTimeFormatterLoadError> {
    let write = |locale: &Locale| -> Result<Option<String>, DateTimeFormatterLoadError> {
        let formatter = Formatter::try_new(locale.into(), YMD::long())?;
        Ok(gregorian(civil::date(2022, 1, 21)).map(|day| formatter.format(&day).to_string()))
    };
    Ok(write(locale)? != write(&Locale::UNKNOWN)?)
}

/// Spanish hours have no leading zero in CLDR ("8:05"), but ICU4X 2.4 writes one. Brazil and Belize
/// do have it.
fn has_bare_hours(locale: &Locale) -> bool {
    let region = locale.id.region;
    locale.id.language.as_str() == "es"
        && !region.is_some_and(|region| matches!(region.as_str(), "BR" | "BZ"))
}

fn gregorian(day: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(day.year().into(), day.month() as u8, day.day() as u8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(language: &str) -> Dates {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Dates::new(&Language::parse(language).expect("a language"), zone).expect("dates")
    }

    fn at(instant: &str) -> Timestamp {
        instant.parse().expect("an instant")
    }

    #[test]
    fn german_dates_read_as_a_german_paper_writes_them() {
        let (dates, moment) = (dates("de"), at("2022-01-21T15:30:00Z"));
        assert_eq!(dates.long(moment), "21. Januar 2022");
        assert_eq!(dates.full(moment), "Freitag, 21. Januar 2022");
        assert_eq!(dates.medium(moment), "21.01.2022");
        assert_eq!(dates.time(moment), "16:30");
        assert_eq!(dates.number(1_234_567), "1.234.567");
    }

    #[test]
    fn a_moment_is_written_as_its_parts_are() {
        let dates = dates("de");
        // Days that share a place among those kept, each twice.
        for instant in
            ["2022-01-21T15:30:00Z", "2022-03-23T23:05:00Z", "2022-01-21T15:30:59Z", "2021-01-21T00:00:00Z"]
        {
            let at = at(instant);
            for written in [dates.moment(at), dates.moment(at)] {
                assert_eq!(written.iso, dates.iso(at));
                assert_eq!(*written.date, *dates.long(at));
                assert_eq!(written.time, dates.time(at));
            }
        }
    }

    #[test]
    fn austria_has_its_own_january() {
        assert_eq!(dates("de-AT").long(at("2022-01-21T15:30:00Z")), "21. Jänner 2022");
    }

    #[test]
    fn the_hour_that_comes_twice_in_autumn_has_two_offsets() {
        let dates = dates("de");
        let (summer, winter) = (at("2025-10-26T00:30:00Z"), at("2025-10-26T01:30:00Z"));
        assert_eq!((dates.time(summer), dates.time(winter)), ("02:30".into(), "02:30".into()));
        assert_eq!(dates.iso(summer), "2025-10-26T02:30:00+02:00");
        assert_eq!(dates.iso(winter), "2025-10-26T02:30:00+01:00");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        assert_eq!(dates("de").long(at("2024-02-29T23:30:00Z")), "1. März 2024");
    }

    #[test]
    fn machines_get_whole_seconds() {
        assert_eq!(dates("de").iso(at("2022-01-21T15:30:00.123456Z")), "2022-01-21T16:30:00+01:00");
    }

    #[test]
    fn month_and_weekday_stand_alone() {
        let day = civil::date(2022, 1, 21);
        assert_eq!(dates("es").month_name(day), "enero");
        assert_eq!(dates("ja").month_name(day), "1月");
        assert_eq!(dates("de").weekday_short(day), "Fr");
    }

    #[test]
    fn spanish_hours_have_no_leading_zero() {
        let early = at("2022-01-21T07:05:00Z");
        assert_eq!(dates("es").time(early), "8:05");
        assert_eq!(dates("es").time(at("2022-01-20T23:05:00Z")), "0:05");
        assert_eq!(dates("es-BR").time(early), "08:05");
    }

    #[test]
    fn a_language_unknown_to_cldr_is_written_to_in_english() {
        assert_eq!(dates("tlh").long(at("2022-01-21T15:30:00Z")), "January 21, 2022");
    }
}
