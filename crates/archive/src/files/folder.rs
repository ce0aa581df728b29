//! Files in a folder.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::{FileStore, StoredFile};
use crate::{Error, Result};

/// A folder in which each file lies under its name, below a folder of its first two letters.
#[derive(Debug)]
pub(super) struct Folder {
    folder: PathBuf,
}

impl Folder {
    pub(super) fn new(folder: PathBuf) -> Folder {
        Folder { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        // Two letters of the hash keep folders small.
        let (folder, rest) = name.split_at_checked(2).unwrap_or(("", name));
        self.folder.join(folder).join(rest)
    }

    /// Has a file written beside and renamed: under its final name it is never half written.
    fn write(&self, name: &str, write: impl FnOnce(&mut std::fs::File) -> Result<()>) -> Result<()> {
        let path = self.path(name);
        let failed = |error| trouble("storing", &path, error);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let fresh = fresh(&path);
        let written = std::fs::File::create(&fresh).map_err(failed).and_then(|mut file| {
            write(&mut file)?;
            file.sync_all().and_then(|()| std::fs::rename(&fresh, &path)).map_err(failed)
        });
        if written.is_err() {
            // The error says more than whether its remains could be removed.
            drop(std::fs::remove_file(&fresh));
        }
        written
    }
}

impl FileStore for Folder {
    fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let failed = |error| trouble("storing", &self.path(name), error);
        self.write(name, |file| file.write_all(bytes).map_err(failed))
    }

    fn put_from(
        &self,
        name: &str,
        from: &mut dyn Read,
        is_right: &mut dyn FnMut() -> Result<()>,
    ) -> Result<()> {
        let failed = |error| trouble("storing", &self.path(name), error);
        self.write(name, |file| {
            let mut piece = vec![0; 256 << 10];
            loop {
                let read = from.read(&mut piece).map_err(failed)?;
                if read == 0 {
                    return is_right();
                }
                file.write_all(&piece[..read]).map_err(failed)?;
            }
        })
    }

    fn open(&self, name: &str) -> Result<StoredFile> {
        let path = self.path(name);
        let failed = |error| trouble("reading", &path, error);
        let file = std::fs::File::open(&path).map_err(failed)?;
        Ok(StoredFile::new(file.metadata().map_err(failed)?.len(), file))
    }

    fn has(&self, name: &str) -> Result<bool> {
        Ok(self.path(name).exists())
    }

    fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(trouble("removing", &path, error))
            }
            _ => Ok(()),
        }
    }

    fn is_empty(&self) -> Result<bool> {
        match std::fs::read_dir(&self.folder) {
            Ok(mut entries) => Ok(entries.next().is_none()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
            Err(error) => Err(trouble("reading", &self.folder, error)),
        }
    }

    fn remove_all(&self) -> Result<()> {
        std::fs::remove_dir_all(&self.folder).map_err(|error| trouble("removing", &self.folder, error))
    }

    fn name(&self) -> String {
        self.folder.display().to_string()
    }
}

fn trouble(doing: &str, path: &Path, error: std::io::Error) -> Error {
    Error::File { what: format!("{doing} {}", path.display()), error }
}

/// Another name for a file that is not finished.
fn fresh(path: &Path) -> PathBuf {
    let number = NEXT_FILE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    path.with_extension(format!("{}-{number}.new", std::process::id()))
}

/// Two writers of the same bytes must not meet in one unfinished file.
static NEXT_FILE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
