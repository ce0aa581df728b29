//! The words of `depesche author`.

use clap::Subcommand;
use newsroom::language::Language;

use super::values::worded;

/// `author`
#[derive(Debug, Subcommand)]
pub(crate) enum Author {
    /// List all authors
    List,
    /// Print all that is known of an author
    Show {
        /// Their part of the address
        slug: String,
    },
    /// Change what is known of an author; what is left out stays
    Edit {
        /// Their part of the address
        slug: String,
        /// Their name as printed
        #[arg(long)]
        name: Option<String>,
        /// What they do
        #[arg(long)]
        role: Option<String>,
        /// The name of the asset that shows them
        #[arg(long, value_name = "NAME")]
        picture: Option<String>,
        /// A few sentences about them in a language (repeat for each language)
        #[arg(long = "bio", value_name = "LANGUAGE=TEXT", value_parser = worded)]
        bios: Vec<(Language, String)>,
    },
    /// Add an author, or change the one of that slug
    Add {
        /// Their name as printed
        name: String,
        /// Their part of the address; made from the name if left out
        #[arg(long)]
        slug: Option<String>,
        /// What they do
        #[arg(long, default_value = "")]
        role: String,
        /// A few sentences about them in a language (repeat for each language)
        #[arg(long = "bio", value_name = "LANGUAGE=TEXT", value_parser = worded)]
        bios: Vec<(Language, String)>,
        /// Name of the asset that shows them; the one they had stays if left out
        #[arg(long, value_name = "ASSET")]
        picture: Option<String>,
    },
    /// Remove an author who stands in no byline
    Remove {
        /// Their part of the address
        slug: String,
    },
}
