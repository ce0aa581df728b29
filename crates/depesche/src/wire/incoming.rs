//! Copy that others send: what providers push, and what hubs distribute. These addresses stand beside the
//! site's: no page cache keeps what they answer, and each has an end in size.

use archive::StoredProvider;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use newsroom::job::Kind;
use newsroom::wire_item::ProviderKind;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::memory::{Memory, Subscription, remember};
use super::taking_in::{Copy, TakenIn, take_in};
use super::{CopyDesk, cause, signature, subscribing};

/// Longest challenge that is sent back.
const LONGEST_CHALLENGE: usize = 1_024;

/// The routes.
pub(crate) fn router(desk: CopyDesk) -> Router {
    Router::new()
        .route("/wire/push/{provider}", post(push))
        .route("/wire/hub/{provider}/{key}", get(verify).post(distribute))
        .with_state(desk)
}

/// Takes in what a provider sends with its token. The same body twice changes nothing.
async fn push(
    State(desk): State<CopyDesk>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let stored = match provider(&desk, &slug).await {
        Ok(stored) => stored.filter(|stored| stored.provider.kind == ProviderKind::Push),
        Err(answer) => return answer,
    };
    // Whoever has no token does not learn which providers there are.
    let Some(stored) = stored.filter(|stored| has_token(stored, &headers)) else {
        let answer =
            said(StatusCode::UNAUTHORIZED, "this needs the provider's token: “Authorization: Bearer …”");
        return ([(header::WWW_AUTHENTICATE, "Bearer")], answer).into_response();
    };
    if stored.paused {
        return said(StatusCode::SERVICE_UNAVAILABLE, "this provider is paused; send it again later");
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return said(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the copy without Content-Encoding");
    }
    let body = match whole(&desk, body).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    if body.is_empty() {
        return said(StatusCode::UNPROCESSABLE_ENTITY, "the body is empty");
    }
    match receive(&desk, &stored, &headers, body, "push", None).await {
        Ok(taken) => told(&taken),
        Err(answer) => answer,
    }
}

/// Whether the token that comes with a request is the provider's. Hashes are compared in constant time.
fn has_token(stored: &StoredProvider, headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let Some((scheme, token)) = given.split_once(' ') else { return false };
    let Ok(kept) = blake3::Hash::from_hex(&stored.token) else { return false };
    scheme.eq_ignore_ascii_case("bearer") && blake3::hash(token.trim().as_bytes()) == kept
}

/// What became of each item, as JSON.
fn told(taken: &TakenIn) -> Response {
    if let Some(why) = &taken.refused {
        return said(StatusCode::UNPROCESSABLE_ENTITY, why);
    }
    let status = if taken.is_news() { StatusCode::CREATED } else { StatusCode::OK };
    let items: Vec<_> = taken
        .items
        .iter()
        .zip(&taken.became)
        .map(|(item, became)| json!({ "item": item, "became": became }))
        .collect();
    let answer = json!({
        "new": taken.new,
        "versions": taken.versions,
        "late": taken.late,
        "same": taken.same,
        "items": items,
    });
    (status, unkept(), Json(answer)).into_response()
}

/// What a hub asks back.
#[derive(Debug, Deserialize)]
struct Intent {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.topic", default)]
    topic: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
    #[serde(rename = "hub.lease_seconds")]
    lease_seconds: Option<u32>,
    #[serde(rename = "hub.reason", default)]
    reason: String,
}

/// Answers a hub that asks whether we meant it
/// ([WebSub, 5.3](https://www.w3.org/TR/websub/#hub-verifies-intent)), or says that it will not.
async fn verify(
    State(desk): State<CopyDesk>,
    Path((slug, key)): Path<(String, String)>,
    Query(intent): Query<Intent>,
) -> Response {
    if intent.challenge.len() > LONGEST_CHALLENGE {
        return said(StatusCode::BAD_REQUEST, "the challenge is too long");
    }
    let (stored, subscription) = match subscription(&desk, &slug, &key).await {
        Ok(Some(found)) => found,
        // Nothing is wanted at an address that nobody gave, or gave before its provider was removed.
        Ok(None) if intent.mode == "unsubscribe" => return challenge(intent.challenge),
        Ok(None) => return said(StatusCode::NOT_FOUND, "nobody asked for this"),
        Err(answer) => return answer,
    };
    if intent.topic != subscription.offer.topic {
        return said(StatusCode::NOT_FOUND, "this was not asked for");
    }
    if intent.mode == "denied" {
        tracing::warn!(provider = slug, reason = intent.reason, "a hub will not send what is new");
        let ended = Subscription { until: None, ..subscription };
        let outcome = desk
            .archive
            .write(cause(&stored), move |w| {
                Box::pin(async move {
                    remember(w, &slug, |_, memory| memory.subscription = Some(ended)).await.map(drop)
                })
            })
            .await;
        return outcome.map_or_else(|error| broken(&error), |()| (StatusCode::OK, unkept()).into_response());
    }
    match subscribing::confirm(&desk, &stored, &subscription, &intent.mode, intent.lease_seconds).await {
        Ok(true) => challenge(intent.challenge),
        Ok(false) => said(StatusCode::NOT_FOUND, "this was not asked for"),
        Err(error) => broken(&error),
    }
}

fn challenge(text: String) -> Response {
    (StatusCode::OK, unkept(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Takes in what a hub distributes ([WebSub, 7](https://www.w3.org/TR/websub/#content-distribution)).
async fn distribute(
    State(desk): State<CopyDesk>,
    Path((slug, key)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let (stored, subscription) = match subscription(&desk, &slug, &key).await {
        Ok(Some(found)) => found,
        // By this a hub knows that there is no subscription any more.
        Ok(None) => return said(StatusCode::GONE, "there is no such subscription"),
        Err(answer) => return answer,
    };
    let body = match whole(&desk, body).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let received = (StatusCode::ACCEPTED, unkept()).into_response();
    let signed = headers.get(signature::HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signature::is_right(signed, &subscription.secret, &body) {
        // Who guesses is not told whether he came closer.
        tracing::warn!(provider = slug, "what is not signed as agreed with the hub is ignored");
        return received;
    }
    if subscription.leaving || stored.paused {
        return received;
    }
    // Some hubs only say that there is something.
    if body.is_empty() {
        let provider = stored.provider.clone();
        let outcome = desk
            .archive
            .write(cause(&stored), move |w| {
                Box::pin(async move { w.enqueue(Kind::Fetching, &provider.slug, w.now()).await })
            })
            .await;
        return outcome.map_or_else(|error| broken(&error), |()| received);
    }
    let topic = Url::parse(&subscription.offer.topic).ok();
    match receive(&desk, &stored, &headers, body, &subscription.offer.hub, topic).await {
        Ok(_) => received,
        Err(answer) => answer,
    }
}

/// The body of a request, read only when it is known that somebody may send one.
async fn whole(desk: &CopyDesk, body: Body) -> Result<Bytes, Response> {
    axum::body::to_bytes(body, desk.most).await.map_err(|error| {
        // What else can go wrong is that the sender went away, who hears of nothing any more.
        tracing::debug!(%error, "the body of a request is not taken");
        said(StatusCode::PAYLOAD_TOO_LARGE, &format!("it is larger than {} MB", desk.most >> 20))
    })
}

/// Takes in a body and notes that the provider has sent something.
async fn receive(
    desk: &CopyDesk,
    stored: &StoredProvider,
    headers: &HeaderMap,
    body: Bytes,
    name: &str,
    url: Option<Url>,
) -> Result<TakenIn, Response> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let copy = Copy {
        bytes: body.to_vec(),
        content_type: content_type.unwrap_or_default().to_owned(),
        name: name.to_owned(),
        url,
    };
    let taken = take_in(&desk.archive, stored, copy).await.map_err(|error| broken(&error))?;
    let slug = stored.provider.slug.clone();
    let (found, refused) = (taken.new + taken.versions > 0, taken.refused.clone());
    desk.archive
        .write(cause(stored), move |w| {
            Box::pin(async move {
                let now = w.now();
                let known = remember(w, &slug, |asked, memory| {
                    asked.answered_at = Some(now);
                    (asked.failures, asked.error) = match refused {
                        None => (0, String::new()),
                        Some(why) => (asked.failures.saturating_add(1), why),
                    };
                    if found {
                        asked.found_at = Some(now);
                        memory.note_times([now], now);
                    }
                });
                known.await.map(drop)
            })
        })
        .await
        .map_err(|error| broken(&error))?;
    Ok(taken)
}

/// The provider of a slug, if there is one.
async fn provider(desk: &CopyDesk, slug: &str) -> Result<Option<StoredProvider>, Response> {
    match desk.archive.reading().provider(slug).await {
        Ok(stored) => Ok(Some(stored)),
        Err(archive::Error::Missing { .. }) => Ok(None),
        Err(error) => Err(broken(&error)),
    }
}

/// The subscription whose callback was called.
async fn subscription(
    desk: &CopyDesk,
    slug: &str,
    key: &str,
) -> Result<Option<(StoredProvider, Subscription)>, Response> {
    let Some(stored) = provider(desk, slug).await? else { return Ok(None) };
    let found = Memory::of(&stored).subscription;
    // Hashes are compared in constant time.
    let is_its = |one: &Subscription| blake3::hash(one.key.as_bytes()) == blake3::hash(key.as_bytes());
    Ok(found.filter(is_its).map(|subscription| (stored, subscription)))
}

/// An error as JSON.
fn said(status: StatusCode, error: &str) -> Response {
    (status, unkept(), Json(json!({ "error": error, "at": Timestamp::now() }))).into_response()
}

fn broken(error: &archive::Error) -> Response {
    tracing::error!(%error, "copy that was sent cannot be taken in");
    said(StatusCode::SERVICE_UNAVAILABLE, "it cannot be taken in at the moment; send it again later")
}

/// Nobody keeps these answers, and none is taken for a page.
fn unkept() -> [(header::HeaderName, &'static str); 2] {
    [(header::CACHE_CONTROL, "no-store"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")]
}
