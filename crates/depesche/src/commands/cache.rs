//! `depesche cache`

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use archive::{EVERY_PAGE, Purges};
use delivery::Cache;

use crate::cli::CacheCommand;
use crate::output::say;
use crate::{caches, config, newsroom_folder};

/// Runs a command on the caches outside.
///
/// # Errors
/// When the configuration names none, or one of them could not be told.
pub(crate) async fn run(folder: &Path, command: CacheCommand) -> Result<()> {
    let caches = caches::of(&config::load(&newsroom_folder::file(folder))?)?;
    if caches.is_empty() {
        bail!("no cache outside is named in [purge] of the configuration");
    }
    match command {
        CacheCommand::Status => status(folder, &caches).await,
        CacheCommand::Purge { all: true, .. } => purge(&caches, &[EVERY_PAGE.to_owned()]).await,
        CacheCommand::Purge { keys, .. } => purge(&caches, &keys).await,
    }
}

async fn status(folder: &Path, caches: &[Arc<dyn Cache>]) -> Result<()> {
    let newsroom = newsroom_folder::open(folder).await?;
    let reading = newsroom.archive.reading();
    let (known, newest) = (reading.purges().await?, reading.newest_change().await?);
    for cache in caches {
        let stream = known.iter().find(|purges| purges.cache == cache.name());
        say!(
            "{}  {}",
            cache.name(),
            stream.map_or_else(|| "was never told anything".into(), |s| told(s, newest))
        );
        if let Some(Purges { failing_since: Some(since), failures, error, .. }) = stream {
            say!("    failed {failures} times since {since}: {error}");
        }
    }
    Ok(())
}

fn told(stream: &Purges, newest: i64) -> String {
    match newest - stream.told {
        _ if stream.told < 0 => "was never told anything".into(),
        ..=0 => format!("was told everything, up to change {}", stream.told),
        behind => format!("is {behind} changes behind, at change {}", stream.told),
    }
}

async fn purge(caches: &[Arc<dyn Cache>], keys: &[String]) -> Result<()> {
    let mut failed = 0;
    for cache in caches {
        match delivery::purge(cache.as_ref(), keys).await {
            Ok(()) => say!("{}  was told", cache.name()),
            Err(failure) => {
                failed += 1;
                say!("{}  could not be told: {failure}", cache.name());
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of {} caches could not be told", caches.len());
    }
    Ok(())
}
