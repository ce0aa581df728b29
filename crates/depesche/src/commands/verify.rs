//! `depesche verify`

use std::path::Path;

use anyhow::{Context, Result, bail};
use archive::{Archive, Place, backup};

use super::backup::tell_missing;
use crate::output::say;
use crate::{config, newsroom_folder};

/// Says whether a backup is whole or, without one, whether everything in the archive agrees.
///
/// # Errors
/// When it is not, or cannot be read.
pub(crate) async fn run(folder: &Path, file: Option<&Path>, recount: bool) -> Result<()> {
    match file {
        Some(file) => {
            let path = file.to_owned();
            let verified = tokio::task::spawn_blocking(move || backup::verify(&path));
            let verified = verified.await.context("the reading was broken off")??;
            let backup::Head { program, made, database, migrations, .. } = &verified.head;
            say!(
                "{} is whole: made on {made} by {program} from {database}, migration {migrations}; {} rows, {} files",
                file.display(),
                verified.rows,
                verified.files
            );
            tell_missing(&verified.missing);
            Ok(())
        }
        None => {
            let config = config::load(&newsroom_folder::file(folder))?;
            let place = Place::parse(&config.database.url, folder);
            if recount {
                Archive::open(&place).await?.recount().await?;
            }
            let checked = backup::check(&place, &newsroom_folder::files_of(&config, folder)?).await?;
            for fault in &checked.faults {
                say!("{fault}");
            }
            if !checked.faults.is_empty() {
                bail!(
                    "{} faults were found in {} rows and {} files",
                    checked.faults.len(),
                    checked.rows,
                    checked.files
                );
            }
            say!("the archive is well: {} rows and {} files were read", checked.rows, checked.files);
            Ok(())
        }
    }
}
