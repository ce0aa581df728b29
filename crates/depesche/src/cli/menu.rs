//! The words of `depesche menu`.

use clap::Subcommand;
use newsroom::language::Language;

use super::values::entry;

/// `menu`
#[derive(Debug, Subcommand)]
pub(crate) enum Menu {
    /// Show the menus
    List,
    /// Replace a menu by these entries
    Set {
        /// Which one: main or footer
        menu: String,
        /// Its language
        #[arg(long, default_value = "de")]
        language: Language,
        /// Label and address, in order: “Politik=/politik”
        #[arg(value_name = "LABEL=ADDRESS", value_parser = entry)]
        entries: Vec<(String, String)>,
    },
}
