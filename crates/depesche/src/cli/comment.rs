//! The words of `depesche comment`.

use clap::{Args, Subcommand};
use newsroom::comment::State;
use newsroom::ids::{ArticleId, CommentId};

use super::values::comment_state;

/// `comment`
#[derive(Debug, Subcommand)]
pub(crate) enum CommentCommand {
    /// List comments in a state, the oldest first
    List {
        /// waiting, approved, rejected or spam
        #[arg(long, default_value = "waiting", value_parser = comment_state)]
        state: State,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Print a comment, whatever its state
    Show {
        /// Its number
        comment: CommentId,
    },
    /// Add a comment: the newsroom's own answer, or one that came by another way
    #[command(after_help = "Examples:
  depesche comment add --article 17 --name Redaktion --staff --approve --reply-to 5 \"Danke für den Hinweis.\"
  depesche comment add --article 17 --name \"Eva Brandt\" --email eva@example.org < letter.txt")]
    Add(NewCommentArguments),
    /// Show comments to all
    Approve {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
    /// Show comments to nobody
    Reject {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
    /// Delete comments for good
    Delete {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
}

/// `comment add`
#[derive(Debug, Args)]
pub(crate) struct NewCommentArguments {
    /// The text; read from the standard input if left out or -
    pub(crate) text: Option<String>,
    /// The article it stands under
    #[arg(long)]
    pub(crate) article: ArticleId,
    /// Who wrote it
    #[arg(long)]
    pub(crate) name: String,
    /// Their e-mail address; the newsroom's own answers need none
    #[arg(long, default_value = "")]
    pub(crate) email: String,
    /// Their website
    #[arg(long, default_value = "")]
    pub(crate) website: String,
    /// The comment it answers
    #[arg(long, value_name = "COMMENT")]
    pub(crate) reply_to: Option<CommentId>,
    /// Mark it as the newsroom's own
    #[arg(long)]
    pub(crate) staff: bool,
    /// When it was written, such as 2022-01-21T16:30:00+01:00; now if left out
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<jiff::Timestamp>,
    /// Show it to all at once
    #[arg(long)]
    pub(crate) approve: bool,
}
