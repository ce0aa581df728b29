//! The page cache: finished pages as ready bytes, for as long as what they were made from is true.
//!
//! A page that is there is found by its address in a map without locks and written as it is. One
//! that is not is made once, however many ask for it ([`flight`]); what it was made from is noted by the
//! archive's own questions and filed ([`filing`]). A change names what it makes untrue, and exactly
//! the pages filed under that are gone before whoever made the change is answered.
//!
//! A change can come while a page is being made. Changes are therefore counted: a page is kept only if
//! none that concerns it was told of since its making began, and given only to those who asked before
//! the first such change.

mod compression;
mod counts;
mod dates;
mod encoding;
mod eviction;
mod filing;
mod flight;
mod form;
mod kept;
mod key;
mod making;
mod outside;
mod parts;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use archive::{Change, Noted, Tag};
use bytes::Bytes;
use papaya::HashMap;
use parking_lot::Mutex;

pub(crate) use compression::compressed_at;
use counts::Counts;
pub(crate) use dates::{http_date, read_http_date};
pub(crate) use encoding::{Encoding, Wanted};
use flight::Flights;
pub(crate) use kept::{Conditions, Kept, PageParts};
pub(crate) use key::{Address, address};
pub(crate) use making::{Keep, begun, through};
pub(crate) use outside::may_keep_asset;
pub(crate) use parts::{Part, PartKey};

use compression::Compression;
use eviction::Eviction;
use filing::Filing;
use parts::Parts;

/// Changes remembered for pages that are being made. One whose making takes longer is not kept.
const REMEMBERED: usize = 4_096;

/// The pages that are kept.
pub(crate) struct PageCache {
    pages: HashMap<Box<[u8]>, Arc<Kept>, foldhash::fast::RandomState>,
    parts: Parts,
    shelves: Mutex<Shelves>,
    /// How many times changes were told of.
    told: AtomicU64,
    flights: Flights,
    pub(crate) counts: Counts,
    compression: Compression,
    /// Itself, for the thread that compresses.
    this: Weak<PageCache>,
}

/// What is only needed when a page comes or goes.
struct Shelves {
    filing: Filing,
    eviction: Eviction,
    /// What was told of last, each with its count.
    recent: VecDeque<(u64, Arc<[Tag]>)>,
    next: u64,
}

impl PageCache {
    /// One of at most so many bytes; with 0 it keeps nothing.
    pub(crate) fn new(budget: usize) -> Arc<PageCache> {
        Arc::new_cyclic(|this| PageCache {
            pages: HashMap::with_hasher(foldhash::fast::RandomState::default()),
            parts: Parts::default(),
            shelves: Mutex::new(Shelves {
                filing: Filing::default(),
                eviction: Eviction::new(budget),
                recent: VecDeque::new(),
                next: 1,
            }),
            told: AtomicU64::new(0),
            flights: Flights::default(),
            counts: Counts::default(),
            compression: Compression::default(),
            this: this.clone(),
        })
    }

    /// The page of an address, if it is there and true at this second, for a reader who wants it in some
    /// encodings.
    pub(crate) fn get(&self, key: &[u8], now: i64, wanted: Wanted) -> Option<Arc<Kept>> {
        let pages = self.pages.pin();
        let page = pages.get(key)?;
        if page.until.is_some_and(|until| until <= now) {
            return None;
        }
        if let Some(encoding) = page.asked_again(wanted) {
            let order = (page.number.load(Ordering::Relaxed), encoding);
            if !self.compression.order(order, &self.this) {
                page.not_ordered(encoding);
            }
        }
        Some(page.clone())
    }

    /// Whether there is a page of an address, without asking for it.
    pub(crate) fn is_kept(&self, key: &[u8]) -> bool {
        self.pages.pin().contains_key(key)
    }

    /// How many times changes were told of until now.
    pub(crate) fn told(&self) -> u64 {
        self.told.load(Ordering::Acquire)
    }

