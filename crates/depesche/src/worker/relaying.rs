//! Publishing copy that goes out unread.

use crate::wire::{CopyDesk, relaying};

use super::Outcome;

/// Publishes the item of a key, or brings the article made of it up to date.
pub(super) async fn run(desk: &CopyDesk, key: &str) -> Result<Outcome, String> {
    match relaying::relay(desk, key).await {
        Ok(()) => Ok(Outcome::Done),
        Err(error) => Err(format!("{error:#}")),
    }
}
