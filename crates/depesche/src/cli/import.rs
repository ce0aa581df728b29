//! The words of `depesche import`.

use std::path::PathBuf;

use clap::Subcommand;

/// `import`
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Take over a WordPress site from its export (Tools → Export, “All content”)
    ///
    /// It can be interrupted at any moment: the same command goes on where it was. Running it again
    /// later, with the same or a newer export, adds what is new and changes nothing else.
    Wordpress {
        /// The export, an .xml file
        file: PathBuf,
        /// A copy of the folder wp-content/uploads, for pictures and files
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
        /// What categories become
        #[arg(long, default_value = "sections")]
        categories: CategoriesAs,
        /// Taxonomies of the old site whose terms become no topics, such as “produktart”
        #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
        not_topics: Vec<String>,
        /// Kinds of items, beside posts and pages, that become no articles, such as “produkt”
        #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
        not_kinds: Vec<String>,
        /// Write the whole report to this file, one JSON object a line
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
}

/// What WordPress's categories become.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum CategoriesAs {
    /// Sections of the paper
    Sections,
    /// Topics, as tags do
    Topics,
}
