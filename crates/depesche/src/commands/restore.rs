//! `depesche restore`

use std::path::Path;

use anyhow::{Context, Result};
use archive::{Archive, Place, backup};

use super::backup::tell_missing;
use crate::output::say;
use crate::{config, newsroom_folder};

/// Restores a backup into an empty data folder and an empty database.
///
/// # Errors
/// When something is there already, or the backup is damaged; then nothing has changed.
pub(crate) async fn run(folder: &Path, from: &Path, database: Option<String>) -> Result<()> {
    let file = newsroom_folder::file(folder);
    let had_folder = folder.exists();
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let outcome = fill(folder, from, database, &file).await;
    if outcome.is_err() && !had_folder {
        // Whatever is left in it keeps it there.
        drop(std::fs::remove_dir(folder));
    }
    let (restored, place) = outcome?;
    // Opened once as the server will: what a newer program adds is there, and it is known to work.
    let archive = Archive::open(&place).await?;
    say!(
        "{} of {} is restored into {} and {}: {} rows, {} files",
        from.display(),
        restored.head.made,
        folder.display(),
        archive.database_name(),
        restored.rows,
        restored.files
    );
    tell_missing(&restored.missing);
    Ok(())
}

async fn fill(
    folder: &Path,
    from: &Path,
    database: Option<String>,
    file: &Path,
) -> Result<(backup::Restored, Place)> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => backup::setting(from, config::FILE)?
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .with_context(|| format!("there is no {} in {}", config::FILE, from.display()))?,
        Err(error) => return Err(error).with_context(|| format!("reading {}", file.display())),
    };
    let given = database.is_some();
    let text = match database {
        Some(url) => config::with_database(&text, &url)?,
        None => text,
    };
    let place = Place::parse(&config::effective(&text)?.database.url, folder);
    place.check()?;
    let restored = backup::restore(from, &place, &newsroom_folder::files(folder), folder).await?;
    if given {
        std::fs::write(file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok((restored, place))
}
