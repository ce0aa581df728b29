//! The data folder: everything one installation owns.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use archive::{Archive, Files, Place};
use bucket::{Bucket, Key};
use net::{Client, HeaderValue};
use newsroom::change::Cause;
use newsroom::site::Site;

use crate::config::{self, Config};

/// An opened newsroom.
pub(crate) struct Newsroom {
    /// The publication.
    pub(crate) site: Arc<Site>,
    /// All that it keeps.
    pub(crate) archive: Archive,
}

/// Opens the newsroom of a data folder.
///
/// # Errors
/// When there is none, its configuration is wrong or its database cannot be opened.
pub(crate) async fn open(folder: &Path) -> Result<Newsroom> {
    let config = config::load(&file(folder))?;
    let archive = Archive::open(&Place::parse(&config.database.url, folder)).await?;
    Ok(Newsroom { site: Arc::new(site(&config)?), archive })
}

/// The same for one who writes very much.
///
/// # Errors
/// As [`open`].
pub(crate) async fn open_for_bulk(folder: &Path) -> Result<Newsroom> {
    let config = config::load(&file(folder))?;
    let archive = Archive::open_for_bulk(&Place::parse(&config.database.url, folder)).await?;
    Ok(Newsroom { site: Arc::new(site(&config)?), archive })
}

/// Makes a data folder with this configuration.
///
/// # Errors
/// When there is a newsroom in it already, or the configuration has no meaning.
pub(crate) async fn create(folder: &Path, config: &Config) -> Result<Newsroom> {
    let text = config::print(config);
    // The environment counts from the beginning, but stays out of the file: it may hold a password.
    let config = config::effective(&text)?;
    let site = site(&config)?;
    let file = file(folder);
    if file.exists() {
        bail!("{} exists: there is a newsroom in this folder already", file.display());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let archive = Archive::open(&Place::parse(&config.database.url, folder)).await?;
    // Last, so that a folder with a configuration always has an archive.
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    Ok(Newsroom { site: Arc::new(site), archive })
}

/// The configuration file of a data folder.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join(config::FILE)
}

/// The folders of a data folder in which a newsroom puts files of its own.
pub(crate) const FILE_FOLDERS: [&str; 2] = ["theme", "locales"];

/// The bytes of pictures and files of the newsroom of a data folder.
///
/// # Errors
/// When the configuration is wrong, or the key of an object store is missing.
pub(crate) fn files(folder: &Path) -> Result<Files> {
    files_of(&config::load(&file(folder))?, folder)
}

/// The same with a configuration that was read.
///
/// # Errors
/// When the key of an object store is missing.
pub(crate) fn files_of(config: &Config, folder: &Path) -> Result<Files> {
    let Some(place) = config.bucket()? else { return Ok(Files::new(folder.join("assets"))) };
    let keys = &config.assets;
    let id = match keys.s3_key.as_str() {
        "" => std::env::var(KEY)
            .with_context(|| format!("s3_key in [assets] is empty, and the variable {KEY} is not set"))?,
        id => id.to_owned(),
    };
    let secret = config::secret("assets", "s3_secret_file", &keys.s3_secret_file, SECRET)?;
    let client = Client::new(&HeaderValue::from_static(AGENT), Vec::new())?;
    Ok(Files::of(Arc::new(Bucket::new(place, Key { id, secret }, client)?)))
}

/// The variables that hold the key of an object store where the configuration does not: the same that other
/// programs read.
const KEY: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";

/// What the program calls itself when it calls others.
pub(crate) const AGENT: &str = concat!("Depesche/", env!("CARGO_PKG_VERSION"));

/// Who changes something by the command line: the person signed in to the machine.
pub(crate) fn cause() -> Cause {
    let who = std::env::var("USER").ok().filter(|name| !name.is_empty());
    Cause::command(who.unwrap_or_else(|| "command line".into()))
}

fn site(config: &Config) -> Result<Site> {
    Ok(config.site()?)
}
