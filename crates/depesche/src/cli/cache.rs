//! The words of `depesche cache`.

use clap::Subcommand;

/// `cache`
#[derive(Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Say how far each cache outside was told which pages to drop
    Status,
    /// Have all caches outside drop the pages filed under these keys, at once
    #[command(after_help = "Examples:
  depesche cache purge a17 l-section-3-de-top    what an answer names in its Surrogate-Key
  depesche cache purge --all")]
    Purge {
        /// The keys
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        keys: Vec<String>,
        /// All pages of the site
        #[arg(long)]
        all: bool,
    },
}
