//! Paths: every public address ever used, and what is there now.

use crate::ids::{ArticleId, AssetId, AuthorId, PageId, SectionId, TopicId};

/// What an address of the site leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An article.
    Article(ArticleId),
    /// A page such as the Impressum.
    Page(PageId),
    /// The list of a section.
    Section(SectionId),
    /// The list of a topic.
    Topic(TopicId),
    /// The list of an author.
    Author(AuthorId),
    /// A picture or file of the library.
    Asset(AssetId),
    /// Another address, for good (301).
    Redirect(String),
    /// Nothing any more (410).
    Gone,
    /// Nothing, for legal reasons (451, RFC 7725).
    Unavailable,
}

/// Brings a request's path into the form in which paths are kept: percent-decoded where that is
/// harmless, without a trailing slash, and always with a leading one.
///
/// Old addresses are often met with other escapes or an extra slash; they mean the same.
pub fn normal(path: &str) -> String {
    let decoded = decode(path);
    let trimmed = decoded.trim_end_matches('/');
    if trimmed.is_empty() {
        return "/".to_owned();
    }
    if trimmed.starts_with('/') { trimmed.to_owned() } else { format!("/{trimmed}") }
}

/// Percent-decoding that leaves alone what would change the path's meaning or is not UTF-8.
fn decode(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten()
            .filter(|byte| *byte > 0x20 && !matches!(byte, b'/' | b'%' | b'?' | b'#' | 0x7f));
        match escaped {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_become_one() {
        assert_eq!(normal("/2022/01/gr%C3%B6%c3%9fe/"), "/2022/01/größe");
        assert_eq!(normal(""), "/");
        assert_eq!(normal("//"), "/");
        assert_eq!(normal("/a%2Fb"), "/a%2Fb");
        assert_eq!(normal("/a%ff"), "/a%ff");
        assert_eq!(normal("/a%2"), "/a%2");
    }
}
