//! A text that may be kept: checked, and written out as a row has it.

use std::borrow::Cow;

use newsroom::article::Text;
use newsroom::document::validate;

use crate::{Error, Result};

/// A text that was checked and written out. It is made before the transaction where many are to be
/// kept: it needs no database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CheckedText<'t> {
    pub(crate) text: Cow<'t, Text>,
    pub(crate) origin: String,
    pub(crate) body: String,
    pub(crate) words: i64,
}

impl<'t> CheckedText<'t> {
    /// Checks a text.
    ///
    /// # Errors
    /// When the headline is blank or the body is not valid; the message says where.
    pub(crate) fn new(text: Cow<'t, Text>) -> Result<CheckedText<'t>> {
        if text.headline.trim().is_empty() {
            return Err(Error::Refused("the article has no headline".into()));
        }
        if let Err(faults) = validate(&text.body) {
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            return Err(Error::Refused(said.join("; ")));
        }
        Ok(CheckedText {
            origin: serde_json::to_string(&text.origin).map_err(|error| Error::stored("origin", error))?,
            body: text.body.to_json(),
            words: i64::try_from(text.body.words()).unwrap_or(i64::MAX),
            text,
        })
    }
}
