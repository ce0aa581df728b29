//! Secrets: they stand in files of their own or in variables, so that the configuration can be shown.

use anyhow::{Context, Result};

/// The secret that a key of a table names the file of; without one that of a variable.
///
/// # Errors
/// When it is in neither.
pub(crate) fn secret(table: &str, key: &str, file: &str, variable: &str) -> Result<String> {
    if file.is_empty() {
        return std::env::var(variable).with_context(|| {
            format!("{key} in [{table}] names no file, and the variable {variable} is not set")
        });
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{key} in [{table}]: {file}"))?;
    Ok(text.trim().to_owned())
}
