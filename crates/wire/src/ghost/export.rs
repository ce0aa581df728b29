//! What an export holds, in the words of Ghost's tables
//! (<https://github.com/TryGhost/Ghost/blob/main/ghost/core/core/server/data/schema/schema.js>).
//!
//! Nothing is decided here: a state is still Ghost's word for it. Fields that were renamed between
//! versions have the newer name, what has no field of its own stays in `rest`.

use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::error::ReadError;
use super::fields::{Row, first_text, flag, key, moment, order, text};
use super::read::{Found, Reading, tables};

/// Tables whose rows are kept; of all others only the number is.
const KEPT: [&str; 6] = ["settings", "users", "tags", "posts_tags", "posts_authors", "posts_meta"];

/// An export without its posts.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// What it says of itself: `version`, `exported_on`.
    pub meta: Option<Value>,
    /// Settings: key and value.
    pub settings: Vec<(String, String)>,
    /// Those who may write.
    pub users: Vec<User>,
    /// Tags, internal ones too.
    pub tags: Vec<Tag>,
    /// How many rows each table has.
    pub counts: BTreeMap<String, u64>,
    /// Rows that are no objects: their tables.
    pub broken: Vec<String>,
    tags_of: HashMap<String, Vec<(i64, String)>>,
    authors_of: HashMap<String, Vec<(i64, String)>>,
    meta_of: HashMap<String, Row>,
}

/// Somebody who may write.
#[derive(Clone, Default, PartialEq)]
pub struct User {
    /// Ghost's key; empty where the export gives none.
    pub id: String,
    /// Their part of the address.
    pub slug: String,
    /// The name as printed.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// A few sentences.
    pub bio: String,
    /// Address of their picture.
    pub picture: String,
    /// What else is known of them, without passwords and tokens.
    pub rest: Map<String, Value>,
}

impl std::fmt::Debug for User {
    /// Leaves out what must not slip into a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("slug", &self.slug).finish_non_exhaustive()
    }
}

/// A tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tag {
    /// Ghost's key.
    pub id: String,
    /// Its part of the address.
    pub slug: String,
    /// Its name; that of an internal one begins with `#`.
    pub name: String,
    /// Whether readers never see it.
    pub is_internal: bool,
    /// What else is known of it.
    pub rest: Map<String, Value>,
}

/// A post or page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// Ghost's key.
    pub id: String,
    /// What tells it from others of its key.
    pub uuid: String,
    /// Its headline.
    pub title: String,
    /// Its part of the address.
    pub slug: String,
    /// Its text as Ghost 5 and later store it.
    pub lexical: String,
    /// Its text as Ghost 1 to 4 stored it.
    pub mobiledoc: String,
    /// Its text as it was shown.
    pub html: String,
    /// Its text as Ghost 0.x stored it.
    pub markdown: String,
    /// Address of its lead picture.
    pub picture: String,
    /// What is said of the lead picture; may hold HTML.
    pub picture_caption: String,
    /// What those hear who cannot see the lead picture.
    pub picture_alt: String,
    /// The summary that somebody wrote for it.
    pub excerpt: String,
    /// Whether it is a page.
    pub is_page: bool,
    /// `published`, `draft`, `scheduled`, `sent`.
    pub status: String,
    /// `public`, `members`, `paid`, `tiers`, or a filter of tiers; empty in old exports.
    pub visibility: String,
    /// Whether it went out by mail only.
    pub is_mail_only: bool,
    /// Its language, where one was chosen for it.
    pub language: String,
    /// When it was or is to be published.
    pub published_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
    /// Whether `published_at` says something that is no date.
    pub has_bad_date: bool,
    /// The key of its author in exports that know only one.
    pub author: String,
    /// Where it stands first, as its writer says.
    pub canonical_url: String,
    /// Whether it brings code of its own for head or foot of its page.
    pub has_code: bool,
    /// What else is known of it.
    pub rest: Map<String, Value>,
}

impl Export {
    /// Reads all but the posts.
    ///
    /// # Errors
    /// When the file cannot be read or is no export.
    pub fn read(file: impl BufRead, reading: &Reading) -> Result<Export, ReadError> {
        let mut export = Export::default();
        tables(file, reading, &|table| KEPT.contains(&table), &mut |found| {
            match found {
                Found::Meta(meta) => export.meta = Some(meta),
                Found::Row(table, row) => export.row(table, row),
                Found::Table(table, rows) => *export.counts.entry(table.to_owned()).or_default() += rows,
                Found::NoRow(table) => export.broken.push(table.to_owned()),
            }
            true
        })?;
        for of in [&mut export.tags_of, &mut export.authors_of] {
            of.values_mut().for_each(|list| list.sort_by_key(|(order, _)| *order));
        }
        Ok(export)
    }

