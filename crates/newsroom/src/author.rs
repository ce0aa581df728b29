//! Authors: the people in bylines. Who signs in to the desk is a user, not an author.

use crate::ids::{AssetId, AuthorId};
use crate::language::Language;

/// A person in bylines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Their key.
    pub id: AuthorId,
    /// Their part of the address.
    pub slug: String,
    /// The name as printed.
    pub name: String,
    /// What they do: “Korrespondentin in Genf”.
    pub role: String,
    /// A picture of them.
    pub picture: Option<AssetId>,
    /// A few sentences about them in each language.
    pub bios: Vec<(Language, String)>,
}

impl Author {
    /// What is said about them in a language, else nothing.
    pub fn bio(&self, language: &Language) -> &str {
        self.bios.iter().find(|(spoken, _)| spoken == language).map_or("", |(_, bio)| bio.as_str())
    }
}
