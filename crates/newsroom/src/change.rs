//! Changes: the log of what changed, in order, with who, by what way and why.

use serde::{Deserialize, Serialize};

/// Who changed something, by what way, and why. Every write to the archive carries one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// A person's name, or the part of the program that acted by itself.
    pub who: String,
    /// The way it came in.
    pub way: Way,
    /// The reason, where one was given.
    pub why: String,
}

/// The ways in which changes come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The command line.
    Command,
    /// The reader's site: a comment.
    Site,
    /// An import from another system.
    Import,
    /// A job of the program's own.
    Job,
    /// Copy from a provider.
    Wire,
}

impl Way {
    /// The word for it in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Command => "command",
            Way::Site => "site",
            Way::Import => "import",
            Way::Job => "job",
            Way::Wire => "wire",
        }
    }
}

impl Cause {
    /// A change by somebody at the command line.
    pub fn command(who: impl Into<String>) -> Cause {
        Cause { who: who.into(), way: Way::Command, why: String::new() }
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Cause {
        self.why = why.into();
        self
    }
}

/// What kind of thing a change touched. Pages are filed under these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// An article: its text, its state or its links.
    Article,
    /// A section's name, place or lists.
    Section,
    /// A topic.
    Topic,
    /// An author.
    Author,
    /// A dossier.
    Dossier,
    /// An asset.
    Asset,
    /// A page.
    Page,
    /// A menu.
    Menu,
    /// The front page's slots.
    Front,
    /// A path.
    Path,
    /// The comments of an article.
    Comments,
    /// Settings of the site.
    Site,
    /// A provider of copy.
    Provider,
    /// An item of the wire: a version of it came in, or it was taken over.
    WireItem,
}

impl Subject {
    /// The word for it in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Article => "article",
            Subject::Section => "section",
            Subject::Topic => "topic",
            Subject::Author => "author",
            Subject::Dossier => "dossier",
            Subject::Asset => "asset",
            Subject::Page => "page",
            Subject::Menu => "menu",
            Subject::Front => "front",
            Subject::Path => "path",
            Subject::Comments => "comments",
            Subject::Site => "site",
            Subject::Provider => "provider",
            Subject::WireItem => "wire-item",
        }
    }
}
