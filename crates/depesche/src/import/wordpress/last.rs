//! What leads to other things and so comes last: addresses of attachments, [`menus`](super::menus).

use anyhow::Result;
use newsroom::path::Target;
use wire::wordpress::Item;

use super::{WordPress, named};
use crate::import::known::{Keys, Met};

impl WordPress<'_> {
    /// Gives attachments' pages their addresses and writes menus.
    pub(super) async fn last(&mut self) -> Result<()> {
        if self.survey.attachments {
            self.attachment_pages().await?;
        }
        self.menus().await
    }

    /// WordPress has a page for each attachment; ours leads to the article it belongs to, else to
    /// the file.
    async fn attachment_pages(&mut self) -> Result<()> {
        let mut pass = self.pass("noting addresses of attachments")?;
        loop {
            let items = pass.items(|item| item.kind == "attachment")?;
            if items.is_empty() {
                pass.progress.end();
                return Ok(());
            }
            let keys = self.import.keys(&items).await?;
            let mut batch: Vec<(String, Target)> = Vec::new();
            for item in items {
                let Some(old) = &self.old else { continue };
                let addresses: Vec<String> = old.path(&item).into_iter().chain(old.others(&item)).collect();
                match self.leads(&item, &keys).await? {
                    Some(target) => batch.extend(addresses.into_iter().map(|path| (path, target.clone()))),
                    None => {
                        let what = format!("nothing answers at its page {}", addresses.join(", "));
                        self.import.report.note(&named(&item), what)?;
                    }
                }
            }
            self.import
                .newsroom
                .archive
                .write(self.import.cause(), move |w| {
                    Box::pin(async move {
                        for (path, target) in batch {
                            w.offer_path(&path, &target).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    async fn leads(&self, item: &Item, keys: &Keys) -> Result<Option<Target>> {
        let reading = self.import.newsroom.archive.reading();
        if item.parent > 0
            && let Some(target) = self.import.of_number(&item.parent.to_string()).await?
            && reading.is_public(&target).await?
        {
            return Ok(Some(target));
        }
        Ok(match keys.met(item) {
            Met::Made(_, asset) => Some(asset),
            _ => None,
        })
    }
}
