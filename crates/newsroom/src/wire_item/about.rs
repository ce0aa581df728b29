//! What a sender says about an item: subjects, places, people, notes and links.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something with a code, a name, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coded {
    /// The code as written, without what stands for the scheme.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The vocabulary the code is from: its address where known, else its alias.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// The name as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Coded {
    /// A name without a code.
    pub fn named(name: impl Into<String>) -> Coded {
        Coded { name: name.into(), ..Coded::default() }
    }

    /// The name, else the code.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.code } else { &self.name }
    }
}

/// A subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    /// As the sender writes it.
    #[serde(flatten)]
    pub coded: Coded,
    /// The IPTC Media Topic it means, such as `medtop:20000763`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_topic: Option<String>,
    /// How relevant it is, 0 to 100, where said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevance: Option<u8>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Code and name as written.
    #[serde(flatten)]
    pub coded: Coded,
    /// Its country's name or code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// State, province or region within or above the country, as said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Degrees north and east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<(f64, f64)>,
}

/// Somebody who made the item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contributor {
    /// Code and name as written.
    #[serde(flatten)]
    pub coded: Coded,
    /// What they did: author, photographer, editor, translator, in the sender's word.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Job title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub job: String,
    /// E-mail address: for the desk, never for readers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Web address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// Where and when an item was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dateline {
    /// As printed: “STOCKHOLM, Aug 29, 2014 (AFP) -”.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// The country.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The date, as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// The agency named in it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// Words to the editors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What the words are for.
    pub kind: NoteKind,
    /// The words.
    pub text: String,
}

/// What a note is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    /// Anything else that editors are to know.
    #[default]
    Editorial,
    /// What was corrected or changed against the version before.
    Correction,
    /// Why it was withdrawn.
    Kill,
    /// When it may be published.
    Embargo,
    /// Whom to ask.
    Contact,
    /// A question of law.
    Legal,
}

/// A link to another item or page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// How they belong together.
    pub relation: Relation,
    /// The other's identifier, where it is an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The relation in the sender's word where [`Relation::Other`] or finer than ours.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub said: String,
}

/// How an item and another belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// This one takes the other's place.
    Replaces,
    /// This one corrects the other.
    Corrects,
    /// This one goes on where the other ended.
    Continues,
    /// This one is a version of the other in another language.
    TranslationOf,
    /// This one is made from the other.
    BasedOn,
    /// This one is part of the other.
    PartOf,
    /// The same in another form.
    Alternate,
    /// This one answers the other.
    InReplyTo,
    /// Where it came by.
    Via,
    /// Its comments.
    Comments,
    /// It goes with it.
    Related,
    /// Something else; `said` says what.
    #[default]
    Other,
}

/// A part of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Identifier of the item.
    pub id: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The group it stands in: “main”, “sidebar”.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Its headline or title as the package gives it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// Where it can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its media type.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub content_type: String,
}

/// Something that is announced: an event or what will be delivered of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    /// Its identifier.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What is said of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<Timestamp>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
    /// Where it happens.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What will be delivered: “text”, “picture”.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub coverage: String,
}