    fn row(&mut self, table: &str, mut row: Row) {
        let joined = |row: &Row, to: &str| (key(row, "post_id"), (order(row, "sort_order"), key(row, to)));
        match table {
            "settings" => {
                let name = text(&mut row, "key");
                let value = match row.remove("value") {
                    Some(Value::String(text)) => text,
                    Some(Value::Null) | None => String::new(),
                    Some(other) => other.to_string(),
                };
                self.settings.push((name, value));
            }
            "users" => self.users.push(User::of(row)),
            "tags" => self.tags.push(Tag::of(row)),
            "posts_tags" => {
                let (post, tag) = joined(&row, "tag_id");
                self.tags_of.entry(post).or_default().push(tag);
            }
            "posts_authors" => {
                let (post, author) = joined(&row, "author_id");
                self.authors_of.entry(post).or_default().push(author);
            }
            "posts_meta" => drop(self.meta_of.insert(key(&row, "post_id"), row)),
            _ => {}
        }
    }

    /// A setting, under the first of these names that it has; empty where there is none.
    pub fn setting(&self, names: &[&str]) -> &str {
        names
            .iter()
            .filter_map(|name| self.settings.iter().find(|(key, _)| key == name))
            .map(|(_, value)| value.trim())
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// The keys of a post's tags in their order.
    pub fn tags_of(&self, post: &Post) -> impl Iterator<Item = &str> {
        self.tags_of.get(&post.id).into_iter().flatten().map(|(_, tag)| tag.as_str())
    }

    /// The keys of a post's authors in the order of the byline.
    pub fn authors_of<'a>(&'a self, post: &'a Post) -> impl Iterator<Item = &'a str> {
        let joined = self.authors_of.get(&post.id).map_or(&[][..], Vec::as_slice);
        // Older exports know one author, and some that know several name only that one.
        let alone = joined.is_empty() && !post.author.is_empty();
        joined.iter().map(|(_, author)| author.as_str()).chain(alone.then_some(post.author.as_str()))
    }

    /// Adds what a table of its own says of a post since Ghost 3.
    pub fn complete(&self, post: &mut Post) {
        if let Some(meta) = self.meta_of.get(&post.id) {
            let mut meta = meta.clone();
            meta.remove("id");
            meta.remove("post_id");
            post.add(meta);
        }
    }
}

impl User {
    fn of(mut row: Row) -> User {
        let id = key(&row, "id");
        let user = User {
            slug: text(&mut row, "slug"),
            name: text(&mut row, "name"),
            email: text(&mut row, "email"),
            bio: text(&mut row, "bio"),
            picture: first_text(&mut row, &["profile_image", "image"]),
            id,
            rest: Row::new(),
        };
        let secret = |name: &str| ["password", "token", "secret"].iter().any(|word| name.contains(word));
        row.retain(|name, value| name != "id" && !secret(name) && says_something(value));
        User { rest: row, ..user }
    }
}

impl Tag {
    fn of(mut row: Row) -> Tag {
        let id = key(&row, "id");
        let (slug, name) = (text(&mut row, "slug"), text(&mut row, "name"));
        let is_internal = name.trim_start().starts_with('#')
            || row.get("visibility").is_some_and(|visibility| visibility == "internal")
            || flag(&mut row, "hidden");
        row.retain(|name, value| name != "id" && says_something(value));
        Tag { id, slug, name, is_internal, rest: row }
    }
}

impl Post {
    /// The post that a row of `posts` is.
    pub(super) fn of(mut row: Row) -> Post {
        let id = key(&row, "id");
        let of_type = text(&mut row, "type");
        let stated = row.get("published_at").filter(|value| says_something(value));
        let published_at = stated.and_then(moment);
        let has_bad_date = stated.is_some() && published_at.is_none();
        let language = first_text(&mut row, &["locale", "language"]);
        let code = first_text(&mut row, &["codeinjection_head", "codeinjection_foot"]);
        let mut post = Post {
            id,
            uuid: text(&mut row, "uuid"),
            title: text(&mut row, "title"),
            slug: text(&mut row, "slug"),
            lexical: body(&mut row, "lexical"),
            mobiledoc: body(&mut row, "mobiledoc"),
            html: text(&mut row, "html"),
            markdown: text(&mut row, "markdown"),
            picture: first_text(&mut row, &["feature_image", "image"]),
            excerpt: text(&mut row, "custom_excerpt"),
            is_page: flag(&mut row, "page") || of_type == "page",
            status: text(&mut row, "status"),
            visibility: text(&mut row, "visibility"),
            // Every post of Ghost 0.x says this, whatever it is written in.
            language: if language == "en_US" { String::new() } else { language },
            published_at,
            has_bad_date,
            created_at: row.get("created_at").and_then(moment),
            updated_at: row.get("updated_at").and_then(moment),
            author: first_key(&row, &["author_id", "author"]),
            canonical_url: text(&mut row, "canonical_url"),
            has_code: !code.trim().is_empty(),
            ..Post::default()
        };
        for name in ["id", "published_at", "author_id", "author", "plaintext", "amp"] {
            row.remove(name);
        }
        post.add(row);
        post
    }

