//! Counting requests, and telling Prometheus what was counted and how late work is.

use std::fmt::Write;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use newsroom::job::Kind;

use crate::answer::{Answer, typed};
use crate::counters::RouteName;
use crate::state::App;

/// Counts a request when it has been answered.
pub(crate) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let response = next.run(request).await;
    let route = response.extensions().get::<RouteName>().map_or("path", |name| name.0);
    let status = response.status().as_u16();
    app.metrics.add(route, status, began.elapsed());
    // The route and not the path: what a reader looks for or reads is nobody's business.
    tracing::debug!(route, status, seconds = began.elapsed().as_secs_f64(), "answered");
    response
}

/// `GET /metrics`, on the operator's own listener.
pub(crate) async fn show(State(app): State<App>) -> Answer {
    let text = app.metrics.text()
        + &app.pages.counts.text()
        + &following(&app)
        + &jobs(&app).await?
        + &search(&app).await?
        + &caches(&app).await?;
    Ok(typed("text/plain; version=0.0.4; charset=utf-8", text))
}

/// Whether the search index is in use, and how far behind the log of changes it is.
async fn search(app: &App) -> archive::Result<String> {
    let state = app.search.state();
    let in_use = u8::from(app.search.index().is_some());
    let behind = app.archive.reading().newest_change().await?.saturating_sub(state.change).max(0);
    let articles = state.articles;
    Ok(format!(
        "# HELP depesche_search_index_in_use Whether searches ask the index; 0 while the plain search stands in.\n\
         # TYPE depesche_search_index_in_use gauge\ndepesche_search_index_in_use {in_use}\n\
         # HELP depesche_search_changes_behind Changes that the index does not know yet.\n\
         # TYPE depesche_search_changes_behind gauge\ndepesche_search_changes_behind {behind}\n\
         # HELP depesche_search_articles Articles in the index.\n\
         # TYPE depesche_search_articles gauge\ndepesche_search_articles {articles}\n"
    ))
}

/// Whether this node hears of what others change.
fn following(app: &App) -> String {
    format!(
        "# HELP depesche_following_changes Whether changes are heard of; without that pages are made anew each time.\n\
         # TYPE depesche_following_changes gauge\ndepesche_following_changes {}\n",
        u8::from(app.archive.is_following())
    )
}

/// What the work that waits is like: how late it is, and what nobody tries any more.
async fn jobs(app: &App) -> archive::Result<String> {
    let (reading, now) = (app.archive.reading(), Timestamp::now());
    let mut late = String::from(
        "# HELP depesche_job_late_seconds How long the next job of a kind has been due.\n\
         # TYPE depesche_job_late_seconds gauge\n",
    );
    let mut given_up = String::from(
        "# HELP depesche_jobs_given_up Jobs that failed too often; see “depesche job list”.\n\
         # TYPE depesche_jobs_given_up gauge\n",
    );
    for kind in Kind::ALL {
        let due = reading.next_job_due(kind, now).await?.unwrap_or(now);
        let seconds = now.duration_since(due).as_secs_f64().max(0.0);
        let left = reading.jobs_given_up(kind).await?;
        let kind = kind.as_str();
        let _: std::fmt::Result = writeln!(late, "depesche_job_late_seconds{{kind=\"{kind}\"}} {seconds}");
        let _: std::fmt::Result = writeln!(given_up, "depesche_jobs_given_up{{kind=\"{kind}\"}} {left}");
    }
    Ok(late + &given_up)
}

/// How far the caches outside were told which pages to drop.
async fn caches(app: &App) -> archive::Result<String> {
    let (reading, now) = (app.archive.reading(), Timestamp::now());
    let (streams, newest) = (reading.purges().await?, reading.newest_change().await?);
    let mut behind = String::from(
        "# HELP depesche_cache_changes_behind Changes that a cache outside was not told of yet.\n\
         # TYPE depesche_cache_changes_behind gauge\n",
    );
    let mut failing = String::from(
        "# HELP depesche_cache_failing_seconds For how long a cache outside could not be told.\n\
         # TYPE depesche_cache_failing_seconds gauge\n",
    );
    for stream in streams {
        let (cache, late) = (stream.cache, (newest - stream.told).max(0));
        let since =
            stream.failing_since.map_or(0.0, |since| now.duration_since(since).as_secs_f64().max(0.0));
        let _: std::fmt::Result =
            writeln!(behind, "depesche_cache_changes_behind{{cache=\"{cache}\"}} {late}");
        let _: std::fmt::Result =
            writeln!(failing, "depesche_cache_failing_seconds{{cache=\"{cache}\"}} {since}");
    }
    Ok(behind + &failing)
}
