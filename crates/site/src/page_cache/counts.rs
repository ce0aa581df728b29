//! What the page cache counts, for the operator.

use std::cell::Cell;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Counters that threads have for themselves, so that they do not meet at each hit.
const SPREAD: usize = 16;

/// A counter that shares its line of the processor's memory with no other.
#[derive(Default)]
#[repr(align(128))]
struct Apart([AtomicU64; 3]);

/// What is counted.
#[derive(Default)]
pub(crate) struct Counts {
    /// Whole pages, pages that a reader has already, and hits without a body.
    hits: [Apart; SPREAD],
    made: AtomicU64,
    joined: AtomicU64,
    untrue: AtomicU64,
    dropped: AtomicU64,
    evicted: AtomicU64,
    pages: AtomicUsize,
    bytes: AtomicUsize,
}

/// What a hit was answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// The page.
    Whole,
    /// That it is the same as before.
    Same,
    /// Its head alone.
    Head,
}

impl Counts {
    pub(crate) fn hit(&self, hit: Hit) {
        let own = &self.hits[place_of_thread() % SPREAD].0;
        own[hit as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn made(&self) {
        self.made.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn joined(&self) {
        self.joined.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn untrue(&self) {
        self.untrue.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dropped(&self, pages: usize) {
        self.dropped.fetch_add(pages as u64, Ordering::Relaxed);
    }

    pub(super) fn evicted(&self, pages: usize) {
        self.evicted.fetch_add(pages as u64, Ordering::Relaxed);
    }

    pub(super) fn set(&self, pages: usize, bytes: usize) {
        self.pages.store(pages, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    /// All of them as Prometheus reads them (text exposition format 0.0.4).
    pub(crate) fn text(&self) -> String {
        let hits = |hit: Hit| -> u64 {
            self.hits.iter().map(|own| own.0[hit as usize].load(Ordering::Relaxed)).sum()
        };
        let mut text = String::from(
            "# HELP depesche_page_cache_hits_total Requests answered with a page that was there.\n\
             # TYPE depesche_page_cache_hits_total counter\n",
        );
        for (hit, name) in [(Hit::Whole, "page"), (Hit::Same, "same"), (Hit::Head, "head")] {
            // Writing to a String cannot fail.
            let _: std::fmt::Result =
                writeln!(text, "depesche_page_cache_hits_total{{with=\"{name}\"}} {}", hits(hit));
        }
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        for (name, kind, help, value) in [
            ("made_total", "counter", "Pages that were made.", count(&self.made)),
            ("joined_total", "counter", "Requests that waited for a page under way.", count(&self.joined)),
            (
                "untrue_total",
                "counter",
                "Pages that a change overtook while they were made.",
                count(&self.untrue),
            ),
            ("dropped_total", "counter", "Pages dropped because of a change.", count(&self.dropped)),
            ("evicted_total", "counter", "Pages dropped for lack of room.", count(&self.evicted)),
            ("pages", "gauge", "Pages that are there.", self.pages.load(Ordering::Relaxed) as u64),
            ("bytes", "gauge", "Room they are counted with.", self.bytes.load(Ordering::Relaxed) as u64),
        ] {
            let _: std::fmt::Result = writeln!(
                text,
                "# HELP depesche_page_cache_{name} {help}\n# TYPE depesche_page_cache_{name} {kind}\n\
                 depesche_page_cache_{name} {value}"
            );
        }
        text
    }
}

fn place_of_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static PLACE: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed)));
    PLACE.get()
}
