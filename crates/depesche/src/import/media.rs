//! Attachments: pictures and files from a copy of the uploads folder go into the library.

use std::path::Path;

use anyhow::Result;
use archive::NewAsset;
use newsroom::path::Target;
use wire::wordpress::Item;
use wire::wordpress::plan::{self, addresses};

use super::{Import, named};

/// Pictures taken in with one transaction: each costs up to a second, and none should be lost.
const BATCH: usize = 20;

impl Import<'_> {
    /// Takes in what is in the folder of media, and says what is missing.
    pub(super) async fn media(&mut self) -> Result<()> {
        let mut pass = self.pass("taking in pictures and files")?;
        loop {
            let items = pass.items(BATCH, |item| item.kind == "attachment")?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(());
            }
            let keys: Vec<String> = items.iter().map(|item| item.id.to_string()).collect();
            let known = self.newsroom.archive.reading().imported_among(&self.source, "asset", &keys).await?;
            let mut batch = Vec::new();
            for item in items {
                if known.contains_key(&item.id.to_string()) {
                    continue;
                }
                match self.asset(&item).await? {
                    Ok(asset) => {
                        let files = self.old.as_ref().map(|old| old.files(&item)).unwrap_or_default();
                        batch.push((item.id.to_string(), asset, files));
                    }
                    Err(why) => {
                        self.report.count("attachments without their file", 1);
                        self.report.note(&named(&item), why)?;
                    }
                }
            }
            if batch.is_empty() {
                continue;
            }
            self.report.count("pictures and files", batch.len() as u64);
            let source = self.source.clone();
            self.newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        for (key, mut asset, files) in batch {
                            if w.asset_named(&asset.name).await?.is_some() {
                                asset.name = format!("wordpress-{key}-{}", asset.name);
                            }
                            let id = w.put_asset(&asset).await?;
                            w.note_imported(&source, "asset", &key, id.0).await?;
                            for file in files {
                                w.offer_path(&file, &Target::Asset(id)).await?;
                            }
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    /// The asset that an attachment's file becomes, or why there is none.
    async fn asset(&self, item: &Item) -> Result<std::result::Result<NewAsset, String>> {
        let address = &item.attachment_url;
        let Some(folder) = &self.options.media else {
            return Ok(Err(format!(
                "its file was not given (--media DIR), so {address} answers 404 and texts lack it"
            )));
        };
        let Some(name) = addresses::upload_name(item) else {
            return Ok(Err(format!("it does not say where in the uploads folder its file is ({address})")));
        };
        let (path, files) = (folder.join(&name), self.files.clone());
        let taken = tokio::task::spawn_blocking(move || take_in(&path, &files)).await?;
        Ok(taken.map(|taken| NewAsset {
            name,
            alt: plan::alt(item).to_owned(),
            caption: non_blank(super::prepare::plain(&item.excerpt)).unwrap_or(taken.caption),
            ..taken
        }))
    }
}

/// Reads a file, makes a clean original of it where it is a picture, and stores that.
fn take_in(path: &Path, files: &archive::Files) -> std::result::Result<NewAsset, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let kind = media::recognise(&bytes)
        .ok_or_else(|| format!("{}: it is no picture, recording or PDF", path.display()))?;
    if kind.class() != media::Class::Picture {
        let hash = files.put(&bytes).map_err(|error| error.to_string())?;
        return Ok(NewAsset {
            mime: kind.mime().into(),
            hash,
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            ..NewAsset::default()
        });
    }
    let intake = media::intake(&bytes, &media::Limits::default())
        .map_err(|refusal| format!("{}: {refusal}", path.display()))?;
    let original = intake.original;
    let hash = files.put(&original.bytes).map_err(|error| error.to_string())?;
    let said = intake.metadata;
    Ok(NewAsset {
        mime: original.kind.mime().into(),
        hash,
        bytes: i64::try_from(original.bytes.len()).unwrap_or(i64::MAX),
        width: Some(original.width.into()),
        height: Some(original.height.into()),
        caption: said.caption.unwrap_or_default(),
        credit: said.credit.unwrap_or_else(|| said.creators.join(", ")),
        copyright: said.copyright.unwrap_or_default(),
        taken: said.created.and_then(|at| at.parse().ok()),
        ..NewAsset::default()
    })
}

fn non_blank(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}
