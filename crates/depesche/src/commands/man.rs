//! `depesche man`

use std::path::Path;

use anyhow::{Context, Result};
use clap::CommandFactory;

use crate::cli::Cli;

/// Prints the manual page of the program, or writes a page for it and each command into a folder.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn run(folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else {
        return Ok(clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout())?);
    };
    let writing = || format!("writing manual pages to {}", folder.display());
    std::fs::create_dir_all(folder).with_context(writing)?;
    clap_mangen::generate_to(Cli::command(), folder).with_context(writing)
}
