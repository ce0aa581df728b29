//! Tags: what pages are made from, and what changes concern. A question notes the tags of its
//! answer ([`crate::noting`]); a change names those it makes untrue.
//!
//! A tag is kept in the log of changes, and sent to outside caches, as one word of ASCII.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use newsroom::ids::{ArticleId, AssetId, AuthorId, DossierId, PageId, SectionId, StoryId, TopicId};
use newsroom::language::Language;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{List, ListPlace, Noted, Tells};

/// What would end a word, or stand for something within it.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b',').add(b'%').add(b'"');

/// Something that pages are made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// Anything: only changes name it that concern too much to say what.
    All,
    /// All that an article's own page says of it.
    Article(ArticleId),
    /// What other pages say of an article: its headline, address, picture, times.
    Teaser(ArticleId),
    /// The comments under an article.
    Comments(ArticleId),
    /// The languages a story can be read in.
    Story(StoryId),
    /// The tree of sections.
    Sections,
    /// The menus of a language.
    Menus(Language),
    /// The places of a language's front page that are filled by hand.
    Front(Language),
    /// A standing page.
    Page(PageId),
    /// Which standing pages there are.
    Pages,
    /// A topic.
    Topic(TopicId),
    /// Which topics have articles.
    Topics,
    /// An author.
    Author(AuthorId),
    /// The name of an author, as bylines have it.
    Byline(AuthorId),
    /// Which authors have articles.
    Authors,
    /// A dossier.
    Dossier(DossierId),
    /// What has this slug among things of a kind; it may be nothing.
    Slug(Named, String),
    /// A picture or file: its bytes and words.
    Asset(AssetId),
    /// What is at an address; it may be nothing.
    Path(String),
    /// The corrections in a language.
    Corrections(Language),
    /// What a search in a language finds.
    Words(Language),
    /// A place in a list that came or went.
    Moved(Listed),
    /// A place in a list of whose article something is told differently.
    Retold(Listed, Tells),
}

/// What is found by a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A topic.
    Topic,
    /// An author.
    Author,
    /// A dossier.
    Dossier,
}

/// A place in the list of a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listed {
    /// Which list.
    pub list: List,
    /// In which language.
    pub language: Language,
    /// Where in it.
    pub place: ListPlace,
}

/// The part of a list that a page was made from, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which list.
    pub list: List,
    /// In which language.
    pub language: Language,
    /// The older end.
    pub from: ListPlace,
    /// The newer end.
    pub to: ListPlace,
    /// What the page tells of the articles there.
    pub tells: Tells,
}

impl Window {
    /// Whether a place lies within.
    pub fn has(&self, place: ListPlace) -> bool {
        self.from <= place && place <= self.to
    }
}

impl Tag {
    /// The place in a list that is different, and what is told differently of it; nothing of that where
    /// it came or went.
    pub fn place(&self) -> Option<(&Listed, Option<Tells>)> {
        match self {
            Tag::Moved(at) => Some((at, None)),
            Tag::Retold(at, tells) => Some((at, Some(*tells))),
            _ => None,
        }
    }

    /// Whether a change that names this concerns a page made from what was noted.
    pub fn concerns(&self, noted: &Noted) -> bool {
        match (self, self.place()) {
            (Tag::All, _) => true,
            (_, Some((at, different))) => noted.windows.iter().any(|window| {
                different.is_none_or(|different| different.meets(window.tells))
                    && window.list == at.list
                    && window.language == at.language
                    && window.has(at.place)
            }),
            (tag, None) => noted.tags.contains(tag),
        }
    }
}

impl Named {
    fn word(self) -> &'static str {
        match self {
            Named::Topic => "topic",
            Named::Author => "author",
            Named::Dossier => "dossier",
        }
    }
}

