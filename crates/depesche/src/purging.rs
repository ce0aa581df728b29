//! Telling the caches outside which pages to drop, beside the server of the same process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use archive::EVERY_PAGE;
use delivery::{Cache, keep_purging};
use site::App;
use tokio::sync::watch;

use crate::config::{self, Config};

/// How long to wait before a cache that failed is told again that all is shown anew.
const REST: Duration = Duration::from_secs(5);
/// How long after that it is told once more: no page is under way then that was made before.
const AGAIN: Duration = Duration::from_secs(5);

/// What pages are made with besides the archive: the program, the configuration, and the folder's own theme
/// and messages. No change in the log says when that is another than before.
pub(crate) struct Look {
    /// A hash of all of it.
    hash: String,
    /// Where it is kept what it was when the caches were last told.
    file: PathBuf,
}

impl Look {
    /// That of a data folder.
    ///
    /// # Errors
    /// When a file of it cannot be read.
    pub(crate) fn of(folder: &Path, config: &Config) -> Result<Look> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(config::print(config).as_bytes());
        for part in ["theme", "locales"] {
            add(&mut hasher, &folder.join(part))?;
        }
        let hash = hasher.finalize().to_hex().to_string();
        Ok(Look { hash, file: folder.join("caches-told-of") })
    }

    /// Has all caches drop all pages where it is another than they were told of.
    async fn tell(self, caches: Vec<Arc<dyn Cache>>) {
        if caches.is_empty() || std::fs::read_to_string(&self.file).is_ok_and(|told| told == self.hash) {
            return;
        }
        for pause in [Duration::ZERO, AGAIN] {
            tokio::time::sleep(pause).await;
            for cache in &caches {
                while let Err(failure) = delivery::purge(cache.as_ref(), &[EVERY_PAGE.to_owned()]).await {
                    tracing::warn!(cache = cache.name(), %failure, "a cache cannot be told that pages look different now");
                    tokio::time::sleep(REST).await;
                }
            }
        }
        if let Err(error) = std::fs::write(&self.file, &self.hash) {
            tracing::warn!(%error, file = %self.file.display(), "the caches will be told again at the next start");
        }
    }
}

/// Adds all files of a folder, in the order of their names.
fn add(hasher: &mut blake3::Hasher, folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        hasher.update(path.as_os_str().as_encoded_bytes());
        if path.is_dir() {
            add(hasher, &path)?;
        } else {
            let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            hasher.update(&bytes);
        }
    }
    Ok(())
}

/// Follows the log of changes for each cache until told to stop.
pub(crate) async fn keep(app: App, caches: Vec<Arc<dyn Cache>>, look: Look, stopped: watch::Receiver<bool>) {
    let holder = holder();
    let looking = tokio::spawn(look.tell(caches.clone()));
    let streams: Vec<_> = caches
        .into_iter()
        .map(|cache| {
            let (app, holder, stopped) = (app.clone(), holder.clone(), stopped.clone());
            tokio::spawn(async move { keep_purging(&app.archive, cache, &holder, stopped).await })
        })
        .collect();
    for stream in streams {
        if let Err(error) = stream.await {
            tracing::error!(%error, "telling a cache which pages to drop failed");
        }
    }
    // What was not told by now is told at the next start.
    looking.abort();
}

/// A name that no other process has.
fn holder() -> String {
    let mut random = [0_u8; 8];
    // Without chance the number of the process and the time are still its own on this machine.
    let _ = getrandom::fill(&mut random);
    format!("{:016x}-{}-{}", u64::from_le_bytes(random), std::process::id(), jiff::Timestamp::now())
}
