//! Sections: the departments of a paper, a tree.

use crate::ids::SectionId;
use crate::language::Language;

/// A department.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its key.
    pub id: SectionId,
    /// The section above it.
    pub parent: Option<SectionId>,
    /// Its part of the address.
    pub slug: String,
    /// Slugs from the root, joined by `/`: its whole address within the site.
    pub path: String,
    /// Place among its siblings; smaller comes first.
    pub position: i64,
    /// What it is called and about, in each language it is shown in.
    pub names: Vec<SectionName>,
}

/// Name and description of a section in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionName {
    /// The language.
    pub language: Language,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: String,
}

impl Section {
    /// Its name in a language, else in the first one it has, else its slug.
    pub fn name(&self, language: &Language) -> &str {
        self.names
            .iter()
            .find(|name| name.language == *language)
            .or(self.names.first())
            .map_or(self.slug.as_str(), |name| name.name.as_str())
    }

    /// Whether it is shown in that language at all.
    pub fn speaks(&self, language: &Language) -> bool {
        self.names.iter().any(|name| name.language == *language)
    }
}
