//! Which item is which: by its number, and by its mark where an export uses a number twice.
//!
//! Exports that were merged from several sites do. The first item of a number has the number as
//! its key; another has number and mark, in this and in every later run.

use std::collections::HashMap;

use anyhow::Result;
use newsroom::ids::{ArticleId, PageId};
use newsroom::path::Target;
use wire::wordpress::Item;

use super::Import;

/// What a row was made of: the kinds of `imported` that items have.
const KINDS: [&str; 3] = ["article", "page", "asset"];

/// The items of some numbers that are known so far.
pub(super) struct Keys {
    known: HashMap<String, Known>,
}

/// An item that is known.
struct Known {
    mark: String,
    /// The row it became; nothing for one that is about to be written.
    made: Option<Target>,
}

/// What is known of an item.
#[derive(Debug, PartialEq)]
pub(super) enum Met {
    /// Nothing: it is to be written under this key.
    Never(String),
    /// It stood before in the batch.
    Twice,
    /// It became that in an earlier batch or run. The key is that of then.
    Made(String, Target),
}

impl Import<'_> {
    /// What is known of these items.
    pub(super) async fn keys(&self, items: &[Item]) -> Result<Keys> {
        let mut keys: Vec<String> =
            items.iter().flat_map(|item| [item.id.to_string(), whole(item)]).collect();
        keys.sort();
        keys.dedup();
        let mut known = HashMap::new();
        for kind in KINDS {
            let rows = self.newsroom.archive.reading().imported_marks(&self.source, kind, &keys).await?;
            for row in rows {
                let made = match kind {
                    "article" => Target::Article(ArticleId(row.target)),
                    "page" => Target::Page(PageId(row.target)),
                    _ => Target::Asset(newsroom::ids::AssetId(row.target)),
                };
                known.insert(place(made_of(kind), &row.key), Known { mark: row.mark, made: Some(made) });
            }
        }
        Ok(Keys { known })
    }
}

impl Keys {
    /// What is known of an item.
    pub(super) fn met(&self, item: &Item) -> Met {
        let number = item.id.to_string();
        let key = match self.known.get(&place(made_of(&item.kind), &number)) {
            Some(known) if known.mark != mark(item) && !known.mark.is_empty() => whole(item),
            _ => number,
        };
        match self.known.get(&place(made_of(&item.kind), &key)) {
            None => Met::Never(key),
            Some(Known { made: None, .. }) => Met::Twice,
            Some(Known { made: Some(target), .. }) => Met::Made(key, target.clone()),
        }
    }

    /// Notes that an item is about to be written under a key.
    pub(super) fn takes(&mut self, item: &Item, key: &str) {
        let known = Known { mark: mark(item).to_owned(), made: None };
        self.known.insert(place(made_of(&item.kind), key), known);
    }
}

/// What tells an item from others of its number: the name WordPress gave it for good, else its
/// address or title.
pub(super) fn mark(item: &Item) -> &str {
    [&item.guid, &item.link, &item.title]
        .into_iter()
        .map(|mark| mark.trim())
        .find(|mark| !mark.is_empty())
        .unwrap_or_default()
}

/// The key of an item whose number another has.
fn whole(item: &Item) -> String {
    format!("{} {}", item.id, mark(item))
}

/// Attachments have rows of their own; of posts and pages only one has a number.
fn made_of(kind: &str) -> &'static str {
    if matches!(kind, "attachment" | "asset") { "asset" } else { "text" }
}

fn place(of: &str, key: &str) -> String {
    format!("{of} {key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(guid: &str, title: &str) -> Item {
        Item { id: 8, guid: guid.into(), title: title.into(), kind: "post".into(), ..Item::default() }
    }

    #[test]
    fn items_of_one_number_are_told_apart() {
        let mut keys = Keys { known: HashMap::new() };
        let (first, second) = (item("https://a.example/?p=8", ""), item("https://b.example/?p=8", ""));
        assert_eq!(keys.met(&first), Met::Never("8".into()));
        keys.takes(&first, "8");
        assert_eq!(keys.met(&first), Met::Twice);
        assert_eq!(keys.met(&second), Met::Never("8 https://b.example/?p=8".into()));
        keys.takes(&second, "8 https://b.example/?p=8");
        assert_eq!(keys.met(&second), Met::Twice);
        assert_eq!(keys.met(&item("", "Ohne")), Met::Never("8 Ohne".into()));
        let attachment = Item { kind: "attachment".into(), ..first };
        assert_eq!(keys.met(&attachment), Met::Never("8".into()));
    }
}
