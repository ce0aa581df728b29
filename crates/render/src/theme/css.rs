//! Styles: several files become one, without comments and needless spaces.

use std::collections::BTreeMap;

use super::ThemeError;

/// Puts each `@import "name.css";` of a style in its place.
pub(super) fn assemble(name: &str, styles: &BTreeMap<String, String>) -> Result<String, ThemeError> {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut whole = String::new();
    for line in styles.get(name).map_or("", String::as_str).lines() {
        let imported = line.trim().strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";"));
        match imported.map(|part| format!("{folder}/{part}")) {
            Some(part) => match styles.get(&part) {
                Some(text) => whole.push_str(text),
                None => return Err(ThemeError::MissingStyle { by: name.into(), missing: part }),
            },
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// Leads `url("../fonts/…")` to the lasting address of the file.
pub(super) fn relocate(css: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = css.split("url(\"../");
    let mut relocated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split('"').next().unwrap_or_default();
        match address(name) {
            Some(address) => relocated.push_str(&format!("url(\"{address}{}", &part[name.len()..])),
            None => relocated.push_str(&format!("url(\"../{part}")),
        }
    }
    relocated
}

/// Leaves out comments, and spaces where they mean nothing. What stands in quotes is kept.
pub(super) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if matches!(first, '"' | '\'') {
            let end = rest[1..].find(first).map_or(rest.len(), |at| at + 2);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            let before = out.ends_with(['{', '}', ';', ',', ' ']) || out.is_empty();
            if !before && !rest.starts_with(['{', '}', ';', ',']) {
                out.push(' ');
            }
        } else {
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minifying_keeps_meaning() {
        let css = "/* a */ a b ,\n c { color : red ; content: \"a  ; b\"; }\n@media (width > 1px) { a :is(b) { x: calc(1px + 2px); } }";
        assert_eq!(
            minify(css),
            "a b,c{color : red;content: \"a  ; b\"}@media (width > 1px){a :is(b){x: calc(1px + 2px)}}"
        );
    }
}
