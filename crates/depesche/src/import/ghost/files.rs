//! Files from a copy of Ghost's folder `content`: those that something shows go into the library.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use archive::NewAsset;
use newsroom::path::Target;
use wire::ghost::plan::addresses::places;

use super::Ghost;
use crate::import::library::{Asked, Library};
use crate::import::plain;
use crate::import::report::Notes;
use crate::intake::Known;

/// Pictures taken in with one transaction: each costs up to a second, and none should be lost.
const BATCH: usize = 20;

/// A file of which nothing is said.
pub(super) fn bare(key: String) -> Asked {
    Asked { key, alt: None, caption: None }
}

impl Ghost<'_> {
    /// What the library has of these files, after those that it lacked were taken in. A file has its
    /// path on the old site as its key, from `/content` on.
    pub(super) async fn files(&self, asked: Vec<Asked>, notes: &mut Notes) -> Result<Library> {
        let keys = || asked.iter().map(|asked| asked.key.clone());
        let known = self.import.library(keys(), |_| None).await?;
        let mut seen = HashSet::new();
        let missing: Vec<&Asked> = asked
            .iter()
            .filter(|asked| !known.contains_key(&asked.key) && seen.insert(asked.key.as_str()))
            .collect();
        if missing.is_empty() {
            return Ok(known);
        }
        let Some(folder) = self.options.media.clone() else {
            for asked in missing {
                let what =
                    "its file was not given (--media DIR), so its address answers 404 and texts lack it";
                notes.count("files that were not given", 1);
                notes.note(&asked.key, what);
            }
            return Ok(known);
        };
        for batch in missing.chunks(BATCH) {
            self.import.stop.refuse_if_asked()?;
            let mut assets = Vec::new();
            for asked in batch {
                match self.take_in(&folder, asked).await? {
                    Ok(asset) => assets.push((asked.key.clone(), asset)),
                    Err(why) => {
                        notes.count("files that were not taken in", 1);
                        notes.note(&asked.key, why);
                    }
                }
            }
            notes.count("pictures and files", assets.len() as u64);
            self.put(assets).await?;
        }
        self.import.library(keys(), |_| None).await
    }

    /// Writes assets and the addresses of their files.
    async fn put(&self, assets: Vec<(String, NewAsset)>) -> Result<()> {
        if assets.is_empty() {
            return Ok(());
        }
        let (source, folder) = (self.import.source.clone(), self.old.folder().to_owned());
        let written = self.import.newsroom.archive.write(self.import.cause(), move |w| {
            Box::pin(async move {
                for (key, mut asset) in assets {
                    while w.asset_named(&asset.name).await?.is_some() {
                        asset.name = format!("ghost-{}", asset.name);
                    }
                    let id = w.put_asset(&asset).await?;
                    w.note_kept(&source, "asset", (&key, ""), id.0, "").await?;
                    w.offer_path(&key, &Target::Asset(id)).await?;
                    if !folder.is_empty() {
                        w.offer_path(&format!("{folder}{key}"), &Target::Asset(id)).await?;
                    }
                }
                Ok(())
            })
        });
        Ok(written.await?)
    }

    /// The asset that a file becomes, or why there is none.
    async fn take_in(&self, folder: &Path, asked: &Asked) -> Result<Result<NewAsset, String>> {
        let Some(path) = found(folder, &asked.key) else {
            return Ok(Err(format!("{} has no such file", folder.display())));
        };
        let name = asked.key.trim_start_matches("/content/").to_owned();
        let said = |words: &Option<String>| words.as_deref().map(plain).filter(|words| !words.is_empty());
        let known = Known { alt: said(&asked.alt), caption: said(&asked.caption), ..Known::default() };
        self.import.take_file(path, name, known).await
    }
}

/// Where a file is in the copy.
fn found(folder: &Path, key: &str) -> Option<PathBuf> {
    places(key).into_iter().map(|place| folder.join(place)).find(|path| path.is_file())
}
