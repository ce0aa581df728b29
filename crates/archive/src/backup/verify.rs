//! Reading a backup to its end, to know that it is whole.

use std::collections::HashSet;
use std::path::Path;

use super::file::{Block, Reader};
use super::{FileKind, Head, Table, value};
use crate::db::Param;
use crate::{Error, Result};

/// A backup that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it says of itself.
    pub head: Head,
    /// Rows of all tables.
    pub rows: u64,
    /// Settings, pictures and other files.
    pub files: u64,
    /// Hashes of files that were missing when it was made.
    pub missing: Vec<String>,
}

/// Reads a backup: every checksum, every value of every row, and whether each asset has its file.
///
/// # Errors
/// When it cannot be read, is damaged or not whole; the message says what is wrong.
pub fn verify(from: &Path) -> Result<Verified> {
    let (mut reader, head) = Reader::open(from)?;
    let (mut rows, mut files) = (0, 0);
    // Thirty-two bytes for each file: all that is kept.
    let (mut wanted, mut found) = (HashSet::new(), HashSet::new());
    let tail = loop {
        match reader.next()? {
            Some(Block::Table(table)) => rows += read_table(&mut reader, &table, &mut wanted)?,
            Some(Block::File(file)) => {
                let hash = read_file(&mut reader)?;
                if file.kind == FileKind::Asset {
                    if hash.to_hex().as_str() != file.name {
                        return Err(reader.damaged(&format!("the file {} has other bytes", file.name)));
                    }
                    found.insert(*hash.as_bytes());
                }
                files += 1;
            }
            Some(Block::Tail(tail)) => break tail,
            Some(_) => return Err(reader.damaged("its parts are not in order")),
            None => return Err(reader.damaged("it has no end")),
        }
    };
    for absent in tail.missing.iter().chain(&tail.removed) {
        if let Ok(hash) = blake3::Hash::from_hex(absent) {
            wanted.remove(hash.as_bytes());
        }
    }
    if let Some(lost) = wanted.difference(&found).next() {
        let hash = blake3::Hash::from_bytes(*lost);
        return Err(reader.damaged(&format!("an asset has the file {hash}, which is not in it")));
    }
    Ok(Verified { head, rows, files, missing: tail.missing })
}

/// Reads the rows of a table, and notes the files they name.
fn read_table(reader: &mut Reader, table: &Table, wanted: &mut HashSet<[u8; 32]>) -> Result<u64> {
    let names_files = matches!(table.name.as_str(), "assets" | "renditions");
    let hash = table.columns.iter().position(|column| names_files && column.name == "hash");
    let mut count = 0;
    loop {
        match reader.next()? {
            Some(Block::Rows(rows)) => {
                let mut rest = &rows[..];
                while !rest.is_empty() {
                    for place in 0..table.columns.len() {
                        let value = value::take(&mut rest)
                            .map_err(|error| Error::Refused(format!("{error}, in table {}", table.name)))?;
                        if let (true, Param::Text(text)) = (Some(place) == hash, value)
                            && !text.is_empty()
                        {
                            let hash = blake3::Hash::from_hex(text)
                                .map_err(|_| reader.damaged(&format!("“{text}” is no hash of a file")))?;
                            wanted.insert(*hash.as_bytes());
                        }
                    }
                    count += 1;
                }
            }
            Some(Block::TableEnd(end)) if end.rows == count => return Ok(count),
            Some(Block::TableEnd(_)) => {
                return Err(reader.damaged(&format!("rows of {} are missing", table.name)));
            }
            _ => return Err(reader.damaged("its parts are not in order")),
        }
    }
}

fn read_file(reader: &mut Reader) -> Result<blake3::Hash> {
    let mut hash = blake3::Hasher::new();
    loop {
        match reader.next()? {
            Some(Block::Bytes(piece)) => {
                hash.update(&piece);
            }
            Some(Block::FileEnd(said)) => {
                let found = hash.finalize();
                if found.as_bytes() != &said {
                    return Err(reader.damaged("a file's bytes are not those it was written with"));
                }
                return Ok(found);
            }
            _ => return Err(reader.damaged("its parts are not in order")),
        }
    }
}

/// A setting in a backup, such as the configuration: the bytes of the file of that name.
///
/// # Errors
/// When the backup cannot be read or is damaged; only its beginning is looked at.
pub fn setting(from: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let (mut reader, _) = Reader::open(from)?;
    while let Some(Block::File(file)) = reader.next()? {
        let mut content = Vec::new();
        loop {
            match reader.next()? {
                Some(Block::Bytes(piece)) => content.extend(piece),
                Some(Block::FileEnd(_)) => break,
                _ => return Err(reader.damaged("its parts are not in order")),
            }
        }
        if file.name == name && file.kind == FileKind::Setting {
            return Ok(Some(content));
        }
    }
    Ok(None)
}
