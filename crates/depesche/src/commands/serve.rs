//! `depesche serve`

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use newsroom::change::{Cause, Way};
use render::messages::Messages;
use render::theme::Theme;
use site::{App, Look, Settings, SiteState};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{self, Config};
use crate::newsroom_folder::{self, Newsroom};

/// Serves the site until told to stop by SIGTERM or Ctrl-C; requests under way are finished.
///
/// # Errors
/// When the newsroom cannot be opened, its theme is wrong or the address is taken.
pub(crate) async fn run(folder: &Path, listen: Option<String>) -> Result<()> {
    let config = config::load(&newsroom_folder::file(folder))?;
    let newsroom = newsroom_folder::open(folder).await?;
    let database = newsroom.archive.database_name();
    let app = state(folder, &config, newsroom).await?;
    let listener = bind(listen.as_deref().unwrap_or(&config.server.listen)).await?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    if !config.server.metrics.is_empty() {
        let metrics = bind(&config.server.metrics).await?;
        println!("metrics on http://{}", metrics.local_addr()?);
        let (router, stopped) = (site::metrics_router(&app), stopped.clone());
        tokio::spawn(axum::serve(metrics, router).with_graceful_shutdown(wait(stopped)).into_future());
    }
    println!("“{}” from {} ({database})", app.site.name, folder.display());
    println!("listening on http://{}", listener.local_addr()?);
    let serving = tokio::spawn(site::serve(app, listener, wait(stopped)));
    asked_to_stop().await?;
    println!("finishing what is under way");
    stop.send_replace(true);
    serving.await.context("the server failed")?.context("the server failed")
}

async fn state(folder: &Path, config: &Config, newsroom: Newsroom) -> Result<App> {
    let overrides = folder.join("theme");
    let messages = Arc::new(Messages::load(Some(&folder.join("locales")))?);
    let theme = Theme::load(Some(&overrides), &messages)?;
    let look = Look::new(theme, messages, &newsroom.site)?;
    let trusted_proxies: Vec<IpAddr> = config
        .server
        .trusted_proxies
        .iter()
        .map(|proxy| proxy.parse().with_context(|| format!("trusted_proxies: “{proxy}” is no IP address")))
        .collect::<Result<_>>()?;
    let settings = Settings {
        trusted_proxies,
        full_feeds: config.feeds.full_text,
        network_key: network_key(&newsroom).await?,
        ..Settings::default()
    };
    let site = Arc::unwrap_or_clone(newsroom.site);
    Ok(SiteState::new(newsroom.archive, newsroom_folder::files(folder), site, look, settings).await?)
}

/// The key under which network addresses are hashed: made once, then the same for all nodes.
async fn network_key(newsroom: &Newsroom) -> Result<[u8; 32]> {
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).context("the system gives no random numbers")?;
    let cause = Cause { who: "depesche serve".into(), way: Way::Job, why: String::new() };
    let key = newsroom
        .archive
        .write(cause, move |w| Box::pin(async move { w.secret("network", &fresh).await }))
        .await?;
    key.try_into().ok().context("the secret “network” in the database is damaged; it has not 32 bytes")
}

async fn bind(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))
}

async fn wait(mut stopped: tokio::sync::watch::Receiver<bool>) {
    // An error means that the sender is gone, which is also the end.
    drop(stopped.wait_for(|stop| *stop).await);
}

async fn asked_to_stop() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("waiting for SIGTERM")?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        asked = tokio::signal::ctrl_c() => asked.context("waiting for Ctrl-C"),
    }
}
