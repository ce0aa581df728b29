//! `depesche init`

use std::path::Path;

use anyhow::Result;

use crate::cli::Init;
use crate::config::Config;
use crate::newsroom_folder;
use crate::output::say;

/// Makes a data folder.
///
/// # Errors
/// When there is a newsroom in it already, or an answer has no meaning.
pub(crate) async fn run(folder: &Path, init: Init) -> Result<()> {
    let mut config = Config::default();
    config.site.name = init.name;
    config.site.tagline = init.tagline;
    config.site.languages = init.language.iter().map(ToString::to_string).collect();
    config.site.zone = init.zone;
    config.site.url = init.url;
    let newsroom = newsroom_folder::create(folder, &config).await?;
    say!(
        "“{}” lies in {}, its archive in {}. Its configuration: {}",
        newsroom.site.name,
        folder.display(),
        newsroom.archive.database_name(),
        newsroom_folder::file(folder).display()
    );
    Ok(())
}
