//! What a request asks for: the language by the front of its path, and the path behind that.

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::Response;
use newsroom::language::Language;
use newsroom::path::normal;
use newsroom::site::Site;

use crate::state::App;

/// What a request asks for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The language of the page.
    pub(crate) language: Language,
    /// The whole path in the form paths are kept in.
    pub(crate) path: String,
    /// The query as it came, without the question mark.
    pub(crate) query: Option<String>,
}

/// Notes what is asked for, and takes the language off the path so that routes need not know it.
pub(crate) async fn note(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (language, rest) = split(&app.site, request.uri().path());
    let asked = Asked {
        language,
        path: normal(request.uri().path()),
        query: request.uri().query().map(str::to_owned),
    };
    if let Some(rest) = rest {
        let target = match request.uri().query() {
            Some(query) => format!("{rest}?{query}"),
            None => rest,
        };
        // A part of a valid path is one itself.
        if let Ok(uri) = target.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    request.extensions_mut().insert(asked);
    next.run(request).await
}

/// The language a path begins with, and the path without it if there was one.
fn split(site: &Site, path: &str) -> (Language, Option<String>) {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let found = site.languages.iter().skip(1).find(|language| first.eq_ignore_ascii_case(language.as_str()));
    match found {
        Some(language) => {
            let rest = path.trim_start_matches('/').get(first.len()..).unwrap_or_default();
            (language.clone(), Some(if rest.is_empty() { "/".to_owned() } else { rest.to_owned() }))
        }
        None => (site.main_language().clone(), None),
    }
}
