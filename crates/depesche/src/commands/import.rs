//! `depesche import`

use std::path::Path;

use anyhow::{Result, ensure};
use archive::Files;
use wire::wordpress::plan::terms::Categories;

use crate::cli::{CategoriesAs, Import};
use crate::import::{self, Options};
use crate::newsroom_folder;

/// Runs an import.
///
/// # Errors
/// When the export cannot be read or the archive fails; what was written stays.
pub(crate) async fn run(data: &Path, command: Import) -> Result<()> {
    let Import::Wordpress { file, media, categories, not_topics, not_kinds, report } = command;
    if let Some(folder) = &media {
        ensure!(folder.is_dir(), "--media {}: there is no such folder", folder.display());
    }
    let newsroom = newsroom_folder::open(data).await?;
    let categories = match categories {
        CategoriesAs::Sections => Categories::Sections,
        CategoriesAs::Topics => Categories::Topics,
    };
    let files = Files::new(data.join("assets"));
    import::wordpress(&newsroom, files, Options { file, media, categories, not_topics, not_kinds, report })
        .await
}
