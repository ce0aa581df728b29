//! `depesche restore`

use std::path::Path;

use anyhow::{Context, Result};
use archive::{Archive, Place, backup};

use super::backup::tell_missing;
use crate::output::say;
use crate::{config, newsroom_folder};

/// Where a newsroom goes, in place of where its configuration says.
pub(crate) struct Places {
    pub(crate) database: Option<String>,
    pub(crate) assets: Option<String>,
}

/// Restores a backup into an empty data folder, an empty database and an empty place for assets.
///
/// # Errors
/// When something is there already, or the backup is damaged; then nothing has changed.
pub(crate) async fn run(folder: &Path, from: &Path, places: Places) -> Result<()> {
    let file = newsroom_folder::file(folder);
    let had_folder = folder.exists();
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let outcome = fill(folder, from, &places, &file).await;
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

async fn fill(folder: &Path, from: &Path, places: &Places, file: &Path) -> Result<(backup::Restored, Place)> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => backup::setting(from, config::FILE)?
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .with_context(|| format!("there is no {} in {}", config::FILE, from.display()))?,
        Err(error) => return Err(error).with_context(|| format!("reading {}", file.display())),
    };
    let is_changed = places.database.is_some() || places.assets.is_some();
    let text = match is_changed {
        true => config::with_places(&text, places.database.as_deref(), places.assets.as_deref())?,
        false => text,
    };
    let config = config::effective(&text)?;
    let place = Place::parse(&config.database.url, folder);
    place.check()?;
    let files = newsroom_folder::files_of(&config, folder)?;
    let restored = backup::restore(from, &place, &files, folder).await?;
    if is_changed {
        std::fs::write(file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok((restored, place))
}
