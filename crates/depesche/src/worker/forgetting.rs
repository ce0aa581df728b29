//! Forgetting what has had its time: hashes of readers' network addresses, and copy that nobody took over.

use jiff::SignedDuration;
use newsroom::job::Kind;
use site::App;

use super::{Outcome, cause};
use crate::wire::CopyDesk;

/// How often it is looked for what is to be forgotten.
const EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Items of copy that go with one change.
const BATCH: i64 = 200;

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
pub(super) async fn run(app: &App, desk: &CopyDesk) -> Result<Outcome, String> {
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
    let copy = forget_copy(desk).await.map_err(|error| error.to_string())?;
    if copy > 0 {
        tracing::info!(copy, "items that nobody took over were dropped");
    }
    Ok(Outcome::Done)
}

/// Drops copy whose days are over; says how many items.
async fn forget_copy(desk: &CopyDesk) -> archive::Result<u64> {
    if desk.keep_days == 0 {
        return Ok(0);
    }
    let keep = SignedDuration::from_hours(24 * i64::from(desk.keep_days));
    let mut forgotten = 0;
    loop {
        let gone = desk
            .archive
            .write(cause(Kind::Forgetting), move |w| {
                Box::pin(async move { w.forget_copy(w.now() - keep, BATCH).await })
            })
            .await?;
        forgotten += gone;
        if gone < BATCH.unsigned_abs() {
            return Ok(forgotten);
        }
    }
}
