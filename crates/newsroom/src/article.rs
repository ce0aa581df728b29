//! Articles: one language's text of a story, and the states it goes through.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::genre::Genre;
use crate::ids::AssetId;
use crate::origin::Origin;

/// The text of an article as one revision keeps it: all that an editor writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// What kind of text it is.
    pub genre: Genre,
    /// The line above the headline (Dachzeile).
    pub kicker: String,
    /// The headline; the one part that must be there.
    pub headline: String,
    /// The opening summary (Vorspann).
    pub standfirst: String,
    /// The place it was written at (Ortsmarke).
    pub dateline: String,
    /// Words for the byline beside or instead of authors.
    pub byline: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The lead picture, with what is said of it here.
    pub picture: Option<AssetId>,
    /// Caption of the lead picture where it differs from the asset's own.
    pub picture_caption: String,
    /// The body.
    pub body: Document,
}

/// Where an article stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Being worked on; nobody outside sees it.
    #[default]
    Draft,
    /// To be published at a set time.
    Scheduled,
    /// Readers see its published revision.
    Published,
    /// Was published and taken back; its address says so.
    Withdrawn,
    /// Kept for some readers only, as marked in the system it came from.
    Private,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] =
        [State::Draft, State::Scheduled, State::Published, State::Withdrawn, State::Private];

    /// The word for it in rows and files.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Scheduled => "scheduled",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
            State::Private => "private",
        }
    }

    /// The state of that word.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Whether readers may comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comments {
    /// They are shown and new ones taken.
    #[default]
    Open,
    /// They are shown, new ones refused.
    Closed,
    /// None are shown.
    Off,
}

impl Comments {
    /// The word for it in rows and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Comments::Open => "open",
            Comments::Closed => "closed",
            Comments::Off => "off",
        }
    }

    /// The value of that word.
    pub fn from_word(word: &str) -> Option<Comments> {
        [Comments::Open, Comments::Closed, Comments::Off].into_iter().find(|value| value.as_str() == word)
    }
}

/// The times a reader is told of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When it was first published.
    pub published: Timestamp,
    /// When it was last changed in substance, if it was.
    pub updated: Option<Timestamp>,
}

/// Words a reader reads in a minute; the usual figure for news prose in German and English.
const WORDS_A_MINUTE: usize = 220;

/// Minutes it takes to read so many words, at least one.
pub fn reading_minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE).max(1)
}
