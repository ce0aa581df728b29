//! When two values mean the same: HTML is compared as tags, attributes and text, however it is written.

use serde_json::Value;

/// A field that was found and is not among those expected.
pub(super) fn surplus(at: &str, found: &Value, expected: &Value) -> Option<String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => found.iter().find_map(|(name, found)| {
            let at = format!("{at}/{name}");
            match expected.get(name) {
                Some(expected) => surplus(&at, found, expected),
                None => Some(format!("{at} is {}, and not expected", short(found))),
            }
        }),
        (Value::Array(found), Value::Array(expected)) => found
            .iter()
            .zip(expected)
            .enumerate()
            .find_map(|(place, (found, expected))| surplus(&format!("{at}/{place}"), found, expected)),
        _ => None,
    }
}

/// Why a found value is not the expected one; fields that are beside those expected do not count.
pub(super) fn differs(at: &str, found: &Value, expected: &Value) -> Option<String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => expected.iter().find_map(|(name, expected)| {
            differs(&format!("{at}/{name}"), found.get(name).unwrap_or(&Value::Null), expected)
        }),
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => found
            .iter()
            .zip(expected)
            .enumerate()
            .find_map(|(place, (found, expected))| differs(&format!("{at}/{place}"), found, expected)),
        (Value::Null, Value::String(expected)) if expected.is_empty() => None,
        (Value::String(found), Value::String(expected)) if same_text(found, expected) => None,
        (Value::Bool(found), Value::Number(number)) if number.as_i64() == Some(i64::from(*found)) => None,
        (Value::Number(number), Value::String(text)) | (Value::String(text), Value::Number(number))
            if number.to_string() == *text =>
        {
            None
        }
        _ if found == expected => None,
        _ => Some(format!("{at} is {}, expected {}", short(found), short(expected))),
    }
}

/// Whether two texts are the same, or the same HTML. Addresses with letters beyond ASCII are the same with those
/// written as their bytes.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    a == b || (a.contains(['<', '&']) && b.contains(['<', '&']) && parts(a) == parts(b))
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Tag(String, Vec<(String, String)>),
}

fn parts(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if rest.starts_with('<')
            && let Some(end) = rest.find('>')
        {
            parts.push(tag(&rest[1..end]));
            rest = &rest[end + 1..];
            continue;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('<').map_or(rest.len(), |end| first + end);
        parts.push(Part::Text(text(&rest[..end])));
        rest = &rest[end..];
    }
    // An element with nothing in it is the same, closed or not.
    let mut kept: Vec<Part> = Vec::new();
    for part in parts {
        let closes = match (&part, kept.last()) {
            (Part::Tag(end, _), Some(Part::Tag(start, _))) => end.strip_prefix('/') == Some(start),
            _ => false,
        };
        if !closes {
            kept.push(part);
        }
    }
    kept
}

fn tag(inner: &str) -> Part {
    let inner = inner.trim_end_matches('/').trim();
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while let Some((name, after)) = rest.trim_start().split_once('=') {
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).unwrap_or(' ');
        let after = after.strip_prefix(quote).unwrap_or(after);
        let (value, after) = after.split_once(quote).unwrap_or((after, ""));
        attributes.push((name.trim().to_owned(), address(&text(value))));
        rest = after;
    }
    attributes.sort();
    Part::Tag(name.to_ascii_lowercase(), attributes)
}

/// Letters of addresses beyond ASCII are the same with those written as their bytes.
fn address(value: &str) -> String {
    if value.is_ascii() {
        return value.to_owned();
    }
    match url::Url::parse(value) {
        Ok(url) if url.has_host() => url.into(),
        _ => value.to_owned(),
    }
}

/// Text with the references in it that are ASCII put in.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').unwrap_or(0);
        let name = rest.get(1..end).unwrap_or_default();
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let char = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            _ => number.and_then(char::from_u32),
        };
        match char {
            Some(char) => {
                out.push(char);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
