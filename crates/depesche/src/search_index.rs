//! The search index of a running server: built if it is missing, and kept up with the log of changes.
//!
//! The number of the last change that is in the index is kept with it, so that after a stop or a crash
//! it goes on from there. Another process may build a new index meanwhile
//! (`depesche search rebuild`); as soon as that is the one in use, this one goes on with it.

pub(crate) mod build;

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use archive::{List, ListPlace};
use newsroom::change::Subject;
use newsroom::ids::{ArticleId, AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use search::{Folder, Index, Indexer, Progress, State};
use site::App;
use tokio::sync::watch;
use tokio::task::block_in_place;

use build::{Built, entries};

/// Memory for what is not yet on disk, in bytes; tantivy wants no less.
const MEMORY: usize = 16 << 20;
/// The same while an index is built.
pub(crate) const BUILD_MEMORY: usize = 64 << 20;
/// How often it is looked whether something has changed.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// How long to rest when something fails.
const REST: Duration = Duration::from_secs(5);
/// Changes taken at a time.
const CHANGES: i64 = 1_000;
/// Articles read at a time.
const BATCH: i64 = 500;

/// Where the index of a data folder is.
pub(crate) fn folder(data: &std::path::Path) -> Folder {
    Folder::new(data.join("search"))
}

/// Keeps the index until told to stop.
pub(crate) async fn keep(app: App, folder: Folder, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        // In a task of its own, so that a fault in it does not end the keeping.
        let round = tokio::spawn(round(app.clone(), folder.clone(), stopped.clone()));
        let trouble = match round.await {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => format!("{error:#}"),
            Err(fault) => fault.to_string(),
        };
        tracing::error!(error = trouble, "the search index cannot be kept; the plain search stands in");
        app.search.set_index(None);
        app.search.set_trouble(trouble);
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}

/// Keeps one index: until told to stop, or until another is the one in use.
async fn round(app: App, folder: Folder, mut stopped: watch::Receiver<bool>) -> Result<()> {
    let index = Arc::new(open(&app, &folder).await?);
    let Some(mut indexer) = writer(&app, &folder, &index, &mut stopped).await? else { return Ok(()) };
    if let Err(error) = block_in_place(|| folder.sweep()) {
        tracing::warn!(%error, "an old search index could not be removed");
    }
    if !index.progress()?.complete {
        tracing::info!(folder = %index.folder().display(), "building the search index");
        block_in_place(|| indexer.finish())?;
        match build_apart(&app, &index, &stopped).await? {
            Built::Complete(articles) => tracing::info!(articles, "the search index is built"),
            Built::Stopped => return Ok(()),
        }
        let Some(again) = writer(&app, &folder, &index, &mut stopped).await? else { return Ok(()) };
        indexer = again;
    }
    app.search.set_index(Some(index.clone()));
    Follower::new(app, indexer)?.follow(&folder, &mut stopped).await
}

/// Builds in a thread that lets readers go first; those that tantivy starts from it do so too.
async fn build_apart(app: &App, index: &Arc<Index>, stopped: &watch::Receiver<bool>) -> Result<Built> {
    let (app, index, stopped) = (app.clone(), index.clone(), stopped.clone());
    let (done, outcome) = tokio::sync::oneshot::channel();
    let runtime = tokio::runtime::Handle::current();
    std::thread::Builder::new().name("search-index".into()).spawn(move || {
        site::stand_back();
        let built = index.writer(BUILD_MEMORY).map_err(anyhow::Error::from).and_then(|mut indexer| {
            let stop = || *stopped.borrow();
            let run = build::run(&app.archive, &app.site, &mut indexer, stop, |_| {});
            let built = runtime.block_on(run)?;
            indexer.finish()?;
            Ok(built)
        });
        // Whoever waited may be gone with the server.
        drop(done.send(built));
    })?;
    outcome.await.context("the thread that builds the search index failed")?
}

/// The index in use; a new and empty one if there is none that is this archive's.
async fn open(app: &App, folder: &Folder) -> Result<Index> {
    if let Some(path) = folder.current()? {
        match block_in_place(|| Index::open(&path)) {
            Ok(index) if belongs(app, index.progress()?).await? => return Ok(index),
            Ok(_) => tracing::warn!("the search index is that of another archive; it is built anew"),
            Err(error) => tracing::warn!(%error, "the search index cannot be opened; it is built anew"),
        }
    }
    let path: PathBuf = folder.begin()?;
    let index = block_in_place(|| Index::create(&path))?;
    folder.switch_to(&path)?;
    Ok(index)
}

/// Whether an index was made from this archive: it has the change up to which the index is.
async fn belongs(app: &App, progress: Progress) -> archive::Result<bool> {
    Ok(progress.change == 0 || build::noted_at(&app.archive, progress.change).await? == progress.at)
}

/// Becomes the one that writes the index. While another process does, what that one writes is shown.
/// Nothing if told to stop or another index is in use.
async fn writer(
    app: &App,
    folder: &Folder,
    index: &Arc<Index>,
    stopped: &mut watch::Receiver<bool>,
) -> Result<Option<Indexer>> {
    loop {
        match block_in_place(|| index.writer(MEMORY)) {
            Ok(indexer) => return Ok(Some(indexer)),
            Err(search::Error::Busy(_)) => {}
            Err(error) => return Err(error.into()),
        }
        index.look_again()?;
        let progress = index.progress()?;
        if progress.complete {
            app.search.set_index(Some(index.clone()));
        }
        note(app, index, progress);
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.wait_for(|stop| *stop) => return Ok(None),
        }
        if folder.current()?.as_deref() != Some(index.folder()) {
            return Ok(None);
        }
    }
}

