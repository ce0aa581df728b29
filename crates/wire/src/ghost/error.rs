//! Why a file cannot be read.

/// Why a file cannot be read as an export of Ghost.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system failed.
    #[error("the export cannot be read: {0}")]
    Io(std::io::Error),
    /// It is no JSON, or breaks off.
    #[error(
        "the export is no valid JSON (line {line}, column {column}): {what}; \
         make a new one in Ghost under Settings → Import/Export (“Labs” in older versions)"
    )]
    Json {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// It is something else.
    #[error(
        "this is no Ghost export: {0}; make one in Ghost under Settings → Import/Export \
         (“Labs” in older versions)"
    )]
    NotAnExport(&'static str),
    /// Whoever was given the posts wanted no more.
    #[error("reading was given up")]
    GivenUp,
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> ReadError {
        let (line, column) = (error.line(), error.column());
        if error.is_io() {
            return ReadError::Io(error.into());
        }
        let said = error.to_string();
        // The place is said by ourselves.
        let what = said.split(" at line ").next().unwrap_or(&said).to_owned();
        ReadError::Json { line, column, what }
    }
}
