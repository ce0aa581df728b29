//! Word that somebody writes to SQLite's file: another process, too.

use std::path::Path;
use std::time::Duration;

/// How often the file is looked at where the system says nothing of itself.
const LOOK: Duration = Duration::from_millis(20);
/// The same where it does; only in case a word got lost.
#[cfg(target_os = "linux")]
const LOOK_ALL_THE_SAME: Duration = Duration::from_millis(250);

/// Says when the log that SQLite writes ahead of its file was written to.
pub(crate) struct Watch {
    #[cfg(target_os = "linux")]
    notified: Option<tokio::io::unix::AsyncFd<rustix::fd::OwnedFd>>,
}

impl Watch {
    /// Watches the log of a database. Where the system cannot, it is looked at often instead.
    pub(crate) fn new(database: &Path) -> Watch {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        #[cfg(target_os = "linux")]
        return Watch {
            notified: linux::notified(Path::new(&log))
                .inspect_err(|error| tracing::warn!(%error, "the database is looked at often instead"))
                .ok(),
        };
        #[cfg(not(target_os = "linux"))]
        Watch {}
    }

    /// Waits until it was written to, or for a while.
    pub(crate) async fn written(&mut self) {
        #[cfg(target_os = "linux")]
        if let Some(notified) = &mut self.notified {
            // Out of time is no harm: it is looked at then.
            drop(tokio::time::timeout(LOOK_ALL_THE_SAME, linux::next(notified)).await);
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::mem::MaybeUninit;
    use std::path::Path;

    use rustix::fd::OwnedFd;
    use rustix::fs::inotify;
    use tokio::io::unix::AsyncFd;

    #[expect(deprecated, reason = "unsound only for what closes its descriptor while it is registered")]
    pub(super) fn notified(log: &Path) -> io::Result<AsyncFd<OwnedFd>> {
        let notified = inotify::init(inotify::CreateFlags::NONBLOCK | inotify::CreateFlags::CLOEXEC)?;
        inotify::add_watch(&notified, log, inotify::WatchFlags::MODIFY)?;
        AsyncFd::new(notified)
    }

    /// Waits for a word and takes all there are.
    pub(super) async fn next(notified: &AsyncFd<OwnedFd>) -> io::Result<()> {
        let mut ready = notified.readable().await?;
        let mut buffer = [MaybeUninit::uninit(); 1_024];
        while rustix::io::read(notified, &mut buffer).is_ok() {}
        ready.clear_ready();
        Ok(())
    }
}
