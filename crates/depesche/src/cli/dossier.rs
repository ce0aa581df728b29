//! The words of `depesche dossier`.

use clap::Subcommand;
use newsroom::language::Language;

use super::values::worded;

/// `dossier`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  depesche dossier add genfer-gespraeche --title \"de=Die Genfer Gespräche\"
  depesche dossier show genfer-gespraeche
An article comes into a dossier by the line dossier = \"genfer-gespraeche\" in its file.")]
pub(crate) enum Dossier {
    /// List the dossiers
    List,
    /// Show the stories of a dossier
    Show {
        /// Its part of the address
        slug: String,
    },
    /// Add a dossier
    Add {
        /// Its part of the address
        slug: String,
        /// Its title in a language (repeat for each language)
        #[arg(long = "title", value_name = "LANGUAGE=TITLE", required = true, value_parser = worded)]
        titles: Vec<(Language, String)>,
    },
    /// Give a dossier other titles; its address stays
    Rename {
        /// Its part of the address
        slug: String,
        /// Its title in a language (repeat for each language)
        #[arg(long = "title", value_name = "LANGUAGE=TITLE", required = true, value_parser = worded)]
        titles: Vec<(Language, String)>,
    },
    /// Remove a dossier; its stories stay
    Remove {
        /// Its part of the address
        slug: String,
    },
}
