//! The page of all corrections.

use axum::Extension;
use axum::extract::{Query, State};

use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::edition::words;
use crate::frame::Sheet;
use crate::state::App;
use crate::teasers::{Wanted, place_of};
use crate::views::{CorrectionEntry, CorrectionView, CorrectionsPage, Link, Pager};

/// Corrections on a page.
const PAGE: usize = 30;

/// `GET /korrekturen`
pub(crate) async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let language = &asked.language;
    let href_in = |other: &newsroom::language::Language| {
        format!("{}/{}", app.site.prefix(other), words(other).corrections)
    };
    let before = wanted
        .vor
        .as_deref()
        .and_then(place_of)
        .map_or((i64::MAX, i64::MAX), |place| (place.published_at, place.article));
    let mut found = app.archive.reading().corrections_in(language, before, PAGE as i64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let older = found.last().filter(|_| more).map(|last| {
        format!("{}?vor={}-{}", href_in(language), last.correction.at.as_millisecond(), last.correction.id)
    });
    let told = |at| app.look.moment(language, at);
    let sheet = Sheet {
        title: app.look.say(language, "corrections-title", &[]),
        path: Some(href_in(language)),
        languages: app.site.languages.iter().map(|other| (other.clone(), href_in(other))).collect(),
        older: older.clone(),
        ..Sheet::default()
    };
    let view = CorrectionsPage {
        frame: sheet.frame(&app, language),
        entries: found
            .into_iter()
            .map(|entry| CorrectionEntry {
                article: Link { href: entry.path, text: entry.headline },
                published: entry.published.map(told),
                correction: CorrectionView {
                    text: entry.correction.text,
                    corrected: told(entry.correction.at),
                },
            })
            .collect(),
        pager: Pager { newer: wanted.vor.is_some().then(|| href_in(language)), older },
    };
    page(&app, language, "corrections.html", &view)
}
