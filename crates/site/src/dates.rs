//! The archive by date: years, the days of a month, the stories of a day.

use axum::Extension;
use axum::extract::{Path, State};
use jiff::civil::{Date, Weekday as CivilWeekday};
use jiff::{Timestamp, ToSpan};
use newsroom::language::Language;

use crate::answer::{Answer, Trouble, page};
use crate::asked::Asked;
use crate::edition::words;
use crate::frame::Sheet;
use crate::look::day_of;
use crate::state::App;
use crate::teasers::teaser;
use crate::views::{ArchiveDayPage, ArchiveMonthPage, ArchivePage, Day, Link, Month, Pager, Weekday, Year};

/// Most stories on the page of a day.
const MOST: i64 = 500;

/// `GET /archiv`
pub(crate) async fn all(State(app): State<App>, Extension(asked): Extension<Asked>) -> Answer {
    let language = &asked.language;
    let years = match app.archive.long_reading().first_and_last(language).await? {
        Some((first, last)) => {
            let year = |at: Timestamp| day_of(&app.site.zone, at).year();
            years(&app, language, year(first), year(last)).await?
        }
        None => Vec::new(),
    };
    let title = app.look.say(language, "archive-title", &[]);
    let frame = sheet(&app, language, title.clone(), "").frame(&app, language);
    let view = ArchivePage { frame, title, trail: Vec::new(), years, pager: Pager::default() };
    page(&app, language, "archive.html", &view)
}

/// `GET /archiv/{year}`
pub(crate) async fn year(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(year): Path<i16>,
) -> Answer {
    let language = &asked.language;
    let (from, until) = (start(&app, date(year, 1, 1)?)?, start(&app, date(year + 1, 1, 1)?)?);
    let years = years(&app, language, year, year).await?;
    let title = format!("{} {year}", app.look.say(language, "archive-title", &[]));
    let pager = pager(&app, language, from, until, |day| format!("/{}", day.year())).await?;
    let frame = sheet(&app, language, title.clone(), &format!("/{year}")).frame(&app, language);
    let view = ArchivePage { frame, title, trail: trail(&app, language, None, None), years, pager };
    page(&app, language, "archive.html", &view)
}

/// `GET /archiv/{year}/{month}`
pub(crate) async fn month(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path((year, month)): Path<(i16, i8)>,
) -> Answer {
    let language = &asked.language;
    let first = date(year, month, 1)?;
    let days: Vec<Date> =
        (0..first.days_in_month()).map(|more| first.saturating_add(i64::from(more).days())).collect();
    let spans = days.iter().map(|day| day_span(&app, *day)).collect::<Result<Vec<_>, _>>()?;
    let counts = app.archive.long_reading().counts(language, &spans).await?;
    let root = root(&app, language);
    let mut weeks: Vec<Vec<Option<Day>>> = Vec::new();
    let mut week: Vec<Option<Day>> = vec![None; column(first)];
    for (day, count) in days.iter().zip(&counts) {
        week.push(Some(Day {
            number: app.look.number(language, i64::from(day.day())),
            date: app.look.day(language, *day),
            href: (*count > 0).then(|| format!("{root}/{year}/{month:02}/{:02}", day.day())),
            stories: u64::try_from(*count).unwrap_or_default(),
        }));
        if week.len() == 7 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        week.resize(7, None);
        weeks.push(week);
    }
    let monday = first.saturating_sub(i64::try_from(column(first)).unwrap_or_default().days());
    let weekdays = (0..7_i64)
        .map(|more| {
            let (long, short) = app.look.weekday(language, monday.saturating_add(more.days()));
            Weekday { short, long }
        })
        .collect();
    let title = app.look.month(language, first);
    let (from, until) = (start(&app, first)?, start(&app, first.saturating_add(1.month()))?);
    let pager =
        pager(&app, language, from, until, |day| format!("/{}/{:02}", day.year(), day.month())).await?;
    let frame = sheet(&app, language, title.clone(), &format!("/{year}/{month:02}")).frame(&app, language);
    let view = ArchiveMonthPage {
        frame,
        title,
        trail: trail(&app, language, Some(first), None),
        weekdays,
        weeks,
        stories: u64::try_from(counts.iter().sum::<i64>()).unwrap_or_default(),
        pager,
    };
    page(&app, language, "archive-month.html", &view)
}

