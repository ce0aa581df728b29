//! What feeds say: one model for RSS, Atom, CDF and JSON Feed.
//!
//! Values are parts of the text they were read from wherever they stand in it as they are meant. What a feed says
//! in other vocabularies is kept as [`Element`]s beside.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use newsroom::wire_item::Fault;

use super::element::Element;
use super::geo::Shape;

/// A feed.
#[derive(Clone, Debug, Default)]
pub struct Feed<'a> {
    /// Its format.
    pub version: Version,
    /// What it says of itself.
    pub head: Head<'a>,
    /// Its entries, in its order.
    pub entries: Vec<Entry<'a>>,
    /// What was wrong with it and read past.
    pub faults: Vec<Fault>,
}

/// The formats of feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// RSS 0.90 (RDF).
    Rss090,
    /// RSS 0.91 of Netscape.
    Rss091Netscape,
    /// RSS 0.91 of UserLand.
    Rss091,
    /// RSS 0.92.
    Rss092,
    /// RSS 0.93.
    Rss093,
    /// RSS 0.94.
    Rss094,
    /// RSS 1.0 (RDF).
    Rss10,
    /// RSS 2.0 and what calls itself 2.
    Rss20,
    /// RSS of no known version.
    #[default]
    Rss,
    /// Atom 0.1.
    Atom01,
    /// Atom 0.2.
    Atom02,
    /// Atom 0.3.
    Atom03,
    /// Atom 1.0 (RFC 4287).
    Atom10,
    /// Atom of no known version.
    Atom,
    /// Channel Definition Format.
    Cdf,
    /// JSON Feed 1.
    Json1,
    /// JSON Feed 1.1.
    Json11,
}

impl Version {
    /// Whether it is one of Atom.
    pub fn is_atom(self) -> bool {
        matches!(self, Version::Atom01 | Version::Atom02 | Version::Atom03 | Version::Atom10 | Version::Atom)
    }

    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Version::Rss090 => "RSS 0.90",
            Version::Rss091Netscape | Version::Rss091 => "RSS 0.91",
            Version::Rss092 => "RSS 0.92",
            Version::Rss093 => "RSS 0.93",
            Version::Rss094 => "RSS 0.94",
            Version::Rss10 => "RSS 1.0",
            Version::Rss20 => "RSS 2.0",
            Version::Rss => "RSS",
            Version::Atom01 => "Atom 0.1",
            Version::Atom02 => "Atom 0.2",
            Version::Atom03 => "Atom 0.3",
            Version::Atom10 => "Atom 1.0",
            Version::Atom => "Atom",
            Version::Cdf => "CDF",
            Version::Json1 => "JSON Feed 1",
            Version::Json11 => "JSON Feed 1.1",
        }
    }
}

/// What a feed says of itself, or an entry of the feed it was taken from.
#[derive(Clone, Debug, Default)]
pub struct Head<'a> {
    /// What it has in common with entries.
    pub about: About<'a>,
    /// The version as its root element writes it.
    pub version: Option<Cow<'a, str>>,
    /// Words to whoever opens the feed itself (Atom 0.3 `info`).
    pub info: Option<Text<'a>>,
    /// What made it.
    pub generator: Option<Generator<'a>>,
    /// Atom `icon`.
    pub icon: Option<Cow<'a, str>>,
    /// Atom `logo`.
    pub logo: Option<Cow<'a, str>>,
    /// RSS `docs`.
    pub docs: Option<Cow<'a, str>>,
    /// RSS `ttl`, in minutes, as written.
    pub ttl: Option<Cow<'a, str>>,
    /// RSS `rating` (PICS).
    pub rating: Option<Cow<'a, str>>,
    /// RSS `cloud`.
    pub cloud: Option<Cloud<'a>>,
    /// RSS `textInput`.
    pub text_input: Option<TextInput<'a>>,
    /// RSS `skipDays`.
    pub skip_days: Vec<Cow<'a, str>>,
    /// RSS `skipHours`, as written.
    pub skip_hours: Vec<Cow<'a, str>>,
    /// JSON Feed `expired`: it will never change again.
    pub ended: bool,
}

/// An entry.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// What it has in common with feeds.
    pub about: About<'a>,
    /// Its full texts: `content:encoded`, Atom `content`, XHTML `body`.
    pub contents: Vec<Text<'a>>,
    /// Where its comments are (RSS `comments`).
    pub comments: Option<Cow<'a, str>>,
    /// The feed it was taken from.
    pub source: Option<Box<Head<'a>>>,
}

