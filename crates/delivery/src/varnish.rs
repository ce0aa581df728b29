//! Varnish with the module xkey: a request of the method PURGE with the keys in a header, as the VCL in
//! the operators' handbook takes it.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use net::{Client, HeaderName, Method, Reach};
use url::Url;

use crate::cache::{Call, call, keys_header};
use crate::{Cache, Failure, Most};

/// After some milliseconds, and again a little later, other nodes have heard of the change; after 120 also
/// those whom no notification reaches; after the last time no page is under way that was made before.
const AGAIN: [Duration; 5] = [
    Duration::from_millis(10),
    Duration::from_millis(30),
    Duration::from_millis(70),
    Duration::from_millis(120),
    Duration::from_secs(3),
];

/// A Varnish server.
pub struct Varnish {
    name: String,
    client: Client,
    url: Url,
    reach: Reach,
    header: HeaderName,
}

impl Varnish {
    /// The one at this address, which may be an inner one. When `soft`, pages are not dropped but count
    /// as old: Varnish may send them once more while it fetches the new ones.
    pub fn new(client: Client, url: Url, soft: bool) -> Varnish {
        let header = HeaderName::from_static(if soft { "xkey-softpurge" } else { "xkey-purge" });
        let name = format!("varnish {}", url.as_str().trim_end_matches('/'));
        Varnish { name, client, reach: Reach::server_of(&url), url, header }
    }
}

impl Cache for Varnish {
    fn name(&self) -> &str {
        &self.name
    }

    fn most(&self) -> Most {
        // A header may have 8 kB by Varnish's own settings (http_req_hdr_len).
        Most { keys: 1_000, bytes: 7_500 }
    }

    fn again(&self) -> &[Duration] {
        &AGAIN
    }

    fn purge<'a>(&'a self, keys: &'a [String]) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            // No standard has the method; Varnish's own examples do.
            let method = Method::from_bytes(b"PURGE").map_err(Failure::new)?;
            let headers = vec![(self.header.clone(), keys_header(keys)?)];
            let request = Call { method, url: &self.url, headers, body: Vec::new() };
            call(&self.client, request, &self.reach).await.map(drop)
        }
        .boxed()
    }
}
