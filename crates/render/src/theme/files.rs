//! Static files of the theme, under addresses that carry a hash of their content.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::ThemeError;
use super::css;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../themes/standard");

/// A static file as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its content type.
    pub mime: &'static str,
}

/// All static files by name and by address.
pub(super) struct Files {
    addresses: HashMap<String, String>,
    files: HashMap<String, StaticFile>,
}

impl Files {
    pub(super) fn load(overrides: Option<&Path>) -> Result<Files, ThemeError> {
        let mut files = Files { addresses: HashMap::new(), files: HashMap::new() };
        for folder in ["fonts", "icons"] {
            for (name, bytes) in read(folder, overrides)? {
                files.add(name, bytes);
            }
        }
        let styles: BTreeMap<String, String> = read("styles", overrides)?
            .into_iter()
            .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        let paper = css::assemble("styles/paper.css", &styles)?;
        let paper = css::relocate(&paper, |name| files.address(name));
        files.add("paper.css".into(), css::minify(&paper).into_bytes());
        Ok(files)
    }

    pub(super) fn address(&self, name: &str) -> Option<String> {
        self.addresses.get(name).cloned()
    }

    pub(super) fn at(&self, address: &str) -> Option<&StaticFile> {
        self.files.get(address)
    }

    fn add(&mut self, name: String, bytes: Vec<u8>) {
        let Some(mime) = mime(&name) else { return };
        let hash = blake3::hash(&bytes).to_hex();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let address = format!("/theme/{stem}.{}.{ending}", &hash[..12]);
        self.addresses.insert(name.clone(), address.clone());
        self.files.insert(address, StaticFile { bytes, mime });
    }
}

/// The templates by name, those of the site in the place of ours.
pub(super) fn templates(overrides: Option<&Path>) -> Result<BTreeMap<String, String>, ThemeError> {
    let found = read("templates", overrides)?;
    Ok(found
        .into_iter()
        .map(|(name, bytes)| {
            let name = name.trim_start_matches("templates/").to_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect())
}

/// All files below a folder of the theme, by their path in the theme.
fn read(folder: &str, overrides: Option<&Path>) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut found = BTreeMap::new();
    if let Some(embedded) = EMBEDDED.get_dir(folder) {
        collect_embedded(embedded, &mut found);
    }
    if let Some(overrides) = overrides {
        collect(&overrides.join(folder), overrides, &mut found)?;
    }
    Ok(found)
}

fn collect_embedded(folder: &Dir<'_>, found: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        found.insert(name_of(file.path()), file.contents().to_vec());
    }
    folder.dirs().for_each(|below| collect_embedded(below, found));
}

fn collect(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) -> Result<(), ThemeError> {
    if !folder.is_dir() {
        return Ok(());
    }
    let failed = |path: PathBuf| move |error| ThemeError::File { path, error };
    for entry in std::fs::read_dir(folder).map_err(failed(folder.into()))? {
        let path = entry.map_err(failed(folder.into()))?.path();
        if path.is_dir() {
            collect(&path, root, found)?;
        } else {
            let bytes = std::fs::read(&path).map_err(failed(path.clone()))?;
            found.insert(name_of(path.strip_prefix(root).unwrap_or(&path)), bytes);
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn mime(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
