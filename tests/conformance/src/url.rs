//! Addresses: what the `url` crate makes of them, and which of them our texts may link to.

use std::path::Path;

use ::url::{Url, quirks};
use anyhow::Result;
use newsroom::address;
use serde_json::Value;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// Tallies for reading, for changing a part, and for our own rule for links. What the `url` crate still
/// gets wrong concerns `file:` and schemes of other kinds, which our texts cannot link to.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut web = Tally::new("url parse http(s)", 98.0);
    let mut other = Tally::new("url parse other", 85.0);
    let mut setters = Tally::new("url setters", 90.0);
    let mut links = Tally::new("url links", 100.0);
    let mut skipped = 0;
    for (name, file) in files(folder, ".jsonl")? {
        if name.ends_with(".idna") {
            continue;
        }
        for record in records(&file)? {
            let case = word(&record, "path");
            if record["setter"].is_string() {
                setters.count(case, changed(&record));
            } else if case.contains("urltestdata") {
                if is_web(&record) { &mut web } else { &mut other }.count(case, parsed(&record));
                links.count(case, linked(word(&record, "input")));
            } else if case.contains("punycode") {
                // Tried with the other records about names.
            } else {
                skipped += 1;
            }
        }
    }
    if skipped > 0 {
        other.notes.push(format!(
            "{skipped} records were NOT tried: data: addresses, Base64 and media types; nothing that is built reads them"
        ));
    }
    links.notes.push("a link our texts may hold is http, https, mailto or tel, or stays on the site".into());
    Ok(vec![web, other, setters, links])
}

/// Whether a record is about addresses of the web: what is expected is one, or what is to be refused
/// would be one.
fn is_web(record: &Value) -> bool {
    let scheme = match record["protocol"].as_str() {
        Some(protocol) => protocol,
        None => word(record, "input").trim_start(),
    };
    scheme.to_ascii_lowercase().starts_with("http")
}

fn parsed(record: &Value) -> Result<(), String> {
    let input = word(record, "input");
    let read = match record["base"].as_str() {
        Some(base) => Url::parse(base).and_then(|base| base.join(input)),
        None => Url::parse(input),
    };
    match (read, record["failure"] == true) {
        (Err(_), true) => Ok(()),
        (Ok(url), true) => Err(format!("{input:?} was read as {url}")),
        (Err(error), false) => Err(format!("{input:?}: {error}")),
        (Ok(url), false) => same(&url, record),
    }
}

fn changed(record: &Value) -> Result<(), String> {
    let mut url = Url::parse(word(record, "href")).map_err(|error| error.to_string())?;
    let value = word(record, "new_value");
    // A value that is refused leaves the address as it was, and so it is compared.
    match word(record, "setter") {
        "protocol" => drop(quirks::set_protocol(&mut url, value)),
        "username" => drop(quirks::set_username(&mut url, value)),
        "password" => drop(quirks::set_password(&mut url, value)),
        "host" => drop(quirks::set_host(&mut url, value)),
        "hostname" => drop(quirks::set_hostname(&mut url, value)),
        "port" => drop(quirks::set_port(&mut url, value)),
        "pathname" => quirks::set_pathname(&mut url, value),
        "search" => quirks::set_search(&mut url, value),
        "hash" => quirks::set_hash(&mut url, value),
        "href" => drop(quirks::set_href(&mut url, value)),
        other => return Err(format!("no such part: {other}")),
    }
    same(&url, &record["expected"])
}

/// Compares the parts that are expected.
fn same(url: &Url, expected: &Value) -> Result<(), String> {
    let origin = quirks::origin(url);
    let parts = [
        ("href", quirks::href(url)),
        ("protocol", quirks::protocol(url)),
        ("username", quirks::username(url)),
        ("password", quirks::password(url)),
        ("host", quirks::host(url)),
        ("hostname", quirks::hostname(url)),
        ("port", quirks::port(url)),
        ("pathname", quirks::pathname(url)),
        ("search", quirks::search(url)),
        ("hash", quirks::hash(url)),
        ("origin", &origin),
    ];
    for (name, found) in parts {
        if let Some(expected) = expected[name].as_str()
            && found != expected
        {
            return Err(format!("{name} is {found:?}, expected {expected:?}"));
        }
    }
    Ok(())
}

/// What may be linked to must be safe where a browser follows it from a page.
fn linked(input: &str) -> Result<(), String> {
    if !address::is_linkable(input) {
        return Ok(());
    }
    let page = Url::parse("https://site.example/politik/a-1").map_err(|error| error.to_string())?;
    let url =
        page.join(input).map_err(|error| format!("{input:?} may be linked to, but is broken: {error}"))?;
    let stays = !input.starts_with(['/', '#']) || url.origin() == page.origin();
    if stays && matches!(url.scheme(), "http" | "https" | "mailto" | "tel") {
        return Ok(());
    }
    Err(format!("{input:?} may be linked to and leads to {url}"))
}
