//! What an export says of a thing and the archive has no place of its own for.
//!
//! It is kept as JSON, in the export's own words, beside the note of what the thing became, so that
//! a newsroom that moves in loses nothing: an author's address and given name, the fields of
//! plugins, the state a text had, the date of a draft. Nothing that serves readers reads it. Left
//! behind even so: readers' network addresses, addresses of those who wrote under pages, passwords.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::menus::{Entry, Leads};
use super::{FILE_KEYS, LOCK, is_aside};
use crate::fate::Fate;
use crate::wordpress::{Author, Category, Channel, Comment, Item, ItemTerm, Meta, Tag, Term};

/// What an item became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// An article.
    Article,
    /// A page.
    Page,
    /// A picture or file of the library.
    Asset,
}

/// What the archive has of an item in places of its own.
pub struct Held<'a> {
    /// What it became.
    pub made: Made,
    /// Its headline, title or name there.
    pub headline: &'a str,
    /// Its slug there.
    pub slug: &'a str,
    /// Who sees it, and since when.
    pub fate: Fate,
    /// The zone of the site, in which local times are.
    pub zone: &'a TimeZone,
    /// Whether the address it had is one of the site.
    pub is_local: bool,
    /// Whether its author stands on it.
    pub has_author: bool,
    /// Whether its lead picture does.
    pub has_picture: bool,
    /// Whether a term of it does: as a section, a topic, a language or a group of translations.
    pub has_term: &'a dyn Fn(&ItemTerm) -> bool,
}

/// Fields as they are gathered; what is empty is left out.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn text(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.0.insert(name.into(), text.into());
        }
    }

    /// A text that is another here, or was none there.
    fn as_it_was(&mut self, name: &str, text: &str) {
        self.0.insert(name.into(), text.into());
    }

    fn number(&mut self, name: &str, number: u64) {
        if number > 0 {
            self.0.insert(name.into(), number.into());
        }
    }

    fn meta<'a>(&mut self, name: &str, meta: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let list: Vec<Value> =
            meta.into_iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        if !list.is_empty() {
            self.0.insert(name.into(), list.into());
        }
    }

    fn json(self) -> String {
        if self.0.is_empty() { String::new() } else { Value::Object(self.0).to_string() }
    }
}

/// Of the site.
pub fn of_site(channel: &Channel) -> String {
    let mut fields = Fields::default();
    fields.text("wxr_version", channel.wxr_version.as_deref().unwrap_or_default());
    fields.text("title", &channel.title);
    fields.text("link", &channel.link);
    fields.text("description", &channel.description);
    fields.text("language", &channel.language);
    fields.text("base_site_url", &channel.base_site_url);
    fields.text("base_blog_url", &channel.base_blog_url);
    fields.json()
}

/// Of an author who is printed as `name`.
pub fn of_author(author: &Author, name: &str) -> String {
    let mut fields = Fields::default();
    fields.number("author_id", author.id);
    fields.text("author_email", &author.email);
    fields.text("author_first_name", &author.first_name);
    fields.text("author_last_name", &author.last_name);
    if author.display_name != name {
        fields.as_it_was("author_display_name", &author.display_name);
    }
    fields.json()
}

/// Of a category that became a section, which has its description and the one above it; or, where
/// `is_section` is false, a topic, which has neither.
pub fn of_category(category: &Category, is_section: bool) -> String {
    let mut fields = Fields::default();
    fields.number("term_id", category.id);
    if !is_section {
        fields.text("category_parent", &category.parent);
        fields.text("category_description", &category.description);
    }
    fields.meta("termmeta", pairs(&category.meta));
    fields.json()
}

/// Of a category that is another language's version of a section: the section has the names of both.
pub fn of_version(category: &Category) -> String {
    let mut fields = Fields::default();
    fields.number("term_id", category.id);
    fields.text("cat_name", &category.name);
    fields.text("category_description", &category.description);
    fields.meta("termmeta", pairs(&category.meta));
    fields.json()
}

/// Of a tag.
pub fn of_tag(tag: &Tag) -> String {
    let mut fields = Fields::default();
    fields.number("term_id", tag.id);
    fields.text("tag_description", &tag.description);
    fields.meta("termmeta", pairs(&tag.meta));
    fields.json()
}