impl Display for Tag {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Tag::All => out.write_str("all"),
            Tag::Article(id) => write!(out, "a{id}"),
            Tag::Teaser(id) => write!(out, "t{id}"),
            Tag::Comments(id) => write!(out, "c{id}"),
            Tag::Story(id) => write!(out, "st{id}"),
            Tag::Sections => out.write_str("sections"),
            Tag::Menus(language) => write!(out, "menus:{language}"),
            Tag::Front(language) => write!(out, "front:{language}"),
            Tag::Page(id) => write!(out, "p{id}"),
            Tag::Pages => out.write_str("pages"),
            Tag::Topic(id) => write!(out, "to{id}"),
            Tag::Topics => out.write_str("topics"),
            Tag::Author(id) => write!(out, "au{id}"),
            Tag::Byline(id) => write!(out, "by{id}"),
            Tag::Authors => out.write_str("authors"),
            Tag::Dossier(id) => write!(out, "d{id}"),
            Tag::Slug(named, slug) => {
                write!(out, "slug:{}:{}", named.word(), utf8_percent_encode(slug, UNSAFE))
            }
            Tag::Asset(id) => write!(out, "as{id}"),
            Tag::Path(path) => write!(out, "path:{}", utf8_percent_encode(path, UNSAFE)),
            Tag::Corrections(language) => write!(out, "corrections:{language}"),
            Tag::Words(language) => write!(out, "words:{language}"),
            Tag::Moved(listed) => write!(out, "moved:{listed}"),
            Tag::Retold(listed, tells) => write!(out, "retold:{}:{listed}", tells.number()),
        }
    }
}

impl Display for Listed {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let (kind, of) = self.list.key();
        let ListPlace { published_at, article } = self.place;
        write!(out, "{kind}:{of}:{}:{published_at}:{article}", self.language)
    }
}

impl Display for Window {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let from = Listed { list: self.list, language: self.language.clone(), place: self.from };
        let ListPlace { published_at, article } = self.to;
        write!(out, "{}:{from}:{published_at}:{article}", self.tells.number())
    }
}

impl FromStr for Window {
    type Err = UnknownTag;

    fn from_str(word: &str) -> Result<Window, UnknownTag> {
        let read = || {
            let (tells, rest) = word.split_once(':')?;
            let (rest, article) = rest.rsplit_once(':')?;
            let (rest, published_at) = rest.rsplit_once(':')?;
            let to = ListPlace { published_at: published_at.parse().ok()?, article: article.parse().ok()? };
            let Listed { list, language, place } = listed(rest)?;
            Some(Window { list, language, from: place, to, tells: Tells::of_number(tells.parse().ok()?) })
        };
        read().ok_or_else(|| UnknownTag(word.to_owned()))
    }
}

/// A word that no tag of this program is; perhaps one of a newer program beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no tag")]
pub struct UnknownTag(String);

impl FromStr for Tag {
    type Err = UnknownTag;

    fn from_str(word: &str) -> Result<Tag, UnknownTag> {
        read(word).ok_or_else(|| UnknownTag(word.to_owned()))
    }
}

