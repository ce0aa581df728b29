//! Attachments: pictures and files from a copy of the uploads folder go into the library.

use anyhow::Result;
use archive::NewAsset;
use newsroom::path::Target;
use wire::wordpress::Item;
use wire::wordpress::plan::{self, addresses};

use super::{WordPress, named};
use crate::import::known::{Met, Numbered};
use crate::intake::Known;

/// Pictures taken in with one transaction: each costs up to a second, and none should be lost.
const BATCH: usize = 20;

impl WordPress<'_> {
    /// Takes in what is in the folder of media, and says what is missing.
    pub(super) async fn media(&mut self) -> Result<()> {
        if !self.survey.attachments {
            return Ok(());
        }
        let mut pass = self.pass("taking in pictures and files")?;
        loop {
            let items = pass.at_most(BATCH, |item| item.kind == "attachment")?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(());
            }
            let mut keys = self.import.keys(&items).await?;
            let mut batch = Vec::new();
            for item in items {
                let Met::Never(key) = keys.met(&item) else { continue };
                match self.asset(&item).await? {
                    Ok(asset) => {
                        let files = self.old.as_ref().map(|old| old.files(&item)).unwrap_or_default();
                        keys.takes(&item, &key);
                        let kept = self.kept_whole(&item, &asset.name);
                        batch.push((key, item.id, item.mark().to_owned(), kept, asset, files));
                    }
                    Err(why) => {
                        self.import.report.count("attachments without their file", 1);
                        self.import.report.note(&named(&item), why)?;
                    }
                }
            }
            if batch.is_empty() {
                continue;
            }
            self.import.report.count("pictures and files", batch.len() as u64);
            let source = self.import.source.clone();
            self.import
                .newsroom
                .archive
                .write(self.import.cause(), move |w| {
                    Box::pin(async move {
                        for (key, number, mark, kept, mut asset, files) in batch {
                            while w.asset_named(&asset.name).await?.is_some() {
                                asset.name = format!("wordpress-{number}-{}", asset.name);
                            }
                            let id = w.put_asset(&asset).await?;
                            w.note_kept(&source, "asset", (&key, &mark), id.0, &kept).await?;
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
        let path = folder.join(&name);
        let known = Known {
            alt: Some(plan::alt(item).to_owned()),
            caption: non_blank(crate::import::plain(&item.excerpt)),
            ..Known::default()
        };
        self.import.take_file(path, name, known).await
    }
}

fn non_blank(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}