/// Of a term of another taxonomy.
pub fn of_term(term: &Term) -> String {
    let mut fields = Fields::default();
    fields.number("term_id", term.id);
    fields.text("term_name", &term.name);
    fields.text("term_parent", &term.parent);
    fields.text("term_description", &term.description);
    fields.meta("termmeta", pairs(&term.meta));
    fields.json()
}

/// Of an entry of a menu: where it stood.
pub fn of_entry(entry: &Entry) -> String {
    let mut fields = Fields::default();
    fields.text("nav_menu", &entry.menu);
    fields.text("title", &entry.label);
    fields.number("menu_item_parent", entry.parent);
    if entry.order != 0 {
        fields.0.insert("menu_order".into(), entry.order.into());
    }
    match &entry.leads {
        Leads::Item(id) => fields.number("object_id", *id),
        Leads::Term { taxonomy, id } => {
            fields.text("object", taxonomy);
            fields.number("object_id", *id);
        }
        Leads::Url(url) => fields.text("url", url),
    }
    fields.json()
}

/// Of a comment that has this text here; `parent` is the number of the one it answers here.
pub fn of_comment(comment: &Comment, parent: Option<u64>, text: &str, zone: &TimeZone) -> String {
    let mut fields = Fields::default();
    // Comments are plain text here; where links led is in their markup.
    if comment.approved != "spam" && !comment.content.trim().lines().eq(text.lines()) {
        fields.text("comment_content", &comment.content);
    }
    if !matches!(comment.approved.as_str(), "1" | "0" | "spam") {
        fields.as_it_was("comment_approved", &comment.approved);
    }
    let at = comment.date_gmt.and_then(|at| TimeZone::UTC.to_timestamp(at).ok());
    if at.is_some_and(|at| says_more(comment.date, at, zone)) {
        fields.text("comment_date", &date(comment.date));
    }
    if comment.parent != parent.unwrap_or(0) {
        fields.number("comment_parent", comment.parent);
    }
    fields.number("comment_user_id", comment.user_id);
    let meta = pairs(&comment.meta).filter(|(key, value)| !tells_network(key, value, &comment.ip));
    fields.meta("commentmeta", meta);
    fields.json()
}

/// Of a comment under a page, where nobody can comment: all but its writer's addresses.
pub fn of_page_comment(comment: &Comment) -> String {
    let mut fields = Fields::default();
    if !comment.author.contains('@') {
        fields.text("comment_author", &comment.author);
    }
    fields.text("comment_date", &date(comment.date));
    fields.text("comment_date_gmt", &date(comment.date_gmt));
    fields.text("comment_content", &comment.content);
    fields.text("comment_approved", &comment.approved);
    fields.number("comment_parent", comment.parent);
    fields.number("comment_user_id", comment.user_id);
    fields.json()
}

/// Of a post, page or attachment.
pub fn of_item(item: &Item, held: &Held<'_>) -> String {
    let mut fields = Fields::default();
    if item.title.trim() != held.headline.trim() {
        fields.as_it_was("title", &item.title);
    }
    if item.guid.trim().is_empty() {
        fields.as_it_was("guid", "");
    }
    if !held.is_local {
        fields.text("link", &item.link);
    }
    if !held.has_author {
        fields.text("creator", &item.creator);
    }
    state(item, held, &mut fields);
    dates(item, held, &mut fields);
    // What has no slug in WordPress gets one here; a library has none at all.
    let none = item.slug.is_empty() && held.made != Made::Asset;
    if none || newsroom::path::normal(&item.slug).trim_start_matches('/') != held.slug {
        fields.as_it_was("post_name", &item.slug);
    }
    fields.number("post_parent", item.parent);
    if item.menu_order != 0 {
        fields.0.insert("menu_order".into(), item.menu_order.into());
    }
    if item.sticky {
        fields.number("is_sticky", 1);
    }
    texts(item, held, &mut fields);
    let terms: Vec<Value> = item
        .terms
        .iter()
        .filter(|term| !(held.has_term)(term))
        .map(|term| json!({"domain": term.domain, "slug": term.slug, "name": term.name}))
        .collect();
    if !terms.is_empty() {
        fields.0.insert("terms".into(), terms.into());
    }
    fields.meta("postmeta", meta(item, held));
    fields.json()
}

