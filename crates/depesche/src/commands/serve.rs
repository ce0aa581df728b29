//! `depesche serve`

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use newsroom::change::{Cause, Way};
use newsroom::site::Site;
use render::messages::Messages;
use render::theme::Theme;
use site::{App, Clock, Look, Settings, SiteState};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{self, Config};
use crate::logging;
use crate::newsroom_folder::{self, Newsroom};
use crate::output::say;
use crate::wire::{CopyDesk, incoming};
use crate::{caches, purging, search_index, worker};

/// How long requests under way may take after the signal to stop. Without an end a reader who
/// never sends the rest of a request would hold the program; systemd kills it after 60 seconds.
const GRACE: Duration = Duration::from_secs(45);

/// Serves the site until told to stop by SIGTERM or Ctrl-C; requests under way are finished.
///
/// # Errors
/// When the newsroom cannot be opened, its theme is wrong or the address is taken.
pub(crate) async fn run(folder: &Path, listen: Option<String>) -> Result<()> {
    let config = config::load(&newsroom_folder::file(folder))?;
    logging::start(config.log()?)?;
    let caches = caches::of(&config)?;
    let outside_look = purging::Look::of(folder, &config)?;
    let newsroom = newsroom_folder::open(folder).await?;
    let database = newsroom.archive.database_name();
    let desk = CopyDesk::new(&newsroom, folder, &config)?;
    let app = state(folder, &config, newsroom).await?;
    let listener = bind(listen.as_deref().unwrap_or(&config.server.listen)).await?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    if !config.server.metrics.is_empty() {
        let metrics = bind(&config.server.metrics).await?;
        say!("metrics on http://{}", metrics.local_addr()?);
        let (router, stopped) = (site::metrics_router(&app), stopped.clone());
        tokio::spawn(axum::serve(metrics, router).with_graceful_shutdown(wait(stopped)).into_future());
    }
    say!("“{}” from {} ({database})", app.site.name, folder.display());
    let address = listener.local_addr()?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), database, %address, "serving");
    // Before anybody is told that it serves: from then on it ends well when asked to.
    let asked_to_stop = asked_to_stop()?;
    say!("listening on http://{address}");
    let beside = incoming::router(desk.clone());
    let working = tokio::spawn(worker::work(app.clone(), desk, stopped.clone()));
    let searching =
        tokio::spawn(search_index::keep(app.clone(), search_index::folder(folder), stopped.clone()));
    let purging = tokio::spawn(purging::keep(app.clone(), caches, outside_look, stopped.clone()));
    let serving = tokio::spawn(site::serve(app, beside, listener, wait(stopped)));
    asked_to_stop.await;
    tracing::info!("finishing what is under way");
    stop.send_replace(true);
    let ended =
        tokio::time::timeout(GRACE, async { (working.await, searching.await, purging.await, serving.await) })
            .await;
    match ended {
        Ok((worked, searched, purged, served)) => {
            worked.context("the worker failed")?;
            searched.context("the keeper of the search index failed")?;
            purged.context("telling the caches outside failed")?;
            served.context("the server failed")?.context("the server failed")?;
        }
        Err(_) => tracing::warn!(seconds = GRACE.as_secs(), "some requests did not end in time"),
    }
    tracing::info!("stopped");
    Ok(())
}

/// The site's look from the program's theme and messages, with the folder's own files over them.
///
/// # Errors
/// When a file of the folder is wrong.
pub(crate) fn look(folder: &Path, site: &Site) -> Result<Look> {
    let messages = Arc::new(Messages::load(Some(&folder.join("locales")))?);
    let theme = Theme::load(Some(&folder.join("theme")), &messages)?;
    Ok(Look::new(theme, messages, site)?)
}

/// The site over a newsroom, with the look and settings of its folder.
///
/// # Errors
/// When a file of the folder is wrong or the archive fails.
pub(crate) async fn state(folder: &Path, config: &Config, newsroom: Newsroom) -> Result<App> {
    let look = look(folder, &newsroom.site)?;
    let settings = Settings {
        trusted_proxies: config.trusted_proxies()?,
        full_feeds: config.feeds.full_text,
        page_cache: (config.cache.megabytes as usize) << 20,
        outside_caches: config.cache.outside || config.names_caches(),
        places: config.places()?,
        security_contact: config.security_contact()?,
        clock: Clock::default(),
        network_key: network_key(&newsroom).await?,
    };
    let site = Arc::unwrap_or_clone(newsroom.site);
    let files = newsroom_folder::files_of(config, folder)?;
    Ok(SiteState::new(newsroom.archive, files, site, look, settings).await?)
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

/// From now on waits for SIGTERM and Ctrl-C; what it gives is ready when one of them came.
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("waiting for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("waiting for Ctrl-C")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
