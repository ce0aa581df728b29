//! What caches outside are told of a page: for how long they may keep it and under which keys, by which
//! they are told to drop it.

use archive::{Noted, Tag, outside_keys};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use newsroom::ids::AssetId;

/// How long a cache outside keeps a page that it is not told to drop, in seconds.
const KEPT: i64 = 86_400;
/// Longest list of keys: what Fastly and Cloudflare take in one header.
const LONGEST: usize = 16_000;

/// Says for how long they may keep a page made from what was noted: Fastly and Varnish read `Surrogate-Control` and
/// `Surrogate-Key`, Cloudflare `CDN-Cache-Control` (RFC 9213) and `Cache-Tag`.
pub(crate) fn may_keep(noted: &Noted, headers: &mut HeaderMap) {
    let now = Timestamp::now();
    let keys = outside_keys(noted, now).join(" ");
    let kept = match noted.until {
        Some(until) => until.duration_since(now).as_secs().clamp(0, KEPT),
        None => KEPT,
    };
    // What cannot be named cannot be dropped, and is not to be kept.
    let kept = if keys.len() > LONGEST { 0 } else { kept };
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    put("surrogate-control", &format!("max-age={kept}"));
    put("cdn-cache-control", &format!("max-age={kept}"));
    if kept > 0 {
        put("cache-tag", &keys.replace(' ', ","));
        put("surrogate-key", &keys);
    }
}

/// Says that they must not keep an answer, whatever browsers may do.
pub(crate) fn must_not_keep(headers: &mut HeaderMap) {
    for name in ["surrogate-control", "cdn-cache-control"] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static("max-age=0"));
    }
}

/// Says that they may keep a file of an asset until the asset is another or gone.
pub(crate) fn may_keep_asset(asset: AssetId, headers: &mut HeaderMap) {
    may_keep(&Noted { tags: vec![Tag::Asset(asset)], ..Noted::default() }, headers);
}