/// Kind and state, where they say more than what became of the item.
fn state(item: &Item, held: &Held<'_>, fields: &mut Fields) {
    let kind = match held.made {
        Made::Article => "post",
        Made::Page => "page",
        Made::Asset => "attachment",
    };
    if item.kind != kind {
        fields.as_it_was("post_type", &item.kind);
    }
    let status = match held.fate {
        _ if held.made == Made::Asset => "inherit",
        Fate::Public(_) => "publish",
        Fate::Scheduled(_) if held.made == Made::Article => "future",
        Fate::Private if held.made == Made::Article => "private",
        _ => "draft",
    };
    if item.status != status {
        fields.as_it_was("status", &item.status);
    }
    if !item.password.is_empty() {
        // That it was protected; by which word is nobody's business any more.
        fields.number("is_protected", 1);
    }
    let open = matches!(item.comment_status.as_str(), "open" | "closed");
    if held.made != Made::Article || !open {
        fields.as_it_was("comment_status", &item.comment_status);
    }
    fields.text("ping_status", &item.ping_status);
}

/// Dates the archive does not have: it has one for what is public or is to be.
fn dates(item: &Item, held: &Held<'_>, fields: &mut Fields) {
    let at = match held.fate {
        Fate::Public(at) if held.made == Made::Article => at,
        Fate::Scheduled(at) if held.made == Made::Article => Some(at),
        _ => None,
    };
    if at.is_none_or(|at| says_more(item.date, at, held.zone)) {
        fields.text("post_date", &date(item.date));
    }
    if at.is_none() {
        fields.text("post_date_gmt", &date(item.date_gmt));
    }
    if item.modified_gmt.or(item.modified) != item.date_gmt.or(item.date) {
        fields.text("post_modified", &date(item.modified));
        fields.text("post_modified_gmt", &date(item.modified_gmt));
    }
}

/// Texts that have a place on an article only, or on an asset.
fn texts(item: &Item, held: &Held<'_>, fields: &mut Fields) {
    fields.text("description", &item.description);
    match held.made {
        Made::Article => fields.text("attachment_url", &item.attachment_url),
        Made::Page => fields.text("excerpt", &item.excerpt),
        Made::Asset => {
            fields.text("content", &item.content);
            fields.text("attachment_url", &item.attachment_url);
        }
    }
}

/// Fields of plugins, where they have no row of their own: an article's have.
fn meta<'a>(item: &'a Item, held: &Held<'_>) -> Vec<(&'a str, &'a str)> {
    let all = pairs(&item.meta).filter(|(key, _)| *key != LOCK);
    match held.made {
        Made::Article => {
            let placed = |key: &str| key == "_thumbnail_id" && held.has_picture;
            all.filter(|(key, _)| is_aside(key) && !placed(key)).collect()
        }
        Made::Page => all.collect(),
        Made::Asset => all.filter(|(key, _)| !FILE_KEYS.contains(key)).collect(),
    }
}

/// Whether a field of a comment holds a network address: its writer's, or any. Akismet keeps the
/// whole request.
fn tells_network(key: &str, value: &str, ip: &str) -> bool {
    let is_address = |word: &str| word.parse::<IpAddr>().is_ok();
    let words = || value.split(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, ':' | '.')));
    let parts = || words().flat_map(|word| word.split(':'));
    key.contains("akismet")
        || (!ip.trim().is_empty() && value.contains(ip.trim()))
        || words().chain(parts()).any(|word| is_address(word.trim_matches('.')))
}

fn pairs(meta: &[Meta]) -> impl Iterator<Item = (&str, &str)> {
    meta.iter().map(|meta| (meta.key.as_str(), meta.value.as_str()))
}

/// Whether a local time says more than the moment does: that of a site in this zone, or of one that ran
/// on UTC, does not.
fn says_more(local: Option<DateTime>, at: Timestamp, zone: &TimeZone) -> bool {
    local.is_some_and(|local| zone.to_datetime(at) != local && TimeZone::UTC.to_datetime(at) != local)
}

fn date(at: Option<DateTime>) -> String {
    at.map(|at| at.strftime("%F %T").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
