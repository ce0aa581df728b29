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

/// Does a part of what is being made, and says what that part was made from. It is noted for the whole as well.
/// Nothing else of the whole may be done meanwhile.
pub async fn noting_part<T>(making: impl Future<Output = T>) -> (T, Noted) {
    let Some(notes) = Notes::current() else { return noting(making).await };
    let (tags, windows) = {
        let noted = notes.0.lock();
        (noted.tags.len(), noted.windows.len())
    };
    let made = making.await;
    let noted = notes.0.lock();
    // What was noted before the part may be true of the whole only; to say too much is never wrong.
    let Noted { until, unknown, .. } = *noted;
    let (tags, windows) = (noted.tags[tags..].to_vec(), noted.windows[windows..].to_vec());
    (made, Noted { tags, windows, until, unknown })
}

/// Notes what a part that was kept was made from.
pub fn note_part(part: &Noted) {
    if let Some(notes) = Notes::current() {
        let mut noted = notes.0.lock();
        noted.tags.extend_from_slice(&part.tags);
        noted.windows.extend_from_slice(&part.windows);
        noted.unknown |= part.unknown;
        noted.until = noted.until.into_iter().chain(part.until).min();
    }
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
