//! The front page: filled by hand first, then by rule.

use std::collections::HashSet;

use archive::{List, ListPlace, Teaser};
use axum::Extension;
use axum::extract::State;
use jiff::ToSpan;
use newsroom::ids::{SectionId, StoryId};
use newsroom::section::Section;
use serde_json::json;

use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::edition::{home, section_href};
use crate::frame::Sheet;
use crate::look::day_of;
use crate::state::App;
use crate::teasers::teaser;
use crate::views::{FrontPage, FrontRow, JsonLd, Link, Moment};

/// Stories beside the lead.
const SECONDS: usize = 3;
/// Stories of a section's row.
const ROW: usize = 4;

/// `GET /`
pub(crate) async fn show(State(app): State<App>, Extension(asked): Extension<Asked>) -> Answer {
    // Addresses of other systems lie here too, and say in the query what they mean: `/?p=17`.
    if asked.query.is_some()
        && let Some(location) = crate::old_addresses::find(&app, &asked).await?
    {
        return crate::answer::moved(&location);
    }
    let language = &asked.language;
    let snapshot = app.snapshot();
    let sections: Vec<&Section> = snapshot
        .sections
        .iter()
        .filter(|section| section.parent.is_none() && section.speaks(language))
        .collect();
    let ids: Vec<SectionId> = sections.iter().map(|section| section.id).collect();
    let reading = app.archive.joint_reading();
    let (by_hand, newest, of_sections) = tokio::try_join!(
        reading.front_slots(language),
        reading.list(List::Site, language, ListPlace::TOP, 8),
        reading.newest_of_sections(&ids, language, 8),
    )?;
    drop(reading);
    let mut shown: HashSet<StoryId> = HashSet::new();
    let mut top = take(by_hand.into_iter().chain(newest), &mut shown, SECONDS + 1).into_iter();
    let lead = top.next();
    let mut found = of_sections.into_iter().peekable();
    let mut rows = Vec::new();
    for section in sections {
        let own = std::iter::from_fn(|| found.next_if(|(of, _)| *of == section.id).map(|(_, story)| story));
        let own: Vec<Teaser> = own.collect();
        let stories = take(own, &mut shown, ROW);
        if !stories.is_empty() {
            rows.push(FrontRow {
                section: Link {
                    href: section_href(&app.site, language, section),
                    text: section.name(language).to_owned(),
                },
                stories: stories.iter().map(|story| teaser(&app, language, story)).collect(),
            });
        }
    }
    let today = day_of(&app.site.zone, app.now());
    if let Ok(midnight) = app.site.zone.to_timestamp(today.saturating_add(1.day()).at(0, 0, 0, 0)) {
        archive::note_until(midnight);
    }
    let sheet = Sheet {
        description: Some(app.site.tagline.clone()).filter(|tagline| !tagline.is_empty()),
        path: Some(home(&app.site, language)),
        languages: app.site.languages.iter().map(|other| (other.clone(), home(&app.site, other))).collect(),
        feeds: vec![(format!("{}/feed", app.site.prefix(language)), app.site.name.clone())],
        json_ld: vec![JsonLd::new(&json!({
            "@context": "https://schema.org", "@type": "NewsMediaOrganization",
            "name": app.site.name, "url": app.site.absolute("/"),
        }))],
        today: Some(Moment { iso: today.to_string(), text: app.look.long_day(language, today) }),
        ..Sheet::default()
    };
    let view = FrontPage {
        frame: sheet.frame(&app, language),
        lead: lead.map(|story| teaser(&app, language, &story)),
        seconds: top.map(|story| teaser(&app, language, &story)).collect(),
        rows,
    };
    page(&app, language, "front.html", &view)
}

/// The first stories that were not shown yet.
fn take(from: impl IntoIterator<Item = Teaser>, shown: &mut HashSet<StoryId>, most: usize) -> Vec<Teaser> {
    let mut taken = Vec::new();
    for story in from {
        if taken.len() == most {
            break;
        }
        if shown.insert(story.story) {
            taken.push(story);
        }
    }
    taken
}
