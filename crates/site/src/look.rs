//! What the handlers ask of the theme: pages from views, words, dates, files.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newsroom::language::Language;
use newsroom::site::Site;
use render::dates::{Dates, DatesError};
use render::messages::Messages;
use render::theme::{StaticFile, Theme};
use serde::Serialize;

use crate::views::Moment;

/// A value in a message.
pub(crate) type Value = fluent_bundle::FluentValue<'static>;

/// The theme, the words and the dates of a site. All texts are in the language asked for.
pub struct Look {
    theme: Theme,
    messages: Arc<Messages>,
    dates: BTreeMap<Language, Dates>,
    // A page has dozens of moments: their message is taken apart once.
    moments: BTreeMap<Language, MomentWords>,
    main: Language,
}

impl Look {
    /// The look of a site in all its languages.
    ///
    /// # Errors
    /// When dates cannot be written in one of them.
    pub fn new(theme: Theme, messages: Arc<Messages>, site: &Site) -> Result<Look, DatesError> {
        let dates = site
            .languages
            .iter()
            .map(|language| Ok((language.clone(), Dates::new(language, site.zone.clone())?)))
            .collect::<Result<_, DatesError>>()?;
        let moments = site
            .languages
            .iter()
            .filter_map(|language| Some((language.clone(), MomentWords::new(&messages, language)?)))
            .collect();
        Ok(Look { theme, messages, dates, moments, main: site.main_language().clone() })
    }

    /// Fills a template with a view; says in words for the log why not.
    pub(crate) fn page<V: Serialize>(
        &self,
        language: &Language,
        template: &str,
        view: &V,
    ) -> Result<String, String> {
        let _timed = tracing::trace_span!("template").entered();
        self.theme
            .render(self.messages.interface(language), template, view)
            .map_err(|error| error.to_string())
    }

    /// A message with its values put in.
    pub(crate) fn say(&self, language: &Language, key: &str, values: &[(&str, Value)]) -> String {
        self.messages.text(self.messages.interface(language), key, values)
    }

    /// The language in which messages for a content language are; the same where there are any.
    pub(crate) fn interface(&self, language: &Language) -> Language {
        Language::parse(self.messages.interface(language)).unwrap_or_else(|_| language.clone())
    }

    /// "23. November 2026, 14:10 Uhr", for `<time>`.
    pub(crate) fn moment(&self, language: &Language, at: Timestamp) -> Moment {
        let Some(dates) = self.dates(language) else {
            return Moment { iso: at.to_string(), text: at.to_string() };
        };
        let written = dates.moment(at);
        let text = match self.moments.get(language) {
            Some(words) => words.around(&written.date, written.time),
            None => {
                let (date, time) = (written.date.to_string(), written.time.to_owned());
                self.say(language, "moment-text", &[("date", date.into()), ("time", time.into())])
            }
        };
        Moment { iso: written.iso, text }
    }

    /// "23. November 2026".
    pub(crate) fn day(&self, language: &Language, day: Date) -> String {
        self.dates(language).map_or_else(|| day.to_string(), |dates| dates.day(day))
    }

    /// "Montag, 23. November 2026".
    pub(crate) fn long_day(&self, language: &Language, day: Date) -> String {
        let written = self.dates(language).and_then(|dates| {
            let noon = dates.zone().to_timestamp(day.at(12, 0, 0, 0)).ok()?;
            Some(dates.full(noon))
        });
        written.unwrap_or_else(|| day.to_string())
    }

    /// "November 2026".
    pub(crate) fn month(&self, language: &Language, day: Date) -> String {
        self.dates(language).map_or_else(|| day.to_string(), |dates| dates.month(day))
    }

    /// "November".
    pub(crate) fn month_name(&self, language: &Language, day: Date) -> String {
        self.dates(language).map_or_else(|| day.month().to_string(), |dates| dates.month_name(day))
    }

    /// A weekday in full and as the head of a column: "Montag", "Mo".
    pub(crate) fn weekday(&self, language: &Language, day: Date) -> (String, String) {
        let both = self.dates(language).map(|dates| (dates.weekday(day), dates.weekday_short(day)));
        both.unwrap_or_default()
    }

    /// A number with the digits and groups of the language.
    pub(crate) fn number(&self, language: &Language, number: i64) -> String {
        self.dates(language).map_or_else(|| number.to_string(), |dates| dates.number(number))
    }

    /// The address of a theme file.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.theme.address(name)
    }

    /// The theme file at an address.
    pub(crate) fn file(&self, address: &str) -> Option<&StaticFile> {
        self.theme.file(address)
    }

    fn dates(&self, language: &Language) -> Option<&Dates> {
        self.dates.get(language).or_else(|| self.dates.get(&self.main))
    }
}

/// The words around the date and the time of day in "23. November 2026, 14:10 Uhr".
struct MomentWords {
    before: String,
    between: String,
    after: String,
    time_first: bool,
}

impl MomentWords {
    /// Takes the message apart; `None` where it is more than words around each of the two.
    fn new(messages: &Messages, language: &Language) -> Option<MomentWords> {
        const DATE: char = '\u{1}';
        const TIME: char = '\u{2}';
        let values = [("date", DATE.to_string().into()), ("time", TIME.to_string().into())];
        let text = messages.text(messages.interface(language), "moment-text", &values);
        let (date, time) = (text.find(DATE)?, text.find(TIME)?);
        let words = MomentWords {
            before: text[..date.min(time)].to_owned(),
            between: text[date.min(time) + 1..date.max(time)].to_owned(),
            after: text[date.max(time) + 1..].to_owned(),
            time_first: time < date,
        };
        let all = words.before.len() + words.between.len() + words.after.len() + 2;
        (all == text.len() && text.matches([DATE, TIME]).count() == 2).then_some(words)
    }

    fn around(&self, date: &str, time: &str) -> String {
        let (first, second) = if self.time_first { (time, date) } else { (date, time) };
        [&self.before, first, &self.between, second, &self.after].concat()
    }
}

/// RFC 3339 with the offset of the zone, to the second.
pub(crate) fn rfc3339(zone: &TimeZone, at: Timestamp) -> String {
    let whole = Timestamp::from_second(at.as_second()).unwrap_or(at);
    whole.display_with_offset(zone.to_offset(whole)).to_string()
}

/// The day a moment lies in, in a zone.
pub(crate) fn day_of(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_moment_are_those_of_the_message() {
        let messages = Messages::load(None).expect("messages");
        for tag in ["de", "en", "ar"] {
            let language = Language::parse(tag).expect("a language");
            let words = MomentWords::new(&messages, &language).expect("it comes apart");
            let values = [("date", "5. Mai 2026".into()), ("time", "14:10".into())];
            let whole = messages.text(messages.interface(&language), "moment-text", &values);
            assert_eq!(words.around("5. Mai 2026", "14:10"), whole);
        }
    }
}
