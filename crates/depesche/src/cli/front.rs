//! The words of `depesche front`.

use clap::Subcommand;
use newsroom::ids::StoryId;
use newsroom::language::Language;

/// `front`
#[derive(Debug, Subcommand)]
pub(crate) enum Front {
    /// Show what is placed by hand
    List {
        /// The language of the front page
        #[arg(long, default_value = "de")]
        language: Language,
    },
    /// Fill a place with these stories; none leaves it to the rule
    Set {
        /// The place, such as lead or second
        place: String,
        /// The language of the front page
        #[arg(long, default_value = "de")]
        language: Language,
        /// The stories in order
        stories: Vec<StoryId>,
    },
}
