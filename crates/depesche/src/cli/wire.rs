//! The words of `depesche wire`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use newsroom::ids::{ArticleId, StoryId, WireItemId};
use newsroom::language::Language;
use newsroom::wire_item::{ItemKind, Status};

use super::values::{item_kind, item_status};

/// `wire`
#[derive(Debug, Subcommand)]
pub(crate) enum WireCommand {
    /// Print the items of files of any format; needs no newsroom
    Parse {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the article of a web page; needs no newsroom
    Extract {
        /// The page
        file: PathBuf,
        /// Where it came from: its relative addresses are completed with it
        #[arg(long)]
        url: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List items, those that changed last first
    List {
        #[command(flatten)]
        filter: WireFilters,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
        /// Those after the last one of the page before: its “newest”
        #[arg(long)]
        before: Option<i64>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show an item with its versions, and what reports the same
    Show {
        /// Its number
        item: WireItemId,
        /// A version instead of the newest, counted from 1 as they came in
        #[arg(long)]
        version: Option<i64>,
        /// The bytes as they came
        #[arg(long)]
        original: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a draft of an item: source, credit, rights and pictures come along
    Take {
        /// Its number
        item: WireItemId,
        /// Path of the section, instead of the provider's
        #[arg(long)]
        section: Option<String>,
        /// The story it becomes an article of, instead of one of its own
        #[arg(long)]
        story: Option<StoryId>,
    },
    /// Show what is different between two versions of an item
    Diff {
        /// Its number
        item: WireItemId,
        /// The version before, counted from 1; the one before the newest if left out
        #[arg(long)]
        from: Option<i64>,
        /// The version after; the newest if left out
        #[arg(long)]
        to: Option<i64>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Bring an article up to the newest version of its copy, where nobody touched it
    Merge {
        /// Its number
        article: ArticleId,
    },
    /// List what happened to copy that articles were made of, and that nobody has settled
    Notices {
        /// All of one article, settled ones too
        #[arg(long)]
        article: Option<ArticleId>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Settle a notice
    Settle {
        /// Its number
        notice: i64,
        /// What was decided; kept with it
        #[arg(long)]
        why: String,
    },
    /// Print what editors were told about an article by those whose copy it was made of
    Notes {
        /// Its number
        article: ArticleId,
    },
}

/// Which items are listed.
#[derive(Args, Debug)]
pub(crate) struct WireFilters {
    /// Of a provider
    #[arg(long)]
    pub(crate) provider: Option<String>,
    /// In a language
    #[arg(long)]
    pub(crate) language: Option<Language>,
    /// usable, withheld or cancelled
    #[arg(long, value_parser = item_status)]
    pub(crate) status: Option<Status>,
    /// text, picture, graphic, video, audio, package, planning, event, knowledge or other
    #[arg(long, value_parser = item_kind)]
    pub(crate) kind: Option<ItemKind>,
    /// At least so urgent: 1 is the most urgent
    #[arg(long)]
    pub(crate) urgency: Option<u8>,
    /// Arrived since, such as 2022-01-21T16:30:00+01:00
    #[arg(long)]
    pub(crate) since: Option<jiff::Timestamp>,
    /// Only the first to report of each event
    #[arg(long)]
    pub(crate) events: bool,
}
