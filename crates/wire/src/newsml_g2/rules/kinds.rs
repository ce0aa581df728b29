//! Kinds of text ([XML Schema, datatypes](https://www.w3.org/TR/xmlschema-2/)).

/// Whether text is of a kind; `a|b` is either, `a*` a list.
pub(super) fn fits(kind: &str, text: &str) -> bool {
    kind.split('|').any(|one| match one.strip_suffix('*') {
        Some(each) => text.split_ascii_whitespace().all(|word| is(each, word)),
        None => is(one, text),
    })
}

fn is(kind: &str, text: &str) -> bool {
    if let Some(word) = kind.strip_prefix('\'') {
        return text == word;
    }
    // White space around counts for no kind but those of plain strings.
    let bare = text.trim();
    match kind {
        "text" => true,
        "line" => !text.contains(['\t', '\n', '\r']),
        "filled" => !text.is_empty(),
        "empty" => text.is_empty(),
        "qcode" => {
            bare.split_once(':').is_some_and(|(alias, code)| !alias.is_empty() && !code.is_empty())
                && !bare.contains(char::is_whitespace)
        }
        "anyURI" => is_uri(bare),
        "name" => {
            bare.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && !bare.contains(|c: char| c.is_whitespace() || c == ':')
        }
        "nmtoken" => !bare.is_empty() && !bare.contains(char::is_whitespace),
        "boolean" => matches!(bare, "true" | "false" | "0" | "1"),
        "language" => bare.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }),
        "version" => bare.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor)),
        "decimal" => is_decimal(bare),
        "double" => bare.parse::<f64>().is_ok(),
        "duration" => is_duration(bare),
        "dateTime" => bare.split_once('T').is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "date" => is_date(without_zone(bare)),
        "gYearMonth" => is_parts(without_zone(bare), &[4, 2]),
        "gYear" => is_parts(without_zone(bare), &[4]),
        "gMonth" => bare.strip_prefix("--").is_some_and(|rest| is_parts(without_zone(rest), &[2])),
        "gMonthDay" => bare.strip_prefix("--").is_some_and(|rest| is_parts(without_zone(rest), &[2, 2])),
        "gDay" => bare.strip_prefix("---").is_some_and(|rest| is_parts(without_zone(rest), &[2])),
        _ => is_number(kind, bare),
    }
}

/// `int`, `int:1:9`, `int:0:`, `num:…`.
fn is_number(kind: &str, text: &str) -> bool {
    let mut parts = kind.split(':');
    let whole = parts.next() == Some("int");
    let sound = if whole { text.parse::<i64>().is_ok() } else { is_decimal(text) };
    let Ok(number) = text.parse::<f64>() else { return false };
    let mut bound = |otherwise: f64| parts.next().and_then(|bound| bound.parse().ok()).unwrap_or(otherwise);
    let (least, most) = (bound(f64::NEG_INFINITY), bound(f64::INFINITY));
    sound && number >= least && number <= most
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    (digits(whole) || whole.is_empty())
        && (digits(part) || part.is_empty())
        && !(whole.is_empty() && part.is_empty())
}

/// Nearly everything is an address once what may not stand in one is escaped
/// ([XML Schema, anyURI](https://www.w3.org/TR/xmlschema-2/#anyURI)); an escape that is none is not.
fn is_uri(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        if !rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()) || rest.len() < 2 {
            return false;
        }
    }
    text.matches('#').count() <= 1
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    rest.ends_with(|c: char| c.is_ascii_uppercase() && c != 'T')
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'Y' | 'M' | 'D' | 'T' | 'H' | 'S' | '.'))
}

/// Numbers of so many digits, with hyphens between; a year may have more.
fn is_parts(text: &str, lengths: &[usize]) -> bool {
    let parts: Vec<&str> = text.strip_prefix('-').unwrap_or(text).split('-').collect();
    let fits = |(part, length): (&&str, &usize)| {
        digits(part) && (part.len() == *length || *length == 4 && part.len() > 4)
    };
    parts.len() == lengths.len() && parts.iter().zip(lengths).all(fits)
}

fn is_date(text: &str) -> bool {
    let valid = || text.get(text.len().checked_sub(10)?..)?.parse::<jiff::civil::Date>().ok();
    is_parts(text, &[4, 2, 2]) && valid().is_some()
}

fn without_zone(text: &str) -> &str {
    if let Some(text) = text.strip_suffix('Z') {
        return text;
    }
    match text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) {
        Some((date, zone)) if is_zone(zone) => date,
        _ => text,
    }
}

fn is_zone(zone: &str) -> bool {
    zone.starts_with(['+', '-'])
        && zone[1..].split_once(':').is_some_and(|(hours, minutes)| {
            digits(hours)
                && digits(minutes)
                && hours.len() == 2
                && minutes.len() == 2
                && hours <= "14"
                && minutes <= "59"
        })
}

fn is_time(text: &str) -> bool {
    let (clock, part) = without_zone(text).split_once('.').unwrap_or((without_zone(text), "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return false };
    let fits = |part: &str, most: &str| part.len() == 2 && digits(part) && part <= most;
    digits(part) && (fits(hours, "23") || clock == "24:00:00") && fits(minutes, "59") && fits(seconds, "59")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_know_their_own() {
        for (kind, right, wrong) in [
            ("qcode", "a:b:c", "ab"),
            ("qcode*", "a:b c:d", "a:b c"),
            ("dateTime", "2024-02-29T23:59:59.5+14:00", "2024-02-30T00:00:00Z"),
            ("dateTime", "2024-01-01T24:00:00", "2024-01-01T12:0:00-05:00"),
            ("date|dateTime", "2024-01-01Z", "2024-1-1"),
            ("gYear", "2024", "24"),
            ("gMonthDay", "--12-24", "12-24"),
            ("int:1:9", "9", "10"),
            ("int:0:", "0", "-1"),
            ("decimal", "-.5", "1e5"),
            ("anyURI", "http://a/%20ä b", "%"),
            ("language", "de-AT", "de_AT"),
            ("version", "2.35", "2"),
            ("duration", "P2DT3H", "2D"),
            ("line", " a ", "a\nb"),
            ("name", "ID_1", "1"),
            ("'ltr|'rtl", "rtl", "up"),
            ("dateTime|empty", "", " -"),
        ] {
            assert!(fits(kind, right), "{kind}: {right}");
            assert!(!fits(kind, wrong), "{kind}: {wrong}");
        }
    }
}
