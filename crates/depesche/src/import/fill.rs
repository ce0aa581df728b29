//! Pictures that came later: articles that were taken over without their files are given them.
//!
//! Only texts that nobody has touched since, here or there: the newest revision is the import's, and
//! the export's text with the pictures it had makes the very same document.

use std::collections::HashSet;

use anyhow::Result;
use newsroom::article::{State, Text};
use newsroom::document::{Document, keep_ids};
use newsroom::ids::{ArticleId, AssetId};

use super::Import;
use super::library::Library;
use super::report::Notes;

/// An article and the text it has with its pictures.
pub(super) struct Filled {
    pub(super) article: ArticleId,
    pub(super) text: Text,
    /// Whether readers see it.
    pub(super) is_public: bool,
}

/// An article that was imported earlier, as the export has it now.
pub(super) struct Lacking<'a> {
    pub(super) article: ArticleId,
    /// As the report names it.
    pub(super) name: String,
    /// What the library has now of the files it shows.
    pub(super) library: Library,
    /// The key of its lead picture.
    pub(super) lead: Option<String>,
    /// Its text with the files of a library.
    pub(super) document: &'a dyn Fn(&Library) -> Document,
}

impl Import<'_> {
    /// The article with the pictures it lacks, if it lacks some that are there.
    pub(super) async fn filled(&self, lacking: Lacking<'_>, notes: &mut Notes) -> Result<Option<Filled>> {
        let Lacking { article, name, library, lead, document } = lacking;
        let reading = self.newsroom.archive.reading();
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
        if document(&had) != text.body {
            notes.note(&name, "its text is another in this export; it was not given its pictures");
            return Ok(None);
        }
        let mut body = document(&library);
        body.forget_ids();
        keep_ids(&text.body, &mut body);
        let picture = text.picture.or(lead.and_then(|key| library.get(&key).copied()));
        if body == text.body && picture == text.picture {
            return Ok(None);
        }
        if draft.state == State::Scheduled {
            notes.note(&name, "it is scheduled as it is; it was not given its pictures");
            return Ok(None);
        }
        (text.body, text.picture) = (body, picture);
        Ok(Some(Filled { article, text, is_public: draft.state == State::Published }))
    }
}

fn owned((key, asset): (&String, &AssetId)) -> (String, AssetId) {
    (key.clone(), *asset)
}
