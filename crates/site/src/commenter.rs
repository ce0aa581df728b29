//! Who sends a comment: whether the form was on a page of this site, and the token by which a writer sees
//! their own waiting comments.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};

use crate::answer::Trouble;
use crate::state::App;

/// The cookie by which a writer sees their own waiting comments.
const COOKIE: &str = "comments";

/// Whether a form was sent from a page of this site, as far as the browser says.
pub(crate) fn same_site(headers: &HeaderMap, app: &App) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            origin == app.site.url.origin().ascii_serialization() || host.is_some() && host == text("host")
        }
    }
}

/// The writer's token, if it has the form of one.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, token)| {
            *name == COOKIE && token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
        .map(|(_, token)| token.to_owned())
}

/// A token nobody can guess who does not know the site's key.
pub(crate) fn fresh_token(app: &App) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let seed = format!("{} {} {count}", Timestamp::now().as_nanosecond(), std::process::id());
    blake3::keyed_hash(&app.settings.network_key, seed.as_bytes()).to_hex().to_string()
}

/// What the archive keeps of a token.
pub(crate) fn writer(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

/// The header that has a browser keep a token.
pub(crate) fn remember(app: &App, token: &str, kept: SignedDuration) -> Result<HeaderValue, Trouble> {
    let secure = if app.site.url.scheme() == "https" { "; Secure" } else { "" };
    let value =
        format!("{COOKIE}={token}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", kept.as_secs());
    HeaderValue::from_str(&value).map_err(|error| Trouble::Ours(error.to_string()))
}
