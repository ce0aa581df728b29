//! Fastly: its purge by surrogate keys, many at once
//! (<https://www.fastly.com/documentation/reference/api/purging/>).

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use net::{Client, HeaderName, HeaderValue, Method, Reach};
use url::Url;

use crate::cache::{Call, call, id, keys_header, secret};
use crate::{Cache, Failure, Most};

/// By the last, no page is under way that was made before the change.
const AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(6)];

/// A service of Fastly's.
pub struct Fastly {
    name: String,
    client: Client,
    url: Url,
    reach: Reach,
    token: HeaderValue,
}

impl Fastly {
    /// The service of this id, reached with a token that may purge.
    ///
    /// # Errors
    /// When id or token cannot be ones.
    pub fn new(client: Client, service: &str, token: &str) -> Result<Fastly, Failure> {
        let api = Url::parse("https://api.fastly.com/").map_err(Failure::new)?;
        Fastly::at(client, &api, Reach::Public, service, token)
    }

    /// The same with its interface elsewhere: for tests.
    ///
    /// # Errors
    /// As [`Fastly::new`].
    pub fn at(
        client: Client,
        api: &Url,
        reach: Reach,
        service: &str,
        token: &str,
    ) -> Result<Fastly, Failure> {
        let service = id("a service", service)?;
        let url = api.join(&format!("service/{service}/purge")).map_err(Failure::new)?;
        let token = secret(token.trim())?;
        Ok(Fastly { name: format!("fastly {service}"), client, url, reach, token })
    }
}

impl Cache for Fastly {
    fn name(&self) -> &str {
        &self.name
    }

    fn most(&self) -> Most {
        // 256 keys at once, and a header with keys has 16,384 bytes at most.
        Most { keys: 256, bytes: 16_000 }
    }

    fn again(&self) -> &[Duration] {
        &AGAIN
    }

    fn purge<'a>(&'a self, keys: &'a [String]) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            let headers = vec![
                (HeaderName::from_static("fastly-key"), self.token.clone()),
                (HeaderName::from_static("surrogate-key"), keys_header(keys)?),
                (net::header::ACCEPT, HeaderValue::from_static("application/json")),
            ];
            let request = Call { method: Method::POST, url: &self.url, headers, body: Vec::new() };
            call(&self.client, request, &self.reach).await.map(drop)
        }
        .boxed()
    }
}
