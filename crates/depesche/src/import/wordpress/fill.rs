//! Pictures that came later: articles that were taken over without their files are given them.

use std::sync::Arc;

use anyhow::Result;
use newsroom::ids::ArticleId;
use wire::wordpress::Item;
use wire::wordpress::plan::addresses::without_size;
use wire::wordpress::plan::featured;

use super::prepare::Preparing;
use super::{WordPress, named};
use crate::import::fill::{Filled, Lacking};
use crate::import::report::Notes;

impl WordPress<'_> {
    /// Of articles that were imported earlier, those that lack pictures which the library has now.
    pub(super) async fn filled(
        &self,
        items: &[(ArticleId, String, Item)],
        preparing: &Arc<Preparing>,
        notes: &mut Notes,
    ) -> Result<Vec<Filled>> {
        let mut filled = Vec::new();
        // Without --media nothing can have come.
        let items = if self.options.media.is_some() { items } else { &[] };
        for (article, key, item) in items {
            if let Some(text) = self.with_pictures(*article, key, item, preparing, notes).await? {
                filled.push(text);
            }
        }
        Ok(filled)
    }

    async fn with_pictures(
        &self,
        article: ArticleId,
        key: &str,
        item: &Item,
        preparing: &Arc<Preparing>,
        notes: &mut Notes,
    ) -> Result<Option<Filled>> {
        // What is to be said of it was said when it was taken over.
        let Ok(begun) = preparing.begin(item.clone(), key.to_owned()) else { return Ok(None) };
        if begun.asked.is_empty() {
            return Ok(None);
        }
        let lacking = Lacking {
            article,
            name: named(item),
            library: self.import.library(begun.asked.iter().cloned(), without_size).await?,
            lead: featured(item).map(|id| id.to_string()),
            document: &|library| preparing.document(&begun, library),
        };
        self.import.filled(lacking, notes).await
    }
}
