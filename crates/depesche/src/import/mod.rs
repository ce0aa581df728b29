//! Moving in from other systems: what their exports hold goes into the archive.
//!
//! [`wordpress`] and [`ghost`] say what is in an export and what becomes of it. What they share is here:
//! batches of prepared texts ([`write`]) are written as one transaction each with their rows of
//! `imported`, so that an import that was cut off goes on where it was; [`known`] tells which text is
//! which, [`library`] which file a text shows, [`fill`] gives texts the pictures that came later,
//! [`places`] writes authors, topics and sections, [`menus`] menus, [`report`] says what did not fit.

mod fill;
pub(crate) mod ghost;
mod known;
mod library;
mod menus;
mod places;
mod report;
pub(crate) mod wordpress;
mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};
use archive::Files;
use newsroom::change::{Cause, Way};
use newsroom::clearance::Clearance;
use newsroom::document::html::{NoAssets, Options, from_html};
use newsroom::language::Language;

use crate::newsroom_folder::Newsroom;
use report::{Notes, Report};
use write::Batch;

/// An import under way, whatever it comes from.
struct Import<'a> {
    newsroom: &'a Newsroom,
    files: Files,
    /// Which site it comes from, as `imported` knows it.
    source: String,
    /// The same in words, for the log.
    from: String,
    report: Report,
    stop: Stop,
}

impl Import<'_> {
    fn cause(&self) -> Cause {
        Cause { who: "import".into(), way: Way::Import, why: format!("from {}", self.from) }
    }

    fn main_language(&self) -> &Language {
        self.newsroom.site.main_language()
    }

    /// Writes a batch as one transaction.
    async fn write(&self, batch: Batch) -> Result<Notes> {
        if batch.is_empty() {
            return Ok(Notes::default());
        }
        let (source, site) = (self.source.clone(), Arc::clone(&self.newsroom.site));
        let clearance = Clearance::by_import(&self.from);
        let written = self.newsroom.archive.write(self.cause(), move |w| {
            Box::pin(async move { batch.write(w, &source, &site, &clearance).await })
        });
        Ok(written.await?)
    }

    /// Notes what is kept aside of things that have no row of their own: kind, key and words of each.
    /// What was noted before stays as it is.
    async fn keep(&self, rows: &[(&'static str, String, String)]) -> Result<()> {
        /// Rows of one transaction.
        const BATCH: usize = 500;
        for batch in rows.chunks(BATCH) {
            let (source, batch) = (self.source.clone(), batch.to_vec());
            self.newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        for (kind, key, kept) in batch {
                            if w.imported(&source, kind, &key).await?.is_none() {
                                w.note_kept(&source, kind, (&key, ""), 0, &kept).await?;
                            }
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }
}

/// Whether somebody asked the import to stop.
#[derive(Clone, Default)]
struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C from now on.
    fn on_interrupt() -> Stop {
        let stop = Stop::default();
        let asked = stop.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                asked.0.store(true, Ordering::Relaxed);
            }
        });
        stop
    }

    /// Between two batches everything written is whole.
    fn refuse_if_asked(&self) -> Result<()> {
        if self.0.load(Ordering::Relaxed) {
            bail!("interrupted; what was read so far is kept, the same command goes on from there");
        }
        Ok(())
    }
}

/// Does something with all of `things`, a part of them on each thread; the outcomes keep their order.
async fn across<C, T, U, F>(things: Vec<T>, shared: &Arc<C>, each: F) -> Result<Vec<U>>
where
    C: Send + Sync + 'static,
    T: Send + 'static,
    U: Send + 'static,
    F: Fn(&C, T) -> U + Clone + Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = things.len().div_ceil(threads).max(1);
    let mut done = Vec::with_capacity(things.len());
    let mut things = things.into_iter();
    let mut parts = Vec::with_capacity(threads);
    loop {
        let part: Vec<T> = things.by_ref().take(size).collect();
        if part.is_empty() {
            break;
        }
        let (shared, each) = (Arc::clone(shared), each.clone());
        parts.push(tokio::task::spawn_blocking(move || {
            part.into_iter().map(|thing| each(&shared, thing)).collect::<Vec<U>>()
        }));
    }
    for part in parts {
        done.extend(part.await?);
    }
    Ok(done)
}

/// Whether a path is free of what the program itself needs.
fn is_free(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    !first.is_empty() && !first.contains('.') && newsroom::address::reserved_in(path).is_none()
}

/// HTML as one line of plain text.
fn plain(html: &str) -> String {
    let text = plain_lines(html);
    if text.contains(char::is_whitespace) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text
}

/// HTML as plain text with its line breaks.
fn plain_lines(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.replace("\r\n", "\n").trim().to_owned();
    }
    let options = Options { language: None, line_ends: true };
    from_html(html, &options, &mut NoAssets).0.plain_text().trim().to_owned()
}

/// The first words of a text.
fn beginning(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    (!words.is_empty()).then(|| words.join(" ").chars().take(80).collect())
}
