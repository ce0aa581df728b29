//! Pictures that came later: articles that were taken over without their files are given them.
//!
//! Only texts that nobody has touched since, here or there: the newest revision is the import's, and
//! the export's text with the pictures it had makes the very same document.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Result;
use newsroom::article::{State, Text};
use newsroom::document::keep_ids;
use newsroom::ids::{ArticleId, AssetId};
use wire::wordpress::Item;
use wire::wordpress::plan::featured;

use super::library::Library;
use super::prepare::Preparing;
use super::report::Notes;
use super::{Import, named};

/// An article and the text it has with its pictures.
pub(super) struct Filled {
    pub(super) article: ArticleId,
    pub(super) text: Text,
    /// Whether readers see it.
    pub(super) is_public: bool,
}

impl Import<'_> {
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
        let reading = self.newsroom.archive.reading();
        // What is to be said of it was said when it was taken over.
        let Ok(begun) = preparing.begin(item.clone(), key.to_owned()) else { return Ok(None) };
        if begun.asked.is_empty() {
            return Ok(None);
        }
        let library = self.library(begun.asked.iter().cloned()).await?;
        if library.is_empty() || !reading.is_first_revision(article).await? {
            return Ok(None);
        }
        let draft = reading.article_draft(article).await?;
        let mut shown: HashSet<AssetId> = draft.text.body.assets().into_iter().collect();
        shown.extend(draft.text.picture);
        if library.values().all(|asset| shown.contains(asset)) {
            return Ok(None);
        }
        let had: Library = library.iter().filter(|(_, asset)| shown.contains(asset)).map(owned).collect();
        let mut text = draft.text;
        if preparing.document(&begun, &had) != text.body {
            notes.note(&named(item), "its text is another in this export; it was not given its pictures");
            return Ok(None);
        }
        let mut body = preparing.document(&begun, &library);
        body.forget_ids();
        keep_ids(&text.body, &mut body);
        let lead = featured(item).and_then(|id| library.get(&id.to_string()).copied());
        let picture = text.picture.or(lead);
        if body == text.body && picture == text.picture {
            return Ok(None);
        }
        if draft.state == State::Scheduled {
            notes.note(&named(item), "it is scheduled as it is; it was not given its pictures");
            return Ok(None);
        }
        (text.body, text.picture) = (body, picture);
        Ok(Some(Filled { article, text, is_public: draft.state == State::Published }))
    }
}

fn owned((key, asset): (&String, &AssetId)) -> (String, AssetId) {
    (key.clone(), *asset)
}
