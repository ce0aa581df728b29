//! The index that is asked, and how it fares: what the site and the one that keeps the index share.

use std::sync::Arc;

use parking_lot::RwLock;

use crate::index::Index;

/// The index in use, if there is one.
#[derive(Default)]
pub struct Search {
    index: RwLock<Option<Arc<Index>>>,
    state: RwLock<State>,
}

/// How the index fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The change up to which all is in the index.
    pub change: i64,
    /// Articles in it.
    pub articles: u64,
    /// What is wrong, in words for the operator.
    pub trouble: Option<String>,
}

impl Search {
    /// The index to ask; none while it is missing, being built or damaged.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.index.read().clone()
    }

    /// From now on this index is asked, or none.
    pub fn set_index(&self, index: Option<Arc<Index>>) {
        *self.index.write() = index;
    }

    /// How it fares.
    pub fn state(&self) -> State {
        self.state.read().clone()
    }

    /// Notes how it fares.
    pub fn set_state(&self, state: State) {
        *self.state.write() = state;
    }

    /// Notes what is wrong.
    pub fn set_trouble(&self, trouble: String) {
        self.state.write().trouble = Some(trouble);
    }
}
