//! An export imported by the built program, and read back from the archive.
//!
//! What is found is put into the words of [`wire::wordpress::facts`], so that the same expectations
//! are asked of both. Numbers, logins and slugs of WordPress come from the rows of `imported`, and so
//! does what the archive keeps aside ([`super::kept`]).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use newsroom::document::Document;
use newsroom::document::html::to_canonical_html;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Value, json};

use super::kept;
use crate::data::records;
use crate::imported::{Newsroom, ZONE};

/// Imports an export into a newsroom of its own. The inner error says why the program refused it.
pub(crate) fn import(program: &Path, export: &Path) -> Result<Result<Value, String>> {
    let newsroom = Newsroom::new(program)?;
    if let Err(why) = newsroom.import("wordpress", export)? {
        return Ok(Err(why));
    }
    let db = Connection::open_with_flags(newsroom.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let archive = Archive { db, report: records(&newsroom.report())?, zone: TimeZone::get(ZONE)? };
    archive.facts().map(Ok)
}

struct Archive {
    db: Connection,
    report: Vec<Value>,
    zone: TimeZone,
}

impl Archive {
    fn facts(&self) -> Result<Value> {
        let source: Option<String> =
            self.all("SELECT DISTINCT source FROM imported", [], |row| row.get(0))?.pop();
        let address =
            source.as_deref().and_then(|source| source.strip_prefix("wordpress ")).unwrap_or_default();
        let mut posts = self.posts(address)?;
        let links: Vec<Value> = posts
            .iter_mut()
            .map(|post| post.as_object_mut().and_then(|fields| fields.remove("link")).unwrap_or_default())
            .collect();
        let site = kept::read(&self.kept("site", "channel")?)?;
        let said = |name: &str| site.get(name).cloned().unwrap_or_else(|| "".into());
        Ok(json!({
            "version": site.get("wxr_version"),
            "title": said("title"),
            "base_blog_url": said("base_blog_url"),
            "base_url": said("base_site_url"),
            "authors": self.authors()?,
            "categories": self.categories()?,
            "tags": self.tags()?,
            "terms": self.terms()?,
            "links": links,
            "counts": self.counts(&posts)?,
            "posts": posts,
        }))
    }

    /// What was kept of a thing.
    fn kept(&self, kind: &str, key: &str) -> Result<String> {
        let found =
            self.all("SELECT kept FROM imported WHERE kind = ?1 AND key = ?2", [kind, key], |row| {
                row.get::<_, String>(0)
            })?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    fn authors(&self) -> Result<Vec<Value>> {
        self.with_kept(
            "SELECT kept, imported.key, authors.name FROM imported \
             JOIN authors ON authors.id = imported.target WHERE kind = 'author' ORDER BY imported.rowid",
            |row| {
                Ok(json!({
                    "author_id": 0,
                    "author_login": text(row, 1)?,
                    "author_email": "",
                    "author_display_name": text(row, 2)?,
                    "author_first_name": "",
                    "author_last_name": "",
                }))
            },
        )
    }

    fn categories(&self) -> Result<Vec<Value>> {
        self.with_kept(
            "SELECT kept, imported.key, name, description, \
                 COALESCE((SELECT above.key FROM imported AS above \
                           WHERE above.kind = 'section' AND above.target = sections.parent), '') \
             FROM imported JOIN sections ON sections.id = imported.target \
             JOIN section_names ON section_names.section = sections.id \
             WHERE kind = 'section' ORDER BY sections.position",
            |row| {
                Ok(json!({
                    "term_id": 0,
                    "termmeta": [],
                    "category_nicename": text(row, 1)?,
                    "cat_name": text(row, 2)?,
                    "category_description": text(row, 3)?,
                    "category_parent": text(row, 4)?,
                }))
            },
        )
    }

    fn tags(&self) -> Result<Vec<Value>> {
        self.with_kept(
            "SELECT kept, substr(imported.key, 5), name FROM imported \
             JOIN topic_names ON topic_names.topic = imported.target \
             WHERE kind = 'topic' AND imported.key LIKE 'tag:%' ORDER BY imported.rowid",
            |row| {
                Ok(json!({
                    "term_id": 0,
                    "termmeta": [],
                    "tag_slug": text(row, 1)?,
                    "tag_name": text(row, 2)?,
                    "tag_description": "",
                }))
            },
        )
    }

    /// Terms of other taxonomies, whether they became topics or not.
    fn terms(&self) -> Result<Vec<Value>> {
        self.with_kept(
            "SELECT kept, key FROM imported WHERE kind = 'term' \
             OR (kind = 'topic' AND key NOT LIKE 'tag:%' AND key NOT LIKE 'category:%') ORDER BY rowid",
            |row| {
                let key = text(row, 1)?;
                let (taxonomy, slug) = key.split_once(':').unwrap_or_default();
                Ok(json!({
                    "term_id": 0,
                    "termmeta": [],
                    "term_taxonomy": taxonomy,
                    "slug": slug,
                    "term_parent": "",
                    "term_description": "",
                }))
            },
        )
    }

    /// Things with what was kept of each, which stands in the first column.
    fn with_kept(&self, sql: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<Value>) -> Result<Vec<Value>> {
        let rows = self.all(sql, [], |row| Ok((text(row, 0)?, read(row)?)))?;
        rows.into_iter()
            .map(|(words, mut thing)| {
                kept::over(&mut thing, kept::read(&words)?);
                Ok(thing)
            })
            .collect()
    }

    /// Articles and pages in the order in which they came.
    fn posts(&self, address: &str) -> Result<Vec<Value>> {
        let rows: Vec<(String, String, String, i64, String)> = self.all(
            "SELECT kind, key, mark, target, kept FROM imported \
             WHERE kind IN ('article', 'page') ORDER BY rowid",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        )?;
        let mut posts = Vec::with_capacity(rows.len());
        for (kind, key, mark, id, words) in rows {
            let mut post = if kind == "page" { self.page(id)? } else { self.article(id)? };
            let number = key.split(' ').next().unwrap_or_default();
            post["post_id"] = number.parse::<u64>().map_or(Value::Null, Value::from);
            post["guid"] = mark.into();
            let path = post.as_object_mut().and_then(|fields| fields.remove("path"));
            if let Some(path) = path.as_ref().and_then(Value::as_str) {
                post["link"] = format!("{address}{path}").into();
            }
            kept::over_post(&mut post, kept::read(&words)?);
            posts.push(post);
        }
        Ok(posts)
    }

    fn article(&self, id: i64) -> Result<Value> {
        let mut post = self.one(
            "SELECT headline, standfirst, body, slug, state, path, COALESCE(published_at, due_at), comments, \
                 (SELECT imported.key FROM article_authors \
                  JOIN imported ON imported.kind = 'author' AND imported.target = article_authors.author \
                  WHERE article_authors.article = articles.id AND article_authors.position = 0), \
                 (SELECT imported.key FROM imported WHERE kind = 'asset' AND target = revisions.picture) \
             FROM articles JOIN revisions ON revisions.id = articles.latest WHERE articles.id = ?1",
            id,
            |row| {
                let at = row.get::<_, Option<i64>>(6)?;
                Ok(json!({
                    "post_title": text(row, 0)?,
                    "post_excerpt": text(row, 1)?,
                    "body": text(row, 2)?,
                    "post_name": text(row, 3)?,
                    "status": status(&text(row, 4)?),
                    "path": row.get::<_, Option<String>>(5)?,
                    "post_date": at.map(|at| self.local(at)),
                    "post_date_gmt": at.map(moment),
                    "comment_status": text(row, 7)?,
                    "post_author": row.get::<_, Option<String>>(8)?,
                    "post_type": "post",
                    "picture": row.get::<_, Option<String>>(9)?,
                }))
            },
        )?;
        body(&mut post)?;
        let terms = self.terms_of(id)?;
        let mut meta = self.all(
            "SELECT name, value FROM article_meta WHERE article = ?1 ORDER BY position",
            [id],
            |row| Ok(json!({"key": text(row, 0)?, "value": text(row, 1)?})),
        )?;
        let picture = post.as_object_mut().and_then(|fields| fields.remove("picture")).unwrap_or_default();
        if let Some(key) = picture.as_str() {
            let number = key.split(' ').next().unwrap_or_default();
            meta.push(json!({"key": "_thumbnail_id", "value": number}));
        }
        let comments = self.comments(id)?;
        for (name, list) in [("terms", terms), ("postmeta", meta), ("comments", comments)] {
            if !list.is_empty() {
                post[name] = list.into();
            }
        }
        Ok(post)
    }

    /// A moment as clocks showed it.
    fn local(&self, millis: i64) -> String {
        Timestamp::from_millisecond(millis)
            .map_or_else(|_| String::new(), |at| self.zone.to_datetime(at).strftime("%F %T").to_string())
    }

    /// Home section, other sections, topics.
    fn terms_of(&self, article: i64) -> Result<Vec<Value>> {
        self.all(
            "SELECT 'category', imported.key, name, 0 AS place, 0 AS position FROM articles \
             JOIN imported ON kind = 'section' AND target = articles.section \
             JOIN section_names ON section_names.section = articles.section WHERE articles.id = ?1 \
             UNION ALL \
             SELECT 'category', imported.key, name, 1, imported.rowid FROM article_sections \
             JOIN imported ON kind = 'section' AND target = article_sections.section \
             JOIN section_names ON section_names.section = article_sections.section \
             WHERE article_sections.article = ?1 \
             UNION ALL \
             SELECT CASE substr(imported.key, 1, 4) WHEN 'tag:' THEN 'post_tag' \
                        ELSE substr(imported.key, 1, instr(imported.key, ':') - 1) END, \
                    substr(imported.key, instr(imported.key, ':') + 1), name, 2, position FROM article_topics \
             JOIN imported ON kind = 'topic' AND target = article_topics.topic \
             JOIN topic_names ON topic_names.topic = article_topics.topic \
             WHERE article_topics.article = ?1 ORDER BY 4, 5",
            [article],
            |row| Ok(json!({"domain": text(row, 0)?, "slug": text(row, 1)?, "name": text(row, 2)?})),
        )
    }

    fn comments(&self, article: i64) -> Result<Vec<Value>> {
        let number = |key: Option<String>| {
            key.as_deref().and_then(|key| key.rsplit(':').next()).and_then(|id| id.parse::<u64>().ok())
        };
        let rows = self.all(
            "SELECT imported.key, name, email, website, text, at, state, \
                 (SELECT above.key FROM imported AS above \
                  WHERE above.kind = 'comment' AND above.target = comments.parent), kept \
             FROM comments JOIN imported ON kind = 'comment' AND target = comments.id \
             WHERE article = ?1 ORDER BY comments.id",
            [article],
            |row| {
                let comment = json!({
                    "comment_id": number(row.get(0)?),
                    "comment_author": text(row, 1)?,
                    "comment_author_email": text(row, 2)?,
                    "comment_author_url": row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    "comment_content": text(row, 4)?,
                    "comment_date": dated(row.get(5)?).map(|at| self.local(at)),
                    "comment_date_gmt": dated(row.get(5)?).map(moment),
                    "comment_type": "",
                    "comment_user_id": 0,
                    "comment_approved": match text(row, 6)?.as_str() {
                        "approved" => "1",
                        "spam" => "spam",
                        _ => "0",
                    },
                    "comment_parent": number(row.get(7)?).unwrap_or_default(),
                    "commentmeta": [],
                });
                Ok((comment, text(row, 8)?))
            },
        )?;
        rows.into_iter()
            .map(|(mut comment, words)| {
                kept::over(&mut comment, kept::read(&words)?);
                Ok(comment)
            })
            .collect()
    }

    /// A page; the one above it is known by its address.
    fn page(&self, id: i64) -> Result<Value> {
        let mut page =
            self.one("SELECT title, body, slug, state, path FROM pages WHERE id = ?1", id, |row| {
                Ok(json!({
                    "post_title": text(row, 0)?,
                    "body": text(row, 1)?,
                    "post_name": text(row, 2)?,
                    "status": status(&text(row, 3)?),
                    "path": text(row, 4)?,
                    "post_type": "page",
                }))
            })?;
        body(&mut page)?;
        let path = page["path"].as_str().unwrap_or_default().trim_end_matches('/').to_owned();
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        let parent: Option<String> = self
            .all(
                "SELECT key FROM imported JOIN pages ON pages.id = target \
                 WHERE kind = 'page' AND path IN (?1, ?1 || '/')",
                [above],
                |row| row.get(0),
            )?
            .pop();
        page["post_parent"] = json!(parent.and_then(|key| key.parse::<u64>().ok()).unwrap_or(0));
        let comments: Vec<(String, String)> = self.all(
            "SELECT key, kept FROM imported WHERE kind = 'page comment' AND target = ?1 ORDER BY rowid",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let comments: Vec<Value> = comments
            .into_iter()
            .map(|(key, words)| {
                let number = key.rsplit(':').next().and_then(|id| id.parse::<u64>().ok());
                let mut comment = json!({"comment_id": number, "comment_parent": 0});
                kept::over(&mut comment, kept::read(&words)?);
                Ok(comment)
            })
            .collect::<Result<_>>()?;
        if !comments.is_empty() {
            page["comments"] = comments.into();
        }
        Ok(page)
    }

    /// How much of each thing there is in the archive, or named in the report with the reason why
    /// it is not. Authors and terms are those that the export names anywhere.
    fn counts(&self, posts: &[Value]) -> Result<Value> {
        let left =
            |what: &str| self.report.last().and_then(|last| last["counts"][what].as_u64()).unwrap_or(0);
        let noted = |thing: &str, note: &str| {
            let names = |line: &&Value| {
                line["thing"].as_str().is_some_and(|words| words.starts_with(thing))
                    && line["note"].as_str().is_some_and(|words| words.contains(note))
            };
            self.report.iter().filter(names).count() as u64
        };
        let rows = |sql: &str| -> Result<u64> {
            Ok(self.db.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
        };
        let attachments = rows("SELECT COUNT(*) FROM imported WHERE kind = 'asset'")?
            + left("attachments without their file");
        let entries = rows("SELECT COUNT(*) FROM imported WHERE kind = 'menu entry'")?
            + noted("nav_menu_item ", "left out");
        // What is named in the report as left behind, by its kind and the state that the reason tells.
        let mut left_items: Vec<(&str, &str)> = Vec::new();
        for line in &self.report {
            let (Some(thing), Some(note)) = (line["thing"].as_str(), line["note"].as_str()) else { continue };
            let status = match note {
                "it lay in WordPress's bin" => "trash",
                "it is an automatic draft without content" => "auto-draft",
                "it is an older state of another item" => "inherit",
                _ if note.starts_with("it is a trace of work") => "publish",
                _ if note.contains("this item twice") => "publish",
                _ => continue,
            };
            if !thing.starts_with("comment ") {
                left_items.push((thing.split(' ').next().unwrap_or_default(), status));
            }
        }
        let aside = self.with_kept("SELECT kept FROM imported WHERE kind = 'item'", |_| Ok(json!({})))?;
        let word = |item: &Value, field: &str| item[field].as_str().unwrap_or("inherit").to_owned();
        let aside: Vec<(String, String)> =
            aside.iter().map(|item| (word(item, "post_type"), word(item, "status"))).collect();
        left_items.extend(aside.iter().map(|(kind, status)| (kind.as_str(), status.as_str())));
        let under_pages = rows("SELECT COUNT(*) FROM imported WHERE kind = 'page comment'")?;
        // Of each word that posts have in a field, and of those that are no posts here.
        let all = |field: &str, others: &[(&str, u64)]| -> BTreeMap<String, u64> {
            let left = left_items.iter().map(|(kind, status)| if field == "status" { status } else { kind });
            let words = posts.iter().filter_map(|post| post[field].as_str()).chain(left.copied());
            let words = words.map(|word| (word, 1));
            let mut counts = BTreeMap::new();
            for (word, number) in words.chain(others.iter().copied()) {
                if !word.is_empty() && number > 0 {
                    *counts.entry(word.to_owned()).or_default() += number;
                }
            }
            counts
        };
        Ok(json!({
            "channel_author": rows("SELECT COUNT(*) FROM imported WHERE kind = 'author'")?,
            "channel_category": rows("SELECT COUNT(*) FROM imported WHERE kind = 'section'")?,
            "channel_tag": rows("SELECT COUNT(*) FROM imported WHERE kind = 'topic'")?,
            "comments": rows("SELECT COUNT(*) FROM comments")? + left("comments left behind") + under_pages,
            "items": posts.len() + left_items.len() + usize::try_from(attachments + entries)?,
            "channel_term": self.terms()?.len(),
            "post_types": all("post_type", &[("attachment", attachments), ("nav_menu_item", entries)]),
            "statuses": all("status", &[("inherit", attachments), ("publish", entries)]),
        }))
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.db.prepare(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn one(
        &self,
        sql: &str,
        id: i64,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<Value>,
    ) -> Result<Value> {
        Ok(self.db.query_row(sql, [id], read)?)
    }
}

fn text(row: &Row<'_>, place: usize) -> rusqlite::Result<String> {
    row.get(place)
}

/// WordPress's word for a state.
fn status(state: &str) -> &str {
    match state {
        "published" => "publish",
        "scheduled" => "future",
        other => other,
    }
}

/// The time of a comment, unless it came without one.
fn dated(millis: i64) -> Option<i64> {
    (millis != newsroom::comment::UNDATED.as_millisecond()).then_some(millis)
}

fn moment(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| String::new(), |at| at.strftime("%F %T").to_string())
}

/// The text, as words where it is nothing but paragraphs, else as HTML.
fn body(post: &mut Value) -> Result<()> {
    let document = Document::from_json(post["body"].as_str().unwrap_or_default())?;
    let html = to_canonical_html(&document);
    let marked = html
        .split('<')
        .skip(1)
        .any(|tag| !(tag.starts_with("p>") || tag.starts_with("p ") || tag.starts_with("/p>")));
    post["post_content"] = if marked { html.into() } else { document.plain_text().trim().into() };
    post.as_object_mut().map(|fields| fields.remove("body"));
    Ok(())
}
