//! Those who wrote, and the addresses of their lists.

use anyhow::Result;
use archive::AuthorFacts;
use wire::wordpress::plan::{self, kept};

use super::WordPress;
use crate::import::places::NewAuthor;

impl WordPress<'_> {
    /// Writes authors.
    pub(super) async fn authors(&mut self) -> Result<()> {
        let folder = self.folder();
        self.places.staff = self.survey.authors.iter().map(|a| a.id).filter(|id| *id > 0).collect();
        let authors: Vec<NewAuthor> = self
            .survey
            .authors
            .iter()
            .map(|author| {
                let slug = plan::author_slug(author);
                let mut name = plan::author_name(author);
                if name.trim().is_empty() {
                    name.clone_from(&slug);
                }
                let lists = [&slug, &author.login].map(|word| format!("{folder}/author/{word}"));
                let numbered = (author.id > 0).then(|| format!("{folder}/?author={}", author.id));
                NewAuthor {
                    key: author.login.clone(),
                    kept: kept::of_author(author, &name),
                    addresses: lists.into_iter().chain(numbered).collect(),
                    facts: AuthorFacts { slug, name, ..AuthorFacts::default() },
                }
            })
            .collect();
        self.places.authors = self.import.put_authors(&authors).await?;
        Ok(())
    }
}
