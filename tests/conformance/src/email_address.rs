//! E-mail addresses: those RFC 5321 lets through are taken, and no others.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use newsroom::email::Email;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// What isemail finds an address to be, where RFC 5321 has it. Of DNS nothing is asked.
const TAKEN: [&str; 3] = ["ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321"];

/// A tally for each category.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (_, file) in files(folder, ".jsonl")? {
        for record in records(&file)? {
            let category = word(&record, "category");
            let address = with_controls(word(&record, "address"));
            let result = match (Email::parse(&address), TAKEN.contains(&category)) {
                (Ok(_), true) | (Err(_), false) => Ok(()),
                (Ok(_), false) => Err(format!("“{address}” was taken: {}", word(&record, "diagnosis"))),
                (Err(error), true) => Err(format!("“{address}” was refused: {error}")),
            };
            let short = category.trim_start_matches("ISEMAIL_").to_lowercase().replace("_category", "");
            tallies
                .entry(short.clone())
                .or_insert_with(|| Tally::new(format!("email-address {short}"), 95.0))
                .count(word(&record, "path"), result);
        }
    }
    Ok(tallies.into_values().collect())
}

/// The corpus has pictures of control characters (U+2400 and on) for the characters themselves.
fn with_controls(address: &str) -> String {
    address
        .chars()
        .map(|c| match c {
            '\u{2400}'..='\u{241f}' => char::from_u32(c as u32 - 0x2400).unwrap_or(c),
            '\u{2421}' => '\u{7f}',
            _ => c,
        })
        .collect()
}
