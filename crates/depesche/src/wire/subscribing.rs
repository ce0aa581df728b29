//! Subscribing: a hub is asked to send what is new ([WebSub](https://www.w3.org/TR/websub/#subscribing-and-unsubscribing)).
//!
//! What is asked for is remembered before it is asked, because the hub may ask back before it answers. A
//! subscription is renewed before it runs out; a provider that is paused leaves its hub.

use std::time::Duration;

use archive::StoredProvider;
use jiff::{SignedDuration, Timestamp};
use net::{HeaderValue, Limits, Method, Request, StatusCode, header};
use newsroom::job::Kind;
use newsroom::wire_item::ProviderKind;
use url::Url;

use super::memory::{Memory, Subscription, remember};
use super::{CopyDesk, cause};

/// How long a subscription is asked for.
const LEASE: SignedDuration = SignedDuration::from_hours(10 * 24);
/// A hub that has not agreed is asked again after this.
const AGAIN: SignedDuration = SignedDuration::from_hours(12);
/// What a question to a hub may cost. Redirects of a POST are followed here.
const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: 64 << 10, redirects: 0 };
/// Most redirects.
const REDIRECTS: usize = 3;

/// Whether a hub is to be asked for what it offers.
pub(crate) fn is_wanted(memory: &Memory, now: Timestamp) -> bool {
    match (&memory.offer, &memory.subscription) {
        (None, one) => one.as_ref().is_some_and(|one| one.is_alive(now)),
        (Some(_), None) => true,
        (Some(offer), Some(one)) if one.offer != *offer || one.leaving => true,
        (Some(_), Some(one)) => !one.is_alive(now) && one.asked_at + AGAIN <= now,
    }
}

