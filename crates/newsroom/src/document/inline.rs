//! Inline text: spans of characters with marks.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// A run of characters that carry the same marks. A line break within a block is `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Flat")]
pub struct Span {
    /// The characters; never empty in a valid document.
    pub text: String,
    /// What they are marked as.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A span as it is stored, read without the detour that serde takes for flattened fields.
#[derive(Deserialize)]
struct Flat {
    text: String,
    #[serde(default)]
    strong: bool,
    #[serde(default)]
    emphasis: bool,
    #[serde(default)]
    superscript: bool,
    #[serde(default)]
    subscript: bool,
    link: Option<String>,
    language: Option<Language>,
}

impl From<Flat> for Span {
    fn from(flat: Flat) -> Span {
        let Flat { text, strong, emphasis, superscript, subscript, link, language } = flat;
        Span { text, marks: Marks { strong, emphasis, superscript, subscript, link, language } }
    }
}

/// The marks of a span.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// Important.
    #[serde(skip_serializing_if = "is_false")]
    pub strong: bool,
    /// Stressed.
    #[serde(skip_serializing_if = "is_false")]
    pub emphasis: bool,
    /// Raised.
    #[serde(skip_serializing_if = "is_false")]
    pub superscript: bool,
    /// Lowered; never together with raised.
    #[serde(skip_serializing_if = "is_false")]
    pub subscript: bool,
    /// Where a link leads: `https:`, `http:`, `mailto:`, `tel:`, a path of the site or a `#fragment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The language of foreign words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The text of a block: spans whose neighbours differ in their marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inline(Vec<Span>);

impl Inline {
    /// Joins neighbours with the same marks and leaves out empty spans.
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Inline {
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                _ if span.text.is_empty() => {}
                Some(last) if last.marks == span.marks => last.text.push_str(&span.text),
                _ => joined.push(span),
            }
        }
        Inline(joined)
    }

    /// Text without marks.
    pub fn plain(text: impl Into<String>) -> Inline {
        Inline::new([Span { text: text.into(), marks: Marks::default() }])
    }

    /// The spans in reading order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The characters without marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether nothing can be read in it.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|span| span.text.trim().is_empty())
    }

    /// Without the white space at both ends, runs of spaces inside left as they are.
    pub fn trimmed(mut self) -> Inline {
        let blank = self.0.iter().take_while(|span| span.text.trim_start().is_empty()).count();
        self.0.drain(..blank);
        if let Some(first) = self.0.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        while let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.0.pop();
        }
        self
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Inline {
        Inline::plain(text)
    }
}
