//! Files of copy as people read what is in them, without a newsroom.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use newsroom::wire_item::WireItem;
use serde_json::json;
use url::Url;
use wire::Hints;

use crate::output::say;

/// Prints the items of files. A file that cannot be read is said, and the others are read all the same.
///
/// # Errors
/// When a file could not be read.
pub(crate) fn parse(files: &[PathBuf], as_json: bool) -> Result<()> {
    let (mut refused, mut all) = (0, Vec::new());
    for file in files {
        let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        match wire::parse(&bytes, &Hints::default()) {
            Ok(parsed) if as_json => all.push(json!({
                "file": file, "format": parsed.format, "faults": parsed.faults, "items": parsed.items,
            })),
            Ok(parsed) => {
                say!("{}: {}, {} items", file.display(), parsed.format, parsed.items.len());
                parsed.faults.iter().for_each(|fault| say!("  {}", fault.what));
                parsed.items.iter().for_each(show);
            }
            Err(error) => {
                refused += 1;
                if as_json {
                    let (line, cause) = (error.line, error.cause.as_str());
                    all.push(
                        json!({"file": file, "format": error.format, "error": {"line": line, "cause": cause}}),
                    );
                } else {
                    say!("{}: {error}", file.display());
                }
            }
        }
    }
    if as_json {
        say!("{}", serde_json::to_string_pretty(&all)?);
    }
    if refused > 0 {
        bail!("{refused} of {} files could not be read", files.len());
    }
    Ok(())
}

/// Prints the article of a web page.
///
/// # Errors
/// When the file cannot be read or `url` is no address.
pub(crate) fn extract(file: &Path, url: Option<&str>, as_json: bool) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let url = url.map(Url::parse).transpose().context("--url is no address")?;
    let text = wire::charset::decode(&bytes, None).text;
    let found = wire::webpage::extract(&text, url.as_ref().map(Url::as_str));
    if as_json {
        say!("{}", serde_json::to_string_pretty(&found)?);
        return Ok(());
    }
    show(&found.into_item());
    Ok(())
}

/// An item as people read it.
pub(super) fn show(item: &WireItem) {
    let line = |name: &str, words: &str| {
        if !words.trim().is_empty() {
            say!("  {name:<12}{}", words.trim());
        }
    };
    let time = |name: &str, at: Option<jiff::Timestamp>| {
        line(name, &at.map(|at| at.to_string()).unwrap_or_default())
    };
    say!("{}", if item.headline.is_empty() { "(no headline)" } else { &item.headline });
    line("id", &item.id);
    line("version", item.version.as_deref().unwrap_or_default());
    line("kind", item.kind.as_str());
    line("status", item.status.as_str());
    line("provider", item.provider.as_ref().map_or("", |provider| provider.label()));
    line("urgency", &item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default());
    time("embargo", item.embargo);
    time("created", item.created);
    time("updated", item.updated);
    time("published", item.published);
    line("language", item.language.as_ref().map_or("", |language| language.as_str()));
    line("slugline", &item.slugline);
    line("byline", &item.byline);
    line("dateline", item.dateline.as_ref().map_or("", |dateline| &dateline.text));
    line("credit", &item.credit);
    line("copyright", &item.copyright);
    line("usage", &item.usage_terms);
    let subjects: Vec<&str> = item.subjects.iter().map(|subject| subject.coded.label()).collect();
    line("subjects", &subjects.join(", "));
    line("url", item.url.as_deref().unwrap_or_default());
    item.notes.iter().for_each(|note| line("note", &note.text));
    item.media.iter().for_each(|media| line("media", &media.url));
    line("standfirst", &item.standfirst);
    item.faults.iter().for_each(|fault| line("fault", &fault.what));
    say!("\n{}\n", item.body.plain_text());
}
