//! The folder of an export.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::{Compress, ExportError};
use crate::page_cache::{Encoding, compressed_at};

/// Where an export keeps what it knows of itself.
pub(super) const OWN: &str = ".depesche";
/// There while an export is under way.
const UNDER_WAY: &str = "under-way";
/// Smaller files are not worth compressing.
const SMALLEST: usize = 1_024;

/// A folder that holds an export and nothing else.
pub(super) struct Folder {
    root: PathBuf,
    compress: Compress,
}

impl Folder {
    /// Opens a folder, or makes it. One that holds something else is refused.
    pub(super) fn open(root: &Path, compress: Compress) -> Result<Folder, ExportError> {
        let folder = Folder { root: root.to_owned(), compress };
        let is_empty = match fs::read_dir(root) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => return Err(told(root, error)),
        };
        if !is_empty && !folder.own().exists() {
            let why = std::io::Error::other("it holds something that is no export; name an empty folder");
            return Err(told(root, why));
        }
        fs::create_dir_all(folder.own()).map_err(|error| told(root, error))?;
        Ok(folder)
    }

    /// The folder of what it knows of itself.
    pub(super) fn own(&self) -> PathBuf {
        self.root.join(OWN)
    }

    /// Notes that an export is under way; whether the one before came to its end.
    pub(super) fn begin(&self) -> Result<bool, ExportError> {
        let mark = self.own().join(UNDER_WAY);
        let was_ended = !mark.exists();
        fs::write(&mark, b"").map_err(|error| told(&mark, error))?;
        Ok(was_ended)
    }

    /// Notes that it came to its end.
    pub(super) fn end(&self) -> Result<(), ExportError> {
        let mark = self.own().join(UNDER_WAY);
        fs::remove_file(&mark).map_err(|error| told(&mark, error))
    }

    /// Takes away everything that was exported.
    pub(super) fn clear(&self) -> Result<(), ExportError> {
        for entry in fs::read_dir(&self.root).map_err(|error| told(&self.root, error))? {
            let path = entry.map_err(|error| told(&self.root, error))?.path();
            if path.file_name().is_some_and(|name| name == OWN) {
                continue;
            }
            let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            gone.map_err(|error| told(&path, error))?;
        }
        Ok(())
    }

    /// Writes the file of an address, and compressed ones beside it.
    pub(super) fn write(
        &self,
        address: &str,
        is_page: bool,
        mime: &str,
        body: &[u8],
    ) -> Result<(), ExportError> {
        let Some(file) = self.file(address, is_page) else { return Ok(()) };
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|error| told(parent, error))?;
        }
        put(&file, body)?;
        let is_text =
            mime.starts_with("text/") || ["xml", "json", "script"].iter().any(|word| mime.contains(word));
        let (gzip, brotli, zstd) = match self.compress {
            Compress::No => return Ok(()),
            Compress::Fast => (5, 4, 5),
            Compress::Best => (9, 11, 19),
        };
        if !is_text || body.len() < SMALLEST {
            return Ok(());
        }
        for (encoding, ending, level) in
            [(Encoding::Gzip, "gz", gzip), (Encoding::Brotli, "br", brotli), (Encoding::Zstd, "zst", zstd)]
        {
            let smaller = compressed_at(encoding, body, level).map_err(|error| told(&file, error))?;
            put(&beside(&file, ending), &smaller)?;
        }
        Ok(())
    }

    /// Writes a file that no address of the site has.
    pub(super) fn write_plain(&self, name: &str, body: &[u8]) -> Result<(), ExportError> {
        put(&self.root.join(name), body)
    }

    /// Takes the file of an address away.
    pub(super) fn remove(&self, address: &str) -> Result<(), ExportError> {
        for is_page in [true, false] {
            let Some(file) = self.file(address, is_page).filter(|file| *file != self.root) else { continue };
            for file in [beside(&file, "gz"), beside(&file, "br"), beside(&file, "zst"), file] {
                match fs::remove_file(&file) {
                    Err(error) if file.is_file() => return Err(told(&file, error)),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The file of an address; nothing for one that would lie elsewhere.
    fn file(&self, address: &str, is_page: bool) -> Option<PathBuf> {
        let mut file = self.root.clone();
        for part in address.split('/').filter(|part| !part.is_empty()) {
            let part = percent_decode_str(part).decode_utf8().ok()?;
            if part == ".." || part == "." || part == OWN || part.contains(['/', '\\', '\0']) {
                return None;
            }
            file.push(part.as_ref());
        }
        if is_page {
            file.push("index.html");
        }
        Some(file)
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Writes a file so that nobody ever reads half of it.
fn put(file: &Path, body: &[u8]) -> Result<(), ExportError> {
    let half = beside(file, "half");
    fs::File::create(&half)
        .and_then(|mut open| open.write_all(body))
        .and_then(|()| fs::rename(&half, file))
        .map_err(|error| told(file, error))
}

pub(super) fn told(file: &Path, error: std::io::Error) -> ExportError {
    ExportError::File(file.display().to_string(), error)
}
