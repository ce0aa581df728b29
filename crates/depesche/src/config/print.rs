//! Printing the configuration as a file, each key under what it means.

use std::fmt::Write;

use super::keys::{Config, KEYS, TABLES};

/// The configuration as the text of its file.
pub(crate) fn print(config: &Config) -> String {
    // The keys are texts, numbers, flags and lists of texts: all have a form in TOML.
    let values = toml::Table::try_from(config).unwrap_or_default();
    let mut text = String::new();
    for (table, about) in TABLES {
        if !text.is_empty() {
            text.push('\n');
        }
        push_comment(&mut text, about);
        text.push_str(&format!("[{table}]\n"));
        for key in KEYS.iter().filter(|key| key.table == *table) {
            push_comment(&mut text, key.words);
            if let Some(value) = values.get(*table).and_then(|table| table.get(key.name)) {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{} = {value}", key.name);
            }
        }
    }
    text
}

fn push_comment(text: &mut String, words: &[&str]) {
    for line in words {
        text.push_str("# ");
        text.push_str(line.trim());
        text.push('\n');
    }
}
