//! No other part of the program calls other machines by itself.

use std::path::{Path, PathBuf};

/// Crates by which one could. The database is reached by a driver of its own, where the operator says.
const CLIENTS: [&str; 10] =
    ["reqwest", "ureq", "isahc", "surf", "attohttpc", "minreq", "curl", "awc", "hyper-rustls", "hyper-tls"];

fn crates() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of crates");
    let found: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the folder of crates")
        .map(|entry| entry.expect("a crate").path())
        .filter(|path| path.join("Cargo.toml").is_file() && !path.ends_with("net"))
        .collect();
    assert!(found.len() > 5, "{} has few crates", root.display());
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_other_crate_depends_on_what_makes_calls() {
    for folder in crates() {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let used = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        for line in used.lines() {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim();
            assert!(!CLIENTS.contains(&name), "{}: {line}", folder.display());
            let is_hyper_client = name.starts_with("hyper") && line.contains("\"client");
            assert!(!is_hyper_client, "{}: {line}", folder.display());
        }
    }
}

#[test]
fn no_other_crate_opens_connections() {
    // It asks the server of its own machine whether it is well, and takes no address from others.
    let allowed = ["depesche/src/commands/health.rs"];
    let mut files = Vec::new();
    for folder in crates() {
        sources(&folder.join("src"), &mut files);
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        let connects = ["TcpStream::connect", "UdpSocket::bind", "TcpSocket::new"];
        let found = connects.iter().find(|word| program.contains(*word));
        let is_allowed = allowed.iter().any(|end| file.ends_with(end));
        assert!(found.is_none() || is_allowed, "{}: {found:?}", file.display());
    }
}
