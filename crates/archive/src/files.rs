//! Where the bytes of assets and renditions lie: a folder, each under its hash.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The folder in which the bytes of assets and renditions lie, each under its hash.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The files below a folder, which is made when something is put in.
    pub fn new(folder: impl Into<PathBuf>) -> Files {
        Files { folder: folder.into() }
    }

    /// Stores bytes and says their hash. They are complete and durable before this returns.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let path = self.path(&hash);
        if path.exists() {
            return Ok(hash);
        }
        let failed = |error| Error::File { what: format!("storing {}", path.display()), error };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        // Written beside and renamed: a file under its final name is never half written.
        let fresh = fresh(&path);
        write_durably(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, &path)).map_err(failed)?;
        Ok(hash)
    }

    /// Stores bytes as they come, which must have this hash. They are complete and durable before this
    /// returns.
    ///
    /// # Errors
    /// When they have another hash, cannot be read, or the file system refuses.
    pub fn put_from(&self, hash: &str, from: &mut impl Read) -> Result<()> {
        if blake3::Hash::from_hex(hash).is_err() {
            return Err(Error::Refused(format!("“{hash}” is no hash of a file")));
        }
        let path = self.path(hash);
        let failed = |error| Error::File { what: format!("storing {}", path.display()), error };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let fresh = fresh(&path);
        let stored = copy_durably(&fresh, from).map_err(failed).and_then(|found| {
            if found.to_hex().as_str() != hash {
                return Err(Error::Refused(format!("the bytes of the file {hash} are those of {found}")));
            }
            std::fs::rename(&fresh, &path).map_err(failed)
        });
        if stored.is_err() {
            // The error says more than whether its remains could be removed.
            drop(std::fs::remove_file(&fresh));
        }
        stored
    }

    /// Refuses where there are files already.
    pub(crate) fn refuse_full(&self) -> Result<()> {
        let first = match std::fs::read_dir(&self.folder) {
            Ok(mut entries) => entries.next(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(Error::File { what: format!("reading {}", self.folder.display()), error });
            }
        };
        if first.is_none() {
            return Ok(());
        }
        Err(Error::Refused(format!(
            "{} is not empty; a backup is restored into an empty place only",
            self.folder.display()
        )))
    }

    /// Removes all files and their folder, which was empty before.
    pub(crate) fn remove_all(&self) -> std::io::Result<()> {
        std::fs::remove_dir_all(&self.folder)
    }

    /// The file of a hash, to read parts of it.
    ///
    /// # Errors
    /// When there is none or it cannot be read.
    pub fn open(&self, hash: &str) -> Result<std::fs::File> {
        let path = self.path(hash);
        std::fs::File::open(&path)
            .map_err(|error| Error::File { what: format!("reading {}", path.display()), error })
    }

    /// Removes the bytes of a hash; it is no error when there are none.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn remove(&self, hash: &str) -> Result<()> {
        let path = self.path(hash);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::File { what: format!("removing {}", path.display()), error })
            }
            _ => Ok(()),
        }
    }

    /// The bytes of a hash.
    ///
    /// # Errors
    /// When there are none or they cannot be read.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let path = self.path(hash);
        std::fs::read(&path)
            .map_err(|error| Error::File { what: format!("reading {}", path.display()), error })
    }

    fn path(&self, hash: &str) -> PathBuf {
        // Two letters of the hash keep folders small.
        let (folder, name) = hash.split_at_checked(2).unwrap_or(("", hash));
        self.folder.join(folder).join(name)
    }
}

/// Another name for a file that is not finished.
fn fresh(path: &Path) -> PathBuf {
    let number = NEXT_FILE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    path.with_extension(format!("{}-{number}.new", std::process::id()))
}

/// Two writers of the same bytes must not meet in one unfinished file.
static NEXT_FILE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

fn copy_durably(path: &Path, from: &mut impl Read) -> std::io::Result<blake3::Hash> {
    let mut file = std::fs::File::create(path)?;
    let (mut hash, mut piece) = (blake3::Hasher::new(), vec![0; 256 << 10]);
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            file.sync_all()?;
            return Ok(hash.finalize());
        }
        hash.update(&piece[..read]);
        file.write_all(&piece[..read])?;
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
