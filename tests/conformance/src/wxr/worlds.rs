//! What the tests of the upstream projects look at, made from what our reader found, or from what the archive keeps of it.
//!
//! WordPress's importer has tests of its parser, whose words `facts` uses, and tests of the
//! database after an import. Superdesk's ingest has words of its own.

use serde_json::{Map, Value, json};

use super::ops;

/// One fixture as one test sees it.
pub(crate) struct World {
    read: Result<Value, String>,
    from: From,
    kind: Kind,
    /// Which post a test that goes through them one by one is at.
    turn: Option<usize>,
}

/// Where what is seen was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    File,
    Archive,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Parser,
    Database,
    Superdesk,
}

impl World {
    pub(crate) fn new(read: Result<Value, String>, from: From, fixture: &str, test: &str) -> World {
        let kind = if test.starts_with("import.php") {
            Kind::Database
        } else if fixture.contains("tests/io/fixtures") {
            Kind::Superdesk
        } else {
            Kind::Parser
        };
        World { read, from, kind, turn: None }
    }

    pub(crate) fn ask(&mut self, op: &str, at: &str, expected: &Value) -> Result<(), String> {
        let read = match (&self.read, op) {
            (Err(_), "rejected") => return Ok(()),
            (Ok(_), "rejected") => return Err("it was read".into()),
            (Err(error), _) => return Err(error.clone()),
            (Ok(read), _) => read.clone(),
        };
        if op == "counts" && self.from == From::Archive {
            return ops::accounted(&read["counts"], expected);
        }
        if op == "counts" {
            return ops::holds(op, read.get("counts"), expected);
        }
        if self.kind == Kind::Database && at == "/post/post_title" {
            self.turn = Some(self.turn.map_or(0, |turn| turn + 1));
        }
        let seen = match self.kind {
            Kind::Parser => parser(&read),
            Kind::Database => database(&read, self.turn.unwrap_or(0)),
            Kind::Superdesk => superdesk(&read),
        };
        if self.from == From::Archive
            && let Some(terms) = as_terms(expected)
        {
            // Its own order, and one word for what WordPress called “tag” first and “post_tag” later.
            return ops::holds("same_set", seen.pointer(at), &terms);
        }
        if let Some(list) = at.strip_suffix("/#count") {
            return ops::holds("count", seen.pointer(list), expected);
        }
        ops::holds(op, seen.pointer(at), expected)
    }
}

/// The terms of a post, if a value is a list of such.
fn as_terms(value: &Value) -> Option<Value> {
    let mut terms =
        value.as_array().filter(|list| list.iter().any(|term| term["domain"].is_string()))?.clone();
    for term in &mut terms {
        if term["domain"] == "tag" {
            term["domain"] = json!("post_tag");
        }
    }
    Some(terms.into())
}

fn list<'a>(read: &'a Value, name: &str) -> &'a [Value] {
    read[name].as_array().map_or(&[], Vec::as_slice)
}

/// The parser's result, and the names its tests give to the first of each.
fn parser(read: &Value) -> Value {
    let mut seen = read.clone();
    seen["first_author"] = read["authors"][0].clone();
    seen["first_post"] = read["posts"][0].clone();
    seen["post"] = read["posts"][0].clone();
    seen["comment"] = read["posts"][0]["comments"][0].clone();
    seen["term"] = read["terms"][0].clone();
    seen
}