/// What feeds and entries have in common.
#[derive(Clone, Debug, Default)]
pub struct About<'a> {
    /// Identifier: Atom `id`, RSS `guid`, `rdf:about`.
    pub id: Option<Id<'a>>,
    /// Title.
    pub title: Option<Text<'a>>,
    /// Summary: Atom `summary` and `subtitle`, RSS `description`.
    pub summary: Option<Text<'a>>,
    /// Copyright notice.
    pub rights: Option<Text<'a>>,
    /// Links of all kinds, enclosures and licences among them.
    pub links: Vec<Link<'a>>,
    /// Who wrote it.
    pub authors: Vec<Person<'a>>,
    /// Who else had a part in it.
    pub contributors: Vec<Person<'a>>,
    /// Who publishes it, or is responsible for the technique.
    pub publishers: Vec<Person<'a>>,
    /// What it is about.
    pub categories: Vec<Category<'a>>,
    /// Its picture.
    pub image: Option<Image<'a>>,
    /// When it was last changed.
    pub updated: Option<Moment<'a>>,
    /// When it was published.
    pub published: Option<Moment<'a>>,
    /// When it was made.
    pub created: Option<Moment<'a>>,
    /// When it ends to be true.
    pub expires: Option<Moment<'a>>,
    /// From when it is true (`dcterms:valid`).
    pub valid_from: Option<Moment<'a>>,
    /// Until when it is true (`dcterms:valid`).
    pub valid_until: Option<Moment<'a>>,
    /// Its language, as written.
    pub language: Option<Cow<'a, str>>,
    /// Where it is about.
    pub place: Option<Shape>,
    /// What it says in other vocabularies, and what is in none, in its order.
    pub further: Vec<Element<'a>>,
}

/// An identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Id<'a> {
    /// It.
    pub value: Cow<'a, str>,
    /// What RSS says in `isPermaLink`, as written.
    pub permalink: Option<Cow<'a, str>>,
    /// Whether it is a `guid` of RSS, which is an address unless it says otherwise.
    pub is_guid: bool,
}

impl Id<'_> {
    /// Whether it is the address of the page (RSS 2.0, `guid`: so if not said otherwise).
    pub fn is_address(&self) -> bool {
        self.is_guid && self.permalink.as_deref().is_none_or(|said| said.trim().eq_ignore_ascii_case("true"))
    }
}

/// A text, as it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text<'a> {
    /// It, without white space around it. XHTML is written out again.
    pub value: Cow<'a, str>,
    /// What it is.
    pub kind: TextKind,
    /// The type as the feed writes it; empty where it does not.
    pub said: Cow<'a, str>,
    /// Its language.
    pub language: Option<Cow<'a, str>>,
    /// What relative addresses in it are completed with.
    pub base: Option<Arc<str>>,
    /// Where it is, if not in the feed (Atom `content src`).
    pub src: Option<Cow<'a, str>>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Text without markup.
    #[default]
    Plain,
    /// HTML.
    Html,
    /// XHTML.
    Xhtml,
    /// Something else, which its type names.
    Other,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link<'a> {
    /// Where it leads; relative addresses are completed.
    pub href: Cow<'a, str>,
    /// How it belongs: `alternate` where nothing is said.
    pub rel: Cow<'a, str>,
    /// Media type; empty where nothing is said.
    pub content_type: Cow<'a, str>,
    /// Title.
    pub title: Option<Cow<'a, str>>,
    /// Language of what is there.
    pub language: Option<Cow<'a, str>>,
    /// Size in bytes, as written.
    pub length: Option<Cow<'a, str>>,
    /// Length in seconds, as written (JSON Feed).
    pub seconds: Option<Cow<'a, str>>,
    /// Which element said it.
    pub by: LinkBy,
}

/// Which element a link was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkBy {
    /// `link` of Atom.
    #[default]
    Atom,
    /// `link` of RSS.
    Rss,
    /// `enclosure`.
    Enclosure,
    /// `source` of RSS.
    Source,
    /// A licence.
    Licence,
    /// An attribute of CDF, or a field of JSON Feed.
    Attribute,
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person<'a> {
    /// Name.
    pub name: Option<Cow<'a, str>>,
    /// E-mail address.
    pub email: Option<Cow<'a, str>>,
    /// Web address.
    pub url: Option<Cow<'a, str>>,
    /// Address of a picture.
    pub avatar: Option<Cow<'a, str>>,
    /// What was written where it was one text: “me@example.org (Anna Muster)”.
    pub said: Option<Cow<'a, str>>,
    /// Which element said it.
    pub by: PersonBy,
}

