//! A whole export as one JSON value, for checks against expected values: what it says of itself, how
//! many rows each table has, and the first posts as they stand there.

use serde_json::{Value, json};

use super::error::ReadError;
use super::read::{Found, Reading, tables};

/// How many posts are told of.
const FIRST: usize = 5;

/// Reads an export that lies in memory.
///
/// # Errors
/// As [`super::Export::read`].
pub fn facts(bytes: &[u8]) -> Result<Value, ReadError> {
    let (mut meta, mut counts, mut first) = (Value::Null, serde_json::Map::new(), Vec::new());
    tables(bytes, &Reading::default(), &|table| table == "posts", &mut |found| {
        match found {
            Found::Meta(said) => meta = said,
            Found::Table(table, rows) => {
                let before = counts.get(table).and_then(Value::as_u64).unwrap_or(0);
                counts.insert(table.to_owned(), (before + rows).into());
            }
            Found::Row(_, post) if first.len() < FIRST => {
                let said = |name: &str| post.get(name).cloned().unwrap_or_default();
                first.push(json!({
                    "title": said("title"),
                    "slug": said("slug"),
                    "status": said("status"),
                    "published_at": said("published_at"),
                }));
            }
            _ => {}
        }
        true
    })?;
    Ok(json!({"meta": meta, "counts": counts, "first_posts": first}))
}
