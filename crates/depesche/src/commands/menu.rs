//! `depesche menu`

use anyhow::Result;

use crate::cli::Menu;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;

/// Runs a command on menus.
///
/// # Errors
/// When an entry leads where pages may not link to.
pub(crate) async fn run(newsroom: &Newsroom, command: Menu) -> Result<()> {
    match command {
        Menu::List => {
            for item in newsroom.archive.reading().menu_items().await? {
                say!("{} {}  {}={}", item.menu, item.language, item.label, item.url);
            }
        }
        Menu::Set { menu, language, entries } => {
            let words = format!("menu “{menu}” in {language} has {} entries", entries.len());
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.set_menu(&menu, &language, &entries).await })
                })
                .await?;
            say!("{words}");
        }
    }
    Ok(())
}