/// Which element named a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PersonBy {
    /// `author`, `contributor`.
    #[default]
    Core,
    /// `managingEditor`.
    ManagingEditor,
    /// `webMaster`.
    WebMaster,
    /// `dc:creator`, `dc:author`, `dc:publisher`, `dc:contributor`.
    DublinCore,
    /// `itunes:author`, `itunes:owner`.
    ITunes,
}

/// What something is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category<'a> {
    /// The word or code.
    pub term: Option<Cow<'a, str>>,
    /// The vocabulary it is from.
    pub scheme: Option<Cow<'a, str>>,
    /// What people are shown.
    pub label: Option<Cow<'a, str>>,
    /// Which element said it.
    pub by: CategoryBy,
}

/// Which element named a category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CategoryBy {
    /// `category`.
    #[default]
    Core,
    /// `dc:subject`.
    DublinCore,
    /// `itunes:category`.
    ITunes,
    /// `itunes:keywords`, `media:keywords`, `tags`: free words.
    Keywords,
    /// `media:category`.
    Media,
}

/// What made a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generator<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its address.
    pub url: Option<Cow<'a, str>>,
    /// Its version.
    pub version: Option<Cow<'a, str>>,
}

/// The picture of a feed or an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image<'a> {
    /// Where it is.
    pub url: Cow<'a, str>,
    /// Its title.
    pub title: Option<Text<'a>>,
    /// Where a click on it leads.
    pub link: Option<Cow<'a, str>>,
    /// What is said of it.
    pub description: Option<Text<'a>>,
    /// Width in pixels, as written.
    pub width: Option<Cow<'a, str>>,
    /// Height in pixels, as written.
    pub height: Option<Cow<'a, str>>,
}

/// Where one can register to be told of changes (RSS `cloud`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cloud<'a> {
    /// Host.
    pub domain: Cow<'a, str>,
    /// Port, as written.
    pub port: Cow<'a, str>,
    /// Path.
    pub path: Cow<'a, str>,
    /// Procedure.
    pub procedure: Cow<'a, str>,
    /// Protocol.
    pub protocol: Cow<'a, str>,
}

/// A field for readers to write in (RSS `textInput`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextInput<'a> {
    /// The word on the button.
    pub title: Option<Text<'a>>,
    /// What it is for.
    pub description: Option<Text<'a>>,
    /// Name of the field.
    pub name: Option<Cow<'a, str>>,
    /// Where it is sent.
    pub link: Option<Cow<'a, str>>,
}

/// A point in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment<'a> {
    /// As written.
    pub said: Cow<'a, str>,
    /// When that is; nothing where it cannot be read.
    pub at: Option<Timestamp>,
}

impl<'a> About<'a> {
    /// The page it is about: the first alternate link, else an identifier that is an address.
    pub fn page(&self) -> Option<&str> {
        let alternate = |link: &&Link<'_>| {
            link.rel == "alternate"
                && !link.href.is_empty()
                && (link.content_type.is_empty() || link.content_type.contains("html"))
        };
        self.links
            .iter()
            .find(alternate)
            .map(|link| link.href.as_ref())
            .or_else(|| self.id.as_ref().filter(|id| id.is_address()).map(|id| id.value.as_ref()))
    }

    /// The links of a kind.
    pub fn links_of(&self, rel: &str) -> impl Iterator<Item = &Link<'a>> {
        self.links.iter().filter(move |link| link.rel.eq_ignore_ascii_case(rel))
    }
}

impl Feed<'_> {
    /// Where changes can be subscribed to, and under what address
    /// ([WebSub, 4](https://www.w3.org/TR/websub/#discovery)).
    pub fn hubs(&self) -> impl Iterator<Item = &str> {
        self.head.about.links_of("hub").map(|link| link.href.as_ref())
    }

    /// Its own address.
    pub fn own_address(&self) -> Option<&str> {
        self.head.about.links_of("self").map(|link| link.href.as_ref()).find(|href| !href.is_empty())
    }
}
