//! What leads to other things and so comes last: addresses of attachments, [`menus`](super::menus).

use anyhow::Result;
use newsroom::ids::{ArticleId, PageId};
use newsroom::path::Target;
use wire::wordpress::Item;

use super::keys::{Keys, Met};
use super::{Import, named};

impl Import<'_> {
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
            let keys = self.keys(&items).await?;
            let mut batch: Vec<(String, Target)> = Vec::new();
            for item in items {
                let Some(old) = &self.old else { continue };
                let addresses: Vec<String> = old.path(&item).into_iter().chain(old.others(&item)).collect();
                match self.leads(&item, &keys).await? {
                    Some(target) => batch.extend(addresses.into_iter().map(|path| (path, target.clone()))),
                    None => {
                        let what = format!("nothing answers at its page {}", addresses.join(", "));
                        self.report.note(&named(&item), what)?;
                    }
                }
            }
            self.newsroom
                .archive
                .write(self.cause(), move |w| {
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
        let reading = self.newsroom.archive.reading();
        if item.parent > 0
            && let Some(target) = self.of_item(item.parent).await?
            && reading.is_public(&target).await?
        {
            return Ok(Some(target));
        }
        Ok(match keys.met(item) {
            Met::Made(_, asset) => Some(asset),
            _ => None,
        })
    }

    pub(super) async fn of_item(&self, id: u64) -> Result<Option<Target>> {
        let (reading, key) = (self.newsroom.archive.reading(), id.to_string());
        if let Some(article) = reading.imported(&self.source, "article", &key).await? {
            return Ok(Some(Target::Article(ArticleId(article))));
        }
        Ok(reading.imported(&self.source, "page", &key).await?.map(|page| Target::Page(PageId(page))))
    }
}
