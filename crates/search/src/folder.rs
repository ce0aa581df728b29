//! The folder of the index: a folder for each time it was built, and a file that names the one in use.
//!
//! A new index is built beside the one in use and becomes it by one rename, so that whoever looks
//! finds a whole one at any time.

use std::path::{Path, PathBuf};

use crate::error::at;
use crate::{Error, Result};

/// Counted up when an index of an older program cannot be read any more, or finds less.
const FORMAT: u32 = 1;
const CURRENT: &str = "current";

/// The folder that holds the indexes of a newsroom.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// At a place; nothing is made yet.
    pub fn new(root: impl Into<PathBuf>) -> Folder {
        Folder { root: root.into() }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the index in use, if there is one that this program can read.
    ///
    /// # Errors
    /// When the file that names it cannot be read.
    pub fn current(&self) -> Result<Option<PathBuf>> {
        let file = self.root.join(CURRENT);
        match std::fs::read_to_string(&file) {
            Ok(name) => Ok(of_this_format(name.trim()).map(|name| self.root.join(name))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&file)(error)),
        }
    }

    /// Makes an empty folder for a new index.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(&self) -> Result<PathBuf> {
        std::fs::create_dir_all(&self.root).map_err(at(&self.root))?;
        let mut number = self.numbers()?.into_iter().max().map_or(1, |(number, _)| number + 1);
        loop {
            let path = self.root.join(format!("{FORMAT}-{number}"));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(path),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(at(&path)(error)),
            }
        }
    }

    /// From now on the index in this folder is the one in use.
    ///
    /// # Errors
    /// When the file that names it cannot be written.
    pub fn switch_to(&self, folder: &Path) -> Result<()> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (new, file) = (self.root.join(format!("{CURRENT}.new")), self.root.join(CURRENT));
        let write = || {
            let mut written = std::fs::File::create(&new)?;
            std::io::Write::write_all(&mut written, name.as_bytes())?;
            written.sync_all()?;
            std::fs::rename(&new, &file)?;
            std::fs::File::open(&self.root)?.sync_all()
        };
        write().map_err(at(&file))
    }

    /// Removes what is older than the index in use. What a running program has open stays readable for
    /// it until it lets go.
    ///
    /// # Errors
    /// When a folder cannot be removed.
    pub fn sweep(&self) -> Result<()> {
        let Some(current) = self.current()? else { return Ok(()) };
        let of = |path: &Path| path.file_name().and_then(|name| number(&name.to_string_lossy()));
        let Some(in_use) = of(&current) else { return Ok(()) };
        for (_, path) in self.numbers()?.into_iter().filter(|(number, _)| *number < in_use) {
            std::fs::remove_dir_all(&path).map_err(at(&path))?;
        }
        Ok(())
    }

    fn numbers(&self) -> Result<Vec<(u64, PathBuf)>> {
        let entries = match std::fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(at(&self.root)(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|cause| Error::File { path: self.root.clone(), cause })?;
            if let Some(number) = number(&entry.file_name().to_string_lossy()) {
                found.push((number, entry.path()));
            }
        }
        Ok(found)
    }
}

/// The number of an index, whatever its format.
fn number(name: &str) -> Option<u64> {
    let (format, number) = name.split_once('-')?;
    format.parse::<u32>().ok()?;
    number.parse().ok()
}

fn of_this_format(name: &str) -> Option<&str> {
    let (format, _) = name.split_once('-')?;
    (format.parse() == Ok(FORMAT) && number(name).is_some()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_index_takes_the_place_of_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(folder.path().join("search"));
        assert_eq!(folder.current().expect("looked"), None);
        let first = folder.begin().expect("made");
        folder.switch_to(&first).expect("switched");
        assert_eq!(folder.current().expect("looked").as_deref(), Some(first.as_path()));
        let second = folder.begin().expect("made");
        assert_ne!(first, second);
        folder.sweep().expect("swept");
        assert!(first.exists() && second.exists(), "the one in use and a newer one stay");
        folder.switch_to(&second).expect("switched");
        folder.sweep().expect("swept");
        assert!(!first.exists() && second.exists());
    }

    #[test]
    fn an_index_of_another_format_is_not_used() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::write(root.path().join(CURRENT), "999-1").expect("written");
        assert_eq!(Folder::new(root.path()).current().expect("looked"), None);
    }
}
