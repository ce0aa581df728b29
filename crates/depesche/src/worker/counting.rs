//! Counting what was never counted: once after an upgrade, in steps between which others have their turn.

use std::time::Duration;

use site::App;
use tokio::sync::watch;

/// Rest between two steps.
const BREATH: Duration = Duration::from_millis(20);

/// Counts until everything is counted or the program is to stop.
pub(super) async fn count(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let rest = match app.archive.count_on().await {
            Ok(true) => return,
            Ok(false) => BREATH,
            Err(error) => {
                tracing::error!(%error, "what is published cannot be counted");
                super::REST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}
