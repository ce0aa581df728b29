//! Every route of the reader's site. What is data (articles, sections, pages, old addresses) is
//! found by its path after all of these.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use crate::counters::RouteName;
use crate::state::App;
use crate::{
    answer, asked, comments, consent, corrections, dates, feeds, front, headers, lists, media, metrics,
};
use crate::{page_cache, pages, plain, search, sitemaps};

/// What a route answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people.
    Page,
    /// Something for machines.
    Machine,
    /// A form's target.
    Form,
    /// A file.
    File,
}

/// A route, as tests list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its pattern, without the language in front.
    pub pattern: &'static str,
    /// Its name in counters.
    pub name: &'static str,
    /// What it answers with.
    pub kind: Kind,
}

type Table = Vec<(Route, MethodRouter<App>)>;

fn table() -> Table {
    let mut table: Table = Vec::new();
    let mut add = |pattern, name, kind, handler| table.push((Route { pattern, name, kind }, handler));
    add("/", "front", Kind::Page, get(front::show));

    add("/thema/{slug}", "topic", Kind::Page, get(lists::topic));
    add("/topic/{slug}", "topic", Kind::Page, get(lists::topic));
    add("/autor/{slug}", "author", Kind::Page, get(lists::author));
    add("/author/{slug}", "author", Kind::Page, get(lists::author));
    add("/dossier/{slug}", "dossier", Kind::Page, get(lists::dossier));

    add("/archiv", "archive", Kind::Page, get(dates::all));
    add("/archive", "archive", Kind::Page, get(dates::all));
    add("/archiv/{year}", "archive-year", Kind::Page, get(dates::year));
    add("/archive/{year}", "archive-year", Kind::Page, get(dates::year));
    add("/archiv/{year}/{month}", "archive-month", Kind::Page, get(dates::month));
    add("/archive/{year}/{month}", "archive-month", Kind::Page, get(dates::month));
    add("/archiv/{year}/{month}/{day}", "archive-day", Kind::Page, get(dates::day));
    add("/archive/{year}/{month}/{day}", "archive-day", Kind::Page, get(dates::day));

    add("/korrekturen", "corrections", Kind::Page, get(corrections::show));
    add("/corrections", "corrections", Kind::Page, get(corrections::show));
    add("/suche", "search", Kind::Page, get(search::show));
    add("/search", "search", Kind::Page, get(search::show));
    add("/suche.json", "search-json", Kind::Machine, get(search::json));
    add("/search.json", "search-json", Kind::Machine, get(search::json));
    add("/suche/vorschlaege", "search-suggestions", Kind::Machine, get(search::suggestions));
    add("/search/suggestions", "search-suggestions", Kind::Machine, get(search::suggestions));
    add("/opensearch.xml", "opensearch", Kind::Machine, get(search::description));

    add("/kommentar/wartend", "comments-waiting", Kind::Page, get(comments::waiting));
    add("/comment/waiting", "comments-waiting", Kind::Page, get(comments::waiting));
    add("/kommentar/{article}", "comment", Kind::Form, comment_form());
    add("/comment/{article}", "comment", Kind::Form, comment_form());
    add("/kommentar/{article}/danke", "comment-received", Kind::Page, get(comments::received));
    add("/comment/{article}/thanks", "comment-received", Kind::Page, get(comments::received));

    add("/extern/{place}", "place", Kind::Page, get(consent::show));
    add("/external/{place}", "place", Kind::Page, get(consent::show));

    add("/feeds", "feeds", Kind::Page, get(feeds::overview));
    add("/feed", "feed", Kind::Machine, get(feeds::usual));
    add("/feed.{format}", "feed", Kind::Machine, get(feeds::site));
    add("/feed/{kind}/{file}", "feed", Kind::Machine, get(feeds::of));

    add("/sitemap.xml", "sitemap", Kind::Machine, get(sitemaps::index));
    add("/sitemap/{part}", "sitemap", Kind::Machine, get(sitemaps::part));
    add("/robots.txt", "robots", Kind::Machine, get(plain::robots));
    add("/.well-known/security.txt", "security", Kind::Machine, get(plain::security));
    add("/manifest.webmanifest", "manifest", Kind::Machine, get(plain::manifest));
    add("/favicon.ico", "favicon", Kind::File, get(plain::favicon));
    add("/theme/{*path}", "theme", Kind::File, get(plain::theme));
    add("/media/{asset}/{file}", "media", Kind::File, get(media::show));

    add("/health/live", "live", Kind::Machine, get(plain::live));
    add("/health/ready", "ready", Kind::Machine, get(plain::ready));
    table
}

fn comment_form() -> MethodRouter<App> {
    get(comments::form).post(comments::post).layer(DefaultBodyLimit::max(comments::LARGEST_FORM))
}

/// All routes, for tests that look at a sample of each.
pub fn routes() -> Vec<Route> {
    table().into_iter().map(|(route, _)| route).collect()
}

/// The whole site as a service.
pub fn router(app: &App) -> Router {
    let mut inner = Router::new();
    for (route, handler) in table() {
        let name = RouteName(route.name);
        let named = handler.layer(map_response(move |mut response: Response| {
            response.extensions_mut().insert(name);
            std::future::ready(response)
        }));
        inner = inner.route(route.pattern, named);
    }
    let inner = inner.fallback(get(pages::by_path)).with_state(app.clone());
    // The language is taken off the path before routes are looked at: a router within a router.
    Router::new()
        .fallback_service(inner)
        .layer(from_fn_with_state(app.clone(), answer::finish))
        .layer(from_fn_with_state(app.clone(), asked::note))
        .layer(from_fn_with_state(app.clone(), headers::set))
        .layer(from_fn_with_state(app.clone(), page_cache::through))
        .layer(from_fn_with_state(app.clone(), metrics::count))
}

/// What the operator's own listener serves.
pub fn metrics_router(app: &App) -> Router {
    Router::new().route("/metrics", get(metrics::show)).with_state(app.clone())
}
