//! The words of `depesche article`.

use std::path::PathBuf;

use clap::Subcommand;
use newsroom::article::State as ArticleState;
use newsroom::ids::{ArticleId, StoryId};

use super::values::article_state;

/// `article`
#[derive(Debug, Subcommand)]
pub(crate) enum Article {
    /// List articles in a state, the last changed first
    List {
        /// draft, scheduled, published, withdrawn or private
        #[arg(long, default_value = "published", value_parser = article_state)]
        state: ArticleState,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Print an article as a file: front matter and Markdown
    Show {
        /// Its number
        article: ArticleId,
    },
    /// Add a draft from a file
    Add {
        /// The file, or - for the standard input
        file: PathBuf,
        /// The story it is another language of
        #[arg(long)]
        story: Option<StoryId>,
    },
    /// Change an article in the editor of EDITOR, or by a file
    Edit {
        /// Its number
        article: ArticleId,
        /// The changed text, or - for the standard input
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Show the newest revision of an article to readers
    Publish {
        /// Its number
        article: ArticleId,
        /// The time of publication it carries, such as 2022-01-21T16:30:00+01:00; now if left out.
        /// A time to come schedules it: “depesche serve” publishes it at that second. A past one also
        /// dates an article that came from elsewhere without a date
        #[arg(long)]
        at: Option<jiff::Timestamp>,
        /// Why it may be published; kept with the change
        #[arg(long, default_value = "published by hand")]
        reason: String,
    },
    /// Make a scheduled article a draft again
    Unschedule {
        /// Its number
        article: ArticleId,
    },
    /// Publish the newest revision with a note of what was wrong
    Correct {
        /// Its number
        article: ArticleId,
        /// What was wrong and what is right: readers see it
        note: String,
        /// Why it may be published; kept with the change
        #[arg(long, default_value = "corrected by hand")]
        reason: String,
    },
    /// Take an article back; its address says so
    Withdraw {
        /// Its number
        article: ArticleId,
        /// What readers are told
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Remove an article that was never published
    Remove {
        /// Its number
        article: ArticleId,
    },
    /// Make an article another language of the story of a second one
    Link {
        /// Its number
        article: ArticleId,
        /// The number of an article of the story
        with: ArticleId,
    },
}
