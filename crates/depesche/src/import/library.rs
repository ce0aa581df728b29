//! Which pictures and files of the library the texts of an export show.

use std::collections::HashMap;

use anyhow::Result;
use newsroom::document::html::{MediaRef, PictureRef, Resolve};
use newsroom::ids::AssetId;
use newsroom::path::Target;
use wire::wordpress::content::attachment_of;
use wire::wordpress::plan::addresses::{Old, without_size};

use super::Import;

/// What the library has of the files that were asked for. The key of one is its attachment's
/// number, or its path on the old site.
pub(super) type Library = HashMap<String, AssetId>;

/// Finds files in the library, and notes which it was asked for in vain.
pub(super) struct Finds<'a> {
    old: Option<&'a Old>,
    library: Option<&'a Library>,
    pub(super) asked: Vec<String>,
}

impl<'a> Finds<'a> {
    /// Finds what `library` has; nothing without one.
    pub(super) fn new(old: Option<&'a Old>, library: Option<&'a Library>) -> Finds<'a> {
        Finds { old, library, asked: Vec::new() }
    }

    fn find(&mut self, src: &str, class: &str) -> Option<AssetId> {
        let key = match attachment_of(src, class) {
            Some(id) => id.to_string(),
            None => newsroom::path::normal(&self.old?.local(src)?),
        };
        let found = self.library.and_then(|library| library.get(&key)).copied();
        if found.is_none() {
            self.asked.push(key);
        }
        found
    }
}

impl Resolve for Finds<'_> {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self.find(picture.src, picture.class)
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        self.find(media.src, "")
    }

    /// Links to the site itself become paths, which answer here as they did there.
    fn link(&mut self, href: &str) -> Option<String> {
        let Some(local) = self.old.and_then(|old| old.local(href)) else { return Some(href.to_owned()) };
        let local = if local.starts_with('?') { format!("/{local}") } else { local };
        Some(match href.split_once('#') {
            Some((_, fragment)) if !fragment.is_empty() => format!("{local}#{fragment}"),
            _ => local,
        })
    }
}

impl Import<'_> {
    /// What the library has of these files.
    pub(super) async fn library(&self, asked: impl Iterator<Item = String>) -> Result<Library> {
        let reading = self.newsroom.archive.reading();
        let (mut paths, mut numbers): (Vec<String>, Vec<String>) =
            asked.partition(|key| key.starts_with('/'));
        numbers.sort();
        numbers.dedup();
        let known = reading.imported_among(&self.source, "asset", &numbers).await?;
        let mut library: Library = known.into_iter().map(|(key, row)| (key, AssetId(row))).collect();
        paths.sort();
        paths.dedup();
        for key in paths {
            for path in [Some(key.clone()), without_size(&key)].into_iter().flatten() {
                if let Some(Target::Asset(asset)) = reading.target(&path).await? {
                    library.insert(key, asset);
                    break;
                }
            }
        }
        Ok(library)
    }
}
