//! The caches outside that the configuration names.

use std::sync::Arc;

use anyhow::{Context, Result};
use delivery::{Cache, Cloudflare, Fastly, Varnish};
use net::{Client, HeaderValue};

use crate::config::{Config, secret};
use crate::newsroom_folder::AGENT;

/// The variables that hold the tokens where no file does: the same that the services' own tools read.
const FASTLY: &str = "FASTLY_API_TOKEN";
const CLOUDFLARE: &str = "CLOUDFLARE_API_TOKEN";

/// All of them.
///
/// # Errors
/// When a token is missing or cannot be one.
pub(crate) fn of(config: &Config) -> Result<Vec<Arc<dyn Cache>>> {
    let mut caches: Vec<Arc<dyn Cache>> = Vec::new();
    if !config.names_caches() {
        return Ok(caches);
    }
    let keys = &config.purge;
    let client = Client::new(&HeaderValue::from_static(AGENT), Vec::new())?;
    for url in config.varnish()? {
        caches.push(Arc::new(Varnish::new(client.clone(), url, keys.varnish_soft)));
    }
    if !keys.fastly_service.is_empty() {
        let token = secret("purge", "fastly_token_file", &keys.fastly_token_file, FASTLY)?;
        let fastly = Fastly::new(client.clone(), &keys.fastly_service, &token);
        caches.push(Arc::new(fastly.context("fastly_service in [purge]")?));
    }
    if !keys.cloudflare_zone.is_empty() {
        let token = secret("purge", "cloudflare_token_file", &keys.cloudflare_token_file, CLOUDFLARE)?;
        let cloudflare = Cloudflare::new(client, &keys.cloudflare_zone, &token);
        caches.push(Arc::new(cloudflare.context("cloudflare_zone in [purge]")?));
    }
    Ok(caches)
}
