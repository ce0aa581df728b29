//! What of a folder's files is on the disk for certain, and what only may be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use crate::Chance;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// Which syncs the disk obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncs {
    /// All.
    All,
    /// None, as with SQLite's `synchronous=OFF`.
    None,
    /// Those of the database, and none of its log: as with `synchronous=NORMAL` between checkpoints.
    NotOfTheLog,
}

/// What survives of the sectors that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surviving {
    /// Nothing.
    None,
    /// Each sector by itself in so many of a hundred cases.
    Some(u64),
    /// Everything.
    All,
}

/// The power is off: nothing is written or synced any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PowerCut;

/// The files of a folder on a disk.
#[derive(Debug)]
pub struct Disk {
    syncs: Syncs,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<PathBuf, File>,
    // Writes and syncs until the power is cut; without a number it stays on.
    left: Option<u64>,
    off: bool,
    syncs: u64,
}

#[derive(Debug, Default)]
struct File {
    /// What is on the disk.
    durable: Vec<u8>,
    /// Whether its name is in the folder on the disk.
    named: bool,
    /// What the program sees.
    current: Vec<u8>,
    /// What of that was not synced, in the order in which it was written.
    pending: Vec<Pending>,
    /// Whether the program sees no such file.
    deleted: bool,
}

#[derive(Debug)]
enum Pending {
    Sector(usize, Vec<u8>),
    Length(usize),
}

impl Disk {
    /// A disk with the files of a folder, all of them durable.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn of(folder: &Path, syncs: Syncs) -> std::io::Result<Disk> {
        let mut state = State::default();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let bytes = std::fs::read(&path)?;
            let file = File { durable: bytes.clone(), named: true, current: bytes, ..File::default() };
            state.files.insert(path, file);
        }
        Ok(Disk { syncs, state: Mutex::new(state) })
    }

    /// The power is cut at the so many-th write or sync from now.
    pub fn cut_after(&self, operations: u64) {
        self.state.lock().left = Some(operations);
    }

    /// Whether it was cut.
    pub fn is_off(&self) -> bool {
        self.state.lock().off
    }

    /// How many syncs were obeyed.
    pub fn synced(&self) -> u64 {
        self.state.lock().syncs
    }

    /// Writes into another folder what is on the disk after the power was cut.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_survivors(
        &self,
        folder: &Path,
        surviving: Surviving,
        chance: &mut Chance,
    ) -> std::io::Result<()> {
        let mut state = self.state.lock();
        state.off = true;
        for (path, file) in &state.files {
            // Whether a name that was not synced, or its removal, has come to the disk.
            let renamed = survives(surviving, chance);
            let there = if file.deleted { file.named && !renamed } else { file.named || renamed };
            if !there {
                continue;
            }
            let mut bytes = file.durable.clone();
            for pending in &file.pending {
                if survives(surviving, chance) {
                    pending.apply(&mut bytes);
                }
            }
            std::fs::write(folder.join(path.file_name().unwrap_or_default()), bytes)?;
        }
        Ok(())
    }

    pub(crate) fn open(&self, path: &Path) {
        let mut state = self.state.lock();
        let file = state.files.entry(path.to_owned()).or_default();
        if file.deleted {
            file.deleted = false;
            file.current.clear();
            file.pending.push(Pending::Length(0));
        }
    }

    pub(crate) fn write(&self, path: &Path, offset: usize, bytes: &[u8]) -> Result<(), PowerCut> {
        let mut state = self.state.lock();
        state.still_on()?;
        let file = state.files.entry(path.to_owned()).or_default();
        let end = offset + bytes.len();
        if end > file.current.len() {
            file.current.resize(end, 0);
        }
        file.current[offset..end].copy_from_slice(bytes);
        for sector in offset / SECTOR..end.div_ceil(SECTOR) {
            let last = file.current.len().min((sector + 1) * SECTOR);
            file.pending.push(Pending::Sector(sector, file.current[sector * SECTOR..last].to_vec()));
        }
        // Counted after it was begun: a cut write may have come to the disk in part.
        state.count()
    }

    pub(crate) fn truncate(&self, path: &Path, length: usize) -> Result<(), PowerCut> {
        let mut state = self.state.lock();
        state.still_on()?;
        let file = state.files.entry(path.to_owned()).or_default();
        file.current.resize(length, 0);
        file.pending.push(Pending::Length(length));
        state.count()
    }

    pub(crate) fn sync(&self, path: &Path) -> Result<(), PowerCut> {
        let mut state = self.state.lock();
        state.count()?;
        let is_log = path.as_os_str().to_string_lossy().ends_with("-wal");
        if self.syncs == Syncs::None || self.syncs == Syncs::NotOfTheLog && is_log {
            return Ok(());
        }
        state.syncs += 1;
        let file = state.files.entry(path.to_owned()).or_default();
        // SQLite syncs the folder of a new log or journal together with it.
        file.named = true;
        for pending in std::mem::take(&mut file.pending) {
            pending.apply(&mut file.durable);
        }
        debug_assert_eq!(file.durable, file.current, "{}", path.display());
        Ok(())
    }

    pub(crate) fn delete(&self, path: &Path, folder_too: bool) -> Result<(), PowerCut> {
        let mut state = self.state.lock();
        state.still_on()?;
        if let Some(file) = state.files.get_mut(path) {
            file.deleted = true;
            if folder_too && self.syncs == Syncs::All {
                *file = File { deleted: true, ..File::default() };
            }
        }
        state.count()
    }
}

impl State {
    fn still_on(&self) -> Result<(), PowerCut> {
        if self.off { Err(PowerCut) } else { Ok(()) }
    }

    fn count(&mut self) -> Result<(), PowerCut> {
        self.still_on()?;
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(1);
            self.off = *left == 0;
        }
        self.still_on()
    }
}

impl Pending {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Pending::Length(length) => bytes.resize(*length, 0),
            Pending::Sector(sector, content) => {
                let (from, to) = (sector * SECTOR, sector * SECTOR + content.len());
                if to > bytes.len() {
                    bytes.resize(to, 0);
                }
                bytes[from..to].copy_from_slice(content);
            }
        }
    }
}

fn survives(surviving: Surviving, chance: &mut Chance) -> bool {
    match surviving {
        Surviving::None => false,
        Surviving::Some(of_a_hundred) => chance.below(100) < of_a_hundred,
        Surviving::All => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_synced_is_there_for_certain() {
        let (disk, path) = (Disk { syncs: Syncs::All, state: Mutex::default() }, Path::new("/a/db"));
        disk.open(path);
        disk.write(path, 0, &[1; 1000]).expect("it is on");
        disk.sync(path).expect("it is on");
        disk.write(path, 500, &[2; 1000]).expect("it is on");
        disk.cut_after(1);
        assert_eq!(disk.sync(path), Err(PowerCut));
        assert_eq!(disk.write(path, 0, &[3]), Err(PowerCut));
        let folder = tempfile::tempdir().expect("a folder");
        let after = |surviving| {
            disk.write_survivors(folder.path(), surviving, &mut Chance::new(7)).expect("it is written");
            std::fs::read(folder.path().join("db")).expect("it is there")
        };
        assert_eq!(after(Surviving::None), vec![1; 1000]);
        let all = [vec![1; 500], vec![2; 1000]].concat();
        assert_eq!(after(Surviving::All), all);
        let some = after(Surviving::Some(50));
        assert!(some.chunks(SECTOR).enumerate().all(|(at, sector)| {
            let at = at * SECTOR;
            sector == &all[at..at + sector.len()] || sector.iter().all(|byte| *byte < 2)
        }));
    }
}
