//! The words of `depesche import`.

use std::path::PathBuf;

use clap::Subcommand;
use newsroom::language::Language;

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
    /// Take over a Ghost site from its export (Settings → Import/Export, “Labs” in older versions)
    ///
    /// It can be interrupted at any moment: the same command goes on where it was. Running it again
    /// later, with the same or a newer export, adds what is new and changes nothing else. A
    /// routes.yaml, redirects.yaml or redirects.json beside the export is read too. Members and other
    /// readers do not come along.
    Ghost {
        /// The export, a .json file; or a post as a file of Markdown
        file: PathBuf,
        /// A copy of Ghost's folder “content”, for pictures, recordings and files
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
        /// The address of the old site, which exports do not hold: links to it become links here
        #[arg(long, value_name = "URL")]
        address: Option<String>,
        /// The language of texts that do not say theirs, instead of the one set in Ghost
        #[arg(long, value_name = "TAG")]
        language: Option<Language>,
        /// Slugs of tags that become sections, in the order of the menu; all others become topics
        #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
        sections: Vec<String>,
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