    /// Adds further fields.
    fn add(&mut self, mut row: Row) {
        for (place, name) in [
            (&mut self.picture_alt, "feature_image_alt"),
            (&mut self.picture_caption, "feature_image_caption"),
        ] {
            let said = text(&mut row, name);
            if !said.is_empty() {
                *place = said;
            }
        }
        self.is_mail_only |= flag(&mut row, "email_only");
        row.retain(|_, value| says_something(value));
        self.rest.extend(row);
    }
}

/// A text that is JSON within JSON, or, in some exports that others wrote, JSON as it is.
fn body(row: &mut Row, name: &str) -> String {
    match row.remove(name) {
        Some(Value::String(text)) => text,
        Some(value @ Value::Object(_)) => value.to_string(),
        _ => String::new(),
    }
}

fn first_key(row: &Row, names: &[&str]) -> String {
    names.iter().map(|name| key(row, name)).find(|key| !key.is_empty()).unwrap_or_default()
}

/// Whether a field holds more than nothing.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn export(tables: &Value) -> Export {
        let text = json!({"meta": {"version": "5.0"}, "data": tables}).to_string();
        Export::read(text.as_bytes(), &Reading::default()).expect("an export")
    }

    fn post(row: Value) -> Post {
        let Value::Object(row) = row else { panic!("an object") };
        Post::of(row)
    }

    #[test]
    fn joined_tables_keep_their_order_and_the_single_author_of_old_stands_in() {
        let export = export(&json!({
            "posts_tags": [{"post_id": 1, "tag_id": 5, "sort_order": 1}, {"post_id": 1, "tag_id": 4, "sort_order": 0}],
            "posts_authors": [{"post_id": "1", "author_id": "a"}],
        }));
        let (first, second) =
            (post(json!({"id": 1, "author_id": "b"})), post(json!({"id": "2", "author_id": 7})));
        assert_eq!(export.tags_of(&first).collect::<Vec<_>>(), ["4", "5"]);
        assert_eq!(export.authors_of(&first).collect::<Vec<_>>(), ["a"]);
        assert_eq!(export.authors_of(&second).collect::<Vec<_>>(), ["7"]);
    }

    #[test]
    fn fields_are_the_same_under_their_old_and_new_names() {
        let old =
            post(json!({"id": 1, "image": "/a.jpg", "page": 1, "language": "en_US", "meta_title": "M"}));
        let mut new = post(json!({"id": "1", "feature_image": "/a.jpg", "type": "page", "locale": null}));
        let export =
            export(&json!({"posts_meta": [{"id": "x", "post_id": "1", "meta_title": "M", "email_only": 0}]}));
        export.complete(&mut new);
        assert_eq!(new, old);
        assert!(post(json!({"published_at": "bald"})).has_bad_date);
    }

    #[test]
    fn passwords_and_tokens_are_not_even_read() {
        let export = export(
            &json!({"users": [{"id": 1, "name": "Anna", "password": "$2a$", "ghost_auth_access_token": "t", "location": "Ulm"}]}),
        );
        assert_eq!(export.users[0].rest.keys().collect::<Vec<_>>(), ["location"]);
    }

    #[test]
    fn internal_tags_are_known_by_their_name_and_by_what_is_said_of_them() {
        let export = export(&json!({"tags": [
            {"name": "#intern", "slug": "hash-intern"}, {"name": "Offen", "visibility": "public"}, {"name": "Zu", "visibility": "internal"}
        ]}));
        assert_eq!(export.tags.iter().map(|tag| tag.is_internal).collect::<Vec<_>>(), [true, false, true]);
    }
}
