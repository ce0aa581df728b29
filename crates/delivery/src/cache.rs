//! A cache outside, and what is the same for all kinds of them.

use std::time::Duration;

use futures_util::future::BoxFuture;
use net::{Answer, Client, HeaderName, HeaderValue, Limits, Method, Reach, Request};
use url::Url;

/// What a call to a cache may cost.
const LIMITS: Limits = Limits { time: Duration::from_secs(10), bytes: 64 << 10, redirects: 0 };
/// Longest time a cache may ask to be left alone.
const LONGEST_REST: Duration = Duration::from_secs(300);

/// A cache outside that is told which pages to drop.
pub trait Cache: Send + Sync {
    /// Its name for operators, in the log and as the name of its stream: kind and place.
    fn name(&self) -> &str;

    /// What it takes at once.
    fn most(&self) -> Most;

    /// How long after a change it is told of it again, the shortest time first. The last one is longer than
    /// a page takes to be fetched.
    fn again(&self) -> &[Duration];

    /// Has it drop all pages that are filed under one of these keys, no more than [`Cache::most`]. Doing
    /// it twice does no harm.
    fn purge<'a>(&'a self, keys: &'a [String]) -> BoxFuture<'a, Result<(), Failure>>;
}

/// What a cache takes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    /// Keys.
    pub keys: usize,
    /// Bytes of the keys, one between each two included.
    pub bytes: usize,
}

/// A cache could not be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Failure {
    /// What went wrong.
    pub why: String,
    /// When it wants to be asked again, if it said so.
    pub again_after: Option<Duration>,
}

impl Failure {
    /// One of which nobody says when to try again.
    pub(crate) fn new(why: impl ToString) -> Failure {
        Failure { why: why.to_string(), again_after: None }
    }
}

/// An id that stands in an address, `what` being whose.
pub(crate) fn id<'a>(what: &str, id: &'a str) -> Result<&'a str, Failure> {
    match !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Ok(id),
        false => Err(Failure::new(format!("the id of {what} has letters and digits only"))),
    }
}

/// A header that is a secret.
pub(crate) fn secret(value: &str) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Failure::new("the token has characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Has a cache drop all pages filed under any of the keys, in as few calls as it allows.
///
/// # Errors
/// When one of the calls fails; those before it stand.
pub async fn purge(cache: &dyn Cache, keys: &[String]) -> Result<(), Failure> {
    for part in parts(keys, cache.most()) {
        cache.purge(part).await?;
    }
    Ok(())
}

/// The keys in parts that a cache takes, in their order.
fn parts(keys: &[String], most: Most) -> Vec<&[String]> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, key) in keys.iter().enumerate() {
        if at > from && (at - from >= most.keys || bytes + key.len() + 1 > most.bytes) {
            parts.push(&keys[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += key.len() + 1;
    }
    if from < keys.len() {
        parts.push(&keys[from..]);
    }
    parts
}

/// A call to a cache.
pub(crate) struct Call<'a> {
    /// Its method.
    pub(crate) method: Method,
    /// Where to.
    pub(crate) url: &'a Url,
    /// Its headers.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Its body.
    pub(crate) body: Vec<u8>,
}

/// Makes a call and takes an answer that is good.
pub(crate) async fn call(client: &Client, call: Call<'_>, reach: &Reach) -> Result<Answer, Failure> {
    let mut request = Request::new(call.method, call.url.clone());
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    request.body = call.body.into();
    let answer = client.send(request, reach, &LIMITS).await.map_err(Failure::new)?;
    if answer.status.is_success() {
        return Ok(answer);
    }
    let again_after = answer
        .headers
        .get(net::header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map(|seconds| Duration::from_secs(seconds).min(LONGEST_REST));
    // The beginning of what it says; it says why a key is refused, not the key.
    let said: String = String::from_utf8_lossy(&answer.body).chars().take(200).collect();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(Failure { why: format!("it answered {}: {said}", answer.status), again_after })
}

/// A header that holds keys.
pub(crate) fn keys_header(keys: &[String]) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(&keys.join(" ")).map_err(|_| Failure::new("a key cannot stand in a header"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_parted_by_number_and_by_length() {
        let keys: Vec<String> = ["a", "bb", "ccc", "dddddddddd", "e"].map(String::from).into();
        let parted = |keys: &[String], most| -> Vec<usize> {
            let parts = parts(keys, most);
            assert_eq!(parts.concat(), keys);
            parts.iter().map(|part| part.len()).collect()
        };
        assert_eq!(parted(&keys, Most { keys: 2, bytes: 100 }), [2, 2, 1]);
        // What is too long by itself is left to the cache to refuse.
        assert_eq!(parted(&keys, Most { keys: 9, bytes: 6 }), [2, 1, 1, 1]);
        assert_eq!(parted(&[], Most { keys: 9, bytes: 6 }), [0; 0]);
    }
}
