//! The tables of an export, row by row, so that memory stays flat however many posts there are.
//!
//! The form: `{"db": [{"meta": {…}, "data": {TABLE: [ROW, …], …}}]}`, or what is within `db` alone
//! (<https://ghost.org/docs/migration/custom/#ghosts-json-format>). Ghost's own importer takes both.

use std::fmt;
use std::io::{BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::error::ReadError;
use super::export::Post;
use super::fields::Row;

/// Levels of wrapping around the tables: `db`, its list, `data`, and one more for what wraps those.
const DEEPEST: usize = 5;

/// How far a file has been read.
#[derive(Clone, Debug, Default)]
pub struct Reading(Arc<AtomicU64>);

impl Reading {
    /// Bytes read so far.
    pub fn position(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Gives every post of an export to `each`, in the order of the file, until that returns false.
///
/// # Errors
/// When the file cannot be read or is no export; [`ReadError::GivenUp`] when `each` wanted no more.
pub fn posts(
    file: impl BufRead,
    reading: &Reading,
    mut each: impl FnMut(Post) -> bool,
) -> Result<(), ReadError> {
    tables(file, reading, &|table| table == "posts", &mut |found| match found {
        Found::Row("posts", row) => each(Post::of(row)),
        _ => true,
    })
}

/// What [`tables`] finds.
pub(super) enum Found<'a> {
    /// What the export says of itself.
    Meta(Value),
    /// A row of a table that was wanted.
    Row(&'a str, Row),
    /// A table and how many rows it has.
    Table(&'a str, u64),
    /// A row that is no object, and its table.
    NoRow(&'a str),
}

/// Reads all tables and gives the rows of those that are `wanted` to `each`, until it returns false.
pub(super) fn tables(
    mut file: impl BufRead,
    reading: &Reading,
    wanted: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(Found<'_>) -> bool,
) -> Result<(), ReadError> {
    let start = file.fill_buf().map_err(ReadError::Io)?;
    if start.starts_with(b"\xef\xbb\xbf") {
        file.consume(3);
    }
    let mut seen = Seen { wanted, each, data: false, meta: false, tables: 0, given_up: false };
    let mut json = serde_json::Deserializer::from_reader(Counted { file, reading });
    let read = Level { seen: &mut seen, depth: 0, within: Within::Top }.deserialize(&mut json);
    if seen.given_up {
        return Err(ReadError::GivenUp);
    }
    read?;
    json.end()?;
    match seen {
        Seen { data: false, .. } => Err(ReadError::NotAnExport("it has no “data”")),
        Seen { meta: false, tables: 0, .. } => {
            Err(ReadError::NotAnExport("its “data” holds no tables and it says nothing of itself"))
        }
        _ => Ok(()),
    }
}

/// A reader that counts what is read.
struct Counted<'a, R> {
    file: R,
    reading: &'a Reading,
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.reading.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

struct Seen<'a> {
    wanted: &'a dyn Fn(&str) -> bool,
    each: &'a mut dyn FnMut(Found<'_>) -> bool,
    data: bool,
    meta: bool,
    tables: u64,
    given_up: bool,
}

impl Seen<'_> {
    fn give<E: serde::de::Error>(&mut self, found: Found<'_>) -> Result<(), E> {
        if (self.each)(found) {
            return Ok(());
        }
        self.given_up = true;
        Err(E::custom("given up"))
    }
}

/// Where an object of the file stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Top,
    Db,
    Data,
}

/// An object that holds tables, or what wraps one.
struct Level<'a, 'b> {
    seen: &'a mut Seen<'b>,
    depth: usize,
    within: Within,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with “db”, or with “meta” and “data”")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let inner = match name.as_str() {
                "db" => Some(Within::Db),
                "data" => Some(Within::Data),
                _ => None,
            };
            match inner.filter(|_| self.depth < DEEPEST) {
                Some(within) => {
                    self.seen.data |= within == Within::Data;
                    map.next_value_seed(Level { seen: self.seen, depth: self.depth + 1, within })?;
                }
                None if name == "meta" => {
                    let meta: Value = map.next_value()?;
                    if meta.is_object() {
                        self.seen.meta = true;
                        self.seen.give(Found::Meta(meta))?;
                    }
                }
                None if self.within == Within::Data => {
                    map.next_value_seed(Table { seen: self.seen, name: &name })?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.within != Within::Db {
            return Err(A::Error::custom(format!("a list stands where {} belongs", Wanted(&self))));
        }
        let depth = self.depth + 1;
        while list.next_element_seed(Level { seen: self.seen, depth, within: Within::Db })?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// What a visitor expects, for a message.
struct Wanted<'a, 'b, 'c>(&'a Level<'b, 'c>);

impl fmt::Display for Wanted<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// A table: a list of rows. Anything else under the name of one is nothing.
struct Table<'a, 'b> {
    seen: &'a mut Seen<'b>,
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rows of “{}”", self.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut rows = 0;
        if (self.seen.wanted)(self.name) {
            while let Some(row) = list.next_element::<Value>()? {
                rows += 1;
                match row {
                    Value::Object(row) => self.seen.give(Found::Row(self.name, row))?,
                    _ => self.seen.give(Found::NoRow(self.name))?,
                }
            }
        } else {
            while list.next_element::<IgnoredAny>()?.is_some() {
                rows += 1;
            }
        }
        self.seen.tables += 1;
        self.seen.give(Found::Table(self.name, rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(json: &str) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        let read = posts(json.as_bytes(), &Reading::default(), |post| {
            found.push(post.title);
            true
        });
        read.map(|()| found).map_err(|error| error.to_string())
    }

    #[test]
    fn posts_are_found_in_every_wrapping() {
        let tables = r#"{"posts": [{"title": "Eins"}, null, {"title": "Zwei"}], "tags": "keine"}"#;
        for export in [
            format!(r#"{{"meta": {{"version": "5.0"}}, "data": {tables}}}"#),
            format!(r#"{{"db": [{{"meta": {{}}, "data": {tables}}}]}}"#),
            format!("\u{feff}{{\"images\": [], \"data\": {{\"meta\": null, \"data\": {tables}}}}}"),
        ] {
            assert_eq!(titles(&export), Ok(vec!["Eins".into(), "Zwei".into()]), "{export}");
        }
        assert_eq!(titles(r#"{"meta": {"version": "000"}, "data": {}}"#), Ok(Vec::new()), "an empty one");
    }

    #[test]
    fn what_is_no_export_is_refused_with_its_place() {
        assert!(titles(r#"{"posts": []}"#).is_err_and(|why| why.contains("it has no “data”")));
        assert!(titles(r#"{"data": {}}"#).is_err_and(|why| why.contains("no tables")));
        assert!(titles("<rss/>").is_err_and(|why| why.contains("line 1, column 1")));
        let broken = "{\"meta\": {},\n \"data\": {\"posts\": [{\"title\": \"Ei";
        assert!(titles(broken).is_err_and(|why| why.contains("line 2")), "{:?}", titles(broken));
        assert!(titles("[]").is_err());
    }

    #[test]
    fn whoever_wants_no_more_posts_gets_none() {
        let export = r#"{"meta": {}, "data": {"posts": [{}, {}, {}]}}"#;
        let mut seen = 0;
        let read = posts(export.as_bytes(), &Reading::default(), |_| {
            seen += 1;
            false
        });
        assert!(matches!(read, Err(ReadError::GivenUp)) && seen == 1);
    }
}
