//! The small values that every view is made of: links, moments, runs of text, trusted HTML.

use render::theme::Ready;
use serde::{Serialize, Serializer};

/// HTML that our own renderer made from a typed tree, or that the operator configured.
///
/// The only kind of value that templates print without escaping. Nothing a reader typed may be put in it
/// except through the sanitiser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Ready::html(&self.0).serialize(serializer)
    }
}

/// A moment or a day, for `<time datetime="{iso}">{text}</time>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// For machines: RFC 3339 with the site's offset ("2026-11-23T14:10:00+01:00"), or a date ("2026-11-23").
    pub iso: String,
    /// For people, in the page's language and the site's zone ("23. November 2026, 14:10 Uhr").
    pub text: String,
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

/// A link to the same thing in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// Where it leads.
    pub href: String,
    /// BCP 47 tag of that language: becomes `lang` and `hreflang`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// What it says, in that language ("Read in English" on an article, "English" elsewhere).
    pub text: String,
}

/// A run of text in a sentence: linked or not, in the page's language or another.
///
/// Sentences with links inside ("Von Merle Ohlsen und Jan Petersen, Genf") come as a list of runs, because
/// only the handler can order words and links by the rules of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words, spaces included.
    pub text: String,
    /// Where it leads, if it is a link.
    pub href: Option<String>,
    /// BCP 47 tag, if it is not in the page's language.
    pub lang: Option<String>,
    /// Whether this is a name (of a person, an agency): set in the stronger weight.
    pub name: bool,
}
