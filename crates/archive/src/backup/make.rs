//! Making a backup while others read and write.

use std::fs::File;
use std::path::Path;

use jiff::Timestamp;

use super::source::Source;
use super::{FileHead, FileKind, Head, Tail, file, trouble, value};
use crate::{Error, Files, Place, Result};

/// Files asked for at once.
const FILES: i64 = 500;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its bytes.
    pub bytes: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Settings, pictures and other files.
    pub files: u64,
    /// Hashes of files that should be in the folder of assets and are not.
    pub missing: Vec<String>,
}

/// Writes everything that a newsroom keeps into a new file: the rows as they are at one moment, the
/// bytes of assets and renditions, and the `settings`, which are files of the data folder such as its
/// configuration, by their names in it. Nobody waits for it; memory does not follow the size.
///
/// # Errors
/// When the database or a file cannot be read, or the backup exists or cannot be written; then there
/// is none.
pub async fn make(
    place: &Place,
    files: &Files,
    folder: &Path,
    settings: &[String],
    to: &Path,
) -> Result<Made> {
    let source = Source::open(place).await?;
    let head = Head {
        program: concat!("depesche ", env!("CARGO_PKG_VERSION")).to_owned(),
        epoch: source.state("epoch").await?,
        migrations: source.state("migrations").await?,
        made: Timestamp::now(),
        database: source.name().to_owned(),
    };
    let mut backup = file::Writer::begin(to, &head)?;
    let mut tail = Tail::default();
    for name in settings {
        let path = folder.join(name);
        let from = File::open(&path).map_err(|error| trouble("reading", &path, error))?;
        backup.file(&FileHead { kind: FileKind::Setting, name: name.clone() }, &path, from)?;
        tail.files += 1;
    }
    for table in source.tables().await? {
        backup.table(&table)?;
        let (mut piece, mut count) = (Vec::with_capacity(2 * file::PIECE), 0);
        source
            .rows(&table, |row| {
                row.iter().for_each(|column| value::push(*column, &mut piece));
                count += 1;
                if piece.len() >= file::PIECE {
                    backup.rows(&piece)?;
                    piece.clear();
                }
                Ok(())
            })
            .await?;
        if !piece.is_empty() {
            backup.rows(&piece)?;
        }
        backup.table_end(count)?;
        tail.tables += 1;
        tail.rows += count;
    }
    assets(&source, files, &mut backup, &mut tail).await?;
    let (rows, files, missing) = (tail.rows, tail.files, tail.missing.clone());
    let bytes = backup.end(tail)?;
    Ok(Made { bytes, rows, files, missing })
}

/// Adds the files of all assets and renditions. Files never change; one that is gone meanwhile was
/// removed, and is not brought back by the backup.
async fn assets(source: &Source, files: &Files, backup: &mut file::Writer, tail: &mut Tail) -> Result<()> {
    let mut after = String::new();
    loop {
        let hashes = source.hashes_after(&after, FILES).await?;
        let Some(last) = hashes.last() else { return Ok(()) };
        after.clone_from(last);
        for hash in hashes {
            match files.open(&hash) {
                Ok(from) => {
                    let head = FileHead { kind: FileKind::Asset, name: hash.clone() };
                    let found = backup.file(&head, Path::new(&hash), from)?;
                    if found.to_hex().as_str() != hash {
                        return Err(Error::Refused(format!(
                            "the file {hash} in the folder of assets is damaged: its bytes are those of {found}; \
                             bring it back from an earlier backup, or remove its asset"
                        )));
                    }
                    tail.files += 1;
                }
                Err(Error::File { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => {
                    match source.is_used_now(&hash).await? {
                        true => tail.missing.push(hash),
                        false => tail.removed.push(hash),
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }
}
