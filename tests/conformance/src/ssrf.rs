//! Addresses made to lead a fetcher into inner networks. What counts is what would be connected to: each is read
//! and looked at as a call does, up to the connection itself.
//!
//! No name is looked up, because what it leads to is not ours to know: each name is taken to lead inside, as
//! whoever collected these says, unless the record says that it means a public host.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use anyhow::Result;
use net::Reach;
use serde_json::Value;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// Where public names are taken to lead.
const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1));
/// Where all others are.
const INSIDE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// One tally for all addresses; none may lead inside.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut tally = Tally::new("ssrf addresses", 100.0);
    let mut public = 0;
    for (_, file) in files(folder, ".jsonl")? {
        for record in records(&file)? {
            let is_public = means_public(&record);
            public += usize::from(is_public);
            tally.count(word(&record, "url"), called(word(&record, "url"), is_public));
        }
    }
    tally.notes.push(format!(
        "{public} mean a public host and must be let through; every other name is taken to lead to {INSIDE}"
    ));
    Ok(vec![tally])
}

/// Whether a record says that the address means a name in public: `example.com`, not `http://127.0.0.1`.
fn means_public(record: &Value) -> bool {
    let means = word(record, "means");
    let host = means.split_once("://").map_or(means, |(_, host)| host).trim_end_matches('/');
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => net::is_public(address),
        Err(_) => host.contains('.'),
    }
}

fn called(text: &str, is_public: bool) -> Result<(), String> {
    let lookup = |_: &str| vec![if is_public { OUTSIDE } else { INSIDE }];
    let connected = net::parse(text).and_then(|url| net::connected_to(&url, &Reach::Public, lookup));
    match (connected, is_public) {
        (Ok(_), true) | (Err(_), false) => Ok(()),
        (Ok(to), false) => Err(format!("{text} would be connected to at {to:?}")),
        (Err(error), true) => Err(format!("{text} is a public host: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_inside_must_be_refused_and_what_does_not_must_not() {
        for text in ["http://127.1/", "http://a.example.org/", "gopher://a.example.org/", "http://[::]/"] {
            assert_eq!(called(text, false), Ok(()), "{text}");
        }
        assert_eq!(called("http://ⓑⓛⓐⓣⓣ.example/", true), Ok(()));
        assert!(called("http://1.1.1.1/", false).is_err() && called("http://localhost/", true).is_err());
        let means = |what: &str| means_public(&serde_json::json!({ "means": what }));
        assert!(means("example.com") && means("http://1.1.1.1"));
        assert!(!means("http://127.0.0.1") && !means("::1") && !means(""));
    }
}
