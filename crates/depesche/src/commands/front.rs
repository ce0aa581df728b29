//! `depesche front`

use anyhow::Result;

use crate::cli::Front;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;

/// Runs a command on the front page.
///
/// # Errors
/// When a story does not exist.
pub(crate) async fn run(newsroom: &Newsroom, command: Front) -> Result<()> {
    match command {
        Front::List { language } => {
            for teaser in newsroom.archive.reading().front_slots(&language).await? {
                say!("{}  {}", teaser.article, teaser.headline);
            }
        }
        Front::Set { place, language, stories } => {
            let words = match stories.len() {
                0 => format!("place “{place}” in {language} is left to the rule"),
                count => format!("place “{place}” in {language} shows {count} stories"),
            };
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.set_slot(&language, &place, &stories).await })
                })
                .await?;
            say!("{words}");
        }
    }
    Ok(())
}
