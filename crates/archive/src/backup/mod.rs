//! Backups: one file that holds a whole newsroom as it is at one moment, the same for both databases,
//! so that it is also the way from one to the other.
//!
//! [`make`] writes one while everything runs, [`restore`] fills an empty place from one, [`verify`]
//! reads one to its end; [`check`] looks through an archive that is in use.
//!
//! The statements here go through whole tables, and some of their texts are put together from the
//! names of tables and columns: they are not among those whose plans are tested.
//!
//! # The format, version 1
//! Sixteen bytes `DEPESCHE BACKUP\n`, the version of the format as an unsigned number of four bytes,
//! then one Zstandard frame (RFC 8878) with a checksum, which holds blocks. A block is its kind (one
//! byte), the length of what follows (four bytes) and that; numbers are little-endian. In order:
//!
//! | kind | content |
//! |---|---|
//! | 1 head | JSON: program, epoch and migrations of the schema, when, from which database |
//! | 5 file, 6 bytes …, 7 end of file | JSON (`setting` or `asset`, name), its bytes in pieces, the BLAKE3 hash of all of them: the settings |
//! | 2 table, 3 rows …, 4 end of table | JSON (name, columns with their types, next id), rows in pieces, JSON (number of rows) |
//! | 5, 6 …, 7 | once for each asset and rendition; the name is the hash |
//! | 9 tail | JSON: numbers of tables, rows and files, files that were not there, and the BLAKE3 hash of all blocks before |
//!
//! A row is its values one after the other. A value is a byte for its type (0 nothing, 1 number,
//! 2 real, 3 text, 4 bytes) and the value: a number as a zigzag varint, a real as eight bytes of
//! IEEE 754, the others with their length as a varint before them. What can be made from the rest is
//! left out: the index of the plain search.

mod check;
mod file;
mod make;
mod restore;
mod sink;
mod source;
mod value;
mod verify;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use check::{Checked, check};
pub use make::{Made, make};
pub use restore::{Restored, restore};
pub use verify::{Verified, setting, verify};

/// The first bytes of a backup.
const MAGIC: &[u8; 16] = b"DEPESCHE BACKUP\n";
/// The version of the format that this program writes.
const VERSION: u32 = 1;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The program that made it, with its version.
    pub program: String,
    /// Epoch of its schema.
    pub epoch: i64,
    /// Number of its last migration.
    pub migrations: i64,
    /// The moment it shows.
    pub made: jiff::Timestamp,
    /// The database it was made from.
    pub database: String,
}

/// A table as it stands in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Table {
    name: String,
    columns: Vec<Column>,
    /// The columns of its primary key.
    key: Vec<String>,
    /// The last id it gave, where it gives ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_id: Option<i64>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Column {
    name: String,
    #[serde(rename = "type")]
    kind: Kind,
}

/// The types that columns have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Int,
    Real,
    Text,
    Bytes,
}

/// The end of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TableEnd {
    rows: u64,
}

/// A file in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileHead {
    kind: FileKind,
    /// A setting's path in the data folder, an asset's hash.
    name: String,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileKind {
    Setting,
    Asset,
}

/// The end of a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tail {
    tables: u64,
    rows: u64,
    files: u64,
    /// Hashes of assets that were removed while the backup was made: whoever restores it removes them.
    removed: Vec<String>,
    /// Hashes of files that should have been there and were not.
    missing: Vec<String>,
    blake3: String,
}

/// A file error with what was tried.
fn trouble(what: &str, file: &Path, error: std::io::Error) -> crate::Error {
    crate::Error::File { what: format!("{what} {}", file.display()), error }
}
