//! `depesche export`

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use site::export::{self, Compress};

use crate::cli::{CompressAs, ExportCommand};
use crate::commands::serve;
use crate::newsroom_folder::FILE_FOLDERS;
use crate::output::say;
use crate::{config, newsroom_folder};

/// How often it is told how far the export is.
const TELL: Duration = Duration::from_secs(5);

/// Exports the site, also while “depesche serve” runs.
///
/// # Errors
/// When the newsroom cannot be opened, a page not made or a file not written.
pub(crate) async fn run(folder: &Path, command: ExportCommand) -> Result<()> {
    let ExportCommand::Static { dir, compress } = command;
    let config = config::load(&newsroom_folder::file(folder))?;
    let newsroom = newsroom_folder::open(folder).await?;
    let app = serve::state(folder, &config, newsroom).await?;
    let compress = match compress {
        CompressAs::No => Compress::No,
        CompressAs::Fast => Compress::Fast,
        CompressAs::Best => Compress::Best,
    };
    let told = Cell::new(Instant::now());
    let tell = |pages| {
        // How many there will be nobody knows before they are found.
        if told.get().elapsed() >= TELL {
            told.set(Instant::now());
            eprintln!("{pages} pages");
        }
    };
    let exported = export::export(&app, &dir, &look(folder, &config)?, compress, tell).await?;
    say!(
        "{}: {} made, {} of them written, {} as they were, {} removed",
        dir.display(),
        exported.made,
        exported.written,
        exported.kept,
        exported.removed
    );
    if exported.failed > 0 {
        anyhow::bail!("{} pages could not be made; the log above says which and why", exported.failed);
    }
    Ok(())
}

/// A word for everything that pages depend on beside the archive: the program, the configuration, and the
/// folder's own theme and messages.
fn look(folder: &Path, config: &config::Config) -> Result<String> {
    let mut all = blake3::Hasher::new();
    all.update(env!("CARGO_PKG_VERSION").as_bytes()).update(config::print(config).as_bytes());
    let program = std::env::current_exe().and_then(std::fs::metadata).context("looking at the program")?;
    all.update(format!("{:?} {}", program.modified().ok(), program.len()).as_bytes());
    for below in FILE_FOLDERS {
        add(&folder.join(below), &mut all)?;
    }
    Ok(all.finalize().to_hex()[..16].to_owned())
}

fn add(path: &Path, all: &mut blake3::Hasher) -> Result<()> {
    let reading = || format!("reading {}", path.display());
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path)
            .with_context(reading)?
            .collect::<std::io::Result<_>>()
            .with_context(reading)?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            add(&entry.path(), all)?;
        }
    } else if path.exists() {
        all.update(path.as_os_str().as_encoded_bytes());
        all.update(&std::fs::read(path).with_context(reading)?);
    }
    Ok(())
}
