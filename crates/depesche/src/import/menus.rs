//! Menus: written once, and only where there is none.

use anyhow::Result;
use newsroom::language::Language;

use super::Import;

impl Import<'_> {
    /// Writes a menu of a language: label and address of its entries.
    pub(super) async fn menu(
        &mut self,
        menu: &'static str,
        language: &Language,
        entries: Vec<(String, String)>,
    ) -> Result<()> {
        let key =
            if language == self.main_language() { menu.to_owned() } else { format!("{menu} {language}") };
        let done = self.newsroom.archive.reading().imported(&self.source, "menu", &key).await?;
        if entries.is_empty() || done.is_some() {
            return Ok(());
        }
        let (source, spoken, count) = (self.source.clone(), language.clone(), entries.len() as u64);
        let written = self
            .newsroom
            .archive
            .write(self.cause(), move |w| {
                Box::pin(async move {
                    let free = !w.has_menu(menu, &spoken).await?;
                    if free {
                        w.set_menu(menu, &spoken, &entries).await?;
                    }
                    w.note_imported(&source, "menu", &key, 0).await?;
                    Ok(free)
                })
            })
            .await?;
        if written {
            self.report.count("menu entries", count);
            return Ok(());
        }
        self.report.note(&format!("menu {menu} in {language}"), "the site has one already; it stays as it is")
    }
}
