//! `depesche backup`

use std::path::Path;

use anyhow::{Context, Result};
use archive::{Place, backup};

use crate::newsroom_folder::FILE_FOLDERS;
use crate::output::say;
use crate::{config, newsroom_folder};

/// Writes the whole newsroom into a new file; others go on reading and writing.
///
/// # Errors
/// When something cannot be read, or the file exists or cannot be written.
pub(crate) async fn run(folder: &Path, to: &Path) -> Result<()> {
    let config = config::load(&newsroom_folder::file(folder))?;
    let place = Place::parse(&config.database.url, folder);
    let settings = settings(folder)?;
    let made =
        backup::make(&place, &newsroom_folder::files_of(&config, folder)?, folder, &settings, to).await?;
    say!("{}: {} bytes; {} rows, {} files", to.display(), made.bytes, made.rows, made.files);
    tell_missing(&made.missing);
    Ok(())
}

/// Says which files are not there though assets name them.
pub(crate) fn tell_missing(missing: &[String]) {
    for hash in missing {
        eprintln!("depesche: the file {hash} of an asset or rendition is missing; the backup lacks it too");
    }
}

/// The files of the data folder that belong to the newsroom: configuration, theme and messages.
fn settings(folder: &Path) -> Result<Vec<String>> {
    let mut names = vec![config::FILE.to_owned()];
    for below in FILE_FOLDERS {
        collect(folder, below, &mut names)?;
    }
    Ok(names)
}

fn collect(folder: &Path, below: &str, names: &mut Vec<String>) -> Result<()> {
    let path = folder.join(below);
    if !path.exists() {
        return Ok(());
    }
    let reading = || format!("reading {}", path.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&path).with_context(reading)? {
        let name = entry.with_context(reading)?.file_name();
        let name = name.to_str().with_context(|| format!("a name in {} is not UTF-8", path.display()))?;
        found.push(format!("{below}/{name}"));
    }
    found.sort();
    for name in found {
        if folder.join(&name).is_dir() {
            collect(folder, &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
