//! Telling the caches outside which pages to drop, beside the server of the same process.

use std::sync::Arc;

use delivery::{Cache, keep_purging};
use site::App;
use tokio::sync::watch;

/// Follows the log of changes for each cache until told to stop.
pub(crate) async fn keep(app: App, caches: Vec<Arc<dyn Cache>>, stopped: watch::Receiver<bool>) {
    let holder = holder();
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
}

/// A name that no other process has.
fn holder() -> String {
    let mut random = [0_u8; 8];
    // Without chance the number of the process and the time are still its own on this machine.
    let _ = getrandom::fill(&mut random);
    format!("{:016x}-{}-{}", u64::from_le_bytes(random), std::process::id(), jiff::Timestamp::now())
}
