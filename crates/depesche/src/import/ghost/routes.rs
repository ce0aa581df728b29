//! What lies beside an export: `routes.yaml` and `redirects.yaml` or `.json`, in the folder of the export or
//! in the copy of Ghost's folder `content`, where they are in `settings` and `data`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use wire::ghost::Export;
use wire::ghost::plan::redirects::{self, Redirect};
use wire::ghost::plan::routes::Routes;

use super::Options;
use crate::import::report::Report;

/// What lies beside an export.
pub(super) struct Beside {
    /// How addresses were made.
    pub(super) routes: Routes,
    /// Addresses that led elsewhere.
    pub(super) redirects: Vec<Redirect>,
}

impl Beside {
    /// Reads what is there. What cannot be read is said and left alone.
    pub(super) fn read(options: &Options, export: &Export, report: &mut Report) -> Result<Beside> {
        let mut routes = Routes::of_setting(export.setting(&["permalinks"]));
        if let Some((path, text)) = first(options, &["routes.yaml", "routes.yml"])? {
            match Routes::of_yaml(&text) {
                Ok((read, notes)) => {
                    routes = read;
                    notes.iter().try_for_each(|note| report.note(&path, note))?;
                }
                Err(why) => {
                    report.note(&path, format!("it cannot be read ({why}); addresses are made as usual"))?
                }
            }
        }
        let mut all = Vec::new();
        if let Some((path, text)) = first(options, &["redirects.yaml", "redirects.yml", "redirects.json"])? {
            let read =
                if path.ends_with(".json") { redirects::of_json(&text) } else { redirects::of_yaml(&text) };
            match read {
                Ok(read) => all = read,
                Err(why) => {
                    report.note(&path, format!("it cannot be read ({why}); its redirects are left out"))?
                }
            }
        }
        Ok(Beside { routes, redirects: all })
    }
}

/// The first of these files that is there, as the report names it, and its text.
fn first(options: &Options, names: &[&str]) -> Result<Option<(String, String)>> {
    let beside = options.file.parent().map(PathBuf::from);
    let content = options.media.iter().flat_map(|media| {
        let up = media.parent().map(PathBuf::from);
        [Some(media.clone()), up].into_iter().flatten().flat_map(|folder| {
            ["", "settings", "data", "content/settings", "content/data"].map(|inner| folder.join(inner))
        })
    });
    for folder in beside.into_iter().chain(content) {
        for name in names {
            let path = folder.join(name);
            if path.is_file() {
                let text = std::fs::read_to_string(&path);
                let text = text.with_context(|| format!("reading {}", path.display()))?;
                return Ok(Some((path.display().to_string(), text)));
            }
        }
    }
    Ok(None)
}
