//! Reading corpora.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

/// The records of a file of JSON lines.
pub(crate) fn records(file: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{} line {}", file.display(), number + 1))
        })
        .collect()
}

/// The files of a folder whose name ends so, with the name before that, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>> {
    let listing =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut found = Vec::new();
    for entry in listing {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(name) = name.strip_suffix(ending) {
            found.push((name.to_owned(), path.clone()));
        }
    }
    found.sort();
    anyhow::ensure!(!found.is_empty(), "{} has no file that ends in {ending}", folder.display());
    Ok(found)
}

/// The bytes of a file, unpacked if its name says that it is packed.
pub(crate) fn read_packed(file: &Path) -> Result<Vec<u8>> {
    if file.extension().is_none_or(|ending| ending != "gz") {
        return std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    }
    let output = Command::new("gzip").arg("-dc").arg(file).output().context("gzip does not run")?;
    anyhow::ensure!(output.status.success(), "{} cannot be unpacked", file.display());
    Ok(output.stdout)
}

/// A text of a record; empty where there is none.
pub(crate) fn word<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().unwrap_or_default()
}

/// Unpacks a tarball into a folder that goes when it is dropped.
pub(crate) fn unpack(tarball: &Path) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let status = Command::new("tar").arg("-xzf").arg(tarball).arg("-C").arg(folder.path()).status();
    anyhow::ensure!(
        status.context("tar does not run")?.success(),
        "{} cannot be unpacked",
        tarball.display()
    );
    Ok(folder)
}

/// All files below a folder, in order.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
