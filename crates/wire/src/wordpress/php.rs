//! PHP's serialised values, read without ever making an object of anything.
//!
//! WordPress keeps arrays in its meta fields in the form of PHP's `serialize()`: `i:5;`,
//! `s:3:"abc";` (the length counts bytes), `b:1;`, `d:0.5;`, `N;`, `a:COUNT:{KEY VALUE …}` and
//! `O:…` for objects, which are read as the table of their fields. References are refused.

/// Deepest nesting that is read; real values stay below ten.
const DEEPEST: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `N;`
    Null,
    /// `b:…`
    Bool(bool),
    /// `i:…`
    Int(i64),
    /// `d:…`
    Float(f64),
    /// `s:…`
    Text(String),
    /// `a:…` or the fields of an object, in order.
    Table(Vec<(Value, Value)>),
}

impl Value {
    /// The value of a text key in a table.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Table(entries) = self else { return None };
        entries
            .iter()
            .find(|(name, _)| matches!(name, Value::Text(name) if name == key))
            .map(|(_, value)| value)
    }

    /// The entries of a table; none for anything else.
    pub fn entries(&self) -> &[(Value, Value)] {
        if let Value::Table(entries) = self { entries } else { &[] }
    }

    /// The text of a text, or the digits of a number.
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A number, also where it is written as text, as WordPress often does.
    pub fn number(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

/// Reads a serialised value; nothing if the text is not exactly one.
///
/// ```
/// use wire::wordpress::php::{self, Value};
/// let group = php::read(r#"a:2:{s:2:"de";i:5;s:2:"en";i:9;}"#).unwrap();
/// assert_eq!(group.get("en"), Some(&Value::Int(9)));
/// ```
pub fn read(text: &str) -> Option<Value> {
    let mut cursor = Cursor { rest: text.trim().as_bytes() };
    let value = cursor.value(0)?;
    cursor.rest.is_empty().then_some(value)
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let kind = self.take(1)?[0];
        if kind == b'N' {
            self.expect(b";")?;
            return Some(Value::Null);
        }
        self.expect(b":")?;
        Some(match kind {
            b'b' => Value::Bool(self.until(b';')? == "1"),
            b'i' => Value::Int(self.until(b';')?.parse().ok()?),
            b'd' => Value::Float(self.until(b';')?.parse().ok()?),
            b's' => {
                let text = self.quoted()?;
                self.expect(b";")?;
                Value::Text(text)
            }
            b'a' => self.table(depth)?,
            b'O' => {
                self.quoted()?;
                self.expect(b":")?;
                self.table(depth)?
            }
            _ => return None,
        })
    }

    fn table(&mut self, depth: usize) -> Option<Value> {
        let count: usize = self.until(b':')?.parse().ok()?;
        self.expect(b"{")?;
        // The count comes from outside: it must not reserve more than the text could hold.
        let mut entries = Vec::with_capacity(count.min(self.rest.len() / 4));
        for _ in 0..count {
            let key = self.value(depth + 1)?;
            let value = self.value(depth + 1)?;
            entries.push((key, value));
        }
        self.expect(b"}")?;
        Some(Value::Table(entries))
    }

    fn quoted(&mut self) -> Option<String> {
        let length: usize = self.until(b':')?.parse().ok()?;
        self.expect(b"\"")?;
        let text = self.take(length)?;
        self.expect(b"\"")?;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    fn until(&mut self, end: u8) -> Option<&'a str> {
        let at = self.rest.iter().position(|byte| *byte == end)?;
        let text = std::str::from_utf8(&self.rest[..at]).ok()?;
        self.rest = &self.rest[at + 1..];
        Some(text)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(bytes)?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_bytes_and_tables_nest() {
        let value = read("a:2:{s:5:\"grün\";a:1:{i:0;b:1;}s:1:\"x\";O:3:\"Foo\":1:{s:1:\"y\";d:0.5;}}")
            .expect("valid");
        assert_eq!(value.get("grün"), Some(&Value::Table(vec![(Value::Int(0), Value::Bool(true))])));
        assert_eq!(value.get("x").and_then(|x| x.get("y")), Some(&Value::Float(0.5)));
    }

    #[test]
    fn what_is_not_exactly_one_value_is_refused() {
        for wrong in
            ["", "x", "i:5", "i:5;i:6;", "s:9:\"abc\";", "a:2:{i:0;i:1;}", "R:1;", "a:99999999999:{}"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let deep = "a:1:{i:0;".repeat(5_000);
        assert_eq!(read(&deep), None);
    }
}
