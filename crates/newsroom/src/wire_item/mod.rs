//! Wire item: a piece of copy that came in from somebody else, whatever format it came in.
//!
//! It holds what the sender said about it, in the sender's words, and the text as a [`Document`]. Reading
//! formats is the work of the crate `wire`; an article is only made from an item when somebody takes it over.

mod about;
mod adopt;
mod difference;
pub mod likeness;
mod media;
mod merge;
mod notice;
mod provider;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use about::{
    Coded, Contributor, Dateline, Event, Link, Member, Note, NoteKind, Place, Relation, Subject,
};
pub use adopt::adopt;
pub use difference::{Difference, ParagraphChange, PartChange, WordChange};
pub use media::{Media, MediaType};
pub use merge::{Conflict, Merged, merge, merge_line};
pub use notice::{NoticeKind, kill_words};
pub use provider::{OnKill, Provider, ProviderKind, Trust};

use crate::document::Document;
use crate::language::Language;

/// A piece of incoming copy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WireItem {
    /// The sender's identifier; it stays the same from version to version. Where the format has none, one made
    /// from what does not change, so that the same item twice is one.
    pub id: String,
    /// The version as the sender writes it: later ones compare higher (see [`WireItem::is_newer_than`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// Whether it may be used.
    pub status: Status,
    /// Who sent it, as the item itself says: a name, or a code where there is no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Coded>,
    /// Where the information in it comes from, if not from the sender alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Coded>,
    /// The number of the transmission, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// News urgency, 1 (most urgent) to 9; IPTC's scale has 5 as normal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    /// Priority of handling where the sender tells it apart from urgency, 1 to 9.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,

    /// Not to be published before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Timestamp>,
    /// Not to be used after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// When its first version was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// When this version was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// When the sender first published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<Timestamp>,

    /// The keyword line by which desks know a story.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub slugline: String,
    /// The headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// A line above or below the headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subheadline: String,
    /// The summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standfirst: String,
    /// The line that says who wrote it, as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub byline: String,
    /// Who made it, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Contributor>,
    /// Where and when it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,

    /// The credit line to be printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// Who holds the copyright.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub copyright_holder: String,
    /// The copyright notice.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub copyright: String,
    /// On what terms it may be used.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub usage_terms: String,
    /// Words to the editors. Never part of the text, never published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,

    /// Subjects, each with the IPTC Media Topic it means where that is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// What kind of text it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<Coded>,
    /// Free keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Places it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// People it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Coded>,
    /// Organisations it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Coded>,

    /// Its page on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it replaces, corrects, belongs to or is made from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Its pictures, sounds and films.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// What a package is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// What a planning item announces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// The text. The key of an asset in it is the place of that asset in `media`, counted from 1, until the item is
    /// taken over.
    pub body: Document,
    /// How many words the sender counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,

    /// What the sender said that has no place above: name and value in the format's own words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<(String, String)>,
    /// What could not be kept of the text, and what was wrong with the original, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// Something about an item that was wrong or could not be kept; it was taken in all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Line of the original, counted from 1, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What and why.
    pub what: String,
}

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// Text, with or without pictures.
    #[default]
    Text,
    /// A picture.
    Picture,
    /// A drawing or chart.
    Graphic,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// Items that belong together.
    Package,
    /// What will be covered and when.
    Planning,
    /// An event that will happen.
    Event,
    /// Concepts: people, places, subjects.
    Knowledge,
    /// Something else.
    Other,
}

/// Whether an item may be used (NewsML-G2 `pubStatus`, RFC-like words of ninjs `pubstatus`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// Not until the sender says so.
    Withheld,
    /// Never; what was made of it has to go (a kill).
    Cancelled,
}

impl Status {
    /// The word for it in rows and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Usable => "usable",
            Status::Withheld => "withheld",
            Status::Cancelled => "cancelled",
        }
    }

    /// The status of a word as IPTC's vocabularies, ninjs and agencies spell it.
    pub fn from_word(word: &str) -> Option<Status> {
        let word = word.trim();
        let word = word.rsplit(':').next().unwrap_or(word);
        match word.to_ascii_lowercase().as_str() {
            "usable" => Some(Status::Usable),
            "withheld" | "embargoed" => Some(Status::Withheld),
            "canceled" | "cancelled" | "killed" => Some(Status::Cancelled),
            _ => None,
        }
    }
}

