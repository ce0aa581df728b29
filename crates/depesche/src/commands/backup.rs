//! `depesche backup`

use std::path::Path;

use anyhow::{Context, Result, bail};
use archive::Place;

use crate::output::say;
use crate::{config, newsroom_folder};

/// Copies the SQLite database as it is at this moment; others go on reading and writing.
///
/// # Errors
/// When the archive is on PostgreSQL, the new file exists or cannot be written.
pub(crate) async fn run(folder: &Path, to: &Path) -> Result<()> {
    let config = config::load(&newsroom_folder::file(folder))?;
    let Place::Sqlite(database) = Place::parse(&config.database.url, folder) else {
        bail!("the archive is on PostgreSQL; use pg_dump");
    };
    let target = to.to_owned();
    let bytes = tokio::task::spawn_blocking(move || archive::copy_sqlite(&database, &target))
        .await
        .context("the copy was broken off")??;
    say!("{}: {bytes} bytes; pictures and files are in {}", to.display(), folder.join("assets").display());
    Ok(())
}
