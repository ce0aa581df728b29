//! Asking providers for copy, and keeping subscriptions with their hubs.

use tokio::sync::watch;

use super::Outcome;
use crate::wire::{CopyDesk, fetching, subscribing};

/// Asks the provider of a slug.
pub(super) async fn run(
    desk: &CopyDesk,
    slug: &str,
    stopped: &watch::Receiver<bool>,
) -> Result<Outcome, String> {
    let asking = async { fetching::run(desk, slug).await.map_err(|error| error.to_string()) };
    unless_stopped(asking, stopped).await
}

/// Brings the subscription of the provider of a slug to what it should be.
pub(super) async fn subscribe(
    desk: &CopyDesk,
    slug: &str,
    stopped: &watch::Receiver<bool>,
) -> Result<Outcome, String> {
    unless_stopped(subscribing::run(desk, slug), stopped).await
}

/// Leaves off what waits for others when the program is to stop: asking once more does no harm.
async fn unless_stopped(
    asking: impl Future<Output = Result<(), String>>,
    stopped: &watch::Receiver<bool>,
) -> Result<Outcome, String> {
    let mut stopped = stopped.clone();
    tokio::select! {
        done = asking => done.map(|()| Outcome::Done),
        _ = stopped.wait_for(|stop| *stop) => Ok(Outcome::LeftOff),
    }
}
