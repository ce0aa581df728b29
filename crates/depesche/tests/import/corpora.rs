//! Real exports that nobody here wrote, from the folder that CORPORA names: each is imported, or
//! refused with words where it is none.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::Newsroom;

#[test]
fn real_exports_are_imported_and_imported_again_without_change() {
    let Some(corpora) = std::env::var_os("CORPORA").map(PathBuf::from) else {
        eprintln!("NOT CHECKED: CORPORA does not name the folder of test corpora");
        assert!(std::env::var_os("CORPORA_REQUIRED").is_none(), "CORPORA is not set");
        return;
    };
    let unpacked = tempfile::tempdir().expect("a folder");
    let mut exports = 0;
    for entry in std::fs::read_dir(corpora.join("wxr")).expect("CORPORA holds a folder wxr") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|extension| extension != "gz") {
            continue;
        }
        let folder = unpacked.path().join(path.file_name().expect("a name"));
        std::fs::create_dir(&folder).expect("a folder");
        let done = Command::new("tar").arg("-xzf").arg(&path).arg("-C").arg(&folder).status();
        assert!(done.expect("tar is installed").success(), "{}", path.display());
        for file in files(&folder) {
            exports += 1;
            let newsroom = Newsroom::speaking("de,en");
            let name = file.to_str().expect("a path in UTF-8");
            let output = newsroom.try_run(&["import", "wordpress", name]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.success() {
                let once = newsroom.dump();
                newsroom.run(&["import", "wordpress", name]);
                assert!(once == newsroom.dump(), "{name}: importing again changed something");
            } else {
                assert!(said.contains("export") || said.contains("entities"), "{name}: {said}");
                assert!(!said.contains("SQLite"), "{name}: {said}");
            }
        }
    }
    assert!(exports > 0, "{} holds no exports", corpora.display());
    println!("{exports} exports imported twice");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