fn read(word: &str) -> Option<Tag> {
    let plain = match word {
        "all" => Some(Tag::All),
        "sections" => Some(Tag::Sections),
        "pages" => Some(Tag::Pages),
        "topics" => Some(Tag::Topics),
        "authors" => Some(Tag::Authors),
        _ => None,
    };
    if plain.is_some() {
        return plain;
    }
    if let Some((kind, rest)) = word.split_once(':') {
        return match kind {
            "menus" => Some(Tag::Menus(Language::parse(rest).ok()?)),
            "front" => Some(Tag::Front(Language::parse(rest).ok()?)),
            "corrections" => Some(Tag::Corrections(Language::parse(rest).ok()?)),
            "words" => Some(Tag::Words(Language::parse(rest).ok()?)),
            "path" => Some(Tag::Path(decoded(rest)?)),
            "moved" => Some(Tag::Moved(listed(rest)?)),
            "retold" => {
                let (tells, place) = rest.split_once(':')?;
                Some(Tag::Retold(listed(place)?, Tells::of_number(tells.parse().ok()?)))
            }
            "slug" => {
                let (named, slug) = rest.split_once(':')?;
                let named = [Named::Topic, Named::Author, Named::Dossier]
                    .into_iter()
                    .find(|known| known.word() == named)?;
                Some(Tag::Slug(named, decoded(slug)?))
            }
            _ => None,
        };
    }
    let digits = word.find(|c: char| c.is_ascii_digit() || c == '-')?;
    let id: i64 = word[digits..].parse().ok()?;
    Some(match &word[..digits] {
        "a" => Tag::Article(ArticleId(id)),
        "t" => Tag::Teaser(ArticleId(id)),
        "c" => Tag::Comments(ArticleId(id)),
        "st" => Tag::Story(StoryId(id)),
        "p" => Tag::Page(PageId(id)),
        "to" => Tag::Topic(TopicId(id)),
        "au" => Tag::Author(AuthorId(id)),
        "by" => Tag::Byline(AuthorId(id)),
        "d" => Tag::Dossier(DossierId(id)),
        "as" => Tag::Asset(AssetId(id)),
        _ => return None,
    })
}

fn decoded(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

fn listed(text: &str) -> Option<Listed> {
    let mut parts = text.split(':');
    let (kind, of) = (parts.next()?, parts.next()?.parse().ok()?);
    let list = list_of(kind, of)?;
    let language = Language::parse(parts.next()?).ok()?;
    let place = ListPlace { published_at: parts.next()?.parse().ok()?, article: parts.next()?.parse().ok()? };
    parts.next().is_none().then_some(Listed { list, language, place })
}

/// The list that `listings` has under a kind and number.
pub(crate) fn list_of(kind: &str, of: i64) -> Option<List> {
    Some(match kind {
        "site" => List::Site,
        "section" => List::Section(SectionId(of)),
        "topic" => List::Topic(TopicId(of)),
        "author" => List::Author(AuthorId(of)),
        "dossier" => List::Dossier(DossierId(of)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_from_its_word() {
        let german = Language::parse("de").expect("a language");
        let listed = Listed {
            list: List::Section(SectionId(3)),
            language: german.clone(),
            place: ListPlace { published_at: -5, article: 17 },
        };
        for tag in [
            Tag::All,
            Tag::Article(ArticleId(7)),
            Tag::Teaser(ArticleId(7)),
            Tag::Comments(ArticleId(7)),
            Tag::Story(StoryId(8)),
            Tag::Sections,
            Tag::Menus(german.clone()),
            Tag::Front(german.clone()),
            Tag::Page(PageId(9)),
            Tag::Pages,
            Tag::Topic(TopicId(1)),
            Tag::Topics,
            Tag::Author(AuthorId(2)),
            Tag::Byline(AuthorId(2)),
            Tag::Authors,
            Tag::Dossier(DossierId(3)),
            Tag::Slug(Named::Topic, "bahn, bus: 100 %".into()),
            Tag::Asset(AssetId(4)),
            Tag::Path("/straße nach\nsüden?p=7".into()),
            Tag::Corrections(german.clone()),
            Tag::Words(german),
            Tag::Moved(listed.clone()),
            Tag::Retold(listed, Tells::WORDS | Tells::CHANGES),
        ] {
            let word = tag.to_string();
            assert!(word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b','), "{word}");
            assert_eq!(word.parse(), Ok(tag));
        }
        let window = Window {
            list: List::Site,
            language: Language::parse("de").expect("a language"),
            from: ListPlace::END,
            to: ListPlace::TOP,
            tells: Tells::TEASERS,
        };
        assert_eq!(window.to_string().parse(), Ok(window));
        for word in ["", "a", "x9", "a7b", "moved:site:0:de:1", "slug:car:x"] {
            assert!(word.parse::<Tag>().is_err(), "{word}");
        }
    }
}
