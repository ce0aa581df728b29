//! Which pictures and files of the library the texts of an export show.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Result;
use archive::NewAsset;
use newsroom::document::html::{MediaRef, PictureRef, Resolve};
use newsroom::ids::AssetId;
use newsroom::path::Target;
use wire::old::Old;

use super::Import;
use crate::intake::{self, Known};

/// What the library has of the files that were asked for. The key of one is its number in the other
/// system, or its path on the old site.
pub(super) type Library = HashMap<String, AssetId>;

/// A file that was asked for, with what is said of it where it was.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
}

impl Import<'_> {
    /// Takes a file in under a name, with what is known of it; says why it was not, otherwise.
    pub(super) async fn take_file(
        &self,
        path: PathBuf,
        name: String,
        known: Known,
    ) -> Result<std::result::Result<NewAsset, String>> {
        let (files, zone) = (self.files.clone(), self.newsroom.site.zone.clone());
        let taken = tokio::task::spawn_blocking(move || {
            let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            intake::take_in(&name, &bytes, known, &files, &zone)
                .map(|taken| taken.asset)
                .map_err(|error| format!("{}: {error}", path.display()))
        });
        Ok(taken.await?)
    }
}

/// The key of a file by its address and its classes; nothing for one that is not of the old site.
pub(super) type KeyOf<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Finds files in the library, and notes which it was asked for in vain.
pub(super) struct Finds<'a> {
    key: KeyOf<'a>,
    old: Option<&'a Old>,
    library: Option<&'a Library>,
    pub(super) asked: Vec<Asked>,
}

impl<'a> Finds<'a> {
    /// Finds what `library` has; nothing without one.
    pub(super) fn new(key: KeyOf<'a>, old: Option<&'a Old>, library: Option<&'a Library>) -> Finds<'a> {
        Finds { key, old, library, asked: Vec::new() }
    }

    /// Finds a file by its address and classes; notes what is said of it where it is not found.
    pub(super) fn find(
        &mut self,
        src: &str,
        class: &str,
        (alt, caption): (Option<&str>, Option<&str>),
    ) -> Option<AssetId> {
        let key = (self.key)(src, class)?;
        let found = self.library.and_then(|library| library.get(&key)).copied();
        if found.is_none() {
            let (alt, caption) = (alt.map(str::to_owned), caption.map(str::to_owned));
            self.asked.push(Asked { key, alt, caption });
        }
        found
    }
}

impl Resolve for Finds<'_> {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self.find(picture.src, picture.class, (picture.alt, picture.caption))
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        self.find(media.src, "", (None, media.caption))
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
    /// What the library has of the files with these keys. A path may have been asked for in another
    /// size than the library knows: `without_size` says its path without one.
    pub(super) async fn library(
        &self,
        asked: impl Iterator<Item = String>,
        without_size: fn(&str) -> Option<String>,
    ) -> Result<Library> {
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
