//! Answers: pages from views, and the one place where a trouble becomes an answer.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use newsroom::language::Language;
use serde::Serialize;

use crate::asked::Asked;
use crate::frame::Sheet;
use crate::page_cache::Keep;
use crate::state::App;
use crate::views::{BusyPage, LegalPage, NotFoundPage, TroublePage, WithdrawnPage};

/// When to come again after a 503 (RFC 9110, section 10.2.3), in seconds.
pub(crate) const IN_A_MOMENT: HeaderValue = HeaderValue::from_static("10");

/// What a handler answers.
pub(crate) type Answer = Result<Response, Trouble>;

/// Why a page cannot be shown.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// There is nothing.
    #[error("not found")]
    NotFound,
    /// It was withdrawn, when and why.
    #[error("gone")]
    Gone(Option<Timestamp>, String),
    /// The law forbids it; who demanded that and why.
    #[error("unavailable for legal reasons")]
    Unavailable(Box<archive::Prohibition>),
    /// The request cannot be served as it is.
    #[error("refused: {1}")]
    Refused(StatusCode, &'static str),
    /// The archive failed.
    #[error("archive: {0}")]
    Archive(Arc<archive::Error>),
    /// A template or something else of ours failed.
    #[error("{0}")]
    Ours(String),
}

impl From<archive::Error> for Trouble {
    fn from(error: archive::Error) -> Trouble {
        Trouble::Archive(Arc::new(error))
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Trouble {
    fn status(&self) -> StatusCode {
        match self {
            Trouble::NotFound => StatusCode::NOT_FOUND,
            Trouble::Gone(..) => StatusCode::GONE,
            Trouble::Unavailable(_) => StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
            Trouble::Refused(status, _) => *status,
            Trouble::Archive(error) if error.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Archive(_) | Trouble::Ours(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A page made from its view.
pub(crate) fn page<V: Serialize>(app: &App, language: &Language, template: &str, view: &V) -> Answer {
    Ok(html_answer(fragment(app, language, template, view)?))
}

/// What a template makes of its view.
pub(crate) fn fragment<V: Serialize>(
    app: &App,
    language: &Language,
    template: &str,
    view: &V,
) -> Result<String, Trouble> {
    let made = app.look.page(language, template, view);
    made.map_err(|error| Trouble::Ours(format!("template {template}: {error}")))
}

/// A finished page with a tag by which a browser can ask whether it is still the same.
fn html_answer(html: String) -> Response {
    tagged("text/html; charset=utf-8", html, "public, no-cache")
}

/// What machines fetch again and again (feeds, sitemaps): it may be kept for five minutes, and then
/// be asked for by its tag.
pub(crate) fn for_machines(mime: &'static str, text: String) -> Response {
    tagged(mime, text, "public, max-age=300")
}

fn tagged(mime: &'static str, text: String, caching: &'static str) -> Response {
    let tag = format!("\"{}\"", &blake3::hash(text.as_bytes()).to_hex()[..24]);
    let mut response = typed(mime, text);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response.extensions_mut().insert(Keep);
    response
}

/// An answer of a content type.
pub(crate) fn typed(mime: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}

/// For good at another address.
pub(crate) fn moved(location: &str) -> Answer {
    let mut response = redirect(StatusCode::MOVED_PERMANENTLY, location)?;
    // Without a word browsers keep it for good, also when the address comes to mean something else.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    response.extensions_mut().insert(Keep);
    Ok(response)
}

/// To be looked at with GET at another address (after a form).
pub(crate) fn see_other(location: &str) -> Answer {
    redirect(StatusCode::SEE_OTHER, location)
}

fn redirect(status: StatusCode, location: &str) -> Answer {
    let location = HeaderValue::from_str(&escaped_location(location))
        .map_err(|_| Trouble::Ours(format!("“{location}” cannot be an address")))?;
    let mut response = status.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Paths are kept with their letters; a header holds ASCII only.
pub(crate) fn escaped_location(location: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');
    percent_encoding::utf8_percent_encode(location, KEPT).to_string()
}

/// Puts a page in the place of a trouble.
pub(crate) async fn finish(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Asked>().cloned();
    let mut response = match app.refresh().await {
        Ok(()) => next.run(request).await,
        Err(error) => Trouble::from(error).into_response(),
    };
    let trouble = match response.extensions_mut().remove::<Trouble>() {
        Some(trouble) => trouble,
        None => return response,
    };
    let status = trouble.status();
    let language = asked.as_ref().map_or(app.site.main_language(), |asked| &asked.language).clone();
    let path = asked.map(|asked| asked.path).unwrap_or_default();
    let mut answer = match trouble_page(&app, &language, &path, trouble).await {
        Ok(page) => page,
        Err(error) => {
            tracing::error!(%error, "the page that says what is wrong could not be made");
            typed("text/plain; charset=utf-8", "Something went wrong on our side. Please try again.")
        }
    };
    *answer.status_mut() = status;
    answer.headers_mut().remove(header::ETAG);
    // That there is nothing is as true as any page, until something comes to be there.
    let is_known = matches!(
        status,
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS
    );
    let caching = if is_known { "public, no-cache" } else { "no-store" };
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if is_known {
        answer.extensions_mut().insert(Keep);
    } else {
        answer.extensions_mut().remove::<Keep>();
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, IN_A_MOMENT);
    }
    answer
}

/// The answer, or 304 where the reader has it already.
pub(crate) fn unless_known(mut response: Response, known: Option<&HeaderValue>) -> Response {
    let same = match (known.and_then(|known| known.to_str().ok()), response.headers().get(header::ETAG)) {
        (Some(known), Some(tag)) => tag
            .to_str()
            .is_ok_and(|tag| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)),
        _ => false,
    };
    if same && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

async fn trouble_page(app: &App, language: &Language, path: &str, trouble: Trouble) -> Answer {
    let title = |key: &str| app.look.say(language, key, &[]);
    match trouble {
        Trouble::NotFound => {
            // Nothing is asked of the archive: nobody's guesses at addresses cost more than others' pages.
            let query = words_of(path);
            let frame = Sheet::error(title("error-404-title")).frame(app, language);
            page(app, language, "error-404.html", &NotFoundPage { frame, query })
        }
        Trouble::Gone(at, reason) => {
            let withdrawn = at.map(|at| app.look.moment(language, at));
            let frame = Sheet::error(title("error-410-title")).frame(app, language);
            let reason = Some(reason).filter(|reason| !reason.is_empty());
            page(app, language, "error-410.html", &WithdrawnPage { frame, withdrawn, reason })
        }
        Trouble::Unavailable(prohibition) => {
            let frame = Sheet::error(title("error-451-title")).frame(app, language);
            let view = LegalPage {
                frame,
                authority: Some(prohibition.authority).filter(|words| !words.is_empty()),
                reason: Some(prohibition.reason).filter(|words| !words.is_empty()),
                since: prohibition.since.map(|at| app.look.moment(language, at)),
            };
            let mut response = page(app, language, "error-451.html", &view)?;
            // RFC 7725, section 3: who blocks, not who demanded it. That is the site itself.
            if let Ok(link) =
                HeaderValue::from_str(&format!("<{}>; rel=\"blocked-by\"", app.site.absolute("/")))
            {
                response.headers_mut().insert(header::LINK, link);
            }
            Ok(response)
        }
        Trouble::Refused(_, why) => Ok(typed("text/plain; charset=utf-8", why)),
        Trouble::Archive(error) if error.is_passing() => {
            tracing::warn!(%error, "a request was sent away for a moment");
            let frame = Sheet::error(title("error-503-title")).frame(app, language);
            page(app, language, "error-503.html", &BusyPage { frame })
        }
        Trouble::Archive(_) | Trouble::Ours(_) => {
            let reference = format!("{:x}", Timestamp::now().as_millisecond());
            tracing::error!(error = %trouble, %reference, "a page could not be made");
            let frame = Sheet::error(title("error-500-title")).frame(app, language);
            page(app, language, "error-500.html", &TroublePage { frame, reference: Some(reference) })
        }
    }
}

/// The words of the last part of a path, for the search.
fn words_of(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let words: Vec<&str> = last
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2 && !word.chars().all(|c| c.is_ascii_digit()))
        .take(6)
        .collect();
    words.join(" ")
}
