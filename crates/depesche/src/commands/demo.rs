//! `depesche demo`

use anyhow::Result;
use archive::Files;
use jiff::Timestamp;

use crate::cli::Demo;
use crate::demo::{self, Wanted};
use crate::newsroom_folder::Newsroom;

const DAY: i64 = 24 * 60 * 60;

/// Runs a command that makes something to try the program with.
///
/// # Errors
/// When the archive fails; what was written stays.
pub(crate) async fn run(newsroom: &Newsroom, files: &Files, command: Demo) -> Result<()> {
    let Demo::Grow { articles, comments, seed, until } = command;
    let until = match until {
        Some(until) => until,
        None => Timestamp::from_second(Timestamp::now().as_second().div_euclid(DAY) * DAY)?,
    };
    demo::grow(newsroom, files, Wanted { articles, comments, seed, until }).await
}
