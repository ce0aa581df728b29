//! Notes: what a page is made from, noted by the questions themselves while they are asked.

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use parking_lot::Mutex;

use crate::{Tag, Window};

tokio::task_local! {
    static NOTES: Notes;
}

/// What was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// What it was made from, in no order; the same may stand there twice.
    pub tags: Vec<Tag>,
    /// The parts of lists it was made from.
    pub windows: Vec<Window>,
    /// When it becomes untrue by itself.
    pub until: Option<Timestamp>,
    /// Whether something was asked that notes nothing. Nobody can say then when it becomes untrue.
    pub unknown: bool,
}

/// Where the questions of one task note.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes(Arc<Mutex<Noted>>);

impl Notes {
    /// Those of this task, if it makes a page.
    pub(crate) fn current() -> Option<Notes> {
        NOTES.try_with(Notes::clone).ok()
    }

    pub(crate) fn tag(&self, tag: Tag) {
        self.0.lock().tags.push(tag);
    }

    pub(crate) fn window(&self, window: Window) {
        self.0.lock().windows.push(window);
    }

    pub(crate) fn unknown(&self) {
        self.0.lock().unknown = true;
    }
}

/// Makes something, and says what it was made from: all that was asked of the archive meanwhile by
/// the same task, answers that there is nothing included.
pub async fn noting<T>(making: impl Future<Output = T>) -> (T, Noted) {
    let notes = Notes::default();
    let made = NOTES.scope(notes.clone(), making).await;
    let noted = std::mem::take(&mut *notes.0.lock());
    (made, noted)
}

/// Notes what was read of the archive before, and kept.
pub fn note(tag: Tag) {
    if let Some(notes) = Notes::current() {
        notes.tag(tag);
    }
}

/// Notes when what is being made becomes untrue by itself, such as a page that says which day it is.
pub fn note_until(at: Timestamp) {
    if let Some(notes) = Notes::current() {
        let mut noted = notes.0.lock();
        noted.until = Some(noted.until.map_or(at, |earlier| earlier.min(at)));
    }
}
