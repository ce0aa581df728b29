//! What a WordPress export holds, in the words and the form it holds it in.
//!
//! Nothing is decided here: a state is still WordPress's word for it, a time still a civil time
//! without a zone. [`super::plan`] says what becomes of it.

use jiff::civil::DateTime;

/// What an export says about the site it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    /// The site's name.
    pub title: String,
    /// Its address.
    pub link: String,
    /// Its tagline.
    pub description: String,
    /// Its language as WordPress writes it: `de-DE`.
    pub language: String,
    /// Address of the network the site belongs to, or of the site itself.
    pub base_site_url: String,
    /// Address of the site.
    pub base_blog_url: String,
    /// Version of the format, in whatever words the export gives it; nothing where it says none.
    pub wxr_version: Option<String>,
}

/// Somebody who may write on the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// WordPress's number; 0 where the export gives none.
    pub id: u64,
    /// The name they log in with; items name their author by it.
    pub login: String,
    /// Their e-mail address.
    pub email: String,
    /// The name as printed.
    pub display_name: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// A category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// WordPress's number; 0 where the export gives none.
    pub id: u64,
    /// Its slug.
    pub slug: String,
    /// The slug of the category above it; empty for none.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What plugins keep about it.
    pub meta: Vec<Meta>,
}

/// A tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// WordPress's number; 0 where the export gives none.
    pub id: u64,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What plugins keep about it.
    pub meta: Vec<Meta>,
}

/// A term of any other taxonomy: a menu, a language, a group of translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// WordPress's number; 0 where the export gives none.
    pub id: u64,
    /// Which taxonomy it is a term of.
    pub taxonomy: String,
    /// Its slug.
    pub slug: String,
    /// The slug of the term above it; empty for none.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// What it is about; Polylang keeps a table here.
    pub description: String,
    /// What plugins keep about it.
    pub meta: Vec<Meta>,
}

/// A key and a value that WordPress or a plugin keeps about something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The key.
    pub key: String,
    /// The value; may be PHP's serialised form, see [`super::php`].
    pub value: String,
}

/// A term that stands on an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemTerm {
    /// The taxonomy: `category`, `post_tag` (`tag` in WXR 1.0), `nav_menu`, `language`.
    pub domain: String,
    /// The term's slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A post, page, attachment, entry of a menu, or whatever else a plugin keeps as a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// WordPress's number.
    pub id: u64,
    /// The headline; may hold markup.
    pub title: String,
    /// Its address at the time of the export.
    pub link: String,
    /// Its permanent identifier, most often `https://HOST/?p=NUMBER`.
    pub guid: String,
    /// The login of its author.
    pub creator: String,
    /// The feed's summary; filled for attachments in old exports.
    pub description: String,
    /// The text as WordPress stores it.
    pub content: String,
    /// The summary; the caption of an attachment.
    pub excerpt: String,
    /// When it was published, in the site's zone.
    pub date: Option<DateTime>,
    /// The same in UTC; nothing for drafts, which WordPress dates 0000-00-00.
    pub date_gmt: Option<DateTime>,
    /// When it was last changed, in the site's zone.
    pub modified: Option<DateTime>,
    /// The same in UTC.
    pub modified_gmt: Option<DateTime>,
    /// The feed's own date (RFC 2822); says the same as `date_gmt` when it is right.
    pub pub_date: String,
    /// `open` or `closed`.
    pub comment_status: String,
    /// `open` or `closed`.
    pub ping_status: String,
    /// Its slug, percent-encoded where it has letters beyond ASCII; empty for drafts.
    pub slug: String,
    /// `publish`, `draft`, `pending`, `future`, `private`, `trash`, `inherit`, …
    pub status: String,
    /// The number of the item it belongs to; 0 for none.
    pub parent: u64,
    /// Place among its siblings.
    pub menu_order: i64,
    /// `post`, `page`, `attachment`, `nav_menu_item`, …
    pub kind: String,
    /// The password that protects it; empty for none.
    pub password: String,
    /// Whether it was to stay on top.
    pub sticky: bool,
    /// Where an attachment's file is.
    pub attachment_url: String,
    /// Its terms.
    pub terms: Vec<ItemTerm>,
    /// What WordPress and plugins keep about it.
    pub meta: Vec<Meta>,
    /// Its comments, in the order of the export.
    pub comments: Vec<Comment>,
    /// Whether the export broke off or was damaged within it, so that parts may be missing.
    pub damaged: bool,
}

/// A comment. Its e-mail and network addresses go no further than the import.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Comment {
    /// WordPress's number.
    pub id: u64,
    /// The name its writer gave.
    pub author: String,
    /// Their e-mail address.
    pub email: String,
    /// Their website.
    pub url: String,
    /// The network address it came from.
    pub ip: String,
    /// When it was written, in the site's zone.
    pub date: Option<DateTime>,
    /// The same in UTC.
    pub date_gmt: Option<DateTime>,
    /// What was written; may hold HTML.
    pub content: String,
    /// `1`, `0`, `spam`, `trash` or `post-trashed`.
    pub approved: String,
    /// `comment` or empty for readers' words, `pingback`, `trackback`, or a plugin's word.
    pub kind: String,
    /// The number of the comment it answers; 0 for none.
    pub parent: u64,
    /// The number of the user who wrote it; 0 for a reader without an account.
    pub user_id: u64,
    /// What plugins keep about it.
    pub meta: Vec<Meta>,
}

impl std::fmt::Debug for Comment {
    /// Leaves out the e-mail and network address, so that they cannot slip into a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Comment")
            .field("id", &self.id)
            .field("author", &self.author)
            .field("date_gmt", &self.date_gmt)
            .field("content", &self.content)
            .field("approved", &self.approved)
            .field("kind", &self.kind)
            .field("parent", &self.parent)
            .finish_non_exhaustive()
    }
}

impl Item {
    /// The first value of a key.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|meta| meta.key == key).map(|meta| meta.value.as_str())
    }

    /// All values of a key.
    pub fn metas<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |meta| meta.key == key).map(|meta| meta.value.as_str())
    }

    /// Its terms of one taxonomy; `post_tag` finds the `tag` of WXR 1.0 too.
    pub fn terms_of<'a>(&'a self, taxonomy: &'a str) -> impl Iterator<Item = &'a ItemTerm> {
        self.terms
            .iter()
            .filter(move |term| term.domain == taxonomy || (taxonomy == "post_tag" && term.domain == "tag"))
    }
}
