//! Forgetting the hashes of readers' network addresses when their time is over.

use jiff::SignedDuration;
use newsroom::job::Kind;
use site::App;

use super::{Outcome, cause};

/// How often it is looked for what is to be forgotten.
const EVERY: SignedDuration = SignedDuration::from_hours(1);

/// There is one such job, which enqueues itself again.
const KEY: &str = "networks";

/// Has it done now and from then on, also where it was given up before.
pub(super) async fn begin(app: &App) -> archive::Result<()> {
    app.archive
        .write(cause(Kind::Forgetting), |w| {
            Box::pin(async move { w.enqueue(Kind::Forgetting, KEY, w.now()).await })
        })
        .await
}

/// Drops what is due and enqueues the next time in one change.
pub(super) async fn run(app: &App) -> Result<Outcome, String> {
    let forgotten = app
        .archive
        .write(cause(Kind::Forgetting), |w| {
            Box::pin(async move {
                let forgotten = w.forget_networks().await?;
                w.enqueue(Kind::Forgetting, KEY, w.now() + EVERY).await?;
                Ok(forgotten)
            })
        })
        .await
        .map_err(|error| error.to_string())?;
    if forgotten > 0 {
        tracing::info!(forgotten, "hashes of network addresses were dropped");
    }
    Ok(Outcome::Done)
}
