//! The page of what needs the reader's consent: it alone may load from the hosts that its place names.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};

use newsroom::address::is_linkable;

use crate::answer::{Answer, Trouble, page};
use crate::asked::Asked;
use crate::edition::home;
use crate::frame::Sheet;
use crate::places::sources;
use crate::state::App;
use crate::views::{Html, PlacePage};

/// `GET /extern/{place}`: what needs consent, for a reader who has just given it.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let policy = app.policies.asked.get(&name).ok_or(Trouble::NotFound)?;
    let place = app.settings.places.get(&name).ok_or(Trouble::NotFound)?;
    let language = &asked.language;
    let sheet = Sheet { title: app.look.say(language, "place-title", &[]), hidden: true, ..Sheet::default() };
    let view = PlacePage {
        frame: sheet.frame(&app, language),
        hosts: sources(place),
        back: came_from(&app, &headers).unwrap_or_else(|| home(&app.site, language)),
        content: Html(place.html.clone()),
    };
    let mut response = page(&app, language, "place.html", &view)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.remove(header::ETAG);
    Ok(response)
}

/// The page of the site from which a reader came here.
fn came_from(app: &App, headers: &HeaderMap) -> Option<String> {
    let page = url::Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let path = page.path();
    // Two slashes would lead to another site.
    (page.origin() == app.site.url.origin() && is_linkable(path)).then(|| path.to_owned())
}
