//! XML from strangers: bytes become a tree, within bounds, and nothing is ever fetched.
//!
//! [XML 1.0](https://www.w3.org/TR/xml/) and [Namespaces in XML](https://www.w3.org/TR/xml-names/). Refused, with
//! the line and the cause: what is not well-formed, general entities a document declares (from outside
//! or of its own making, so that nothing can grow), and what goes beyond the bounds of [`limits`]. A DTD may be named, and
//! modules of it; neither is read. Style sheets and inclusions are names like any other.

mod build;
mod doctype;
mod entities;
mod html;
pub mod limits;
mod names;
mod tree;

#[cfg(test)]
mod tests;

use crate::charset;
use crate::{Error, Format};

pub use tree::{Attribute, Content, Node, Tree};

/// Reads XML. `content_type` is what the transport said of the bytes, with their character set.
///
/// # Errors
/// When it is not well-formed, declares entities, or goes beyond the [`limits`].
pub fn read(bytes: &[u8], content_type: Option<&str>) -> Result<Tree, Refusal> {
    if bytes.len() > limits::BYTES {
        return Err(Refusal::at(1, format!("it is longer than {} MiB", limits::BYTES >> 20)));
    }
    let decoded = charset::decode(bytes, content_type);
    let mut tree = build::build(&decoded.text)?;
    if decoded.replaced {
        tree.note(1, format!("some bytes are no characters of {} and were replaced", decoded.encoding));
    }
    Ok(tree)
}

/// Where a root is looked for; what stands before it is seldom longer.
const PROLOG: usize = 64 << 10;

/// Whether bytes begin as XML does.
pub fn begins(bytes: &[u8]) -> bool {
    let text = charset::decode(&bytes[..bytes.len().min(PROLOG)], None).text;
    let second = text.trim_start().strip_prefix('<').and_then(|rest| rest.chars().next());
    second.is_some_and(|letter| letter.is_alphabetic() || matches!(letter, '?' | '!' | '_'))
}

/// The name of the root of a document, without its prefix, found without reading the rest.
pub fn root_name(bytes: &[u8]) -> Option<String> {
    use quick_xml::events::Event;
    let decoded = charset::decode(&bytes[..bytes.len().min(PROLOG)], None);
    let mut reader = quick_xml::Reader::from_str(decoded.text.trim_start());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name();
                return Some(name.0.rsplit(':').next().unwrap_or_default().to_owned());
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            _ => return None,
        }
    }
}

/// Why something was refused as XML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {cause}")]
pub struct Refusal {
    /// The line that is wrong, counted from 1.
    pub line: u32,
    /// What is wrong with it.
    pub cause: String,
}

impl Refusal {
    fn at(line: u32, cause: impl Into<String>) -> Refusal {
        Refusal { line, cause: cause.into() }
    }

    /// The same as an error of the format that was to be read.
    pub fn of(self, format: Format) -> Error {
        Error::at(format, self.line, self.cause)
    }
}
