//! The search page.

use axum::Extension;
use axum::extract::{Query, State};
use render::document_html::escaped;
use serde::Deserialize;

use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::edition::words;
use crate::frame::Sheet;
use crate::state::App;
use crate::teasers::{cut, teaser};
use crate::views::{Html, Pager, SearchHit, SearchPage, SearchResults};

/// Hits on a page.
const PAGE: usize = 20;
/// Longest question looked at, in characters.
const LONGEST: usize = 200;

/// What was asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    /// The words.
    q: String,
    /// Only what stands after this article.
    vor: Option<i64>,
}

/// `GET /suche`
pub(crate) async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(question): Query<Question>,
) -> Answer {
    let language = &asked.language;
    let href = format!("{}/{}", app.site.prefix(language), words(language).search);
    let query: String = question.q.trim().chars().take(LONGEST).collect();
    let results = if query.is_empty() {
        None
    } else {
        let before = question.vor.unwrap_or(i64::MAX);
        let (count, mut hits) =
            app.archive.long_reading().search(language, &query, before, PAGE as i64 + 1).await?;
        let more = hits.len() > PAGE;
        hits.truncate(PAGE);
        let word = percent_encoding::utf8_percent_encode(&query, percent_encoding::NON_ALPHANUMERIC);
        Some(SearchResults {
            count: u64::try_from(count).unwrap_or_default(),
            pager: Pager {
                newer: question.vor.is_some().then(|| format!("{href}?q={word}")),
                older: hits
                    .last()
                    .filter(|_| more)
                    .map(|last| format!("{href}?q={word}&vor={}", last.article)),
            },
            hits: hits
                .iter()
                .map(|hit| {
                    let mut shown = teaser(&app, language, hit);
                    shown.standfirst = None;
                    shown.picture = None;
                    SearchHit { excerpt_html: excerpt(&hit.standfirst, &query), teaser: shown }
                })
                .collect(),
        })
    };
    let sheet = Sheet {
        title: app.look.say(language, "search-title", &[]),
        path: Some(href),
        hidden: true,
        languages: app
            .site
            .languages
            .iter()
            .map(|other| (other.clone(), format!("{}/{}", app.site.prefix(other), words(other).search)))
            .collect(),
        ..Sheet::default()
    };
    let view = SearchPage { frame: sheet.frame(&app, language), query, results };
    page(&app, language, "search.html", &view)
}

/// The standfirst with the words asked for marked.
fn excerpt(text: &str, query: &str) -> Option<Html> {
    let text = cut(text.trim(), 240);
    if text.is_empty() {
        return None;
    }
    let wanted: Vec<String> =
        query.split_whitespace().map(archive::fold).filter(|word| !word.is_empty()).collect();
    let mut html = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = archive::fold(word);
        if !word.is_empty() && wanted.iter().any(|wanted| folded.starts_with(wanted.as_str())) {
            html.push_str("<mark>");
            html.push_str(&escaped(word));
            html.push_str("</mark>");
            html.push_str(&escaped(&piece[word.len()..]));
        } else {
            html.push_str(&escaped(piece));
        }
    }
    Some(Html(html))
}
