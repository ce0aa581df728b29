//! Where the bytes of assets and renditions lie, each under its hash: in a folder, or wherever else a
//! [`FileStore`] puts them.

mod folder;

use std::fmt::Debug;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use crate::{Error, Result};
use folder::Folder;

/// The bytes of assets and renditions, each under its hash (BLAKE3, in hexadecimal digits).
///
/// Its calls wait for disks or networks: where others are to be answered meanwhile they belong on a thread that
/// may block.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn FileStore>);

/// A place for bytes under names. What is under a name never changes.
pub trait FileStore: Debug + Send + Sync {
    /// Stores bytes under a name. They are complete and durable before this returns; until then there is
    /// nothing under the name.
    ///
    /// # Errors
    /// When the place refuses or cannot be reached.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<()>;

    /// Stores bytes as they come, and keeps them if `is_right` once they have all been read; else there is
    /// nothing under the name. They are complete and durable before this returns.
    ///
    /// # Errors
    /// When they cannot be read, are not right, or the place refuses or cannot be reached.
    fn put_from(
        &self,
        name: &str,
        from: &mut dyn Read,
        is_right: &mut dyn FnMut() -> Result<()>,
    ) -> Result<()>;

    /// Opens what is under a name, to read parts of it.
    ///
    /// # Errors
    /// When there is nothing ([`std::io::ErrorKind::NotFound`]) or it cannot be read.
    fn open(&self, name: &str) -> Result<StoredFile>;

    /// Whether there is something under a name.
    ///
    /// # Errors
    /// When the place cannot be reached.
    fn has(&self, name: &str) -> Result<bool>;

    /// Removes what is under a name; it is no error when there is nothing.
    ///
    /// # Errors
    /// When the place refuses or cannot be reached.
    fn remove(&self, name: &str) -> Result<()>;

    /// Whether nothing is there at all.
    ///
    /// # Errors
    /// When the place cannot be reached.
    fn is_empty(&self) -> Result<bool>;

    /// Removes everything.
    ///
    /// # Errors
    /// When the place refuses or cannot be reached.
    fn remove_all(&self) -> Result<()>;

    /// Where it is, for people.
    fn name(&self) -> String;
}

/// What reads a stored file from any place in it.
pub trait ReadAnywhere: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadAnywhere for T {}

/// A stored file that is open for reading.
pub struct StoredFile {
    length: u64,
    bytes: Box<dyn ReadAnywhere>,
}

impl StoredFile {
    /// A file of so many bytes.
    pub fn new(length: u64, bytes: impl ReadAnywhere + 'static) -> StoredFile {
        StoredFile { length, bytes: Box::new(bytes) }
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Read for StoredFile {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.bytes.read(into)
    }
}

impl Seek for StoredFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

impl Files {
    /// The files below a folder, which is made when something is put in.
    pub fn new(folder: impl Into<PathBuf>) -> Files {
        Files(Arc::new(Folder::new(folder.into())))
    }

    /// The files of another place.
    pub fn of(store: Arc<dyn FileStore>) -> Files {
        Files(store)
    }

    /// Stores bytes and says their hash. They are complete and durable before this returns.
    ///
    /// # Errors
    /// When the place refuses or cannot be reached.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        if !self.0.has(&hash)? {
            self.0.put(&hash, bytes)?;
        }
        Ok(hash)
    }

    /// Stores bytes as they come, which must have this hash. They are complete and durable before this
    /// returns.
    ///
    /// # Errors
    /// When they have another hash, cannot be read, or the place refuses or cannot be reached.
    pub fn put_from(&self, hash: &str, from: &mut impl Read) -> Result<()> {
        if blake3::Hash::from_hex(hash).is_err() {
            return Err(Error::Refused(format!("“{hash}” is no hash of a file")));
        }
        let hasher = std::cell::RefCell::new(blake3::Hasher::new());
        self.0.put_from(hash, &mut Hashed { from, hasher: &hasher }, &mut || {
            let found = hasher.borrow().finalize().to_hex();
            match found.as_str() == hash {
                true => Ok(()),
                false => Err(Error::Refused(format!("the bytes of the file {hash} are those of {found}"))),
            }
        })
    }

    /// Refuses where there are files already.
    pub(crate) fn refuse_full(&self) -> Result<()> {
        match self.0.is_empty()? {
            true => Ok(()),
            false => Err(Error::Refused(format!(
                "{} is not empty; a backup is restored into an empty place only",
                self.0.name()
            ))),
        }
    }

    /// Removes all files from a place that was empty before.
    pub(crate) fn remove_all(&self) -> Result<()> {
        self.0.remove_all()
    }

    /// The file of a hash, to read parts of it.
    ///
    /// # Errors
    /// When there is none or it cannot be read.
    pub fn open(&self, hash: &str) -> Result<StoredFile> {
        self.0.open(hash)
    }

    /// Removes the bytes of a hash; it is no error when there are none.
    ///
    /// # Errors
    /// When the place refuses or cannot be reached.
    pub fn remove(&self, hash: &str) -> Result<()> {
        self.0.remove(hash)
    }

    /// The bytes of a hash.
    ///
    /// # Errors
    /// When there are none or they cannot be read.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let mut file = self.0.open(hash)?;
        let mut bytes = Vec::with_capacity(usize::try_from(file.length).unwrap_or(0));
        let failed = |error| Error::File { what: format!("reading the file {hash}"), error };
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

/// Hashes what is read.
struct Hashed<'a, R> {
    from: &'a mut R,
    hasher: &'a std::cell::RefCell<blake3::Hasher>,
}

impl<R: Read> Read for Hashed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        self.hasher.borrow_mut().update(&into[..read]);
        Ok(read)
    }
}
