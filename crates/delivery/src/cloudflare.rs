//! Cloudflare: its purge by cache tags
//! (<https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/>).

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use net::{Client, HeaderValue, Method, Reach};
use url::Url;

use crate::cache::{Call, call, id, secret};
use crate::{Cache, Failure, Most};

/// Once only: the smallest plan has five calls a minute.
const AGAIN: [Duration; 1] = [Duration::from_secs(6)];

/// A zone of Cloudflare's.
pub struct Cloudflare {
    name: String,
    client: Client,
    url: Url,
    reach: Reach,
    token: HeaderValue,
}

impl Cloudflare {
    /// The zone of this id, reached with a token that may purge.
    ///
    /// # Errors
    /// When id or token cannot be ones.
    pub fn new(client: Client, zone: &str, token: &str) -> Result<Cloudflare, Failure> {
        let api = Url::parse("https://api.cloudflare.com/").map_err(Failure::new)?;
        Cloudflare::at(client, &api, Reach::Public, zone, token)
    }

    /// The same with its interface elsewhere: for tests.
    ///
    /// # Errors
    /// As [`Cloudflare::new`].
    pub fn at(
        client: Client,
        api: &Url,
        reach: Reach,
        zone: &str,
        token: &str,
    ) -> Result<Cloudflare, Failure> {
        let zone = id("a zone", zone)?;
        let url = api.join(&format!("client/v4/zones/{zone}/purge_cache")).map_err(Failure::new)?;
        let token = secret(&format!("Bearer {}", token.trim()))?;
        Ok(Cloudflare { name: format!("cloudflare {zone}"), client, url, reach, token })
    }
}

impl Cache for Cloudflare {
    fn name(&self) -> &str {
        &self.name
    }

    fn most(&self) -> Most {
        // 100 tags at once on every plan.
        Most { keys: 100, bytes: usize::MAX }
    }

    fn again(&self) -> &[Duration] {
        &AGAIN
    }

    fn purge<'a>(&'a self, keys: &'a [String]) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            let headers = vec![
                (net::header::AUTHORIZATION, self.token.clone()),
                (net::header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            ];
            let body = serde_json::json!({ "tags": keys }).to_string().into_bytes();
            let request = Call { method: Method::POST, url: &self.url, headers, body };
            let answer = call(&self.client, request, &self.reach).await?;
            // A good status and a bad outcome do not come together by its documentation; to be sure.
            let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            match said.get("success").and_then(serde_json::Value::as_bool) {
                Some(true) => Ok(()),
                _ => Err(Failure::new("its answer does not say that it was done")),
            }
        }
        .boxed()
    }
}
