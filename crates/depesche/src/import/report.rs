//! What an import did, and item by item what did not fit.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use crate::output::say;

/// Lines that are printed; the report file has all.
const PRINTED: usize = 40;

/// Gathers counts and notes.
pub(crate) struct Report {
    counts: BTreeMap<&'static str, u64>,
    shown: Vec<String>,
    notes: u64,
    file: Option<(PathBuf, BufWriter<File>)>,
}

/// What a part of the work has to say, for the report.
#[derive(Debug, Default)]
pub(super) struct Notes {
    counts: Vec<(&'static str, u64)>,
    notes: Vec<(String, String)>,
}

impl Notes {
    /// Counts something that was done.
    pub(super) fn count(&mut self, what: &'static str, number: u64) {
        self.counts.push((what, number));
    }

    /// Notes something that did not fit.
    pub(super) fn note(&mut self, thing: &str, what: impl std::fmt::Display) {
        self.notes.push((thing.to_owned(), what.to_string()));
    }

    /// Adds what another part has to say.
    pub(super) fn append(&mut self, mut other: Notes) {
        self.counts.append(&mut other.counts);
        self.notes.append(&mut other.notes);
    }
}

impl Report {
    /// A report that also goes to a file, one JSON object a line.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(crate) fn new(file: Option<&Path>) -> Result<Report> {
        let file = match file {
            Some(path) => {
                let made = File::create(path).with_context(|| format!("making {}", path.display()))?;
                Some((path.to_owned(), BufWriter::new(made)))
            }
            None => None,
        };
        Ok(Report { counts: BTreeMap::new(), shown: Vec::new(), notes: 0, file })
    }

    /// Counts something that was done.
    pub(crate) fn count(&mut self, what: &'static str, number: u64) {
        if number > 0 {
            *self.counts.entry(what).or_default() += number;
        }
    }

    /// Notes something that did not fit.
    ///
    /// # Errors
    /// When the report file cannot be written.
    pub(crate) fn note(&mut self, thing: &str, what: impl std::fmt::Display) -> Result<()> {
        self.notes += 1;
        let what = what.to_string();
        if let Some((path, file)) = &mut self.file {
            writeln!(file, "{}", json!({"thing": thing, "note": what}))
                .with_context(|| format!("writing {}", path.display()))?;
        }
        if self.shown.len() < PRINTED {
            self.shown.push(format!("{thing}: {what}"));
        }
        Ok(())
    }

    /// Takes in what a part of the work has to say.
    ///
    /// # Errors
    /// When the report file cannot be written.
    pub(super) fn take(&mut self, notes: Notes) -> Result<()> {
        for (what, number) in notes.counts {
            self.count(what, number);
        }
        notes.notes.into_iter().try_for_each(|(thing, what)| self.note(&thing, what))
    }

    /// Prints all of it.
    ///
    /// # Errors
    /// When the report file cannot be written.
    pub(crate) fn end(mut self) -> Result<()> {
        if let Some((path, file)) = &mut self.file {
            writeln!(file, "{}", json!({"counts": self.counts, "notes": self.notes}))
                .and_then(|()| file.flush())
                .with_context(|| format!("writing {}", path.display()))?;
        }
        if self.counts.is_empty() {
            say!("nothing new");
        }
        for (what, number) in &self.counts {
            say!("{number:>9} {what}");
        }
        if self.notes == 0 {
            say!("everything fitted");
            return Ok(());
        }
        say!("{} notes on what did not fit:", self.notes);
        for line in &self.shown {
            say!("  {line}");
        }
        let rest = self.notes - self.shown.len() as u64;
        match (&self.file, rest) {
            (Some((path, _)), _) => say!("all of them: {}", path.display()),
            (None, 0) => {}
            (None, rest) => say!("  and {rest} more; --report FILE writes all of them"),
        }
        Ok(())
    }
}