    /// Takes away the pages that changes concern. When this returns they are gone.
    pub(crate) fn apply(&self, changes: &[Change]) {
        let mut shelves = self.shelves.lock();
        let told = self.told.load(Ordering::Acquire) + 1;
        let mut gone = Vec::new();
        for change in changes.iter().filter(|change| !change.tags.is_empty()) {
            shelves.recent.push_back((told, change.tags.clone()));
            for tag in &*change.tags {
                shelves.filing.concerned(tag, &mut gone);
            }
        }
        while shelves.recent.len() > REMEMBERED {
            shelves.recent.pop_front();
        }
        // Counted before pages go: who finds none from here on begins after these changes.
        self.told.store(told, Ordering::Release);
        gone.sort_unstable();
        gone.dedup();
        // Of the parts that pages share nobody is told.
        let (parts, pages): (Vec<u64>, Vec<u64>) =
            gone.into_iter().partition(|number| self.parts.remove(*number));
        parts.into_iter().for_each(|number| shelves.filing.remove(number));
        self.counts.dropped(pages.len());
        for number in pages {
            self.remove(&mut shelves, number);
        }
    }

    /// A part that many pages share, if it is there and true.
    pub(crate) fn part(&self, key: &PartKey) -> Option<Arc<Part>> {
        self.parts.get(key)
    }

    /// Keeps a part, unless a change that concerns it was told of since `begun`.
    pub(crate) fn keep_part(&self, key: PartKey, part: &Arc<Part>, begun: u64) {
        let mut shelves = self.shelves.lock();
        let noted = &part.noted;
        // What is true for a while only, pages say of themselves.
        if noted.unknown || noted.until.is_some() || shelves.untrue_since(noted, begun).is_some() {
            return;
        }
        let number = shelves.next;
        shelves.next += 1;
        shelves.filing.file(number, noted.clone());
        for gone in self.parts.add(number, key, part.clone()) {
            self.parts.remove(gone);
            shelves.filing.remove(gone);
        }
    }

    /// Keeps a page that was made from what was noted. Says the count of the first change since
    /// `begun` that makes it untrue, with which it is not kept.
    pub(crate) fn keep(&self, page: &Arc<Kept>, noted: Noted, begun: u64) -> Option<u64> {
        let mut shelves = self.shelves.lock();
        let untrue = shelves.untrue_since(&noted, begun);
        if untrue.is_some() || noted.unknown {
            return untrue;
        }
        let number = shelves.next;
        shelves.next += 1;
        page.number.store(number, Ordering::Relaxed);
        let evicted = shelves.eviction.add(number, page);
        if let Some(before) = self.pages.pin().insert(page.key.clone(), page.clone()).cloned() {
            let number = before.number.load(Ordering::Relaxed);
            shelves.filing.remove(number);
            shelves.eviction.remove(number);
        }
        shelves.filing.file(number, noted);
        self.make_room(&mut shelves, evicted);
        None
    }

    /// The page that is filed under a number.
    fn numbered(&self, number: u64) -> Option<Arc<Kept>> {
        self.shelves.lock().eviction.page(number).cloned()
    }

    /// Adds a compressed form to the page of a number, if that is still there.
    fn add_form(&self, number: u64, encoding: Encoding, body: Bytes) {
        let mut shelves = self.shelves.lock();
        let Some(page) = shelves.eviction.page(number) else { return };
        let Some(other) = page.with_form(encoding, body) else { return };
        let other = Arc::new(other);
        let evicted = shelves.eviction.replace(number, &other);
        self.pages.pin().insert(other.key.clone(), other);
        self.make_room(&mut shelves, evicted);
    }

    fn make_room(&self, shelves: &mut Shelves, evicted: Vec<u64>) {
        self.counts.evicted(evicted.len());
        for number in evicted {
            self.remove(shelves, number);
        }
        self.counts.set(shelves.eviction.pages(), shelves.eviction.bytes());
    }

    fn remove(&self, shelves: &mut Shelves, number: u64) {
        shelves.filing.remove(number);
        if let Some(page) = shelves.eviction.remove(number) {
            let pages = self.pages.pin();
            let same = pages.get(&page.key).is_some_and(|there| Arc::ptr_eq(there, &page));
            if same {
                pages.remove(&page.key);
            }
        }
        self.counts.set(shelves.eviction.pages(), shelves.eviction.bytes());
    }
}

impl Shelves {
    /// The count of the first change since `begun` that concerns what was noted.
    fn untrue_since(&self, noted: &Noted, begun: u64) -> Option<u64> {
        if let Some((oldest, _)) = self.recent.front()
            && self.recent.len() == REMEMBERED
            && *oldest > begun
        {
            // More happened than is remembered.
            return Some(begun + 1);
        }
        let since = self.recent.partition_point(|(told, _)| *told <= begun);
        self.recent
            .range(since..)
            .find(|(_, tags)| noted.unknown || tags.iter().any(|tag| tag.concerns(noted)))
            .map(|(told, _)| *told)
    }
}

#[cfg(test)]
mod tests;
