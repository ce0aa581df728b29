//! What did not make it from HTML into the document.

use std::fmt;

/// Excerpts are cut after this many characters.
const EXCERPT: usize = 60;

/// One thing that reading HTML left out or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The name of the element, in lower case.
    pub element: String,
    /// The beginning of its text or address.
    pub excerpt: String,
    /// Why it was left out.
    pub reason: DropReason,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DropReason {
    /// Scripts, styles, forms, plug-ins, drawings: nothing a document can hold.
    #[error("a document cannot hold it")]
    NoPlace,
    /// A link whose address leads nowhere a reader may be sent; its text is kept.
    #[error("the link leads nowhere a reader may be sent; its text was kept")]
    BadLink,
    /// A picture, sound or film that was not matched with an asset.
    #[error("the library has no such file")]
    NoAsset,
    /// A picture of a single pixel that counts readers.
    #[error("it is invisible and only counts readers")]
    Counter,
    /// A frame without a web address.
    #[error("its address is not an http or https address")]
    BadFrame,
    /// A caption whose picture, table or film was left out.
    #[error("there is nothing left that it belongs to")]
    LoneCaption,
    /// Struck out text; it is kept without the line through it.
    #[error("the line through the text was left out, its text was kept")]
    Struck,
    /// A table of an absurd size; its text is kept.
    #[error("the table is too large; its text was kept as paragraphs")]
    LargeTable,
    /// Elements nested so deep that only their text was kept.
    #[error("it is nested too deep; only its text was kept")]
    TooDeep,
    /// The markup is so tangled that the rest was not read.
    #[error("the markup from here on is too tangled to be read")]
    Tangled,
}

impl Dropped {
    pub(super) fn new(element: &str, excerpt: &str, reason: DropReason) -> Dropped {
        // More is looked at than kept, but never all of a long script.
        let start: String = excerpt.chars().take(4 * EXCERPT).filter(|c| !is_refused(*c)).collect();
        let mut excerpt = String::new();
        for word in start.split_whitespace() {
            if !excerpt.is_empty() {
                excerpt.push(' ');
            }
            excerpt.push_str(word);
        }
        if let Some((cut, _)) = excerpt.char_indices().nth(EXCERPT) {
            excerpt.truncate(cut);
            excerpt.push('…');
        }
        Dropped { element: element.to_owned(), excerpt, reason }
    }
}

fn is_refused(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}> “{}”: {}", self.element, self.excerpt, self.reason)
    }
}
