//! Taking in what lies in the folder of a provider.

use crate::wire::{CopyDesk, folder};

use super::Outcome;

/// Takes in what is complete in the folder of the provider of a slug.
pub(super) async fn run(desk: &CopyDesk, slug: &str) -> Result<Outcome, String> {
    let stored = match desk.archive.reading().provider(slug).await {
        Ok(stored) => stored,
        // It was removed meanwhile.
        Err(archive::Error::Missing { .. }) => return Ok(Outcome::Done),
        Err(error) => return Err(error.to_string()),
    };
    if stored.paused {
        return Ok(Outcome::Done);
    }
    let taken = folder::take_all(desk, &stored).await.map_err(|error| format!("{error:#}"))?;
    for (name, taken) in taken {
        match taken.refused {
            Some(why) => tracing::warn!(provider = slug, name, why, "copy was refused"),
            None => {
                tracing::info!(
                    provider = slug,
                    name,
                    new = taken.new,
                    versions = taken.versions,
                    "copy came in"
                );
            }
        }
    }
    Ok(Outcome::Done)
}
