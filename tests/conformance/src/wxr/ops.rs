//! The comparisons that facts ask for.

use serde_json::Value;

/// Whether what was found is as expected; why not, otherwise.
pub(crate) fn holds(op: &str, found: Option<&Value>, expected: &Value) -> Result<(), String> {
    let null = Value::Null;
    let value = found.unwrap_or(&null);
    let right = match op {
        "eq" | "counts" => same(value, expected),
        "ne" => !same(value, expected),
        "count" => size(value).is_some_and(|size| same(&size.into(), expected)),
        "contains" => contains(value, expected),
        "not_contains" => found.is_some() && !contains(value, expected),
        "same_set" => same_set(value, expected),
        "startswith" => text(value).starts_with(text(expected)),
        "endswith" => text(value).ends_with(text(expected)),
        "is_null" => value.is_null(),
        "not_null" => !value.is_null(),
        "true" => truth(value),
        "false" => found.is_some() && !truth(value),
        "gt" => number(value) > number(expected),
        "ge" => number(value) >= number(expected),
        other => return Err(format!("no such comparison: {other}")),
    };
    if right {
        return Ok(());
    }
    Err(format!("found {}, expected {op} {}", short(value), short(expected)))
}

/// Whether all of an export is accounted for: items by kind and state, and comments, exactly; of
/// authors and terms at least those it lists.
pub(crate) fn accounted(found: &Value, expected: &Value) -> Result<(), String> {
    for name in ["items", "comments", "post_types", "statuses"] {
        if !same(&found[name], &expected[name]) {
            return Err(format!(
                "{name}: found {}, expected {}",
                short(&found[name]),
                short(&expected[name])
            ));
        }
    }
    for name in ["channel_author", "channel_category", "channel_tag", "channel_term"] {
        if found[name].as_u64() < expected[name].as_u64() {
            return Err(format!("{name}: found {}, expected {}", found[name], expected[name]));
        }
    }
    Ok(())
}

/// Equal as the tests of WordPress compare: a number equals its digits.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(number), Value::String(text)) | (Value::String(text), Value::Number(number)) => {
            number.to_string() == *text
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn same_set(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (a.as_array(), b.as_array()) else { return false };
    a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| same(a, b)))
}

fn contains(value: &Value, part: &Value) -> bool {
    match value {
        Value::String(text) => part.as_str().is_some_and(|part| text.contains(part)),
        Value::Array(items) => items.iter().any(|item| same(item, part)),
        Value::Object(fields) => part.as_str().is_some_and(|key| fields.contains_key(key)),
        _ => false,
    }
}

fn size(value: &Value) -> Option<usize> {
    match value {
        Value::Array(items) => Some(items.len()),
        Value::Object(fields) => Some(fields.len()),
        _ => None,
    }
}

fn truth(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && size(value) != Some(0) && value.as_str() != Some("")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> f64 {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(f64::NAN)
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(300) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
