//! Ghost: every fixture is imported, or refused with a reason where it is no export, and the expected facts
//! are right, both as the file was read and as the archive gives them back.
//!
//! The corpus holds what Ghost's own importer and editor are tested with: exports of several versions, some
//! of them broken on purpose; posts as files of Markdown; lists of members, which are no texts; and pages
//! copied from word processors, which the document reader takes.

use std::path::Path;

use anyhow::{Context, Result};
use jiff::Timestamp;
use newsroom::document::html::{NoAssets, Options, from_html};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::data::{files, files_below, records, unpack, word};
use crate::imported::{Newsroom, program};
use crate::tally::Tally;

/// The least share of facts that must be right.
const RIGHT: f64 = 95.0;

/// Tables whose rows the archive has rows of its own for; of all others it keeps how many there were.
const HELD: [&str; 3] = ["posts", "tags", "users"];

/// One tally for the files of all sources, two for their facts.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let program = program()?;
    let mut imported = Tally::new("ghost files imported or refused as they should", 100.0);
    let mut read = Tally::new("ghost facts, as the file was read", RIGHT);
    let mut kept = Tally::new("ghost facts, read back from the archive", RIGHT);
    for (name, tarball) in files(folder, ".tar.gz")? {
        let unpacked = unpack(&tarball)?;
        let facts = folder.join(format!("{name}.facts.jsonl"));
        let expected = if facts.is_file() { records(&facts)? } else { Vec::new() };
        for path in files_below(unpacked.path())? {
            let fixture = path.strip_prefix(unpacked.path())?.display().to_string();
            let stated: Vec<&Value> =
                expected.iter().filter(|fact| word(fact, "fixture") == fixture).collect();
            let outcome = import(&program, &path)?;
            imported.count(format!("{name} {fixture}"), as_it_should(&path, &stated, &outcome)?);
            let of_file = std::fs::read(&path)
                .map_err(|error| error.to_string())
                .and_then(|bytes| wire::ghost::facts(&bytes).map_err(|error| error.to_string()));
            for fact in &stated {
                check(&mut read, &fixture, fact, &of_file);
                check(&mut kept, &fixture, fact, &outcome);
            }
        }
    }
    Ok(vec![imported, read, kept])
}

/// Whether a file was imported that is to be, and refused that is none, with a reason that says why.
fn as_it_should(
    path: &Path,
    stated: &[&Value],
    outcome: &Result<Value, String>,
) -> Result<Result<(), String>> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let refused = stated.iter().any(|fact| word(fact, "op") == "rejected");
    Ok(match (ending, outcome) {
        ("csv", Err(why)) if why.contains("members") => Ok(()),
        ("html" | "htm", Err(why)) if why.contains("line ") => pasted(&std::fs::read_to_string(path)?),
        ("csv" | "html" | "htm", Ok(_)) => Err("it was imported, but is no export".to_owned()),
        (_, Ok(_)) if refused => Err("it was imported, but is to be refused".to_owned()),
        (_, Ok(_)) => Ok(()),
        // A file that is no JSON, or JSON of something else, is refused with its line or with what it lacks.
        ("json", Err(why))
            if refused
                || (stated.is_empty() && (why.contains("line ") || why.contains("no Ghost export"))) =>
        {
            Ok(())
        }
        (_, Err(why)) => Err(why.clone()),
    })
}

/// Whether the reader of documents keeps all words of a page that was copied from elsewhere.
fn pasted(html: &str) -> Result<(), String> {
    let (document, _) = from_html(html, &Options::default(), &mut NoAssets);
    let found = document.words();
    if found == 0 { Err("no word of it was read".to_owned()) } else { Ok(()) }
}

