//! `depesche routes`

use anyhow::{Context, Result};
use serde_json::json;
use site::Kind;

use crate::output::say;

/// Lists the routes of the site, without those addresses that are data: articles, sections, pages.
///
/// # Errors
/// When the list cannot be written as JSON.
pub(crate) fn run(as_json: bool) -> Result<()> {
    let routes = site::routes();
    if as_json {
        let list: Vec<_> = routes
            .iter()
            .map(|route| json!({ "pattern": route.pattern, "name": route.name, "kind": word(route.kind) }))
            .collect();
        say!("{}", serde_json::to_string_pretty(&list).context("writing the routes as JSON")?);
        return Ok(());
    }
    for route in routes {
        say!("{:<8} {:<18} {}", word(route.kind), route.name, route.pattern);
    }
    Ok(())
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "page",
        Kind::Machine => "machine",
        Kind::Form => "form",
        Kind::File => "file",
    }
}