/// `GET /archiv/{year}/{month}/{day}`
pub(crate) async fn day(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path((year, month, day)): Path<(i16, i8, i8)>,
) -> Answer {
    let language = &asked.language;
    let day = date(year, month, day)?;
    let (from, until) = day_span(&app, day)?;
    let found = app.archive.long_reading().published_between(language, from, until, MOST).await?;
    let title = app.look.long_day(language, day);
    let own = |day: Date| format!("/{}/{:02}/{:02}", day.year(), day.month(), day.day());
    let pager = pager(&app, language, from, until, own).await?;
    let frame = sheet(&app, language, title.clone(), &own(day)).frame(&app, language);
    let view = ArchiveDayPage {
        frame,
        title,
        trail: trail(&app, language, Some(day), Some(day)),
        stories: found.iter().map(|story| teaser(&app, language, story)).collect(),
        pager,
    };
    page(&app, language, "archive-day.html", &view)
}

/// Years from the last to the first, with how much appeared in each of their months.
async fn years(app: &App, language: &Language, first: i16, last: i16) -> Result<Vec<Year>, Trouble> {
    let mut months = Vec::new();
    for year in first..=last {
        for month in 1..=12 {
            months.push(date(year, month, 1)?);
        }
    }
    let spans = months
        .iter()
        .map(|first| Ok((start(app, *first)?, start(app, first.saturating_add(1.month()))?)))
        .collect::<Result<Vec<_>, Trouble>>()?;
    let counts = app.archive.long_reading().counts(language, &spans).await?;
    let root = root(app, language);
    let mut years: Vec<Year> = Vec::new();
    for (months, counts) in months.chunks(12).zip(counts.chunks(12)) {
        let Some(year) = months.first().map(|month| month.year()) else { continue };
        years.push(Year {
            link: Link { href: format!("{root}/{year}"), text: year.to_string() },
            stories: u64::try_from(counts.iter().sum::<i64>()).unwrap_or_default(),
            months: months
                .iter()
                .zip(counts)
                .map(|(month, count)| Month {
                    name: app.look.month_name(language, *month),
                    href: (*count > 0).then(|| format!("{root}/{year}/{:02}", month.month())),
                    stories: u64::try_from(*count).unwrap_or_default(),
                })
                .collect(),
        });
    }
    years.reverse();
    Ok(years)
}

async fn pager(
    app: &App,
    language: &Language,
    from: Timestamp,
    until: Timestamp,
    place: impl Fn(Date) -> String,
) -> archive::Result<Pager> {
    let (before, after) = app.archive.long_reading().neighbours(language, from, until).await?;
    let root = root(app, language);
    let href = |at: Timestamp| format!("{root}{}", place(day_of(&app.site.zone, at)));
    Ok(Pager { newer: after.map(href), older: before.map(href) })
}

fn trail(app: &App, language: &Language, year: Option<Date>, month: Option<Date>) -> Vec<Link> {
    let root = root(app, language);
    let mut trail = vec![Link { href: root.clone(), text: app.look.say(language, "archive-title", &[]) }];
    trail.extend(
        year.map(|day| Link { href: format!("{root}/{}", day.year()), text: day.year().to_string() }),
    );
    trail.extend(month.map(|day| Link {
        href: format!("{root}/{}/{:02}", day.year(), day.month()),
        text: app.look.month(language, day),
    }));
    trail
}

fn sheet(app: &App, language: &Language, title: String, below: &str) -> Sheet {
    Sheet {
        title,
        path: Some(format!("{}{below}", root(app, language))),
        languages: app
            .site
            .languages
            .iter()
            .map(|other| (other.clone(), format!("{}{below}", root(app, other))))
            .collect(),
        ..Sheet::default()
    }
}

fn root(app: &App, language: &Language) -> String {
    format!("{}/{}", app.site.prefix(language), words(language).archive)
}

/// Days that no archive has are not found rather than wrong.
fn date(year: i16, month: i8, day: i8) -> Result<Date, Trouble> {
    if !(1000..=9998).contains(&year) {
        return Err(Trouble::NotFound);
    }
    Date::new(year, month, day).map_err(|_| Trouble::NotFound)
}

/// When a day begins in the site's zone.
fn start(app: &App, day: Date) -> Result<Timestamp, Trouble> {
    app.site.zone.to_timestamp(day.at(0, 0, 0, 0)).map_err(|_| Trouble::NotFound)
}

fn day_span(app: &App, day: Date) -> Result<(Timestamp, Timestamp), Trouble> {
    Ok((start(app, day)?, start(app, day.saturating_add(1.day()))?))
}

/// The column of a day in a week that begins on Monday.
fn column(day: Date) -> usize {
    usize::try_from(day.weekday().since(CivilWeekday::Monday)).unwrap_or_default()
}
