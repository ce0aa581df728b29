//! Expressions of feedparser's tests that are given only as they stand in Python:
//! `entries[0]['link'] == entries[1]['link'] == 'x'`, `feed['itunes_explicit'] is False`.

use serde_json::{Value, json};

use super::same::{differs, short};

/// Asks a result an expression. Nothing where it is no expression of the few forms that are read.
pub(super) fn ask(expression: &str, result: &Value) -> Option<Result<(), String>> {
    let mut failures = Vec::new();
    for part in expression.split(" and ").map(str::trim) {
        if part == "1" {
            continue;
        }
        if let Err(failure) = clause(part.trim_matches(['(', ')']), result)? {
            failures.push(failure);
        }
    }
    Some(if failures.is_empty() { Ok(()) } else { Err(failures.join("; ")) })
}

fn clause(part: &str, result: &Value) -> Option<Result<(), String>> {
    if let Some((path, word)) = part.split_once(" is ") {
        let expected = match word.trim() {
            "True" => json!(true),
            "False" => json!(false),
            "None" => Value::Null,
            _ => return None,
        };
        let found = value(path.trim(), result)?;
        return Some(compare(path, &found, &expected));
    }
    if part.contains(" == ") {
        let sides: Vec<&str> = part.split(" == ").map(str::trim).collect();
        let values: Option<Vec<Value>> = sides.iter().map(|side| value(side, result)).collect();
        let values = values?;
        let (expected, found) = values.split_last()?;
        let first = found.iter().zip(&sides).find_map(|(found, side)| compare(side, found, expected).err());
        return Some(first.map_or(Ok(()), Err));
    }
    let (path, wanted) = match part.strip_prefix("not ") {
        Some(path) => (path, false),
        None => (part, true),
    };
    let found = value(path, result)?;
    let truth =
        !matches!(&found, Value::Null | Value::Bool(false)) && found != json!("") && found != json!(0);
    let failure = || format!("{path} is {}", short(&found));
    Some(if truth == wanted { Ok(()) } else { Err(failure()) })
}

fn compare(path: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if found.is_null() && !expected.is_null() {
        return Err(format!("{path} is missing, expected {}", short(expected)));
    }
    differs(path, found, expected).map_or(Ok(()), Err)
}

/// A literal, or what a path leads to.
fn value(text: &str, result: &Value) -> Option<Value> {
    if text == "{}" {
        return Some(json!({}));
    }
    if text.starts_with(['\'', '"']) {
        // 'a' + 'b'
        let parts: Option<String> =
            text.split("' + '").map(|part| literal(part.trim_matches('\''))).collect();
        return parts.map(|whole| json!(whole));
    }
    path(text, result)
}

/// What an escaped text of Python stands for.
fn literal(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        let number = |digits: usize, chars: &mut std::str::Chars<'_>| {
            let hex: String = chars.by_ref().take(digits).collect();
            char::from_u32(u32::from_str_radix(&hex, 16).ok()?)
        };
        out.push(match chars.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'x' => number(2, &mut chars)?,
            'u' => number(4, &mut chars)?,
            other => other,
        });
    }
    Some(out)
}

/// `entries[0]['links'][-1].get('href')`
fn path(text: &str, result: &Value) -> Option<Value> {
    let end = text.find(['[', '.']).unwrap_or(text.len());
    let (root, mut rest) = text.split_at(end);
    if !root.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        return None;
    }
    let mut found = result.get(root).cloned().unwrap_or_default();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(".get(") {
            let (key, after) = after.split_once(')')?;
            found = found.get(key.split(',').next()?.trim_matches(['\'', '"'])).cloned().unwrap_or_default();
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (key, after) = after.split_once(']')?;
            found = match key.parse::<i64>() {
                Ok(place) => {
                    let all = found.as_array()?;
                    let length = i64::try_from(all.len()).ok()?;
                    let place = if place < 0 { length + place } else { place };
                    usize::try_from(place).ok().and_then(|place| all.get(place)).cloned().unwrap_or_default()
                }
                Err(_) => found.get(key.trim_matches(['\'', '"'])).cloned().unwrap_or_default(),
            };
            rest = after;
        } else {
            let after = rest.strip_prefix('.')?;
            let end = after.find(['[', '.']).unwrap_or(after.len());
            let (key, after) = after.split_at(end);
            if !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                return None;
            }
            found = found.get(key).cloned().unwrap_or_default();
            rest = after;
        }
    }
    Some(found)
}
