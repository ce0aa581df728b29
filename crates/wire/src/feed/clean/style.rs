//! Styles of single elements: only properties that fetch nothing and leave their place to nothing else.
//!
//! Properties are those of [CSS 2.2](https://www.w3.org/TR/CSS22/propidx.html).

/// Properties whose values are harmless, whatever they are.
const PROPERTIES: [&str; 46] = [
    "azimuth",
    "background-color",
    "border-bottom-color",
    "border-collapse",
    "border-color",
    "border-left-color",
    "border-right-color",
    "border-top-color",
    "clear",
    "color",
    "cursor",
    "direction",
    "display",
    "elevation",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "overflow",
    "pause",
    "pause-after",
    "pause-before",
    "pitch",
    "pitch-range",
    "richness",
    "speak",
    "speak-header",
    "speak-numeral",
    "speak-punctuation",
    "speech-rate",
    "stress",
    "text-align",
    "text-decoration",
    "text-indent",
    "unicode-bidi",
    "vertical-align",
    "voice-family",
    "volume",
    "white-space",
    "width",
];

/// Words that properties of boxes may have.
const KEYWORDS: [&str; 39] = [
    "!important",
    "aqua",
    "auto",
    "black",
    "block",
    "blue",
    "bold",
    "both",
    "bottom",
    "brown",
    "center",
    "collapse",
    "dashed",
    "dotted",
    "fuchsia",
    "gray",
    "green",
    "italic",
    "left",
    "lime",
    "maroon",
    "medium",
    "navy",
    "none",
    "normal",
    "nowrap",
    "olive",
    "pointer",
    "purple",
    "red",
    "right",
    "silver",
    "solid",
    "teal",
    "top",
    "transparent",
    "underline",
    "white",
    "yellow",
];

/// Properties that SVG has beside.
const SVG_PROPERTIES: [&str; 8] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
];

/// Properties of boxes, of which only words and measures are kept.
const BOXES: [&str; 4] = ["background", "border", "margin", "padding"];

/// The declarations of a style that may stay.
pub(super) fn clean(style: &str, in_svg: bool) -> String {
    let style = without_addresses(style);
    if !is_plain(&style) {
        return String::new();
    }
    let mut out = String::new();
    for declaration in style.split(';') {
        if declaration.trim().is_empty() {
            continue;
        }
        // What is no declaration makes everything doubtful.
        let Some((property, value)) = declaration.split_once(':') else { return String::new() };
        let (property, value) = (property.trim(), value.trim());
        if property.is_empty()
            || !property.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        {
            return String::new();
        }
        if value.is_empty() || value.contains(':') || !may_stay(&property.to_ascii_lowercase(), value, in_svg)
        {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(property);
        out.push_str(": ");
        out.push_str(value);
        out.push(';');
    }
    out
}

fn may_stay(property: &str, value: &str, in_svg: bool) -> bool {
    if PROPERTIES.contains(&property) || (in_svg && SVG_PROPERTIES.contains(&property)) {
        return true;
    }
    let group = property.split('-').next().unwrap_or_default();
    BOXES.contains(&group) && parts(value).all(|part| KEYWORDS.contains(&part) || is_measure(part))
}

/// The parts of a value: what stands in brackets is one.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    value
        .split(move |c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && c.is_whitespace()
        })
        .filter(|part| !part.is_empty())
}

/// Whether it is a colour or a small length.
fn is_measure(part: &str) -> bool {
    if let Some(hex) = part.strip_prefix('#') {
        return !hex.is_empty() && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    }
    if let Some(inner) = part.strip_prefix("rgb(") {
        return inner.bytes().all(|byte| byte.is_ascii_digit() || b"%,) ".contains(&byte));
    }
    let number = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, unit) = part.split_at(number);
    let (whole, parts) = number.split_once('.').unwrap_or((number, ""));
    let units = ["", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%", ",", ")"];
    whole.len() <= 2 && parts.len() <= 2 && !parts.contains('.') && units.contains(&unit)
}

/// A style with a space where it had `url(…)`.
fn without_addresses(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(at) = rest.to_ascii_lowercase().find("url") {
        let after = rest[at + 3..].trim_start();
        let Some(end) =
            after.strip_prefix('(').and_then(|after| after.find(')').map(|end| &after[end + 1..]))
        else {
            out.push_str(&rest[..at + 3]);
            rest = &rest[at + 3..];
            continue;
        };
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = end;
    }
    out.push_str(rest);
    out
}

/// Whether a style has nothing but letters, digits and plain signs: no escapes, no comments, no functions but
/// with numbers.
fn is_plain(style: &str) -> bool {
    let mut rest = style;
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        rest = match char {
            '(' => match after.split_once(')') {
                Some((inner, after))
                    if inner.chars().all(|c| c.is_ascii_digit() || c == ',' || c.is_whitespace()) =>
                {
                    after
                }
                _ => return false,
            },
            '\'' | '"' => match after.split_once(char) {
                Some((inner, after))
                    if inner.chars().all(|c| c.is_alphanumeric() || c == '_' || c.is_whitespace()) =>
                {
                    after
                }
                _ => return false,
            },
            // Within a word only; at its beginning it is a browser's own, or less than nothing.
            '-' if !is_within_word(&style[..style.len() - rest.len()], after) => return false,
            ':' | ',' | ';' | '#' | '%' | '.' | '!' | '-' | '_' => after,
            c if c.is_alphanumeric() || c.is_whitespace() => after,
            _ => return false,
        };
    }
    true
}

fn is_within_word(before: &str, after: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    before.ends_with(letter) && after.starts_with(letter)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_harmless_declarations_stay() {
        for (style, cleaned) in [
            ("color: red; position: absolute", "color: red;"),
            ("background: url(http://a.example/x) #fff", "background: #fff;"),
            ("margin: 0 15px 0 0", "margin: 0 15px 0 0;"),
            ("padding: 99999em", ""),
            ("border: 1px solid rgb(0, 0, 0)", "border: 1px solid rgb(0, 0, 0);"),
            ("width: expression(alert(1))", ""),
            ("color: r\\65 d", ""),
            ("gibberish", ""),
            ("color: red; margin-left: -1px", ""),
        ] {
            assert_eq!(clean(style, false), cleaned, "{style}");
        }
    }
}
