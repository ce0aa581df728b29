//! The words of `depesche demo`.

use clap::Subcommand;
use jiff::Timestamp;

/// `demo`
#[derive(Debug, Subcommand)]
pub(crate) enum Demo {
    /// Grow a large archive of invented articles, to see how the site bears it
    ///
    /// German texts from words of our own, over twenty years, in sections, topics and with shared
    /// pictures; the newer ones with comments. Interrupted, it goes on where it was; called again with
    /// more, it adds what is missing.
    Grow {
        /// How many invented articles the archive shall have in all
        #[arg(long, value_name = "N")]
        articles: usize,
        /// How many comments in all
        #[arg(long, value_name = "M", default_value_t = 0)]
        comments: u64,
        /// Another seed makes other texts
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// When the twenty years end, such as 2026-01-01T00:00:00Z; the last midnight in UTC if left out
        #[arg(long, value_name = "TIME")]
        until: Option<Timestamp>,
    },
}
