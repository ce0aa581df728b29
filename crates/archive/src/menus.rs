//! Menus: their entries in each language.

use newsroom::address;
use newsroom::change::Subject;
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Reading, Result, Tag, Writing};

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// Which menu: `main` or `footer`.
    pub menu: String,
    /// In which language.
    pub language: Language,
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

impl Writing<'_> {
    /// Replaces a menu in one language by these entries of label and address.
    ///
    /// # Errors
    /// When an entry leads where pages may not link to.
    pub async fn set_menu(
        &self,
        menu: &str,
        language: &Language,
        entries: &[(String, String)],
    ) -> Result<()> {
        self.conn()
            .execute("DELETE FROM menu_items WHERE menu = $1 AND language = $2", params![menu, language])
            .await?;
        for (position, (label, url)) in (0_i64..).zip(entries) {
            if !address::is_linkable(url) {
                return Err(Error::Refused(format!(
                    "menu entry “{label}” leads to “{url}”, which is no path or web address"
                )));
            }
            self.conn()
                .execute(
                    "INSERT INTO menu_items (menu, language, position, label, url) VALUES ($1, $2, $3, $4, $5)",
                    params![menu, language, position, label, url],
                )
                .await?;
        }
        self.touch(Tag::Menus(language.clone()));
        self.changed(Subject::Menu, 0);
        Ok(())
    }
}

impl Reading<'_> {
    /// The entries of all menus in their order. Whoever shows some notes their language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn menu_items(&self) -> Result<Vec<MenuItem>> {
        self.about([])
            .all(
                "SELECT menu, language, label, url FROM menu_items ORDER BY menu, language, position",
                params![],
                |row| {
                    Ok(MenuItem {
                        menu: row.get(0)?,
                        language: row.get(1)?,
                        label: row.get(2)?,
                        url: row.get(3)?,
                    })
                },
            )
            .await
    }

    /// Whether a menu has entries in a language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_menu(&self, menu: &str, language: &Language) -> Result<bool> {
        let found = self
            .conn()
            .first(
                "SELECT 1 FROM menu_items WHERE menu = $1 AND language = $2 LIMIT 1",
                params![menu, language],
                |_| Ok(()),
            )
            .await?;
        Ok(found.is_some())
    }
}
