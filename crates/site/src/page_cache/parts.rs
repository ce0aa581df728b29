//! Parts that many pages share, such as the stories at the top of a list, which stand below each of its articles.
//! They are kept as pages are, for as long as what they were made from is true.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use archive::{List, Noted};
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use parking_lot::RwLock;

use crate::views::Html;

/// Most parts that are kept; each is some kilobytes.
const MOST: usize = 1_000;

/// The stories at the top of a list, as they stand below an article.
pub(crate) struct Part {
    pub(crate) stories: Vec<(ArticleId, Html)>,
    /// What they were made from.
    pub(crate) noted: Noted,
}

/// Which part.
pub(crate) type PartKey = (List, Language);

/// The parts that are kept, by what they are and by the numbers they are filed under.
#[derive(Default)]
pub(super) struct Parts(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    by_key: HashMap<PartKey, (u64, Arc<Part>)>,
    keys: HashMap<u64, PartKey>,
    /// Numbers in the order they came; some are of parts that are gone.
    order: VecDeque<u64>,
}

impl Parts {
    pub(super) fn get(&self, key: &PartKey) -> Option<Arc<Part>> {
        self.0.read().by_key.get(key).map(|(_, part)| part.clone())
    }

    /// Adds a part; says the numbers of those that have to go for it.
    pub(super) fn add(&self, number: u64, key: PartKey, part: Arc<Part>) -> Vec<u64> {
        let mut kept = self.0.write();
        // Two made it at the same time, or what it is made from changed meanwhile.
        let before = kept.by_key.insert(key.clone(), (number, part)).map(|(number, _)| number);
        kept.keys.insert(number, key);
        kept.order.push_back(number);
        let oldest = if kept.order.len() > MOST { kept.order.pop_front() } else { None };
        before.into_iter().chain(oldest).collect()
    }

    /// Takes the part of a number away. False where it is that of no part.
    pub(super) fn remove(&self, number: u64) -> bool {
        let mut kept = self.0.write();
        let Some(key) = kept.keys.remove(&number) else { return false };
        if kept.by_key.get(&key).is_some_and(|(there, _)| *there == number) {
            kept.by_key.remove(&key);
        }
        true
    }
}