/// Brings the subscription of the provider of a slug to what it should be.
///
/// # Errors
/// When the archive fails, or the hub cannot be asked; the job is tried again.
pub(crate) async fn run(desk: &CopyDesk, slug: &str) -> Result<(), String> {
    let stored = match desk.archive.reading().provider(slug).await {
        Ok(stored) => stored,
        Err(archive::Error::Missing { .. }) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let memory = Memory::of(&stored);
    let now = Timestamp::now();
    let is_wanted = !stored.paused && stored.provider.kind == ProviderKind::Feed;
    let offer = memory.offer.filter(|_| is_wanted);
    if let Some(old) = &memory.subscription
        && offer.as_ref() != Some(&old.offer)
    {
        leave(desk, &stored, old).await.map_err(|error| error.to_string())?;
    }
    let Some(offer) = offer else { return Ok(()) };
    if !desk.public_address() {
        return Ok(());
    }
    let kept = memory.subscription.filter(|one| one.offer == offer);
    let subscription = match kept {
        // The same address again renews it.
        Some(one) => Subscription { asked_at: now, leaving: false, ..one },
        None => Subscription {
            offer,
            key: random().map_err(|error| error.to_string())?,
            secret: random().map_err(|error| error.to_string())?,
            asked_at: now,
            until: None,
            leaving: false,
        },
    };
    keep(desk, &stored, subscription.clone()).await.map_err(|error| error.to_string())?;
    ask(desk, slug, &subscription, "subscribe").await
}

/// Asks a hub to stop; it asks back whether that is meant.
///
/// # Errors
/// When the archive fails. A hub that cannot be asked lets the subscription run out.
pub(crate) async fn leave(
    desk: &CopyDesk,
    stored: &StoredProvider,
    subscription: &Subscription,
) -> archive::Result<()> {
    keep(desk, stored, Subscription { leaving: true, ..subscription.clone() }).await?;
    let slug = &stored.provider.slug;
    if subscription.until.is_some_and(|until| until > Timestamp::now())
        && let Err(why) = ask(desk, slug, subscription, "unsubscribe").await
    {
        tracing::info!(provider = slug, why, "a hub is not told to stop; the subscription runs out");
    }
    Ok(())
}

/// Leaves the hub of a provider that is to be removed.
///
/// # Errors
/// When the archive fails.
pub(crate) async fn leave_for_good(desk: &CopyDesk, stored: &StoredProvider) -> archive::Result<()> {
    match Memory::of(stored).subscription {
        Some(subscription) if !subscription.leaving => leave(desk, stored, &subscription).await,
        _ => Ok(()),
    }
}

async fn keep(desk: &CopyDesk, stored: &StoredProvider, subscription: Subscription) -> archive::Result<()> {
    let slug = stored.provider.slug.clone();
    desk.archive
        .write(cause(stored), move |w| {
            Box::pin(async move {
                let known = remember(w, &slug, |_, memory| memory.subscription = Some(subscription)).await;
                known.map(drop)
            })
        })
        .await
}

/// Asks a hub ([WebSub, 5.1](https://www.w3.org/TR/websub/#subscriber-sends-subscription-request)).
async fn ask(desk: &CopyDesk, slug: &str, subscription: &Subscription, mode: &str) -> Result<(), String> {
    let callback = callback(&desk.site.url, slug, &subscription.key)
        .ok_or("the address of the site leads to no callback")?;
    let lease = LEASE.as_secs().to_string();
    let form = {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("hub.callback", callback.as_str())
            .append_pair("hub.mode", mode)
            .append_pair("hub.topic", &subscription.offer.topic);
        if mode == "subscribe" {
            form.append_pair("hub.secret", &subscription.secret).append_pair("hub.lease_seconds", &lease);
        }
        form.finish()
    };
    let mut hub = net::parse(&subscription.offer.hub).map_err(|error| error.to_string())?;
    for _ in 0..=REDIRECTS {
        let mut request = Request::new(Method::POST, hub.clone());
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers.insert(header::CONTENT_TYPE, kind);
        request.body = form.clone().into();
        let answer = desk.client.send(request, &desk.reach, &LIMITS).await;
        let answer = answer.map_err(|error| format!("the hub: {error}"))?;
        let moved = matches!(answer.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
        let place = answer.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        match place.filter(|_| moved).and_then(|place| hub.join(place).ok()) {
            // The secret must not go over a line that anybody can read.
            Some(next) if hub.scheme() == "https" && next.scheme() != "https" => {
                return Err("the hub leads from an encrypted address to another".into());
            }
            Some(next) => hub = next,
            None if answer.status.is_success() => return Ok(()),
            None => {
                let words: String = String::from_utf8_lossy(&answer.body).chars().take(200).collect();
                return Err(format!("the hub answered {}: {}", answer.status.as_u16(), words.trim()));
            }
        }
    }
    Err(format!("the hub leads on more than {REDIRECTS} times"))
}

/// Where a hub finds us.
fn callback(site: &Url, slug: &str, key: &str) -> Option<Url> {
    site.join(&format!("/wire/hub/{slug}/{key}")).ok()
}

/// Says what a hub that asks back is answered: whether we asked for that
/// ([WebSub, 5.3](https://www.w3.org/TR/websub/#hub-verifies-intent)).
///
/// # Errors
/// When the archive fails.
pub(crate) async fn confirm(
    desk: &CopyDesk,
    stored: &StoredProvider,
    subscription: &Subscription,
    mode: &str,
    lease_seconds: Option<u32>,
) -> archive::Result<bool> {
    let now = Timestamp::now();
    match mode {
        "subscribe" if !subscription.leaving => {
            let lease = lease_seconds.map_or(LEASE, |seconds| SignedDuration::from_secs(seconds.into()));
            let renewed = Subscription { until: Some(now + lease), ..subscription.clone() };
            let slug = stored.provider.slug.clone();
            desk.archive
                .write(cause(stored), move |w| {
                    Box::pin(async move {
                        remember(w, &slug, |_, memory| memory.subscription = Some(renewed)).await?;
                        // With a quarter left there is time for some tries.
                        w.enqueue(Kind::Subscribing, &slug, now + lease * 3 / 4).await
                    })
                })
                .await?;
            tracing::info!(
                provider = stored.provider.slug,
                seconds = lease.as_secs(),
                "a hub sends what is new"
            );
            Ok(true)
        }
        "unsubscribe" if subscription.leaving => {
            let slug = stored.provider.slug.clone();
            let key = subscription.key.clone();
            desk.archive
                .write(cause(stored), move |w| {
                    Box::pin(async move {
                        let forget = |_: &mut archive::Asked, memory: &mut Memory| {
                            memory.subscription = memory.subscription.take().filter(|one| one.key != key);
                        };
                        remember(w, &slug, forget).await.map(drop)
                    })
                })
                .await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// 32 hexadecimal digits that nobody can guess.
fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::memory::Offer;

    #[test]
    fn a_hub_is_asked_when_there_is_something_to_ask() {
        let now: Timestamp = "2026-03-04T12:00:00Z".parse().expect("a time");
        let hour = SignedDuration::from_hours(1);
        let offer = |topic: &str| Offer { hub: "https://hub.example/".into(), topic: topic.into() };
        let with = |offered: Option<Offer>, until: Option<Timestamp>, asked_at: Timestamp| {
            let subscription = Subscription {
                offer: offer("a"),
                key: String::new(),
                secret: String::new(),
                asked_at,
                until,
                leaving: false,
            };
            is_wanted(&Memory { offer: offered, subscription: Some(subscription), ..Memory::default() }, now)
        };
        assert!(is_wanted(&Memory { offer: Some(offer("a")), ..Memory::default() }, now));
        assert!(!is_wanted(&Memory::default(), now));
        assert!(!with(Some(offer("a")), Some(now + hour), now), "it lives");
        assert!(!with(Some(offer("a")), None, now - hour), "it was asked a moment ago");
        assert!(with(Some(offer("a")), None, now - hour * 24), "the hub never asked back");
        assert!(with(Some(offer("b")), Some(now + hour), now), "it moved");
        assert!(with(None, Some(now + hour), now), "there is no hub any more");
    }
}
