//! Headers: folded lines, and values with parameters
//! ([RFC 5322, 2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2),
//! [RFC 2045, 5.1](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)).

use super::word;
use crate::charset;

/// The headers of a message or part, in order, with names in small letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// The headers, and where what follows the empty line after them begins.
    pub(super) fn read(bytes: &[u8]) -> (Headers, usize) {
        let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let bare = line.trim_ascii_end();
            if bare.is_empty() {
                at += line.len();
                // Blank lines before the first header are not the end of them.
                if headers.is_empty() {
                    continue;
                }
                return (Headers::decoded(headers), at);
            }
            let first = headers.is_empty();
            match (line[0], headers.last_mut()) {
                (b' ' | b'\t', Some((_, value))) => {
                    value.push(b' ');
                    value.extend_from_slice(bare.trim_ascii_start());
                }
                // The line by which mail boxes part messages.
                _ if first && line.starts_with(b"From ") => {}
                _ => match named(bare) {
                    Some(header) => headers.push(header),
                    // Text without an empty line before it.
                    None => return (Headers::decoded(headers), at),
                },
            }
            at += line.len();
        }
        (Headers::decoded(headers), at)
    }

    fn decoded(headers: Vec<(String, Vec<u8>)>) -> Headers {
        Headers(
            headers
                .into_iter()
                .map(|(name, value)| (name, charset::decode(&value, None).text.into_owned()))
                .collect(),
        )
    }

    /// The value of a header as it is written, its lines joined.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Its words decoded.
    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).map(word::decode).unwrap_or_default()
    }

    /// Its value before the first `;`, in small letters: `text/plain`.
    pub(super) fn value(&self, name: &str) -> String {
        let value = self.get(name).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// One of its parameters, put together of its sections (RFC 2231, 3 and 4).
    pub(super) fn parameter(&self, name: &str, parameter: &str) -> Option<String> {
        let found = parameters(self.get(name)?);
        if let Some((_, value)) = found.iter().find(|(key, _)| key == parameter) {
            return Some(word::decode(value));
        }
        if let Some((_, value)) = found.iter().find(|(key, _)| *key == format!("{parameter}*")) {
            return Some(word::extended(&[(true, value)]));
        }
        let mut sections = Vec::new();
        for number in 0..found.len() {
            let plain = format!("{parameter}*{number}");
            let Some((key, value)) =
                found.iter().find(|(key, _)| *key == plain || *key == format!("{plain}*"))
            else {
                break;
            };
            sections.push((key.ends_with('*'), value.as_str()));
        }
        (!sections.is_empty()).then(|| word::extended(&sections))
    }

    /// Identifiers in angle brackets: `<a@b> <c@d>`.
    pub(super) fn identifiers(&self, name: &str) -> Vec<String> {
        let value = self.get(name).unwrap_or_default();
        let within = value.split('<').skip(1).filter_map(|part| part.split('>').next());
        within.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
    }

    /// Name and address of each mailbox (RFC 5322, 3.4).
    pub(super) fn mailboxes(&self, name: &str) -> Vec<(String, String)> {
        let value = self.get(name).unwrap_or_default();
        split_quoted(value, ',')
            .into_iter()
            .filter_map(|mailbox| {
                let mailbox = mailbox.trim();
                let (name, address) = match mailbox.rsplit_once('<') {
                    Some((name, address)) => (name, address.trim_end_matches('>')),
                    None => ("", mailbox),
                };
                let name = word::decode(name.trim().trim_matches('"')).replace("\\\"", "\"");
                let address = address.trim().to_owned();
                (!address.is_empty() || !name.is_empty()).then_some((name, address))
            })
            .collect()
    }
}

/// `Name: value`; nothing where the line is none.
fn named(line: &[u8]) -> Option<(String, Vec<u8>)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let right = !name.is_empty() && name.iter().all(|byte| (33..=126).contains(byte));
    let name = String::from_utf8(name.to_ascii_lowercase()).ok()?;
    right.then(|| (name, line[colon + 1..].trim_ascii().to_vec()))
}

/// The parameters behind the value, names in small letters, values without quotes.
fn parameters(value: &str) -> Vec<(String, String)> {
    split_quoted(value, ';')
        .into_iter()
        .skip(1)
        .filter_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let value = value.trim();
            let value = match value.strip_prefix('"') {
                Some(quoted) => quoted.trim_end_matches('"').replace("\\\"", "\"").replace("\\\\", "\\"),
                None => value.to_owned(),
            };
            Some((name.trim().to_ascii_lowercase(), value))
        })
        .collect()
}

/// Splits at a sign that stands outside of quotes.
fn split_quoted(text: &str, at: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quoted, mut escaped, mut start) = (false, false, 0);
    for (place, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            letter if letter == at && !quoted => {
                parts.push(&text[start..place]);
                start = place + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
