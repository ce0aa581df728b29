//! The words of `depesche topic`.

use clap::Subcommand;
use newsroom::language::Language;

use super::values::worded;

/// `topic`
#[derive(Debug, Subcommand)]
pub(crate) enum Topic {
    /// List all topics
    List,
    /// Give a topic other names; its address stays
    Rename {
        /// Its part of the address
        slug: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// The IPTC Media Topic it stands for
        #[arg(long)]
        media_topic: Option<String>,
    },
    /// Add a topic, or name one in more languages
    Add {
        /// Its part of the address
        slug: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// The IPTC Media Topic it stands for, such as medtop:20000763
        #[arg(long)]
        media_topic: Option<String>,
    },
    /// Remove a topic from everything it stands on
    Remove {
        /// Its part of the address
        slug: String,
    },
}
