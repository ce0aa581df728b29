//! A copy of the SQLite database while others use it.

use std::path::Path;

use crate::db::sqlite;
use crate::{Error, Result};

/// Copies a SQLite database as it is at this moment into a new file, on the calling thread; says
/// its bytes. Others go on reading and writing (<https://www.sqlite.org/lang_vacuum.html#vacuuminto>).
///
/// # Errors
/// When there is no database, the new file exists or cannot be written.
pub fn copy_sqlite(database: &Path, to: &Path) -> Result<u64> {
    let trouble =
        |what: &str, file: &Path, error| Error::File { what: format!("{what} {}", file.display()), error };
    std::fs::metadata(database).map_err(|error| trouble("copying", database, error))?;
    // Made by us, so that nothing is written over and only its owner can read it.
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(to).map_err(|error| trouble("making", to, error))?;
    let copied = to
        .to_str()
        .ok_or_else(|| Error::Refused(format!("the path {} is not UTF-8", to.display())))
        .and_then(|to| Ok(sqlite::open(database)?.execute("VACUUM INTO ?1", [to])?));
    if let Err(error) = copied {
        // What is half written is of no use; if it cannot be removed, the error still says it all.
        drop(std::fs::remove_file(to));
        return Err(error);
    }
    // SQLite leaves it to us to see that it is durable.
    file.sync_all().map_err(|error| trouble("writing", to, error))?;
    Ok(file.metadata().map_err(|error| trouble("reading", to, error))?.len())
}
