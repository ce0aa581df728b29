//! The words of `depesche page`.

use std::path::PathBuf;

use clap::Subcommand;

/// `page`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "A page is a file like an article's: front matter between lines of +++, then Markdown.
  +++
  title = \"Imprint\"
  language = \"en\"
  path = \"/en/imprint\"
  translation_of = \"/impressum\"
  +++

  Published by …

Examples:
  depesche page add impressum.md --publish
  depesche page edit /impressum
  depesche menu set footer Impressum=/impressum"
)]
pub(crate) enum Page {
    /// List all pages
    List,
    /// Print a page as a file
    Show {
        /// Its address
        path: String,
    },
    /// Add a page from a file, as a draft
    Add {
        /// The file, or - for the standard input
        file: PathBuf,
        /// Show it to readers at once
        #[arg(long)]
        publish: bool,
    },
    /// Change a page in the editor of EDITOR, or by a file; readers of a published one see it at once
    Edit {
        /// Its address
        path: String,
        /// The changed text, or - for the standard input
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Show a page to readers
    Publish {
        /// Its address
        path: String,
    },
    /// Make a page a draft again; its address answers 404 until it is published
    Unpublish {
        /// Its address
        path: String,
    },
    /// Remove a page; its address answers 410
    Remove {
        /// Its address
        path: String,
    },
}
