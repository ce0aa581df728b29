//! Making a page that is not there, and the cache as a layer around the routes.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;

use super::flight::{Landed, Turn};
use super::{Address, Conditions, Kept, PageParts, Wanted, address, outside, read_http_date};
use crate::answer::unless_known;
use crate::counters::RouteName;
use crate::limits::is_encrypted;
use crate::state::App;

tokio::task_local! {
    /// How many times changes had been told of when the making of a page began.
    static BEGUN: u64;
}

/// How many times changes had been told of when the making of this task's page began, before anything was asked of the
/// archive for it. Nothing where no page is made that is kept.
pub(crate) fn begun() -> Option<u64> {
    BEGUN.try_with(|begun| *begun).ok()
}

/// Left on an answer that is the same for every reader: it may be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keep;

/// What a request found.
pub(crate) enum Found {
    /// A page that is kept.
    Page(Arc<Kept>),
    /// An answer for this request alone.
    Other(Response),
}

/// Answers from the cache, or makes what is not there.
pub(crate) async fn through(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_get = request.method() == Method::GET || request.method() == Method::HEAD;
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let key = match address(target) {
        Address::Kept(kept) if is_get && app.archive.is_following() => kept.into_owned(),
        _ => {
            let known = request.headers().get(header::IF_NONE_MATCH).cloned();
            return for_one(&app, next.run(request).await, known.as_ref());
        }
    };
    let (mut parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let key = full_key(&app, &key, is_encrypted_by_proxy(&app, peer, &parts.headers));
    // Copied, because the request goes on; a page is made as for GET, and with nothing in its query
    // that does not make another page.
    let (headers, head_only) = (parts.headers.clone(), parts.method == Method::HEAD);
    parts.method = Method::GET;
    if let Ok(uri) = String::from_utf8_lossy(&key[..address_end(&key)]).parse() {
        parts.uri = uri;
    }
    let conditions = Conditions { head_only, ..conditions(&headers) };
    let found = answer(&app, &key, conditions.wanted, next.run(Request::from_parts(parts, body))).await;
    match found {
        Found::Page(page) => {
            let Some((mut response, hit)) = page.response(conditions, app.now().as_second()) else {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            };
            app.pages.counts.hit(hit);
            response.extensions_mut().insert(page.route());
            response
        }
        Found::Other(response) => for_one(&app, response, headers.get(header::IF_NONE_MATCH)),
    }
}

/// An answer for one request, which caches outside keep only where its handler said so.
fn for_one(app: &App, mut response: Response, known: Option<&HeaderValue>) -> Response {
    if app.settings.outside_caches && !response.headers().contains_key("surrogate-control") {
        outside::must_not_keep(response.headers_mut());
    }
    unless_known(response, known)
}

/// The page of a key: as it is there, or made once for all who ask at the same time. `make` runs to
/// its end even if whoever asked goes away.
pub(crate) async fn answer(
    app: &App,
    key: &[u8],
    wanted: Wanted,
    make: impl Future<Output = Response> + Send + 'static,
) -> Found {
    let arrived = app.pages.told();
    loop {
        if let Some(page) = app.pages.get(key, app.now().as_second(), wanted) {
            return Found::Page(page);
        }
        match app.pages.flights.turn(key) {
            Turn::Wait(mut word) => {
                app.pages.counts.joined();
                let Ok(landed) = word.wait_for(Option::is_some).await.map(|landed| landed.clone()) else {
                    continue;
                };
                match landed {
                    Some(Landed { page: Some(page), untrue })
                        if untrue.is_none_or(|count| count > arrived) =>
                    {
                        return Found::Page(page);
                    }
                    // It was overtaken by a change that had been answered when this reader asked.
                    Some(Landed { page: Some(_), .. }) | None => {}
                    Some(Landed { page: None, .. }) => return Found::Other(make.await),
                }
            }
            Turn::Make(flight) => {
                let (sender, receiver) = oneshot::channel();
                let (app, key): (App, Box<[u8]>) = (app.clone(), key.into());
                tokio::spawn(async move {
                    let (found, landed) = fly(&app, key, make).await;
                    flight.land(landed);
                    // Whoever asked may have gone away.
                    drop(sender.send(found));
                });
                return receiver
                    .await
                    .unwrap_or_else(|_| Found::Other(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
            }
        }
    }
}

async fn fly(app: &App, key: Box<[u8]>, make: impl Future<Output = Response>) -> (Found, Landed) {
    let begun = app.pages.told();
    let (response, noted) = archive::noting(BEGUN.scope(begun, make)).await;
    let alone = |response| (Found::Other(response), Landed { page: None, untrue: None });
    if !may_be_kept(&response) || noted.unknown {
        return alone(response);
    }
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "a page has no end");
            return alone(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        }
    };
    app.pages.counts.made();
    let route = parts.extensions.get().copied().unwrap_or(RouteName("path"));
    let (made, until) = (app.now(), noted.until);
    let page = |headers| {
        let (key, body, status) = (key.clone(), body.clone(), parts.status);
        Arc::new(Kept::new(PageParts { key, route, status, headers, body, made, until }))
    };
    let mut headers = parts.headers.clone();
    if app.settings.outside_caches {
        outside::may_keep(&noted, &mut headers);
    }
    let mut found = page(headers);
    let untrue = app.pages.keep(&found, noted, begun);
    if untrue.is_some() {
        app.pages.counts.untrue();
        if app.settings.outside_caches {
            // Those who asked before the change get it; nobody keeps it for those who ask later.
            let mut headers = parts.headers;
            outside::must_not_keep(&mut headers);
            found = page(headers);
        }
    }
    (Found::Page(found.clone()), Landed { page: Some(found), untrue })
}

/// Whether an answer is the same for everybody, also by what its handler made of it later.
fn may_be_kept(response: &Response) -> bool {
    let headers = response.headers();
    let is_public =
        headers.get(header::CACHE_CONTROL).is_some_and(|caching| caching.as_bytes().starts_with(b"public"));
    response.extensions().get::<Keep>().is_some() && is_public && !headers.contains_key(header::SET_COOKIE)
}

/// What the headers of a request say of the page it wants.
pub(crate) fn conditions(headers: &HeaderMap) -> Conditions<'_> {
    let wanted = match headers.get_all(header::ACCEPT_ENCODING).iter().collect::<Vec<_>>()[..] {
        [] => Wanted::default(),
        [one] => Wanted::read(one.as_bytes()),
        ref lines => Wanted::read(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>().join(&b',')),
    };
    Conditions {
        wanted,
        known: headers.get(header::IF_NONE_MATCH).map(|known| known.as_bytes()),
        since: headers.get(header::IF_MODIFIED_SINCE).and_then(|since| read_http_date(since.as_bytes())),
        head_only: false,
    }
}

/// Behind this in a key stands that the reader came by TLS and is told to come back so.
const BY_TLS: &[u8] = b"\ntls";

/// The key of an address. Only where the site itself is not known to be encrypted does it matter by
/// what way a reader came.
pub(crate) fn full_key(app: &App, address: &str, by_tls: bool) -> Box<[u8]> {
    let mut key = address.as_bytes().to_vec();
    if by_tls && app.site.url.scheme() != "https" {
        key.extend_from_slice(BY_TLS);
    }
    key.into()
}

fn address_end(key: &[u8]) -> usize {
    key.strip_suffix(BY_TLS).map_or(key.len(), <[u8]>::len)
}

fn is_encrypted_by_proxy(app: &App, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let Some(peer) = peer else { return false };
    let mut extensions = axum::http::Extensions::new();
    extensions.insert(ConnectInfo(peer));
    !app.settings.trusted_proxies.is_empty()
        && is_encrypted(&extensions, headers, &app.settings.trusted_proxies)
}
