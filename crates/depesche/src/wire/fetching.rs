//! Fetching: a provider is asked for copy over HTTP, politely and no more often than is worth it.
//!
//! What came is taken in before anything is remembered of the answer, so that a crash in between only asks
//! once more. The next question is a job again; who fails is asked less and less, and never forgotten.

use std::time::Duration;

use archive::StoredProvider;
use jiff::{SignedDuration, Timestamp};
use net::{Answer, HeaderValue, Limits, Method, Request, StatusCode, header};
use newsroom::job::Kind;
use newsroom::wire_item::ProviderKind;
use url::Url;

use super::hosts::Turn;
use super::memory::{Memory, remember};
use super::saying::{Saying, patience};
use super::taking_in::{Copy, TakenIn, take_in};
use super::{CopyDesk, cause, pace, subscribing};

/// How long an answer may take, redirects included.
const TIME: Duration = Duration::from_secs(60);
/// Most redirects.
const REDIRECTS: usize = 5;
/// So long a turn is waited for; for longer the job is put back.
const SHORT: Duration = Duration::from_secs(3);
/// What is liked best, and whatever there is.
const ACCEPT: HeaderValue = HeaderValue::from_static(
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
     application/json;q=0.9, text/html;q=0.8, */*;q=0.5",
);

/// What came of asking.
#[derive(Debug)]
enum Outcome {
    /// Copy, and what was said beside it.
    Copy { answer: Box<Answer>, taken: TakenIn, saying: Box<Saying> },
    /// Nothing new.
    Unchanged,
    /// It is gone for good (410).
    Gone,
    /// It failed, why, and how long the server wants to be left alone.
    Failed { why: String, patience: Option<SignedDuration> },
}

/// Asks the provider of a slug, takes in what it has, and settles when it is asked again.
///
/// # Errors
/// When the archive fails. A source that fails is no error: that is noted with the provider.
pub(crate) async fn run(desk: &CopyDesk, slug: &str) -> archive::Result<()> {
    let stored = match desk.archive.reading().provider(slug).await {
        Ok(stored) => stored,
        // It was removed meanwhile.
        Err(archive::Error::Missing { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    if stored.paused || stored.provider.kind != ProviderKind::Feed {
        return Ok(());
    }
    let memory = Memory::of(&stored);
    let url = match net::parse(memory.moved_to.as_deref().unwrap_or(&memory.address)) {
        Ok(url) => url,
        Err(error) => return note(desk, &stored, failed(error.to_string())).await,
    };
    let host = url.host_str().unwrap_or_default().to_owned();
    let asking = loop {
        match desk.hosts.turn(&host) {
            Turn::Now(asking) => break asking,
            Turn::Later(wait) if wait <= SHORT => tokio::time::sleep(wait).await,
            Turn::Later(wait) => return put_back(desk, &stored, wait).await,
        }
    };
    let limits = Limits { time: TIME, bytes: desk.most, redirects: REDIRECTS };
    let answered = desk.client.send(request(&url, &memory), &desk.reach, &limits).await;
    drop(asking);
    let outcome = match answered {
        Ok(answer) => judge(desk, &stored, &memory, answer).await?,
        Err(error) => failed(error.to_string()),
    };
    note(desk, &stored, outcome).await
}

fn failed(why: String) -> Outcome {
    Outcome::Failed { why, patience: None }
}

async fn put_back(desk: &CopyDesk, stored: &StoredProvider, wait: Duration) -> archive::Result<()> {
    let slug = stored.provider.slug.clone();
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_secs(10));
    desk.archive
        .write(cause(stored), move |w| {
            Box::pin(async move { w.enqueue(Kind::Fetching, &slug, w.now() + wait).await })
        })
        .await
}

/// The question, with what was last got ([RFC 9110, 13.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1)).
fn request(url: &Url, memory: &Memory) -> Request {
    let mut request = Request::new(Method::GET, url.clone());
    request.headers.insert(header::ACCEPT, ACCEPT);
    for (name, value) in
        [(header::IF_NONE_MATCH, &memory.etag), (header::IF_MODIFIED_SINCE, &memory.last_modified)]
    {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            request.headers.insert(name, value);
        }
    }
    request
}

/// What an answer comes to; copy in it is taken in.
async fn judge(
    desk: &CopyDesk,
    stored: &StoredProvider,
    memory: &Memory,
    answer: Answer,
) -> archive::Result<Outcome> {
    let status = answer.status;
    if status == StatusCode::NOT_MODIFIED {
        return Ok(Outcome::Unchanged);
    }
    if status == StatusCode::GONE && memory.moved_to.is_none() {
        return Ok(Outcome::Gone);
    }
    if !matches!(status, StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION) {
        let reason = status.canonical_reason().unwrap_or("a status that nobody knows");
        let why = format!("it answered {} ({reason})", status.as_u16());
        return Ok(Outcome::Failed { why, patience: patience(&answer.headers, Timestamp::now()) });
    }
    if answer.body.is_empty() {
        return Ok(failed("it answered with nothing".into()));
    }
    if blake3::hash(&answer.body).to_hex().as_str() == memory.body {
        return Ok(match memory.broken {
            // What could not be read before is kept and noted already.
            true => failed(stored.asked.error.clone()),
            false => Outcome::Unchanged,
        });
    }
    let said = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let copy = Copy {
        bytes: answer.body.to_vec(),
        content_type: said.unwrap_or_default().to_owned(),
        name: shown(&answer.url),
        url: Some(answer.url.clone()),
    };
    let taken = take_in(&desk.archive, stored, copy).await?;
    let (headers, body, url) = (answer.headers.clone(), answer.body.clone(), answer.url.clone());
    // A large feed takes its time, and others wait for this thread.
    let saying = tokio::task::spawn_blocking(move || Saying::of(&headers, &body, &url)).await;
    let saying = Box::new(saying.unwrap_or_default());
    Ok(Outcome::Copy { answer: Box::new(answer), taken, saying })
}

/// The address without what may be secret.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    shown.into()
}

/// Remembers what came of asking and settles when it is done again.
async fn note(desk: &CopyDesk, stored: &StoredProvider, outcome: Outcome) -> archive::Result<()> {
    let slug = stored.provider.slug.clone();
    tell(&slug, &outcome);
    let our_address = desk.public_address();
    desk.archive
        .write(cause(stored), move |w| {
            Box::pin(async move {
                let now = w.now();
                let mut next = now;
                let mut subscribe = false;
                let gone = matches!(outcome, Outcome::Gone);
                let known = remember(w, &slug, |asked, memory| {
                    asked.asked_at = Some(now);
                    match outcome {
                        Outcome::Copy { answer, taken, saying } => {
                            learn(memory, &answer, &taken, *saying, now);
                            match taken.refused {
                                None => {
                                    (asked.answered_at, asked.failures) = (Some(now), 0);
                                    asked.error = beside(memory);
                                    if taken.new + taken.versions > 0 {
                                        asked.found_at = Some(now);
                                    }
                                }
                                Some(why) => {
                                    asked.failures = asked.failures.saturating_add(1);
                                    let beside = beside(memory);
                                    asked.error = [why, beside].join("; ").trim_end_matches("; ").to_owned();
                                }
                            }
                        }
                        Outcome::Unchanged => {
                            memory.unchanged = memory.unchanged.saturating_add(1);
                            (asked.answered_at, asked.failures) = (Some(now), 0);
                            asked.error = beside(memory);
                        }
                        Outcome::Gone => {
                            asked.failures = asked.failures.saturating_add(1);
                            asked.error =
                                "it is gone for good, as its server says (410), and is no longer asked; \
                                           give it another address or remove it"
                                    .into();
                        }
                        Outcome::Failed { why, patience } => {
                            asked.failures = asked.failures.saturating_add(1);
                            asked.error = why;
                            // Where it has moved to may have moved on; its own address knows.
                            memory.moved_to = None;
                            next = pace::after_failure(memory, asked.failures, patience, now);
                            return;
                        }
                    }
                    next = match asked.failures {
                        0 => pace::after_answer(memory, now),
                        failures => pace::after_failure(memory, failures, None, now),
                    };
                    subscribe = our_address && subscribing::is_wanted(memory, now);
                })
                .await?;
                if !known {
                    return Ok(());
                }
                if gone {
                    return w.pause_provider(&slug, true).await;
                }
                if subscribe {
                    w.enqueue(Kind::Subscribing, &slug, now).await?;
                }
                w.enqueue(Kind::Fetching, &slug, next).await
            })
        })
        .await
}

/// Learns from an answer with copy.
fn learn(memory: &mut Memory, answer: &Answer, taken: &TakenIn, saying: Saying, now: Timestamp) {
    let header = |name| answer.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    memory.broken = taken.refused.is_some();
    memory.body = blake3::hash(&answer.body).to_hex().to_string();
    // What could not be read is asked for whole again.
    memory.etag = header(header::ETAG).filter(|_| !memory.broken);
    memory.last_modified = header(header::LAST_MODIFIED).filter(|_| !memory.broken);
    if let Some(moved) = &answer.moved_to {
        memory.moved_to = Some(moved.as_str().to_owned());
    }
    let found = (taken.new + taken.versions > 0 && saying.times.is_empty()).then_some(now);
    memory.unchanged = if taken.is_news() { 0 } else { memory.unchanged.saturating_add(1) };
    memory.note_times(saying.times.into_iter().chain(found), now);
    memory.wishes = saying.wishes;
    memory.offer = saying.offer;
    memory.feeds = saying.feeds;
}

/// What the operator should know though nothing is wrong.
fn beside(memory: &Memory) -> String {
    match memory.feeds.as_slice() {
        [] => String::new(),
        feeds => format!("this is a page, read as one article; it names as its feeds: {}", feeds.join(", ")),
    }
}

fn tell(slug: &str, outcome: &Outcome) {
    match outcome {
        Outcome::Copy { taken, .. } => match &taken.refused {
            Some(why) => tracing::warn!(provider = slug, why, "copy was refused"),
            None if taken.is_news() => {
                tracing::info!(provider = slug, new = taken.new, versions = taken.versions, "copy came in");
            }
            None => {}
        },
        Outcome::Unchanged => {}
        Outcome::Gone => tracing::warn!(provider = slug, "the provider is gone for good and is paused"),
        Outcome::Failed { why, .. } => {
            tracing::warn!(provider = slug, why, "a provider does not answer as it should")
        }
    }
}
