//! The words of `depesche section`.

use clap::Subcommand;
use newsroom::language::Language;

use super::values::worded;

/// `section`
#[derive(Debug, Subcommand)]
pub(crate) enum Section {
    /// List the sections as a tree
    List,
    /// Add a section
    Add {
        /// Its address from the root: “politik” or “politik/kommunales”
        path: String,
        /// Its name in a language: “de=Kommunales” (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// Place among its siblings; smaller comes first
        #[arg(long, default_value_t = 0)]
        position: i64,
    },
    /// Give a section other names
    Rename {
        /// Its address from the root
        path: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
    },
    /// Say what a section is about; its page shows it
    Describe {
        /// Its address from the root
        path: String,
        /// A sentence or two in a language (repeat for each language)
        #[arg(long = "text", value_name = "LANGUAGE=TEXT", required = true, value_parser = worded)]
        texts: Vec<(Language, String)>,
    },
    /// Put a section elsewhere in the tree; its old address leads to the new one
    Move {
        /// Its address from the root
        path: String,
        /// The section it is to stand in, or / for the top; where it is if left out
        #[arg(long, value_name = "PATH")]
        under: Option<String>,
        /// Place among its siblings; smaller comes first
        #[arg(long)]
        position: Option<i64>,
    },
    /// Remove an empty section
    Remove {
        /// Its address from the root
        path: String,
    },
}
