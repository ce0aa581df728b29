//! Parts of a message ([RFC 2046, 5.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1)).

use super::header::Headers;
use super::word;
use crate::charset;

/// As deep as parts stand in parts.
const DEEPEST: usize = 12;
/// As many parts as a message is read to have.
const MOST: usize = 1_000;

/// A part with its content decoded, or the parts in it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) headers: Headers,
    /// `text/plain` where nothing is said.
    pub(super) content_type: String,
    /// Its bytes; empty where it has parts.
    pub(super) bytes: Vec<u8>,
    pub(super) parts: Vec<Part>,
}

impl Part {
    pub(super) fn read(bytes: &[u8], depth: usize, faults: &mut Vec<String>) -> Part {
        let (headers, start) = Headers::read(bytes);
        let body = &bytes[start.min(bytes.len())..];
        let mut content_type = headers.value("content-type");
        if !content_type.contains('/') {
            content_type = "text/plain".to_owned();
        }
        let boundary =
            headers.parameter("content-type", "boundary").filter(|_| content_type.starts_with("multipart/"));
        if let Some(boundary) = boundary {
            if depth == DEEPEST {
                faults.push("parts stand in parts too deep; the innermost were left out".into());
            } else {
                let sections = sections(body, &boundary, faults);
                let parts =
                    sections.into_iter().map(|section| Part::read(section, depth + 1, faults)).collect();
                return Part { headers, content_type, bytes: Vec::new(), parts };
            }
        }
        let bytes = match headers.value("content-transfer-encoding").as_str() {
            "base64" => word::base64(body),
            "quoted-printable" => word::quoted(body),
            _ => body.to_vec(),
        };
        Part { headers, content_type, bytes, parts: Vec::new() }
    }

    /// Its text, decoded; flowed lines joined (RFC 3676, 4).
    pub(super) fn text(&self) -> String {
        let text = charset::decode(&self.bytes, self.headers.get("content-type")).text.replace("\r\n", "\n");
        let is_flowed = self
            .headers
            .parameter("content-type", "format")
            .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
        let no_space = self
            .headers
            .parameter("content-type", "delsp")
            .is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        if is_flowed && self.content_type == "text/plain" { flowed(&text, no_space) } else { text }
    }

    /// The name of the file it is.
    pub(super) fn file_name(&self) -> Option<String> {
        let name = self.headers.parameter("content-disposition", "filename");
        name.or_else(|| self.headers.parameter("content-type", "name")).filter(|name| !name.trim().is_empty())
    }

    pub(super) fn is_attachment(&self) -> bool {
        self.headers.value("content-disposition") == "attachment"
    }

    /// The identifier by which other parts name it.
    pub(super) fn content_id(&self) -> Option<String> {
        let value = self.headers.get("content-id")?.trim_matches(['<', '>', ' ']);
        (!value.is_empty()).then(|| value.to_owned())
    }
}

/// What stands between lines of the boundary.
fn sections<'a>(body: &'a [u8], boundary: &str, faults: &mut Vec<String>) -> Vec<&'a [u8]> {
    let delimiter = format!("--{boundary}");
    let mut found = Vec::new();
    let (mut start, mut at) = (None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if let Some(rest) = line.strip_prefix(delimiter.as_bytes()) {
            let rest = rest.trim_ascii_end();
            let closes = rest == b"--";
            if closes || rest.is_empty() {
                if let Some(start) = start {
                    found.push(without_line_end(&body[start..at]));
                }
                start = (!closes).then_some(at + line.len());
                if closes {
                    return found;
                }
            }
        }
        at += line.len();
        if found.len() == MOST {
            faults.push(format!("more than {MOST} parts; the rest was left out"));
            return found;
        }
    }
    if let Some(start) = start {
        faults.push("the last part does not end: its boundary is missing".into());
        found.push(&body[start.min(body.len())..]);
    }
    found
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(section: &[u8]) -> &[u8] {
    let section = section.strip_suffix(b"\n").unwrap_or(section);
    section.strip_suffix(b"\r").unwrap_or(section)
}

/// Joins lines that end with a blank to the one that follows.
fn flowed(text: &str, no_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (bare, ended) = line.strip_suffix('\n').map_or((line, false), |bare| (bare, true));
        let bare = bare.strip_prefix(' ').unwrap_or(bare);
        // “-- ” parts the signature and flows into nothing.
        if bare.ends_with(' ') && bare != "-- " {
            out.push_str(if no_space { &bare[..bare.len() - 1] } else { bare });
        } else {
            out.push_str(bare);
            out.push_str(if ended { "\n" } else { "" });
        }
    }
    out
}
