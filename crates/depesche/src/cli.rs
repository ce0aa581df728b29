//! The command line: the commands with their help; each noun has a file of its own.

mod article;
mod asset;
mod author;
mod cache;
mod comment;
mod demo;
mod dossier;
mod export;
mod front;
mod import;
mod job;
mod menu;
mod page;
mod provider;
mod redirect;
mod search;
mod section;
mod topic;
mod values;
mod wire;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use newsroom::language::Language;

pub(crate) use article::Article;
pub(crate) use asset::{Asset, AssetWords};
pub(crate) use author::Author;
pub(crate) use cache::CacheCommand;
pub(crate) use comment::{CommentCommand, NewCommentArguments};
pub(crate) use demo::Demo;
pub(crate) use dossier::Dossier;
pub(crate) use export::{CompressAs, ExportCommand};
pub(crate) use front::Front;
pub(crate) use import::{CategoriesAs, Import};
pub(crate) use job::JobCommand;
pub(crate) use menu::Menu;
pub(crate) use page::Page;
pub(crate) use provider::{ProviderCommand, ProviderSettings};
pub(crate) use redirect::Redirect;
pub(crate) use search::SearchCommand;
pub(crate) use section::Section;
pub(crate) use topic::Topic;
pub(crate) use wire::{WireCommand, WireFilters};

/// A multilingual newsroom in one binary.
///
/// Make a newsroom with “depesche init”, fill it with the commands below, and look at it with
/// “depesche config print”. Every command says what it did; what it could not do it says too,
/// and then nothing has changed.
#[derive(Debug, Parser)]
#[command(name = "depesche", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// The data folder: configuration, database and pictures of one newsroom
    #[arg(long, global = true, env = "DEPESCHE_DATA", default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a data folder with its configuration and an empty archive
    Init(Init),
    /// Serve the site to readers
    Serve {
        /// Address and port, instead of those of the configuration
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<String>,
    },
    /// Articles: their texts as files, and their publication
    #[command(subcommand)]
    Article(Article),
    /// Sections: the departments of the paper
    #[command(subcommand)]
    Section(Section),
    /// Topics: subjects that articles are filed under
    #[command(subcommand)]
    Topic(Topic),
    /// Authors: the people in bylines
    #[command(subcommand)]
    Author(Author),
    /// Assets: pictures and files that texts show
    #[command(subcommand)]
    Asset(Asset),
    /// Dossiers: stories about one event or subject
    #[command(subcommand)]
    Dossier(Dossier),
    /// Standing pages, such as the Impressum
    #[command(subcommand)]
    Page(Page),
    /// Menus of the site
    #[command(subcommand)]
    Menu(Menu),
    /// The front page's places that are filled by hand
    #[command(subcommand)]
    Front(Front),
    /// Addresses that lead elsewhere
    #[command(subcommand)]
    Redirect(Redirect),
    /// Readers' comments
    #[command(subcommand)]
    Comment(CommentCommand),
    /// The site as files
    #[command(subcommand)]
    Export(ExportCommand),
    /// Moving in from another system
    #[command(subcommand)]
    Import(Import),
    /// Something to try the program with
    #[command(subcommand)]
    Demo(Demo),
    /// Providers: who sends copy, how it comes in, and what is done with it
    #[command(subcommand)]
    Provider(ProviderCommand),
    /// Copy of agencies, feeds and web pages: what came in, and what is made of it
    #[command(subcommand)]
    Wire(WireCommand),
    /// Caches outside, before the site
    #[command(subcommand)]
    Cache(CacheCommand),
    /// Work that waits: renditions, scheduled articles and the like
    #[command(subcommand)]
    Job(JobCommand),
    /// The search index
    #[command(subcommand)]
    Search(SearchCommand),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// List the addresses the site is made of
    Routes {
        /// As JSON: pattern, name and kind of each
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command into a folder
    Man {
        /// The folder; made if it does not exist
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Write the whole newsroom into one new file, also while “depesche serve” runs
    ///
    /// Database, pictures and files, keys, configuration, theme and messages, as they are at one moment.
    /// The file is the same for SQLite and PostgreSQL. It holds addresses of readers and keys: keep it
    /// where only you can read it.
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Restore a backup into an empty data folder, an empty database and an empty bucket if one is used
    ///
    /// Where the folder has a configuration, it stays, and says which database and bucket; else the one in the
    /// backup is used.
    Restore {
        /// The backup
        file: PathBuf,
        /// The database, instead of that of the configuration: a file in the data folder or a
        /// postgres:// URL
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// Where pictures and files go, instead of where the configuration says: folder or
        /// s3://BUCKET/PREFIX
        #[arg(long, value_name = "STORE")]
        assets: Option<String>,
    },
    /// Read a backup to its end and say whether it is whole; without one, look through the archive
    Verify {
        /// The backup
        file: Option<PathBuf>,
        /// Count anew first what is kept of the archive's size: articles of each day, parts of sitemaps
        #[arg(long, conflicts_with = "file")]
        recount: bool,
    },
    /// Ask a running “depesche serve” whether it and its database are well
    Health {
        /// Its address and port; those of the configuration if left out
        #[arg(long, value_name = "ADDR:PORT")]
        at: Option<String>,
    },
}

/// `init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Name of the publication
    #[arg(long)]
    pub(crate) name: String,
    /// The line under the name
    #[arg(long, default_value = "")]
    pub(crate) tagline: String,
    /// Its languages, the main one first (repeat or separate by commas)
    #[arg(long, default_value = "de", value_delimiter = ',')]
    pub(crate) language: Vec<Language>,
    /// The time zone its times are shown in
    #[arg(long, default_value = "Europe/Berlin")]
    pub(crate) zone: String,
    /// Where readers will find it
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
}

/// `config`
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every key with its value and what it means
    Print,
    /// Check the configuration, and the theme and messages of the data folder
    Check,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_declared_without_contradiction() {
        super::Cli::command().debug_assert();
    }
}
