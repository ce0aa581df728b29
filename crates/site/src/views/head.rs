//! What stands in `<head>` and is different on each page.

use render::theme::Ready;
use serde::Serialize;

/// Title, description and what search engines, feed readers and social networks want to know.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Head {
    /// Complete content of `<title>` ("Headline – Site").
    pub title: String,
    /// One or two sentences about the page.
    pub description: Option<String>,
    /// Absolute address under which the page wants to be known; none on errors and searches.
    pub canonical: Option<String>,
    /// Content of `<meta name="robots">`; `None` lets the page be indexed.
    pub robots: Option<String>,
    /// The same page in each language it exists in, itself included, and `x-default`.
    pub alternates: Vec<Alternate>,
    /// Feeds of this page, best first.
    pub feeds: Vec<FeedLink>,
    /// Open Graph and Twitter values; none on errors.
    pub social: Option<Social>,
    /// JSON-LD objects (schema.org), each printed in a script of its own.
    pub json_ld: Vec<JsonLd>,
    /// Addresses of the page before and after this one in a list.
    pub prev: Option<String>,
    /// See `prev`.
    pub next: Option<String>,
}

/// An object of JSON-LD, written out; `value|jsonld` prints it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct JsonLd(Ready);

impl JsonLd {
    /// Writes an object out.
    pub fn new(object: &impl Serialize) -> JsonLd {
        JsonLd(Ready::script_json(object))
    }
}

/// The page in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// BCP 47 tag or `x-default`.
    pub lang: String,
    /// Absolute address.
    pub href: String,
}

/// A feed that belongs to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    /// Media type ("application/atom+xml").
    pub mime: String,
    /// Absolute address.
    pub href: String,
    /// What it is the feed of.
    pub title: String,
}

/// Values for Open Graph (<https://ogp.me>) and for the cards that read the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Social {
    /// `website`, `article` or `profile`.
    pub kind: String,
    /// Title without the name of the site.
    pub title: String,
    /// Description.
    pub description: Option<String>,
    /// Absolute address.
    pub url: String,
    /// Language and territory with an underscore ("de_DE").
    pub locale: String,
    /// Picture of about 1200 × 630 pixels.
    pub picture: Option<SocialPicture>,
    /// When an article was published, RFC 3339.
    pub published: Option<String>,
    /// When it was last changed in substance, RFC 3339.
    pub modified: Option<String>,
    /// Name of its home section.
    pub section: Option<String>,
    /// Names of its topics.
    pub topics: Vec<String>,
}

/// The picture shown beside a shared link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SocialPicture {
    /// Absolute address of a JPEG.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What there is to see.
    pub alt: String,
}