fn note(app: &App, index: &Index, progress: Progress) {
    app.search.set_state(State { change: progress.change, articles: index.articles(), trouble: None });
}

/// Reads the log of changes and writes what they concern.
struct Follower {
    app: App,
    indexer: Indexer,
    /// The change up to which the log was read.
    read: i64,
    /// What was renamed or moved: lists of which all articles are read again, the change that says so,
    /// and how far that has come.
    renamed: VecDeque<(i64, List, Language, ListPlace)>,
}

impl Follower {
    fn new(app: App, indexer: Indexer) -> Result<Follower> {
        let read = indexer.index().progress()?.change;
        note(&app, indexer.index(), indexer.index().progress()?);
        Ok(Follower { app, indexer, read, renamed: VecDeque::new() })
    }

    async fn follow(mut self, folder: &Folder, stopped: &mut watch::Receiver<bool>) -> Result<()> {
        let mut news = self.app.archive.follow();
        while !*stopped.borrow() {
            if folder.current()?.as_deref() != Some(self.indexer.index().folder()) {
                tracing::info!("a new search index is in use");
                return Ok(());
            }
            if self.step().await? {
                continue;
            }
            tokio::select! {
                _ = news.changed() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        }
        Ok(())
    }

    /// Takes the next changes and a part of what was renamed; whether there may be more.
    async fn step(&mut self) -> Result<bool> {
        let reading = self.app.archive.long_reading();
        let changes = reading.changes_after(self.read, CHANGES).await?;
        let mut articles = BTreeSet::new();
        for change in &changes {
            self.read = change.id;
            let is = |subject: Subject| change.subject == subject.as_str();
            let list = if is(Subject::Article) {
                articles.insert(ArticleId(change.subject_id));
                continue;
            } else if is(Subject::Section) {
                List::Section(SectionId(change.subject_id))
            } else if is(Subject::Topic) {
                List::Topic(TopicId(change.subject_id))
            } else if is(Subject::Author) {
                List::Author(AuthorId(change.subject_id))
            } else {
                continue;
            };
            for language in &self.app.site.languages {
                self.renamed.push_back((change.id, list, language.clone(), ListPlace::TOP));
            }
        }
        if let Some((change, list, language, after)) = self.renamed.pop_front() {
            let page = reading.list(list, &language, after, BATCH).await?;
            articles.extend(page.iter().map(|teaser| teaser.article));
            if let Some(last) = page.last() {
                self.renamed.push_front((change, list, language, last.place()));
            }
        }
        if articles.is_empty() {
            let more = !changes.is_empty() || !self.renamed.is_empty();
            if self.renamed.is_empty() {
                // Nothing for the index; where the log was read to is noted with the next that is.
                let progress = Progress { change: self.read, ..Progress::default() };
                note(&self.app, self.indexer.index(), progress);
            }
            return Ok(more);
        }
        let articles: Vec<ArticleId> = articles.into_iter().collect();
        let found = reading.articles_to_index(&articles).await?;
        let change = self.renamed.front().map_or(self.read, |(change, ..)| change - 1);
        let at = build::noted_at(&self.app.archive, change).await?;
        let progress = Progress { change, at, until: 0, complete: true };
        let entries = entries(found, &self.app.site);
        block_in_place(|| {
            for article in &articles {
                self.indexer.remove(article.0);
            }
            self.indexer.learn(&entries)?;
            for entry in &entries {
                self.indexer.add(entry)?;
            }
            self.indexer.commit(progress)
        })?;
        note(&self.app, self.indexer.index(), progress);
        Ok(true)
    }
}
