//! The small answers: robots.txt, security.txt, the manifest, files of the theme, health.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};

use crate::answer::{Answer, Trouble, for_machines, moved, typed};
use crate::asked::Asked;
use crate::page_cache::Keep;
use crate::state::App;
use crate::views::Manifest;

/// What may be kept for good, because its address changes with it.
pub(crate) const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `GET /robots.txt` (RFC 9309)
pub(crate) async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /kommentar/\nDisallow: /comment/\nDisallow: /suche\nDisallow: /search\n\n\
         Sitemap: {}\nSitemap: {}\n",
        app.site.absolute("/sitemap.xml"),
        app.site.absolute("/sitemap/news.xml")
    );
    for_machines("text/plain; charset=utf-8", text)
}

/// `GET /.well-known/security.txt` (RFC 9116)
pub(crate) async fn security(State(app): State<App>) -> Answer {
    let contact = app.settings.security_contact.as_ref().ok_or(Trouble::NotFound)?;
    // By the day, so that it is the same text all day; RFC 9116 wants less than a year.
    let now = app.now();
    let expires = now + SignedDuration::from_hours(24 * 180);
    let tomorrow = now.as_second() - now.as_second().rem_euclid(86_400) + 86_400;
    archive::note_until(Timestamp::from_second(tomorrow).unwrap_or(now));
    let languages: Vec<&str> = app.site.languages.iter().map(|language| language.as_str()).collect();
    Ok(for_machines(
        "text/plain; charset=utf-8",
        format!(
            "Contact: {contact}\nExpires: {}\nPreferred-Languages: {}\nCanonical: {}\n",
            expires.strftime("%Y-%m-%dT00:00:00Z"),
            languages.join(", "),
            app.site.absolute("/.well-known/security.txt")
        ),
    ))
}

/// `GET /manifest.webmanifest`
pub(crate) async fn manifest(State(app): State<App>, Extension(asked): Extension<Asked>) -> Answer {
    let view = Manifest { edition: app.edition(&asked.language) };
    let text = app.look.page(&asked.language, "manifest.webmanifest", &view).map_err(Trouble::Ours)?;
    Ok(typed("application/manifest+json", text))
}

/// `GET /favicon.ico`: browsers ask for it unbidden.
pub(crate) async fn favicon(State(app): State<App>) -> Answer {
    moved(&app.look.address("icons/icon-32.png").ok_or(Trouble::NotFound)?)
}

/// `GET /theme/{path}`
pub(crate) async fn theme(State(app): State<App>, Path(path): Path<String>) -> Answer {
    let file = app.look.file(&format!("/theme/{path}")).ok_or(Trouble::NotFound)?;
    let mut response = typed(file.mime, file.bytes.clone());
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_GOOD);
    response.extensions_mut().insert(Keep);
    Ok(response)
}

/// `GET /health/live`: the process answers.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// `GET /health/ready`: the database answers too. Without a search index, or where this node does not
/// hear of what others change, the site is right and works, if less well.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match app.archive.ping().await {
        Ok(()) => {
            let mut text = String::from("ok\n");
            if app.search.index().is_none() {
                let why = app.search.state().trouble.unwrap_or_else(|| "it is being built".into());
                // Where on the machine the index is, is not for the public.
                tracing::debug!(why, "the search index is not in use");
                text.push_str("search: the plain search stands in for the index\n");
            }
            if !app.archive.is_following() {
                text.push_str("changes: they cannot be followed; pages are made anew for each request\n");
            }
            text.into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}
