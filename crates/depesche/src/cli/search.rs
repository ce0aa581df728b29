//! The words of `depesche search`.

use clap::Subcommand;
use newsroom::language::Language;

/// `search`
#[derive(Debug, Subcommand)]
pub(crate) enum SearchCommand {
    /// Build a new search index, also while “depesche serve” runs; it is used as soon as it is whole
    Rebuild,
    /// Ask the search index as a reader would, and print what it finds
    Query {
        /// What a reader would type
        #[arg(required = true)]
        words: Vec<String>,
        /// The language of the articles; the site's main one if left out
        #[arg(long)]
        language: Option<Language>,
        /// How many articles
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Ask the plain search of the database instead
        #[arg(long)]
        plain: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}
