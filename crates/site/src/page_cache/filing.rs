//! Filing: which pages were made from what.

use std::collections::{BTreeMap, HashMap, HashSet};

use archive::{List, ListPlace, Listed, Noted, Tag, Tells, Window};
use newsroom::language::Language;

/// Pages by what they were made from. A page is known by its number.
#[derive(Default)]
pub(super) struct Filing {
    by_tag: HashMap<Tag, HashSet<u64>>,
    by_list: HashMap<(List, Language), Windows>,
    /// What each page was made from.
    noted: HashMap<u64, Noted>,
}

/// The parts of one list that pages were made from.
#[derive(Default)]
struct Windows {
    /// Those that reach to the top, by their older ends: a new article lies in all that begin at or
    /// below it, and only these are looked at.
    open: BTreeMap<(ListPlace, u64, Tells), ()>,
    /// All others.
    closed: HashMap<u64, Vec<Window>>,
}

impl Filing {
    /// Files a page.
    pub(super) fn file(&mut self, number: u64, mut noted: Noted) {
        noted.tags.sort_unstable();
        noted.tags.dedup();
        for tag in &noted.tags {
            // Not `entry`, which would want a copy of a tag that is there.
            match self.by_tag.get_mut(tag) {
                Some(pages) => drop(pages.insert(number)),
                None => drop(self.by_tag.insert(tag.clone(), HashSet::from([number]))),
            }
        }
        for window in &noted.windows {
            let windows = self.by_list.entry((window.list, window.language.clone())).or_default();
            if window.to >= ListPlace::TOP.below() {
                windows.open.insert((window.from, number, window.tells), ());
            } else {
                windows.closed.entry(number).or_default().push(window.clone());
            }
        }
        self.noted.insert(number, noted);
    }

    /// Takes a page out of all files.
    pub(super) fn remove(&mut self, number: u64) {
        let Some(noted) = self.noted.remove(&number) else { return };
        for tag in &noted.tags {
            if let Some(pages) = self.by_tag.get_mut(tag) {
                pages.remove(&number);
                if pages.is_empty() {
                    self.by_tag.remove(tag);
                }
            }
        }
        for window in noted.windows {
            let key = (window.list, window.language);
            if let Some(windows) = self.by_list.get_mut(&key) {
                windows.open.remove(&(window.from, number, window.tells));
                windows.closed.remove(&number);
                if windows.open.is_empty() && windows.closed.is_empty() {
                    self.by_list.remove(&key);
                }
            }
        }
    }

    /// Adds the numbers of the pages that a tag of a change concerns.
    pub(super) fn concerned(&self, tag: &Tag, pages: &mut Vec<u64>) {
        match tag {
            Tag::All => pages.extend(self.noted.keys()),
            tag => match tag.place() {
                Some((at, different)) => self.with_place(at, different, pages),
                None => pages.extend(self.by_tag.get(tag).into_iter().flatten()),
            },
        }
    }

    fn with_place(&self, at: &Listed, different: Option<Tells>, pages: &mut Vec<u64>) {
        let Some(windows) = self.by_list.get(&(at.list, at.language.clone())) else { return };
        let concerned = |tells: Tells| different.is_none_or(|different| different.meets(tells));
        let open = windows.open.range(..=(at.place, u64::MAX, Tells::THERE));
        pages
            .extend(open.filter(|((_, _, tells), ())| concerned(*tells)).map(|((_, number, _), ())| *number));
        for (number, closed) in &windows.closed {
            if closed.iter().any(|window| concerned(window.tells) && window.has(at.place)) {
                pages.push(*number);
            }
        }
    }
}
