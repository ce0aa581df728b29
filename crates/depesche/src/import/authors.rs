//! Those who wrote, and the addresses of their lists.

use anyhow::Result;
use archive::AuthorFacts;
use newsroom::ids::AuthorId;
use newsroom::path::Target;
use wire::wordpress::plan::{self, kept};

use super::Import;

impl Import<'_> {
    /// Writes authors.
    pub(super) async fn authors(&mut self) -> Result<()> {
        let folder = self.folder();
        self.places.staff = self.survey.authors.iter().map(|a| a.id).filter(|id| *id > 0).collect();
        for batch in self.survey.authors.chunks(200) {
            let (source, batch, folder) = (self.source.clone(), batch.to_vec(), folder.clone());
            let (made, new) = self
                .newsroom
                .archive
                .write(self.cause(), move |w| {
                    Box::pin(async move {
                        let (mut made, mut new) = (Vec::new(), 0);
                        for author in batch {
                            if let Some(id) =
                                w.imported(&source, "author", &author.login).await?.map(AuthorId)
                            {
                                // One that was removed here since does not come back.
                                if w.author_slug(id).await?.is_some() {
                                    made.push((author.login, id));
                                }
                                continue;
                            }
                            let slug = plan::author_slug(&author);
                            let mut name = plan::author_name(&author);
                            if name.trim().is_empty() {
                                name.clone_from(&slug);
                            }
                            let printed = name.clone();
                            // Somebody of that address who writes here already is the same person.
                            let id = match w.author_id(&slug).await {
                                Ok(id) => id,
                                Err(archive::Error::Missing { .. }) => {
                                    let facts = AuthorFacts { slug, name, ..AuthorFacts::default() };
                                    new += 1;
                                    w.put_author(&facts).await?
                                }
                                Err(error) => return Err(error),
                            };
                            let kept = kept::of_author(&author, &printed);
                            w.note_kept(&source, "author", (&author.login, ""), id.0, &kept).await?;
                            let target = Target::Author(id);
                            for word in [plan::author_slug(&author), author.login.clone()] {
                                w.offer_path(&format!("{folder}/author/{word}"), &target).await?;
                            }
                            if author.id > 0 {
                                w.offer_path(&format!("{folder}/?author={}", author.id), &target).await?;
                            }
                            made.push((author.login, id));
                        }
                        Ok((made, new))
                    })
                })
                .await?;
            self.places.authors.extend(made);
            self.report.count("authors", new);
        }
        Ok(())
    }
}
