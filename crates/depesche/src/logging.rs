//! The log: to the standard error, as text or JSON. Nothing about a reader is written into it: no
//! address, no path or query asked for, no name.

use anyhow::{Result, anyhow};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::config::LogForm;

/// Starts the log; `RUST_LOG` says how much is written, “info” where it is not set.
///
/// # Errors
/// When `RUST_LOG` cannot be read.
pub(crate) fn start(form: LogForm) -> Result<()> {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .from_env()
        .map_err(|error| anyhow!("environment variable RUST_LOG: {error}, alone or as in site=debug"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    match form {
        LogForm::Text => log.init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
