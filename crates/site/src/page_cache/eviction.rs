//! What stays when there is more than there is room for: S3-FIFO (Yang et al., SOSP 2023), counted in
//! bytes.
//!
//! A new page goes into a small queue. What was asked for again while it was there moves to the main
//! queue, the rest leaves, remembered only by name; what comes back while it is remembered goes to the
//! main queue at once. So pages that are asked for once, as a walk through the archive does, pass
//! through a tenth of the room. A hit writes at most a small number on the page, and for the pages
//! that are asked for most not even that.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::Kept;

/// The part of the room that is the small queue's: one of so many.
const SMALL: usize = 10;
/// What a page takes beside its bytes: its places in maps and queues.
const OVERHEAD: usize = 1_500;

pub(super) struct Eviction {
    budget: usize,
    small: Queue,
    main: Queue,
    pages: HashMap<u64, Place>,
    /// What left the small queue, by the hash of its address.
    ghosts: HashSet<u64>,
    ghosts_in_order: VecDeque<u64>,
    hasher: RandomState,
}

#[derive(Default)]
struct Queue {
    /// Numbers in the order they came; those that were removed meanwhile are passed over.
    numbers: VecDeque<u64>,
    bytes: usize,
}

struct Place {
    page: Arc<Kept>,
    bytes: usize,
    in_main: bool,
}

impl Eviction {
    /// With room for so many bytes.
    pub(super) fn new(budget: usize) -> Eviction {
        Eviction {
            budget,
            small: Queue::default(),
            main: Queue::default(),
            pages: HashMap::new(),
            ghosts: HashSet::new(),
            ghosts_in_order: VecDeque::new(),
            hasher: RandomState::new(),
        }
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// What they take.
    pub(super) fn bytes(&self) -> usize {
        self.small.bytes + self.main.bytes
    }

    /// Takes a page in; says the numbers of those that have to go for it.
    pub(super) fn add(&mut self, number: u64, page: &Arc<Kept>) -> Vec<u64> {
        let bytes = page.bytes() + OVERHEAD;
        let hash = self.hasher.hash_one(&page.key);
        let in_main = self.ghosts.remove(&hash);
        let queue = if in_main { &mut self.main } else { &mut self.small };
        queue.numbers.push_back(number);
        queue.bytes += bytes;
        self.pages.insert(number, Place { page: page.clone(), bytes, in_main });
        self.overflow()
    }

    /// The page of a number.
    pub(super) fn page(&self, number: u64) -> Option<&Arc<Kept>> {
        Some(&self.pages.get(&number)?.page)
    }

    /// Puts a page in the place of one that is there; says the numbers of those that have to go for it.
    pub(super) fn replace(&mut self, number: u64, page: &Arc<Kept>) -> Vec<u64> {
        let Some(place) = self.pages.get_mut(&number) else { return Vec::new() };
        let queue = if place.in_main { &mut self.main } else { &mut self.small };
        let bytes = page.bytes() + OVERHEAD;
        queue.bytes = queue.bytes - place.bytes + bytes;
        place.bytes = bytes;
        place.page = page.clone();
        self.overflow()
    }

    /// The numbers of the pages that have to go. Their bytes are given back, their places by `remove`.
    fn overflow(&mut self) -> Vec<u64> {
        let mut gone = Vec::new();
        while self.bytes() > self.budget && self.pages.len() > gone.len() {
            match self.next() {
                Some(number) => gone.push(number),
                None => break,
            }
        }
        gone
    }

    /// Takes a page out.
    pub(super) fn remove(&mut self, number: u64) -> Option<Arc<Kept>> {
        let place = self.pages.remove(&number)?;
        let queue = if place.in_main { &mut self.main } else { &mut self.small };
        queue.bytes -= place.bytes;
        // Its number stays in the queue until its turn, or until most are of pages that are gone.
        if queue.numbers.len() > 2 * self.pages.len() + 1_024 {
            let in_main = place.in_main;
            let pages = &self.pages;
            queue.numbers.retain(|number| pages.get(number).is_some_and(|other| other.in_main == in_main));
        }
        Some(place.page)
    }

    /// The number of the page that goes next. Its bytes are given back here, its row by `remove`.
    fn next(&mut self) -> Option<u64> {
        loop {
            let small_is_full = self.small.bytes * SMALL >= self.budget || self.main.numbers.is_empty();
            let from_small = small_is_full && !self.small.numbers.is_empty();
            let queue = if from_small { &mut self.small } else { &mut self.main };
            let number = queue.numbers.pop_front()?;
            let Some(place) = self.pages.get_mut(&number) else { continue };
            if place.in_main == from_small {
                // An old entry of a page that moved on.
                continue;
            }
            let asked_for = place.page.asked_for();
            if from_small {
                self.small.bytes -= place.bytes;
                if asked_for > 1 {
                    place.in_main = true;
                    place.page.forget_one();
                    self.main.bytes += place.bytes;
                    self.main.numbers.push_back(number);
                    continue;
                }
                let hash = self.hasher.hash_one(&place.page.key);
                place.bytes = 0;
                self.remember(hash);
                return Some(number);
            }
            if asked_for > 0 {
                place.page.forget_one();
                self.main.numbers.push_back(number);
                continue;
            }
            self.main.bytes -= place.bytes;
            place.bytes = 0;
            return Some(number);
        }
    }

    /// Remembers what left, as much as there are pages.
    fn remember(&mut self, hash: u64) {
        if self.ghosts.insert(hash) {
            self.ghosts_in_order.push_back(hash);
        }
        let most = self.pages.len().max(16);
        while self.ghosts_in_order.len() > most {
            if let Some(oldest) = self.ghosts_in_order.pop_front() {
                self.ghosts.remove(&oldest);
            }
        }
    }
}
