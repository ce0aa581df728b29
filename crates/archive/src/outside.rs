//! The keys under which caches outside know pages. They hold no ranges: the part of a list that a page
//! was made from is named by the months it reaches over, or the years, or else as the whole list.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use newsroom::language::Language;

use crate::{List, ListPlace, Listed, Noted, Tag, Window};

/// More months than this are named as years.
const MOST_MONTHS: i32 = 18;
/// More years than this are named as the whole list.
const MOST_YEARS: i32 = 30;
/// Caches outside keep a page for a day at most. One that reaches to the top of a list does not name
/// the months that begin after it was made.
const RECENT: SignedDuration = SignedDuration::from_hours(24 * 3);

/// The key under which all pages are.
pub const EVERY_PAGE: &str = "all";

/// The keys of a page made from what was noted.
pub fn outside_keys(noted: &Noted, now: Timestamp) -> Vec<String> {
    let mut keys: BTreeSet<String> = noted.tags.iter().map(Tag::to_string).collect();
    keys.insert(EVERY_PAGE.to_owned());
    for window in &noted.windows {
        keys.extend(of_window(window, now));
    }
    keys.into_iter().collect()
}

impl Tag {
    /// The keys of the pages that a change concerns that names this.
    pub fn outside_keys(&self, now: Timestamp) -> Vec<String> {
        match self {
            Tag::Moved(at) | Tag::Retold(at, _) => of_place(at, now),
            other => vec![other.to_string()],
        }
    }
}

fn of_window(window: &Window, now: Timestamp) -> Vec<String> {
    let list = whole(window.list, &window.language);
    let (Some(from), Some(to)) = (month_of(window.from), month_of(window.to.min(at(now)))) else {
        return vec![list];
    };
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    let mut keys = if months < 0 {
        Vec::new()
    } else if months <= MOST_MONTHS {
        let month = |after: i32| {
            let number = i32::from(from.month()) - 1 + after;
            format!("{list}-{:04}{:02}", i32::from(from.year()) + number / 12, number % 12 + 1)
        };
        (0..=months).map(month).collect()
    } else if months / 12 <= MOST_YEARS {
        (from.year()..=to.year()).map(|year| format!("{list}-{year:04}")).collect()
    } else {
        vec![list.clone()]
    };
    if window.to >= at(now) {
        keys.push(format!("{list}-top"));
    }
    keys
}

fn of_place(listed: &Listed, now: Timestamp) -> Vec<String> {
    let list = whole(listed.list, &listed.language);
    let mut keys = Vec::new();
    if let Some(day) = month_of(listed.place) {
        keys.push(format!("{list}-{:04}{:02}", day.year(), day.month()));
        keys.push(format!("{list}-{:04}", day.year()));
    }
    if listed.place >= at(now.saturating_sub(RECENT).unwrap_or(now)) {
        keys.push(format!("{list}-top"));
    }
    keys.push(list);
    keys
}

fn whole(list: List, language: &Language) -> String {
    let (kind, of) = list.key();
    format!("l-{kind}-{of}-{language}")
}

fn at(moment: Timestamp) -> ListPlace {
    ListPlace { published_at: moment.as_millisecond(), article: i64::MAX }
}

/// The month a place lies in; nothing before the year 1: what has no date, and the end of a list.
fn month_of(place: ListPlace) -> Option<Date> {
    let at = Timestamp::from_millisecond(place.published_at).ok()?;
    Some(TimeZone::UTC.to_datetime(at).date()).filter(|day| day.year() > 1)
}

#[cfg(test)]
mod tests {
    use newsroom::ids::SectionId;
    use proptest::prelude::*;

    use super::*;
    use crate::Tells;

    proptest! {
        /// A page is found under one of the keys of each change that lies in the part it was made
        /// from, if it was made at most a day before.
        #[test]
        fn a_change_in_a_window_names_one_of_its_keys(
            now in 1_500_000_000_000_i64..1_800_000_000_000,
            from in -62_127_820_800_000_i64..1_800_000_000_000,
            length in 0_i64..2_000_000_000_000,
            open in any::<bool>(),
            part in 0_i64..=1_000,
            later in 0_i64..86_400_000,
        ) {
            let german = Language::parse("de").expect("a language");
            let to = if open { i64::MAX } else { from + length };
            let place = |published_at| ListPlace { published_at, article: 1 };
            let list = List::Section(SectionId(3));
            let window =
                Window { list, language: german.clone(), from: place(from), to: place(to), tells: Tells::TEASERS };
            let made = Timestamp::from_millisecond(now).expect("a time");
            let changed = Timestamp::from_millisecond(now + later).expect("a time");
            let noted = Noted { windows: vec![window], ..Noted::default() };
            let page = outside_keys(&noted, made);
            // Nothing is published in the future.
            let end = to.min(changed.as_millisecond());
            if end >= from {
                let inside = place(from + (end - from) / 1_000 * part);
                let change = Tag::Moved(Listed { list, language: german, place: inside });
                let named = change.outside_keys(changed);
                prop_assert!(named.iter().any(|key| page.contains(key)), "{page:?} {named:?}");
            }
        }
    }
}
