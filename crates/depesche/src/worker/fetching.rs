//! Asking providers for copy, and keeping subscriptions with their hubs.

use tokio::sync::watch;

use super::Outcome;
use crate::wire::{CopyDesk, fetching, subscribing};

/// Asks the provider of a slug. Left off when the program is to stop: asking once more does no harm.
pub(super) async fn run(
    desk: &CopyDesk,
    slug: &str,
    stopped: &watch::Receiver<bool>,
) -> Result<Outcome, String> {
    let mut stopped = stopped.clone();
    tokio::select! {
        done = fetching::run(desk, slug) => done.map(|()| Outcome::Done).map_err(|error| error.to_string()),
        _ = stopped.wait_for(|stop| *stop) => Ok(Outcome::LeftOff),
    }
}

/// Brings the subscription of the provider of a slug to what it should be.
pub(super) async fn subscribe(
    desk: &CopyDesk,
    slug: &str,
    stopped: &watch::Receiver<bool>,
) -> Result<Outcome, String> {
    let mut stopped = stopped.clone();
    tokio::select! {
        done = subscribing::run(desk, slug) => done.map(|()| Outcome::Done),
        _ = stopped.wait_for(|stop| *stop) => Ok(Outcome::LeftOff),
    }
}
