//! Flights: a page that many ask for at once is made once.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use super::Kept;

/// What came of making a page.
#[derive(Clone)]
pub(super) struct Landed {
    /// The page; nothing where the answer is for one reader only.
    pub(super) page: Option<Arc<Kept>>,
    /// The count of the first change, told of meanwhile, that makes it untrue.
    pub(super) untrue: Option<u64>,
}

type Word = watch::Receiver<Option<Landed>>;

/// The pages that are being made.
#[derive(Default)]
pub(crate) struct Flights(Arc<Mutex<HashMap<Box<[u8]>, Word>>>);

/// What to do about a page that is not there.
pub(super) enum Turn {
    /// Somebody makes it already.
    Wait(Word),
    /// Nobody does; whoever has this tells the others.
    Make(Flight),
}

/// A page under way. Dropped without a word, those who wait look anew.
pub(super) struct Flight {
    flights: Arc<Mutex<HashMap<Box<[u8]>, Word>>>,
    key: Box<[u8]>,
    word: watch::Sender<Option<Landed>>,
}

impl Flights {
    pub(super) fn turn(&self, key: &[u8]) -> Turn {
        let mut flights = self.0.lock();
        if let Some(word) = flights.get(key) {
            return Turn::Wait(word.clone());
        }
        let (sender, word) = watch::channel(None);
        flights.insert(key.into(), word);
        Turn::Make(Flight { flights: self.0.clone(), key: key.into(), word: sender })
    }
}

impl Flight {
    /// Tells those who wait. Whoever asks from now on finds the page, or begins anew.
    pub(super) fn land(self, landed: Landed) {
        self.flights.lock().remove(&self.key);
        self.word.send_replace(Some(landed));
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut flights = self.flights.lock();
        // After landing another flight may have the address.
        if flights.get(&self.key).is_some_and(|word| word.same_channel(&self.word.subscribe())) {
            flights.remove(&self.key);
        }
    }
}
