//! Attributes of directives: `{asset="mole" size="wide"}`.

use std::collections::BTreeMap;

/// The attributes of a directive by their names.
pub(super) type Attributes = BTreeMap<String, String>;

/// Reads what stands between braces; says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Attributes, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Attributes::new());
    }
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .ok_or("attributes stand in braces, such as {asset=\"mole\"}")?;
    let mut attributes = Attributes::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let (name, after) =
            rest.split_once('=').ok_or_else(|| format!("“{rest}” has no value; write name=\"value\""))?;
        let quoted = after.trim_start().strip_prefix('"');
        let body = quoted.ok_or_else(|| format!("the value of {} is not in quotes", name.trim()))?;
        let (value, end) =
            unquote(body).ok_or_else(|| format!("the value of {} has no closing quote", name.trim()))?;
        attributes.insert(name.trim().to_owned(), value);
        rest = body[end..].trim_start();
    }
    Ok(attributes)
}

/// Writes attributes, those without a value left out.
pub(super) fn write(attributes: &[(&str, Option<&str>)]) -> String {
    let given: Vec<String> = attributes
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}=\"{}\"", escape((*value)?))))
        .collect();
    if given.is_empty() { String::new() } else { format!(" {{{}}}", given.join(" ")) }
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// The value up to its closing quote, and where what follows begins.
fn unquote(body: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut letters = body.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, at + 1)),
            '\\' => match letters.next()?.1 {
                'n' => value.push('\n'),
                escaped => value.push(escaped),
            },
            other => value.push(other),
        }
    }
    None
}
