//! The page cache against a model: after every step of a random history, each page as the cache has it
//! is what a second site makes of the same archive anew, at the same second.
//!
//! `DEPESCHE_HISTORIES` says how many histories are tried; it prints how many pages were dropped for
//! one that changed.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

#[path = "model/paper.rs"]
mod paper;
#[path = "model/steps.rs"]
mod steps;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use paper::{Paper, Shown};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use steps::Step;

/// Histories tried where nothing else is said.
const HISTORIES: u32 = 12;

#[test]
fn every_page_is_what_it_would_be_without_the_cache() {
    let histories =
        std::env::var("DEPESCHE_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(HISTORIES);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (dropped, changed, steps_taken) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner =
        TestRunner::new(Config { cases: histories, failure_persistence: None, ..Config::default() });
    let history = prop::collection::vec(steps::any_step(), 1..14);
    let outcome = runner.run(&history, |history| {
        let tallied = runtime.block_on(follow(&history));
        let (gone, different) = tallied.map_err(TestCaseError::fail)?;
        dropped.fetch_add(gone, Ordering::Relaxed);
        changed.fetch_add(different, Ordering::Relaxed);
        steps_taken.fetch_add(history.len(), Ordering::Relaxed);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let (dropped, changed) = (dropped.into_inner(), changed.into_inner());
    println!(
        "{histories} histories, {} steps: {changed} pages changed, {dropped} dropped, {:.3} for one",
        steps_taken.into_inner(),
        dropped as f64 / changed.max(1) as f64
    );
}

/// Goes through a history; says how many pages were dropped and how many of all changed.
async fn follow(history: &[Step]) -> Result<(usize, usize), String> {
    let mut paper = Paper::open().await;
    let mut before = look(&paper).await?;
    let (mut gone, mut different) = (0, 0);
    for (number, step) in history.iter().enumerate() {
        steps::take(&mut paper, step).await;
        let kept: Vec<String> =
            before.keys().filter(|address| paper.cached.is_kept(address)).cloned().collect();
        let after = look(&paper).await.map_err(|fault| {
            format!("after step {number}, {step:?} of {:?}: {fault}", &history[..=number])
        })?;
        for (address, page) in &before {
            let changes = after.get(address).is_some_and(|now| now != page);
            different += usize::from(changes);
            if !kept.contains(address) && !matches!(step, Step::Clock(_) | Step::Due(_)) {
                gone += 1;
                if !changes && std::env::var_os("DEPESCHE_SHOW_DROPPED").is_some() {
                    println!("{step:?} dropped {address} for nothing");
                }
            } else if changes {
                // By the clock: it goes when it is asked for.
                gone += 1;
            }
        }
        before = after;
    }
    Ok((gone, different))
}

/// Every page there is, from the cache and anew; they must be the same.
async fn look(paper: &Paper) -> Result<BTreeMap<String, Shown>, String> {
    let mut pages = BTreeMap::new();
    for address in paper.addresses() {
        let anew = paper.anew(&address).await;
        // Twice: as it is made or found, and as it is found then.
        for _ in 0..2 {
            let cached = paper.cached(&address).await;
            if cached != anew {
                return Err(format!(
                    "{address} is\n{}\nand should be\n{}",
                    cached.within(&anew),
                    anew.within(&cached)
                ));
            }
        }
        if !paper.cached.is_kept(&address) {
            return Err(format!("{address} is not kept: something was asked for it that notes nothing"));
        }
        pages.insert(address, anew);
    }
    Ok(pages)
}

/// Readers ask all the time while an editor publishes one headline after the other: nobody ever gets a
/// headline that is older than the one that was answered as published when they asked.
#[test]
fn nobody_gets_the_old_page_once_the_change_was_answered() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let paper = Arc::new(Paper::open().await);
        let published = Arc::new(AtomicU64::new(0));
        let (article, path) = paper.number(0).await;
        let mut readers = tokio::task::JoinSet::new();
        let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
        for address in [path.as_str(), "/", "/politik", "/feed.rss"].repeat(2) {
            let (paper, published, done) = (paper.clone(), published.clone(), done.clone());
            let address = address.to_owned();
            readers.spawn(async move {
                let mut seen = 0_u64;
                while !done.load(Ordering::Acquire) {
                    let asked = published.load(Ordering::Acquire);
                    let page = paper.cached(&address).await;
                    let number = page.number().unwrap_or_else(|| panic!("{address}: {page:?}"));
                    assert!(number >= asked, "{address} says {number}, and {asked} was published");
                    seen += 1;
                    tokio::task::yield_now().await;
                }
                seen
            });
        }
        for number in 1..=60 {
            paper.renumber(article, number).await;
            published.store(number, Ordering::Release);
            tokio::time::sleep(Duration::from_millis(number % 7)).await;
        }
        done.store(true, Ordering::Release);
        let seen: u64 = readers.join_all().await.into_iter().sum();
        assert!(seen > 100, "only {seen} pages were read");
    });
}
