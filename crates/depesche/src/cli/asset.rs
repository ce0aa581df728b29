//! The words of `depesche asset`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use newsroom::language::Language;

use super::values::{focus, worded};

/// `asset`
#[derive(Debug, Subcommand)]
pub(crate) enum Asset {
    /// List the assets by name
    List {
        /// Only those whose names come after this one
        #[arg(long, default_value = "")]
        after: String,
        /// How many
        #[arg(long, default_value_t = 200)]
        limit: i64,
    },
    /// Show what is known about an asset
    Show {
        /// Its name
        name: String,
    },
    /// Take in a picture or file: JPEG, PNG, WebP, AVIF, GIF, HEIC; MP3, M4A, Ogg, WAV, MP4, WebM, PDF, WebVTT
    ///
    /// A picture is checked by its content, turned upright and written anew without metadata.
    /// Caption, credit, copyright and date that it carries (IPTC, XMP, EXIF) are kept with it;
    /// what is said here stands over them.
    Add {
        /// The file
        file: PathBuf,
        /// The name texts call it by; made from the file's name if left out
        #[arg(long)]
        name: Option<String>,
        /// Put the file in the place of the one of that name; what is said about it stays
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        words: AssetWords,
    },
    /// Say something else about an asset
    Edit {
        /// Its name
        name: String,
        #[command(flatten)]
        words: AssetWords,
    },
    /// Take an asset away from all pages for good; its address answers 410
    Remove {
        /// Its name
        name: String,
        /// Why; kept with the change
        #[arg(long, default_value = "removed by hand")]
        reason: String,
    },
}

/// What is said about an asset.
#[derive(Debug, Default, Args)]
pub(crate) struct AssetWords {
    /// What those hear who cannot see it, in the main language
    #[arg(long)]
    pub(crate) alt: Option<String>,
    /// What is said of it, in the main language
    #[arg(long)]
    pub(crate) caption: Option<String>,
    /// Whose it is, as printed beside it: “Foto: Merle Ohlsen”
    #[arg(long)]
    pub(crate) credit: Option<String>,
    /// Who holds the rights
    #[arg(long)]
    pub(crate) copyright: Option<String>,
    /// The point that no crop may lose, from left and top, each 0 to 1: “0.3,0.5”
    #[arg(long, value_name = "X,Y", value_parser = focus)]
    pub(crate) focus: Option<(f64, f64)>,
    /// What those hear who cannot see it, in a language (repeat for each language)
    #[arg(long = "describe", value_name = "LANGUAGE=ALT", value_parser = worded)]
    pub(crate) alts: Vec<(Language, String)>,
    /// What is said of it, in a language (repeat for each language)
    #[arg(long = "caption-in", value_name = "LANGUAGE=CAPTION", value_parser = worded)]
    pub(crate) captions: Vec<(Language, String)>,
}
