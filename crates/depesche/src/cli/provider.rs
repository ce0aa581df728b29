//! The words of `depesche provider`.

use clap::{Args, Subcommand};
use newsroom::language::Language;
use newsroom::wire_item::{OnKill, ProviderKind, Trust};

use super::values::{on_kill, provider_kind, trust};

/// `provider`
#[derive(Debug, Subcommand)]
pub(crate) enum ProviderCommand {
    /// Add a provider: an agency, a feed, a folder that copy is put into
    Add {
        /// A short word for it, such as dpa
        slug: String,
        #[command(flatten)]
        settings: ProviderSettings,
    },
    /// Settle something else about a provider; what is not named stays
    Change {
        /// Its short word
        slug: String,
        #[command(flatten)]
        settings: ProviderSettings,
    },
    /// List all providers with how their copy last came in
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a provider, what asking it remembers, and what of its copy was refused
    Show {
        /// Its short word
        slug: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Leave its copy where it is for now
    Pause {
        /// Its short word
        slug: String,
    },
    /// Go on taking its copy in
    Resume {
        /// Its short word
        slug: String,
    },
    /// Take in now what it has
    Poll {
        /// Its short word
        slug: String,
    },
    /// Remove a provider whose copy no article was made of
    Remove {
        /// Its short word
        slug: String,
    },
}

/// What can be settled about a provider.
#[derive(Args, Debug)]
pub(crate) struct ProviderSettings {
    /// Its name as editors know it
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How copy comes in: feed (asked from time to time), folder (watched) or push (sent with a token)
    #[arg(long, value_parser = provider_kind)]
    pub(crate) kind: Option<ProviderKind>,
    /// The feed's address, or the folder; a relative one is in the data folder
    #[arg(long)]
    pub(crate) address: Option<String>,
    /// Language of its copy where items do not say
    #[arg(long)]
    pub(crate) language: Option<Language>,
    /// How far it is believed: agency, source or hint
    #[arg(long, value_parser = trust)]
    pub(crate) trust: Option<Trust>,
    /// Path of the section that articles made of its copy are put into
    #[arg(long)]
    pub(crate) section: Option<String>,
    /// Topics that they get (repeat, or separate by commas)
    #[arg(long, value_delimiter = ',')]
    pub(crate) topic: Option<Vec<String>>,
    /// On what terms its copy may be used, where items do not say
    #[arg(long)]
    pub(crate) usage_terms: Option<String>,
    /// The name readers are told as the source, instead of its own
    #[arg(long)]
    pub(crate) credit: Option<String>,
    /// Whether its copy is published without anybody having read it
    #[arg(long)]
    pub(crate) publish_unread: Option<bool>,
    /// What a kill does: alert (people are told) or withdraw (articles go at once, too)
    #[arg(long, value_parser = on_kill)]
    pub(crate) on_kill: Option<OnKill>,
}
