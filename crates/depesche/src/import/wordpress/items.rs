//! Posts and pages with their comments.
//!
//! Three things go on at the same time: a thread reads the export, batch by batch, all threads
//! prepare a batch, and the one before it is written.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::Result;
use archive::ImportedComment;
use jiff::Timestamp;
use newsroom::ids::{ArticleId, PageId};
use newsroom::path::Target;
use tokio::sync::mpsc;
use wire::wordpress::Item;
use wire::wordpress::plan::addresses::without_size;
use wire::wordpress::plan::kinds::{Nature, nature};

use super::prepare::Preparing;
use super::{Pass, WordPress, named};
use crate::import::across;
use crate::import::known::{Met, Numbered};
use crate::import::report::Notes;
use crate::import::write::Batch;

/// Batches that are read ahead.
const AHEAD: usize = 1;

/// What comes after the batch that is being written.
enum Next {
    Ready(Ready),
    /// It has an item of a number that is being written.
    Waits(Vec<Item>),
    End,
}

/// A batch that is ready to be written.
#[derive(Default)]
struct Ready {
    batch: Batch,
    /// WordPress's numbers of its items.
    numbers: HashSet<u64>,
    notes: Notes,
}

impl WordPress<'_> {
    /// Writes all posts and pages that are not there yet, and the comments that are new.
    pub(super) async fn items(&mut self) -> Result<()> {
        let preparing = Arc::new(Preparing {
            site: Arc::clone(&self.import.newsroom.site),
            old: self.old.clone(),
            categories: self.options.categories,
            not_topics: self.options.not_topics.clone(),
            places: self.places.clone(),
            attached: self.attached()?,
            reusable: std::mem::take(&mut self.survey.reusable),
            now: Timestamp::now(),
        });
        let mut batches = read_ahead(self.pass("taking in articles and comments")?);
        let mut ready = Ready::default();
        loop {
            let Ready { batch, numbers, notes } = ready;
            let next = async {
                Ok(match batches.recv().await.transpose()? {
                    None => Next::End,
                    // What became of an item is known only once that is written.
                    Some(items) if items.iter().any(|item| numbers.contains(&item.id)) => Next::Waits(items),
                    Some(items) => Next::Ready(self.ready(items, &preparing).await?),
                })
            };
            let (written, next): (_, Result<Next>) = tokio::join!(self.import.write(batch), next);
            self.import.report.take(notes)?;
            self.import.report.take(written?)?;
            ready = match next? {
                Next::End => return Ok(()),
                Next::Ready(ready) => ready,
                Next::Waits(items) => self.ready(items, &preparing).await?,
            };
        }
    }

    /// Prepares a batch.
    async fn ready(&self, items: Vec<Item>, preparing: &Arc<Preparing>) -> Result<Ready> {
        let numbers = items.iter().map(|item| item.id).collect();
        let mut notes = Notes::default();
        let mut keys = self.import.keys(&items).await?;
        let (mut fresh, mut later, mut under_pages) = (Vec::new(), Vec::new(), Vec::new());
        let mut inner = Vec::new();
        for item in items {
            match nature(&item) {
                Nature::Text if !self.options.is_aside(&item.kind) => {}
                Nature::Trace => {
                    notes.note(
                        &named(&item),
                        "it is a trace of work or what somebody sent in; it was left out",
                    );
                    continue;
                }
                _ => {
                    inner.push(item);
                    continue;
                }
            }
            match keys.met(&item) {
                Met::Twice => {
                    notes.note(&named(&item), "the export has this item twice; the first was taken");
                }
                Met::Made(key, Target::Article(article)) => later.push((article, key, item)),
                Met::Made(key, Target::Page(page)) => under_pages.push((page, key, item)),
                Met::Made(..) => {}
                Met::Never(key) => {
                    if key != item.id.to_string() {
                        notes.note(&named(&item), "another item has that number; both were taken");
                    }
                    keys.takes(&item, &key);
                    fresh.push((item, key));
                }
            }
        }
        let begin = |shared: &Preparing, (item, key): (Item, String)| shared.begin(item, key);
        let mut begun = Vec::with_capacity(fresh.len());
        for outcome in across(fresh, preparing, begin).await? {
            match outcome {
                Ok(item) => begun.push(item),
                Err(left) => notes.append(left),
            }
        }
        let library = self
            .import
            .library(begun.iter().flat_map(|item| item.asked.iter().cloned()), without_size)
            .await?;
        let library = Arc::new(library);
        let finish = move |shared: &Preparing, item| shared.finish(item, &library);
        let mut batch = Batch::default();
        for outcome in across(begun, preparing, finish).await? {
            let (item, more) = outcome?;
            notes.append(more);
            batch.fresh.push(item);
        }
        batch.filled = self.filled(&later, preparing, &mut notes).await?;
        batch.later = self.new_comments(later, preparing, &mut notes).await?;
        batch.aside = self.new_aside(under_pages, preparing, &mut notes).await?;
        batch.inner = self.new_inner(&inner, &mut notes).await?;
        Ok(Ready { batch, numbers, notes })
    }

    /// Of articles that were imported earlier, the comments that came since.
    async fn new_comments(
        &self,
        items: Vec<(ArticleId, String, Item)>,
        preparing: &Preparing,
        notes: &mut Notes,
    ) -> Result<Vec<(ArticleId, Vec<ImportedComment>)>> {
        let found: Vec<(ArticleId, Vec<ImportedComment>, Notes)> = items
            .iter()
            .filter(|(_, _, item)| !item.comments.is_empty())
            .map(|(article, key, item)| {
                let mut said = Notes::default();
                (*article, preparing.comments(item, key, &mut said), said)
            })
            .collect();
        // Their own keys: an item may have a number twice.
        let keys: Vec<String> =
            found.iter().flat_map(|(_, comments, _)| comments).map(|comment| comment.key.clone()).collect();
        let known = self
            .import
            .newsroom
            .archive
            .reading()
            .imported_among(&self.import.source, "comment", &keys)
            .await?;
        let mut new = Vec::new();
        for (article, mut comments, said) in found {
            comments.retain(|comment| !known.contains_key(&comment.key));
            if !comments.is_empty() {
                notes.append(said);
                new.push((article, comments));
            }
        }
        Ok(new)
    }

    /// Of pages that were imported earlier, the comments that came since: key and words.
    async fn new_aside(
        &self,
        items: Vec<(PageId, String, Item)>,
        preparing: &Preparing,
        notes: &mut Notes,
    ) -> Result<Vec<(PageId, Vec<(String, String)>)>> {
        let mut new = Vec::new();
        for (page, key, item) in items.into_iter().filter(|(_, _, item)| !item.comments.is_empty()) {
            let mut aside = preparing.aside(&item, &key, notes);
            let keys: Vec<String> = aside.iter().map(|(key, _)| key.clone()).collect();
            let known = self
                .import
                .newsroom
                .archive
                .reading()
                .imported_among(&self.import.source, "page comment", &keys)
                .await?;
            aside.retain(|(key, _)| !known.contains_key(key));
            if !aside.is_empty() {
                new.push((page, aside));
            }
        }
        Ok(new)
    }

    /// Of items that are WordPress's own workings, those that are not kept yet: key, mark and words.
    async fn new_inner(&self, items: &[Item], notes: &mut Notes) -> Result<Vec<(String, String, String)>> {
        let keys: Vec<String> = items.iter().map(|item| format!("{} {}", item.kind, item.id)).collect();
        let known =
            self.import.newsroom.archive.reading().imported_among(&self.import.source, "item", &keys).await?;
        let mut new = HashMap::new();
        for (item, key) in items.iter().zip(keys).filter(|(_, key)| !known.contains_key(key)) {
            // A reusable block stands in the texts that use it.
            if item.kind != "wp_block" {
                notes.note(&named(item), "it belongs to WordPress's own workings; it is kept aside");
            }
            new.entry(key).or_insert_with(|| (item.mark().to_owned(), self.kept_whole(item, "")));
        }
        Ok(new.into_iter().map(|(key, (mark, words))| (key, mark, words)).collect())
    }

    /// What is attached to the posts that show a gallery of it.
    fn attached(&self) -> Result<HashMap<u64, Vec<u64>>> {
        let mut attached: HashMap<u64, Vec<u64>> = HashMap::new();
        if self.survey.galleries.is_empty() {
            return Ok(attached);
        }
        let mut pass = self.pass("looking for galleries")?;
        let wanted = |item: &Item| item.kind == "attachment" && self.survey.galleries.contains(&item.parent);
        loop {
            let items = pass.items(wanted)?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(attached);
            }
            for item in items {
                attached.entry(item.parent).or_default().push(item.id);
            }
        }
    }
}

/// Batches of posts and pages, read by a thread of its own while others are prepared and written.
fn read_ahead(mut pass: Pass) -> mpsc::Receiver<Result<Vec<Item>>> {
    let (sender, batches) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        loop {
            let items = pass.items(|item| !matches!(item.kind.as_str(), "attachment" | "nav_menu_item"));
            let more = items.as_ref().is_ok_and(|items| !items.is_empty());
            if !more {
                pass.progress.end();
                if items.is_err() {
                    // Whoever waits for a batch is told; if nobody does, another error was first.
                    drop(sender.blocking_send(items));
                }
                return;
            }
            if sender.blocking_send(items).is_err() {
                return;
            }
        }
    });
    batches
}
