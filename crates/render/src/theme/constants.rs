//! Words and addresses that never change, put into the templates when they are loaded instead of
//! being looked up for every page: `{{ t("search-link") }}` becomes `Suche`.

use crate::document_html::escaped;

/// The template with each bare `{{ t("…") }}` and `{{ asset("…") }}` replaced by what `value` says of
/// function and key. What `value` does not know, and what is written in any other way, stays for
/// the engine.
pub(super) fn with_constants(template: &str, value: impl Fn(&str, &str) -> Option<String>) -> String {
    // What stands in a raw block is to be printed as it is.
    if template.contains("raw %}") || template.contains("raw -%}") {
        return template.to_owned();
    }
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(at) = rest.find(OPEN) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match call(rest).and_then(|(function, key, after)| Some((value(function, key)?, after))) {
            Some((text, after)) if is_plain(&text) => {
                out.push_str(&escaped(&text));
                rest = after;
            }
            _ => {
                out.push_str(OPEN);
                rest = &rest[OPEN.len()..];
            }
        }
    }
    out + rest
}

const OPEN: &str = "{{ ";

/// Function, key and what follows, of a template that begins with a call.
fn call(template: &str) -> Option<(&str, &str, &str)> {
    let (function, rest) = template.strip_prefix(OPEN)?.split_once("(\"")?;
    let (key, after) = rest.split_once("\") }}")?;
    let simple = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
    (simple(function) && simple(key)).then_some((function, key, after))
}

/// Whether the engine would leave a text as it is and keep the lines of the template where they are.
fn is_plain(text: &str) -> bool {
    !text.contains(['{', '\n']) && text == text.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(template: &str) -> String {
        with_constants(template, |function, key| match (function, key) {
            ("t", "search") => Some("Suche & mehr".to_owned()),
            ("t", "brace") => Some("{{ oops }}".to_owned()),
            ("asset", "a/b.svg") => Some("/theme/a/b.1.svg".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn constants_stand_in_the_template_escaped() {
        assert_eq!(
            put("<a href=\"{{ asset(\"a/b.svg\") }}\">{{ t(\"search\") }}</a>{{ x }}"),
            "<a href=\"/theme/a/b.1.svg\">Suche &amp; mehr</a>{{ x }}"
        );
    }

    #[test]
    fn whatever_is_not_a_bare_constant_stays() {
        for template in [
            "{{ t(\"unknown\") }}",
            "{{ t(\"search\", n=1) }}",
            "{{ t(\"brace\") }}",
            "{{ t(\"search\")|upper }}",
            "{% set x = t(\"search\") %}",
            "{% raw %}{{ t(\"search\") }}{% endraw %}",
            "{{ t(\"sea",
        ] {
            assert_eq!(put(template), template);
        }
    }
}
