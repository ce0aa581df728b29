//! Origin: where a text comes from, in the words a reader is told.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// A source named under an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name as readers know it: an agency, a paper, a document.
    pub name: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What was taken from it.
    #[serde(default)]
    pub kind: SourceKind,
}

/// What was taken from a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// The article uses its material among other.
    #[default]
    Material,
    /// The article is its text.
    Original,
    /// The article is a translation of its text.
    TranslationOf,
}

/// Everything said about where an article comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Origin {
    /// The sources, the most important first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The language it was translated from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translated_from: Option<Language>,
    /// Who translated it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translators: Vec<String>,
    /// Who compared or checked it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checked_by: Vec<String>,
}

impl Origin {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Origin::default()
    }
}
