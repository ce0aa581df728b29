//! `export`

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// `export`
#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Write the whole site as files into a folder, or bring an earlier export up to date
    ///
    /// A plain file server or a CDN can carry it. Comments and the search need the program; the pages of a
    /// list behind its first are left to the archive by date. `_redirects` says where old addresses lead.
    Static {
        /// The folder; made if it does not exist
        dir: PathBuf,
        /// How well the files beside the files are compressed (.gz, .br and .zst)
        #[arg(long, value_enum, default_value = "best")]
        compress: CompressAs,
    },
}

/// How well files are compressed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CompressAs {
    /// Not at all
    No,
    /// Quickly
    Fast,
    /// As well as pages that are served
    Best,
}
