//! A page in one encoding, and the lines of heads.

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue};
use bytes::Bytes;

use super::Encoding;

/// Begins the line of a tag, as heads are written here.
const TAG: &str = "etag: ";

/// A page in one encoding.
#[derive(Clone)]
pub(super) struct Form {
    /// The header lines that differ between the encodings, that of the tag first.
    lines: Bytes,
    /// Where that one ends.
    tag_line: usize,
    /// Nothing for the plain one of a page whose compressed forms say what it is.
    pub(super) body: Option<Bytes>,
}

impl Form {
    /// With the tag that the page has without encodings, or an empty one where it has none.
    pub(super) fn new(encoding: Encoding, tag: &str, body: Bytes) -> Form {
        let mut lines = String::new();
        if !tag.is_empty() {
            lines = format!("{TAG}{}{}\"\r\n", tag.trim_end_matches('"'), encoding.mark());
        }
        let tag_line = lines.len();
        if let Some(coding) = encoding.coding() {
            lines.push_str(&format!("content-encoding: {coding}\r\n"));
        }
        lines.push_str(&format!("content-length: {}\r\n", body.len()));
        Form { lines: exactly(lines.into_bytes()), tag_line, body: Some(body) }
    }

    /// Its header lines.
    pub(super) fn lines(&self) -> &[u8] {
        &self.lines
    }

    /// The line of its tag; empty where the page has none.
    pub(super) fn tag_line(&self) -> &[u8] {
        &self.lines[..self.tag_line]
    }

    /// Its tag; empty where the page has none.
    pub(super) fn tag(&self) -> &[u8] {
        self.tag_line().get(TAG.len()..).map_or(&[], <[u8]>::trim_ascii_end)
    }

    /// The room it takes.
    pub(super) fn bytes(&self) -> usize {
        self.lines.len() + self.body.as_ref().map_or(0, Bytes::len)
    }
}

/// Bytes in no more room than they need.
pub(super) fn exactly(bytes: Vec<u8>) -> Bytes {
    bytes.into_boxed_slice().into()
}

/// A first line and headers, each with its end.
pub(super) fn lines(first: &str, headers: &HeaderMap) -> Bytes {
    let mut lines = format!("{first}\r\n").into_bytes();
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    exactly(lines)
}

/// The headers of lines that were written here.
pub(super) fn headers(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(at) = line.windows(2).position(|two| two == b": ") else { continue };
        let value = line[at + 2..].trim_ascii_end();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(&line[..at]), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}
