//! Which thing is which: by its number, and by its mark where an export uses a number twice.
//!
//! Exports that were merged from several sites do. The first thing of a number has the number as
//! its key; another has number and mark, in this and in every later run.

use std::collections::HashMap;

use anyhow::Result;
use newsroom::ids::{ArticleId, AssetId, PageId};
use newsroom::path::Target;

use super::Import;

/// What a row was made of: the kinds of `imported` that things with a number have.
const KINDS: [&str; 3] = ["article", "page", "asset"];

/// Something that has a number in another system.
pub(super) trait Numbered {
    /// Its number, or whatever stands for one.
    fn number(&self) -> String;

    /// What tells it from others of its number; may be empty.
    fn mark(&self) -> &str;

    /// Whether it is a file: files have rows of their own; of texts only one has a number.
    fn is_file(&self) -> bool {
        false
    }
}

/// The things of some numbers that are known so far.
#[derive(Default)]
pub(super) struct Keys {
    known: HashMap<String, Known>,
}

/// A thing that is known.
struct Known {
    mark: String,
    /// The row it became; nothing for one that is about to be written.
    made: Option<Target>,
}

/// What is known of a thing.
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
    /// What is known of these things.
    pub(super) async fn keys<T: Numbered>(&self, things: &[T]) -> Result<Keys> {
        let mut keys: Vec<String> = things.iter().flat_map(|thing| [thing.number(), whole(thing)]).collect();
        keys.sort();
        keys.dedup();
        let mut known = HashMap::new();
        for kind in KINDS {
            let rows = self.newsroom.archive.reading().imported_marks(&self.source, kind, &keys).await?;
            for row in rows {
                let made = match kind {
                    "article" => Target::Article(ArticleId(row.target)),
                    "page" => Target::Page(PageId(row.target)),
                    _ => Target::Asset(AssetId(row.target)),
                };
                known.insert(place(kind == "asset", &row.key), Known { mark: row.mark, made: Some(made) });
            }
        }
        Ok(Keys { known })
    }

    /// The article or page that a thing of that number became.
    pub(super) async fn of_number(&self, number: &str) -> Result<Option<Target>> {
        let reading = self.newsroom.archive.reading();
        if let Some(article) = reading.imported(&self.source, "article", number).await? {
            return Ok(Some(Target::Article(ArticleId(article))));
        }
        Ok(reading.imported(&self.source, "page", number).await?.map(|page| Target::Page(PageId(page))))
    }
}

impl Keys {
    /// What is known of a thing.
    pub(super) fn met(&self, thing: &impl Numbered) -> Met {
        let number = thing.number();
        let key = match self.known.get(&place(thing.is_file(), &number)) {
            Some(known) if known.mark != thing.mark() && !known.mark.is_empty() => whole(thing),
            _ => number,
        };
        match self.known.get(&place(thing.is_file(), &key)) {
            None => Met::Never(key),
            Some(Known { made: None, .. }) => Met::Twice,
            Some(Known { made: Some(target), .. }) => Met::Made(key, target.clone()),
        }
    }

    /// Notes that a thing is about to be written under a key.
    pub(super) fn takes(&mut self, thing: &impl Numbered, key: &str) {
        let known = Known { mark: thing.mark().to_owned(), made: None };
        self.known.insert(place(thing.is_file(), key), known);
    }
}

/// The key of a thing whose number another has.
fn whole(thing: &impl Numbered) -> String {
    format!("{} {}", thing.number(), thing.mark())
}

fn place(is_file: bool, key: &str) -> String {
    format!("{} {key}", if is_file { "file" } else { "text" })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing(&'static str, bool);

    impl Numbered for Thing {
        fn number(&self) -> String {
            "8".into()
        }

        fn mark(&self) -> &str {
            self.0
        }

        fn is_file(&self) -> bool {
            self.1
        }
    }

    #[test]
    fn things_of_one_number_are_told_apart() {
        let mut keys = Keys::default();
        let (first, second) =
            (Thing("https://a.example/?p=8", false), Thing("https://b.example/?p=8", false));
        assert_eq!(keys.met(&first), Met::Never("8".into()));
        keys.takes(&first, "8");
        assert_eq!(keys.met(&first), Met::Twice);
        assert_eq!(keys.met(&second), Met::Never("8 https://b.example/?p=8".into()));
        keys.takes(&second, "8 https://b.example/?p=8");
        assert_eq!(keys.met(&second), Met::Twice);
        assert_eq!(keys.met(&Thing("Ohne", false)), Met::Never("8 Ohne".into()));
        assert_eq!(keys.met(&Thing("https://a.example/?p=8", true)), Met::Never("8".into()));
    }
}
