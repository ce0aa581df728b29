//! Dates, times and numbers as CLDR writes them in a language, in the site's time zone.

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::{E, T, YM, YMD, YMDE};
use icu::datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;
use icu::time::Time;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use newsroom::language::Language;

/// A language whose dates cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("dates cannot be written in “{language}”: {reason}")]
pub struct DatesError {
    /// The language.
    pub language: Language,
    /// What CLDR's data lacks.
    pub reason: String,
}

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// Writes dates, times and numbers. Made once for each language; using it builds nothing anew.
pub struct Dates {
    zone: TimeZone,
    long: Formatter<YMD>,
    medium: Formatter<YMD>,
    full: Formatter<YMDE>,
    month: Formatter<YM>,
    weekday: Formatter<E>,
    time: NoCalendarFormatter<T>,
    number: DecimalFormatter,
}

impl Dates {
    /// For a language and a time zone.
    ///
    /// # Errors
    /// When CLDR's data lacks something for it.
    pub fn new(language: &Language, zone: TimeZone) -> Result<Dates, DatesError> {
        let failed = |reason: String| DatesError { language: language.clone(), reason };
        let locale: Locale = language.as_str().parse().map_err(|error| failed(format!("{error}")))?;
        let data = |error: icu::datetime::DateTimeFormatterLoadError| failed(error.to_string());
        Ok(Dates {
            zone,
            long: Formatter::try_new((&locale).into(), YMD::long()).map_err(data)?,
            medium: Formatter::try_new((&locale).into(), YMD::medium()).map_err(data)?,
            full: Formatter::try_new((&locale).into(), YMDE::long()).map_err(data)?,
            month: Formatter::try_new((&locale).into(), YM::long()).map_err(data)?,
            weekday: Formatter::try_new((&locale).into(), E::long()).map_err(data)?,
            time: NoCalendarFormatter::try_new((&locale).into(), T::hm()).map_err(data)?,
            number: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|error| failed(error.to_string()))?,
        })
    }

    /// "21. Januar 2022"
    pub fn long(&self, at: Timestamp) -> String {
        self.date(at).map(|date| self.long.format(&date).to_string()).unwrap_or_default()
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
        let civil = self.civil(at);
        // Hours, minutes and seconds of a civil time are in range by its type.
        let time = Time::try_new(civil.hour() as u8, civil.minute() as u8, civil.second() as u8, 0);
        time.map(|time| self.time.format(&time).to_string()).unwrap_or_default()
    }

    /// "Januar 2022", for the month in which a day lies.
    pub fn month(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.month.format(&date).to_string()).unwrap_or_default()
    }

    /// "21. Januar 2022", for a day.
    pub fn day(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.long.format(&date).to_string()).unwrap_or_default()
    }

    /// "Freitag"
    pub fn weekday(&self, day: civil::Date) -> String {
        gregorian(day).map(|date| self.weekday.format(&date).to_string()).unwrap_or_default()
    }

    /// "12.345"
    pub fn number(&self, number: i64) -> String {
        self.number.format(&Decimal::from(number)).to_string()
    }

    /// "2022-01-21T16:30:00+01:00", for `<time datetime>`.
    pub fn iso(&self, at: Timestamp) -> String {
        at.display_with_offset(self.zone.to_offset(at)).to_string()
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
}

fn gregorian(day: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(day.year().into(), day.month() as u8, day.day() as u8).ok()
}