impl ItemKind {
    /// All kinds.
    pub const ALL: [ItemKind; 10] = [
        ItemKind::Text,
        ItemKind::Picture,
        ItemKind::Graphic,
        ItemKind::Video,
        ItemKind::Audio,
        ItemKind::Package,
        ItemKind::Planning,
        ItemKind::Event,
        ItemKind::Knowledge,
        ItemKind::Other,
    ];

    /// The word for it in rows and files.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemKind::Text => "text",
            ItemKind::Picture => "picture",
            ItemKind::Graphic => "graphic",
            ItemKind::Video => "video",
            ItemKind::Audio => "audio",
            ItemKind::Package => "package",
            ItemKind::Planning => "planning",
            ItemKind::Event => "event",
            ItemKind::Knowledge => "knowledge",
            ItemKind::Other => "other",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl WireItem {
    /// Notes a fault.
    pub fn fault(&mut self, line: Option<u32>, what: impl Into<String>) {
        self.faults.push(Fault { line, what: what.into() });
    }

    /// Notes what the sender said that has no place of its own; nothing where the value is blank.
    pub fn say_further(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.further.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The further value of that name.
    pub fn further(&self, name: &str) -> Option<&str> {
        self.further.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is a later state of the same copy than another: by version where both have one and they differ,
    /// else by the time of the version.
    pub fn is_newer_than(&self, other: &WireItem) -> bool {
        match (self.version.as_deref(), other.version.as_deref()) {
            (Some(a), Some(b)) if a != b => compare_versions(a, b).is_gt(),
            _ => self.moment() > other.moment(),
        }
    }

    /// The time of this version: when it was made, else sent, published or first made.
    pub fn moment(&self) -> Option<Timestamp> {
        self.updated.or(self.sent).or(self.published).or(self.created)
    }
}

/// Compares versions as senders write them: `10` is above `9`, `1.10` above `1.9`, dates by their digits.
pub fn compare_versions(a: &str, b: &str) -> std::cmp::Ordering {
    let (mut a, mut b) = (a.trim(), b.trim());
    loop {
        if a.is_empty() || b.is_empty() {
            return a.len().cmp(&b.len());
        }
        let (part_a, part_b) = (run(a), run(b));
        let digits = |part: &str| part.as_bytes()[0].is_ascii_digit();
        let order = if digits(part_a) && digits(part_b) {
            let (one, two) = (part_a.trim_start_matches('0'), part_b.trim_start_matches('0'));
            one.len().cmp(&two.len()).then_with(|| one.cmp(two))
        } else {
            part_a.cmp(part_b)
        };
        if order.is_ne() {
            return order;
        }
        (a, b) = (&a[part_a.len()..], &b[part_b.len()..]);
    }
}

/// The digits at the beginning, or what stands before the first digit.
fn run(text: &str) -> &str {
    let digits = text.as_bytes()[0].is_ascii_digit();
    let end = text.bytes().position(|byte| byte.is_ascii_digit() != digits).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_people_count() {
        for (low, high) in [
            ("9", "10"),
            ("1.9", "1.10"),
            ("20220121T080000Z", "20220121T093000Z"),
            ("1", "1a"),
            ("", "1"),
            ("007", "8"),
        ] {
            assert!(compare_versions(low, high).is_lt(), "{low} is not below {high}");
            assert!(compare_versions(high, low).is_gt(), "{high} is not above {low}");
        }
        assert!(compare_versions("01", "1").is_eq());
    }

    #[test]
    fn a_later_version_is_newer_whatever_its_clock_says() {
        let at = |version: Option<&str>, second| WireItem {
            version: version.map(str::to_owned),
            updated: Timestamp::from_second(second).ok(),
            ..WireItem::default()
        };
        assert!(at(Some("2"), 5).is_newer_than(&at(Some("1"), 9)));
        assert!(at(Some("2"), 9).is_newer_than(&at(Some("2"), 5)));
        assert!(at(None, 9).is_newer_than(&at(None, 5)));
        assert!(!at(None, 5).is_newer_than(&at(None, 5)));
    }
}