/// Counts each fact that a record states: its counts, what it says of itself, its first posts.
fn check(tally: &mut Tally, fixture: &str, fact: &Value, found: &Result<Value, String>) {
    let found = match found {
        Ok(found) => found,
        Err(why) => return tally.count(format!("{fixture} {}", word(fact, "op")), Err(why.clone())),
    };
    let mut ask = |what: String, expected: &Value, found: &Value| {
        let right = same(expected, found);
        tally.count(
            format!("{fixture} {what}"),
            if right { Ok(()) } else { Err(format!("expected {expected}, found {found}")) },
        );
    };
    for (table, expected) in fact["value"].as_object().into_iter().flatten() {
        ask(format!("counts {table}"), expected, &found["counts"][table]);
    }
    for (name, expected) in fact["meta"].as_object().into_iter().flatten() {
        ask(format!("meta {name}"), expected, &found["meta"][name]);
    }
    for (place, post) in fact["first_posts"].as_array().into_iter().flatten().enumerate() {
        for (name, expected) in post.as_object().into_iter().flatten() {
            ask(format!("first_posts {place} {name}"), expected, &found["first_posts"][place][name]);
        }
    }
}

/// Whether two values say the same: times do in whatever form they stand.
fn same(expected: &Value, found: &Value) -> bool {
    let time = |value: &Value| match value {
        Value::String(text) => text.parse::<Timestamp>().ok(),
        Value::Number(number) => Timestamp::from_millisecond(number.as_i64()?).ok(),
        _ => None,
    };
    expected == found || (time(expected).is_some() && time(expected) == time(found))
}

/// Imports a file into a newsroom of its own and reads back what was made. The inner error says why the
/// program refused it.
fn import(program: &Path, file: &Path) -> Result<Result<Value, String>> {
    let newsroom = Newsroom::new(program)?;
    if let Err(why) = newsroom.import("ghost", file)? {
        return Ok(Err(why));
    }
    let db = Connection::open_with_flags(newsroom.database(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    facts(&db).map(Ok)
}

fn facts(db: &Connection) -> Result<Value> {
    let site: String = db
        .query_row("SELECT kept FROM imported WHERE kind = 'site'", [], |row| row.get(0))
        .context("nothing is kept of the site")?;
    let site: Value = serde_json::from_str(&site)?;
    let mut counts = site["counts"].clone();
    for table in HELD.iter().filter(|table| site["counts"].get(table).is_some()) {
        let kinds = match *table {
            "posts" => "'article', 'page'",
            "tags" => "'topic', 'section', 'tag'",
            _ => "'author'",
        };
        let sql = format!("SELECT count(*) FROM imported WHERE kind IN ({kinds})");
        let rows: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        counts[*table] = rows.into();
    }
    Ok(json!({"counts": counts, "meta": site["meta"], "first_posts": first_posts(db)?}))
}

/// The first articles and pages, in the order in which they came.
fn first_posts(db: &Connection) -> Result<Vec<Value>> {
    let mut statement = db.prepare(
        "SELECT kept, COALESCE(articles.slug, pages.slug), COALESCE(headline, title), \
             COALESCE(articles.state, pages.state), COALESCE(published_at, due_at) \
         FROM imported LEFT JOIN articles ON kind = 'article' AND articles.id = imported.target \
         LEFT JOIN revisions ON revisions.id = articles.latest \
         LEFT JOIN pages ON kind = 'page' AND pages.id = imported.target \
         WHERE kind IN ('article', 'page') ORDER BY imported.rowid LIMIT 5",
    )?;
    let rows = statement.query_map([], |row| {
        let text = |place| row.get::<_, Option<String>>(place).map(Option::unwrap_or_default);
        Ok((text(0)?, text(1)?, text(2)?, text(3)?, row.get::<_, Option<i64>>(4)?))
    })?;
    rows.map(|row| {
        let (kept, slug, title, state, at) = row?;
        let kept: Value = if kept.is_empty() { json!({}) } else { serde_json::from_str(&kept)? };
        let said = |name: &str, ours: Value| kept.get(name).cloned().unwrap_or(ours);
        let state = match state.as_str() {
            "hidden" | "unpublished" => "draft",
            other => other,
        };
        Ok(json!({
            "slug": said("slug", slug.into()),
            "title": said("title", title.into()),
            "status": said("status", state.into()),
            "published_at": said("published_at", at.map_or(Value::Null, Value::from)),
        }))
    })
    .collect()
}
