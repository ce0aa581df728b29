//! A newsroom of its own for each export, and the built program that imports it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};

/// The zone of the newsroom that exports are imported into: that of most sites they were made of.
pub(crate) const ZONE: &str = "UTC";

/// The built program; it lies beside this one.
pub(crate) fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("depesche");
    ensure!(program.is_file(), "{} is missing: cargo build -p depesche", program.display());
    Ok(program)
}

/// A newsroom in a folder that goes with it.
pub(crate) struct Newsroom<'a> {
    program: &'a Path,
    folder: tempfile::TempDir,
}

impl Newsroom<'_> {
    /// Makes an empty one.
    pub(crate) fn new(program: &Path) -> Result<Newsroom<'_>> {
        let newsroom = Newsroom { program, folder: tempfile::tempdir()? };
        let made = newsroom.run(&[
            "init",
            "--name",
            "Probe",
            "--tagline",
            "Probe",
            "--language",
            "de",
            "--zone",
            ZONE,
        ])?;
        ensure!(made.status.success(), "init: {}", String::from_utf8_lossy(&made.stderr));
        Ok(newsroom)
    }

    /// Imports a file of a kind of system. The inner error says why the program refused it.
    pub(crate) fn import(&self, kind: &str, file: &Path) -> Result<Result<(), String>> {
        let (file, told) = (file.display().to_string(), self.report().display().to_string());
        let done = self.run(&["import", kind, &file, "--report", &told])?;
        ensure!(done.status.code().is_some(), "the import of {file} did not end by itself");
        if done.status.success() {
            return Ok(Ok(()));
        }
        Ok(Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()))
    }

    /// Where its database lies.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("data/archive.db")
    }

    /// Where the report of the import lies.
    pub(crate) fn report(&self) -> PathBuf {
        self.folder.path().join("report.jsonl")
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = Command::new(self.program);
        command.env("DEPESCHE_DATA", self.folder.path().join("data")).args(arguments);
        command.output().with_context(|| format!("{} does not run", self.program.display()))
    }
}
