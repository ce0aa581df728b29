//! Topics: subjects of articles, mapped to IPTC Media Topics where one fits.

use crate::ids::TopicId;
use crate::language::Language;

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its key.
    pub id: TopicId,
    /// Its part of the address.
    pub slug: String,
    /// The IPTC Media Topic it stands for, such as `medtop:20000763`.
    pub media_topic: Option<String>,
    /// What it is called in each language.
    pub names: Vec<(Language, String)>,
}

impl Topic {
    /// Its name in a language, else in the first one it has, else its slug.
    pub fn name(&self, language: &Language) -> &str {
        self.names
            .iter()
            .find(|(spoken, _)| spoken == language)
            .or(self.names.first())
            .map_or(self.slug.as_str(), |(_, name)| name.as_str())
    }
}
