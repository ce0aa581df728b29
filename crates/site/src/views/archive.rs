//! The archive by date: years and months, the days of a month, the stories of a day.

use serde::Serialize;

use super::{Frame, Link, Pager, Teaser};

/// `archive.html`: all years with their months, or (with one entry in `years`) the months of one year.
#[derive(Debug, Clone, Serialize)]
pub struct ArchivePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Heading ("Archiv", "Archiv 2026").
    pub title: String,
    /// The pages above this one: empty on the overview, the overview on a year.
    pub trail: Vec<Link>,
    /// Years, newest first.
    pub years: Vec<Year>,
    /// The years beside this one; empty on the overview.
    pub pager: Pager,
}

/// A year of the archive.
#[derive(Debug, Clone, Serialize)]
pub struct Year {
    /// The year as a link to its page.
    pub link: Link,
    /// Stories published in it.
    pub stories: u64,
    /// Its twelve months in order.
    pub months: Vec<Month>,
}

/// A month of the archive.
#[derive(Debug, Clone, Serialize)]
pub struct Month {
    /// Its name in the page's language ("November").
    pub name: String,
    /// Address of its page; `None` if nothing was published.
    pub href: Option<String>,
    /// Stories published in it.
    pub stories: u64,
}

/// `archive-month.html`: a month as a calendar.
#[derive(Debug, Clone, Serialize)]
pub struct ArchiveMonthPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Heading ("November 2026").
    pub title: String,
    /// Overview and year.
    pub trail: Vec<Link>,
    /// Seven weekdays, beginning with the first of the week in this language.
    pub weekdays: Vec<Weekday>,
    /// Weeks of seven days each; `None` for days that belong to another month.
    pub weeks: Vec<Vec<Option<Day>>>,
    /// Stories of the month, all days together.
    pub stories: u64,
    /// The months before and after in which something was published.
    pub pager: Pager,
}

/// The name of a weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weekday {
    /// Short ("Mo").
    pub short: String,
    /// In full ("Montag").
    pub long: String,
}

/// A day in the calendar of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Number in the month, written in the digits of the language.
    pub number: String,
    /// The date in words ("23. November 2026").
    pub date: String,
    /// Address of its page; `None` if nothing was published.
    pub href: Option<String>,
    /// Stories published on it.
    pub stories: u64,
}

/// `archive-day.html`: the stories of a day.
#[derive(Debug, Clone, Serialize)]
pub struct ArchiveDayPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Heading ("Montag, 23. November 2026").
    pub title: String,
    /// Overview, year and month.
    pub trail: Vec<Link>,
    /// The stories in the order of their publication, newest first.
    pub stories: Vec<Teaser>,
    /// The days before and after on which something was published.
    pub pager: Pager,
}
