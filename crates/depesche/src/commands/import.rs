//! `depesche import`

use std::path::Path;

use anyhow::{Result, ensure};
use wire::wordpress::plan::terms::Categories;

use crate::cli::{CategoriesAs, Import};
use crate::import::{ghost, wordpress};
use crate::newsroom_folder;

/// Runs an import.
///
/// # Errors
/// When the export cannot be read or the archive fails; what was written stays.
pub(crate) async fn run(data: &Path, command: Import) -> Result<()> {
    let (Import::Wordpress { media, .. } | Import::Ghost { media, .. }) = &command;
    if let Some(folder) = media {
        ensure!(folder.is_dir(), "--media {}: there is no such folder", folder.display());
    }
    let newsroom = newsroom_folder::open(data).await?;
    let files = newsroom_folder::files(data)?;
    match command {
        Import::Wordpress { file, media, categories, not_topics, not_kinds, report } => {
            let categories = match categories {
                CategoriesAs::Sections => Categories::Sections,
                CategoriesAs::Topics => Categories::Topics,
            };
            let options = wordpress::Options { file, media, categories, not_topics, not_kinds, report };
            wordpress::wordpress(&newsroom, files, options).await
        }
        Import::Ghost { file, media, address, language, sections, report } => {
            let options = ghost::Options { file, media, address, language, sections, report };
            ghost::ghost(&newsroom, files, options).await
        }
    }
}
