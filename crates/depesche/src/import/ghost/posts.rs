//! Posts and pages: a thread reads the export, batch by batch, all threads prepare a batch, and it is
//! written as one transaction.

use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use newsroom::ids::ArticleId;
use newsroom::path::Target;
use tokio::sync::mpsc;
use wire::ghost::{MarkdownFile, Post};

use super::prepare::{Begun, Preparing};
use super::{Ghost, named};
use crate::import::across;
use crate::import::fill::{Filled, Lacking};
use crate::import::known::{Met, Numbered};
use crate::import::report::Notes;
use crate::import::write::Batch;

/// Posts of one transaction.
const BATCH: usize = 500;

/// A batch with as many bytes of text has no more posts, so that memory stays flat.
const LARGE: usize = 4 << 20;

/// Batches that are read ahead.
const AHEAD: usize = 1;

impl Ghost<'_> {
    /// Writes all posts and pages that are not there yet.
    pub(super) async fn posts(&mut self) -> Result<()> {
        if self.alone == Some(MarkdownFile::Deleted) {
            self.import.report.note("file", "its name says that it was deleted; it was left out")?;
        }
        let preparing = Arc::new(Preparing {
            site: Arc::clone(&self.import.newsroom.site),
            old: Arc::clone(&self.old),
            export: Arc::clone(&self.export),
            routes: self.beside.routes.clone(),
            zone: self.zone.clone(),
            places: self.places.clone(),
            language: self.options.language.clone(),
            now: Timestamp::now(),
        });
        let mut batches = read_ahead(self.reader());
        while let Some(posts) = batches.recv().await.transpose()? {
            let mut notes = Notes::default();
            let batch = self.ready(posts, &preparing, &mut notes).await?;
            let written = self.import.write(batch).await;
            self.import.report.take(notes)?;
            self.import.report.take(written?)?;
        }
        Ok(())
    }

    /// Prepares a batch.
    async fn ready(&self, posts: Vec<Post>, preparing: &Arc<Preparing>, notes: &mut Notes) -> Result<Batch> {
        let mut keys = self.import.keys(&posts).await?;
        let (mut fresh, mut known) = (Vec::new(), Vec::new());
        for post in posts {
            match keys.met(&post) {
                Met::Twice => {
                    notes.note(&named(&post), "the export has this post twice; the first was taken");
                }
                // Without --media no picture can have come.
                Met::Made(key, Target::Article(article)) if self.options.media.is_some() => {
                    known.push((article, key, post));
                }
                Met::Made(..) => {}
                Met::Never(key) => {
                    if key != post.number() {
                        notes.note(&named(&post), "another post has that number; both were taken");
                    }
                    keys.takes(&post, &key);
                    fresh.push((post, key));
                }
            }
        }
        let begin = |shared: &Preparing, (post, key): (Post, String)| shared.begin(post, key);
        let begun: Vec<Begun> = across(fresh, preparing, begin).await?;
        let asked = begun.iter().flat_map(|begun| begun.asked.iter().cloned()).collect();
        let library = Arc::new(self.files(asked, notes).await?);
        let finish = move |shared: &Preparing, begun| shared.finish(begun, &library);
        let mut batch = Batch::default();
        for outcome in across(begun, preparing, finish).await? {
            let (prepared, more) = outcome?;
            notes.append(more);
            batch.fresh.push(prepared);
        }
        for (article, key, post) in known {
            batch.filled.extend(self.with_pictures(article, key, post, preparing, notes).await?);
        }
        Ok(batch)
    }

    /// An article that was imported earlier, with the pictures that came since.
    async fn with_pictures(
        &self,
        article: ArticleId,
        key: String,
        post: Post,
        preparing: &Arc<Preparing>,
        notes: &mut Notes,
    ) -> Result<Option<Filled>> {
        let name = named(&post);
        // What is to be said of it was said when it was taken over.
        let begun = preparing.begin(post, key);
        if begun.asked.is_empty() {
            return Ok(None);
        }
        let lacking = Lacking {
            article,
            name,
            library: self.files(begun.asked.clone(), notes).await?,
            lead: preparing.lead(&begun),
            document: &|library| preparing.document(&begun, library),
        };
        self.import.filled(lacking, notes).await
    }
}

/// Batches of posts, read by a thread of its own while others are prepared and written.
fn read_ahead(
    read: impl FnOnce(&mut dyn FnMut(Post) -> bool) -> Result<()> + Send + 'static,
) -> mpsc::Receiver<Result<Vec<Post>>> {
    let (sender, batches) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let read = read(&mut |post| {
            bytes += length(&post);
            batch.push(post);
            if batch.len() < BATCH && bytes < LARGE {
                return true;
            }
            bytes = 0;
            sender.blocking_send(Ok(std::mem::take(&mut batch))).is_ok()
        });
        // Whoever waits for a batch is told; if nobody does, another error was first.
        match read {
            Ok(()) if batch.is_empty() => {}
            Ok(()) => drop(sender.blocking_send(Ok(batch))),
            Err(error) => drop(sender.blocking_send(Err(error))),
        }
    });
    batches
}

/// Bytes of the texts of a post.
fn length(post: &Post) -> usize {
    [&post.lexical, &post.mobiledoc, &post.html, &post.markdown].iter().map(|text| text.len()).sum()
}