/// The database of a WordPress into which the export was imported.
fn database(read: &Value, turn: usize) -> Value {
    let mut seen = Map::new();
    for category in list(read, "categories") {
        let parent = category["category_parent"].as_str().unwrap_or_default();
        let parent = if parent.is_empty() { json!(0) } else { json!(parent) };
        seen.insert(
            category["category_nicename"].as_str().unwrap_or_default().into(),
            json!({"name": category["cat_name"], "parent": parent, "description": category["category_description"]}),
        );
    }
    for tag in list(read, "tags") {
        seen.insert(tag["tag_slug"].as_str().unwrap_or_default().into(), json!({"name": tag["tag_name"]}));
    }
    for author in list(read, "authors") {
        seen.insert(
            author["author_login"].as_str().unwrap_or_default().into(),
            json!({
                "user_login": author["author_login"],
                "user_email": author["author_email"],
                "display_name": author["author_display_name"],
                "user_firstname": author["author_first_name"],
                "user_lastname": author["author_last_name"],
            }),
        );
    }
    // WordPress lists the newest number first; numbers are given in the order of the file.
    let posts: Vec<Value> = list(read, "posts").iter().rev().map(row).collect();
    let comments: Vec<Value> =
        list(read, "posts").iter().flat_map(|post| list(post, "comments")).cloned().collect();
    seen.insert("user_count".into(), json!({"total_users": list(read, "authors").len()}));
    seen.insert("post_count".into(), states(read, "post"));
    seen.insert("page_count".into(), states(read, "page"));
    seen.insert("comment_count".into(), json!({"total_comments": comments.len()}));
    seen.insert("comments".into(), comments.into());
    let post = posts.get(turn).cloned().unwrap_or_default();
    seen.insert("cats".into(), terms(&post, &["category"]));
    seen.insert("tags".into(), terms(&post, &["post_tag", "tag"]));
    seen.insert("post".into(), post);
    seen.insert("posts".into(), posts.into());
    seen.into()
}

fn row(post: &Value) -> Value {
    let mut row = post.clone();
    row["post_status"] = post["status"].clone();
    row
}

fn states(read: &Value, kind: &str) -> Value {
    let mut counts: Map<String, Value> = Map::new();
    for post in list(read, "posts").iter().filter(|post| post["post_type"] == kind) {
        let count = counts.entry(post["status"].as_str().unwrap_or_default()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap_or(0) + 1);
    }
    counts.into()
}

fn terms(post: &Value, domains: &[&str]) -> Value {
    let mut terms: Vec<Value> = list(post, "terms")
        .iter()
        .filter(|term| term["domain"].as_str().is_some_and(|domain| domains.contains(&domain)))
        .cloned()
        .collect();
    terms.sort_by_key(|term| term["name"].as_str().unwrap_or_default().to_lowercase());
    terms.into()
}

/// Superdesk's items. What its tests' make-believe media server adds (renditions, content types)
/// is no part of the file and cannot be found here.
fn superdesk(read: &Value) -> Value {
    let posts = list(read, "posts");
    let items: Vec<Value> = posts
        .iter()
        .zip(list(read, "links"))
        .filter(|(post, _)| post["post_type"] != "attachment")
        .map(|(post, link)| superdesk_item(post, link, posts))
        .collect();
    items.into()
}

fn superdesk_item(post: &Value, link: &Value, posts: &[Value]) -> Value {
    let names = |domains: &[&str]| -> Vec<Value> {
        terms(post, domains).as_array().into_iter().flatten().map(|term| term["name"].clone()).collect()
    };
    let content = post["post_content"].as_str().unwrap_or_default();
    let picture = post["attachment_url"].as_str();
    let mut item = json!({
        "guid": post["guid"],
        "extra": {"original_article_url": link},
        "firstpublished": post["post_date_gmt"].as_str().map(|at| at.replace(' ', "T") + "Z"),
        "author": post["post_author"],
        "headline": post["post_title"],
        "body_html": content,
        "keywords": names(&["post_tag"]),
        "anpa_category": names(&["category"])
            .into_iter()
            .map(|name| json!({"name": name, "qcode": name}))
            .collect::<Vec<_>>(),
        "type": if content.is_empty() && picture.is_some() { "picture" } else { "text" },
    });
    let featured = thumbnail(post)
        .and_then(|id| posts.iter().find(|other| other["post_id"].as_u64() == id.parse().ok()))
        .and_then(|attachment| attachment["attachment_url"].as_str())
        .or(picture.filter(|_| !content.is_empty()));
    if let Some(featured) = featured {
        item["associations"] = json!({"featuremedia": {
            "_id": featured, "guid": featured, "headline": post["post_title"], "type": "picture"
        }});
    }
    item
}

fn thumbnail(post: &Value) -> Option<&str> {
    list(post, "postmeta").iter().find(|meta| meta["key"] == "_thumbnail_id")?["value"].as_str()
}
