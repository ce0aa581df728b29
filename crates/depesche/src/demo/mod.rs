//! A large archive that is invented: to see how the program bears a million articles before the
//! newsroom has written them.
//!
//! `plan` says what is grown, `places` makes what articles stand in, `article` writes one from words
//! of `vocabulary` in sentences of `german`. Everything follows from a seed. An article goes into the
//! archive by the way of an import, so that it stands there as any other does.

mod article;
mod german;
mod places;
mod plan;
mod random;
mod vocabulary;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use archive::{Files, Writing};
use jiff::Timestamp;
use newsroom::change::{Cause, Way};
use newsroom::clearance::Clearance;
use newsroom::language::Language;
use newsroom::site::Site;
use tokio::task::JoinHandle;

use crate::newsroom_folder::{self, Newsroom};
use crate::output::say;
use crate::progress::Progress;
use article::Grown;
use places::Places;
use plan::{Growth, Layer};

/// Batches that are made while one is written.
const AHEAD: usize = 3;

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Articles in all that were ever grown.
    pub(crate) articles: usize,
    /// Comments in all.
    pub(crate) comments: u64,
    /// Another seed, other texts.
    pub(crate) seed: u64,
    /// The time at which the twenty years end.
    pub(crate) until: Timestamp,
}

/// Grows the archive to what is wanted; a growth that was cut off is completed first.
///
/// # Errors
/// When the site has no German, or the archive fails; what was written stays, and the same command
/// goes on from there.
pub(crate) async fn grow(newsroom: &Newsroom, files: &Files, wanted: Wanted) -> Result<()> {
    let site = &newsroom.site;
    let Some(language) = site.languages.iter().find(|language| language.as_str() == "de").cloned() else {
        bail!("the invented articles are in German, which is none of the site's languages");
    };
    if wanted.until > Timestamp::now() {
        bail!("--until {} lies in the future", wanted.until);
    }
    let mut growth: Growth = match newsroom.archive.reading().growth().await? {
        Some(kept) => serde_json::from_str(&kept).context("reading how far the archive has grown")?,
        None => Growth::default(),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.store(true, Ordering::Relaxed);
        }
    });
    // An archive that is counted goes on being so; that costs less than to count it afterwards.
    while !newsroom.archive.count_on().await? {}
    let began = Instant::now();
    let mut written = 0;
    loop {
        if growth.open().is_none()
            && !growth.reach(wanted.articles, wanted.comments, wanted.seed, wanted.until)
        {
            break;
        }
        let places = Arc::new(Places::make(newsroom, files, growth.planned().0).await?);
        written += complete(newsroom, &language, &places, &mut growth, &stop).await?;
    }
    let (articles, comments) = growth.planned();
    let seconds = began.elapsed().as_secs_f64();
    say!(
        "{articles} invented articles with {comments} comments; {written} of them written now in {seconds:.1} s, \
         {:.0} a second",
        written as f64 / seconds.max(0.001)
    );
    Ok(())
}

/// Writes what is missing of the open layer; says how many articles.
async fn complete(
    newsroom: &Newsroom,
    language: &Language,
    places: &Arc<Places>,
    growth: &mut Growth,
    stop: &AtomicBool,
) -> Result<usize> {
    let Some(layer) = growth.open().cloned() else { return Ok(0) };
    let layer = Arc::new(layer);
    let mut progress = Progress::new("growing", layer.articles as u64);
    let first = growth.written;
    let mut next = first;
    let mut ahead: VecDeque<JoinHandle<Result<Batch>>> = VecDeque::new();
    loop {
        while ahead.len() < AHEAD && next < layer.articles {
            let numbers = layer.batch(next);
            next = numbers.end;
            let (layer, language, places) = (Arc::clone(&layer), language.clone(), Arc::clone(places));
            ahead.push_back(tokio::task::spawn_blocking(move || {
                let end = numbers.end;
                let articles = numbers.map(|number| article::grow(&layer, number, &language, &places));
                Ok(Batch { articles: articles.collect::<Result<_>>()?, end })
            }));
        }
        let Some(batch) = ahead.pop_front() else { break };
        let batch = batch.await.context("a batch was broken off")??;
        growth.written = batch.end;
        let kept = serde_json::to_string(growth).context("noting how far the archive has grown")?;
        let (site, layer) = (newsroom.site.clone(), Arc::clone(&layer));
        // The rows carry the time of the articles and not that of their invention.
        let now = batch.latest().unwrap_or(Timestamp::UNIX_EPOCH);
        newsroom
            .archive
            .write_at(cause(), now, move |w| {
                Box::pin(async move {
                    batch.write(w, &site, &layer).await?;
                    w.note_growth(&kept).await
                })
            })
            .await?;
        progress.at(growth.written as u64);
        if stop.load(Ordering::Relaxed) {
            bail!("interrupted; what was grown so far is kept, the same command goes on from there");
        }
    }
    progress.end();
    Ok(layer.articles - first)
}

/// What is grown comes in as an import does: the log does not name each of the lists it stands in.
fn cause() -> Cause {
    Cause { way: Way::Import, why: "an invented archive".to_owned(), ..newsroom_folder::cause() }
}

/// The articles of one transaction.
struct Batch {
    articles: Vec<Grown>,
    /// The number after the last.
    end: usize,
}

impl Batch {
    fn latest(&self) -> Option<Timestamp> {
        let corrected = |grown: &Grown| grown.correction.as_ref().map(|correction| correction.at);
        self.articles.iter().map(|grown| corrected(grown).unwrap_or(grown.published)).max()
    }

    async fn write(&self, w: &Writing<'_>, site: &Site, layer: &Layer) -> archive::Result<()> {
        let clearance = Clearance::by_import(&format!("an invented archive of seed {}", layer.seed));
        for grown in &self.articles {
            let imported = w.import_article(site, None, None, &grown.article, &clearance).await?;
            if let Some(correction) = &grown.correction {
                w.revise_article(imported.article, &correction.text).await?;
                w.correct_article(site, imported.article, &clearance, &correction.note, correction.at)
                    .await?;
            }
        }
        Ok(())
    }
}
