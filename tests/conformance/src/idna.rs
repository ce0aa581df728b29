//! Names of hosts in other scripts, by Unicode's IdnaTestV2 and by Punycode's own examples.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Result;
use idna::punycode;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde_json::Value;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// Three tallies: to Unicode, to ASCII, Punycode.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut unicode = Tally::new("idna to Unicode", 98.0);
    let mut ascii = Tally::new("idna to ASCII", 99.0);
    let mut puny = Tally::new("idna Punycode", 100.0);
    for (name, file) in files(folder, ".jsonl")? {
        for record in records(&file)? {
            if name.ends_with(".idna") {
                unicode.count(word(&record, "path"), to_unicode(&record));
                ascii.count(word(&record, "path"), to_ascii(&record));
            } else if word(&record, "path").contains("punycode") {
                puny.count(word(&record, "path"), punycoded(&record));
            }
        }
    }
    unicode
        .notes
        .push("empty labels (X4_2) are taken here and refused in ASCII, as the library has it".into());
    ascii
        .notes
        .push("transitional processing (toAsciiT) is NOT tried: browsers and the library gave it up".into());
    Ok(vec![unicode, ascii, puny])
}

fn to_unicode(record: &Value) -> Result<(), String> {
    let source = text(record, "source");
    let (found, result) = Uts46::new().to_unicode(source.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    compare(result.map(|()| found).ok(), &expected_unicode(record), word(record, "toUnicodeStatus"))
}

fn to_ascii(record: &Value) -> Result<(), String> {
    let source = text(record, "source");
    let found =
        Uts46::new().to_ascii(source.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify);
    let expected = or(text(record, "toAsciiN"), || expected_unicode(record));
    let status = match word(record, "toAsciiNStatus") {
        "" => word(record, "toUnicodeStatus"),
        status => status,
    };
    compare(found.ok(), &expected, status)
}

/// Errors are expected where there is a status; which one is not compared.
fn compare(found: Option<Cow<'_, str>>, expected: &str, status: &str) -> Result<(), String> {
    let must_fail = !matches!(status, "" | "[]");
    match found {
        None if must_fail => Ok(()),
        None => Err(format!("refused, expected {expected:?}")),
        Some(found) if must_fail => Err(format!("taken as {found:?}, expected {status}")),
        Some(found) if found == expected => Ok(()),
        Some(found) => Err(format!("found {found:?}, expected {expected:?}")),
    }
}

fn punycoded(record: &Value) -> Result<(), String> {
    let (decoded, encoded) = (word(record, "decoded"), word(record, "encoded"));
    let ours = (punycode::decode_to_string(encoded), punycode::encode_str(decoded));
    if ours == (Some(decoded.to_owned()), Some(encoded.to_owned())) {
        return Ok(());
    }
    Err(format!("found {ours:?}, expected {decoded:?} and {encoded:?}"))
}

/// A column that is empty is the same as the one before it.
fn expected_unicode(record: &Value) -> String {
    or(text(record, "toUnicode"), || text(record, "source"))
}

fn or(column: String, before: impl FnOnce() -> String) -> String {
    match column.as_str() {
        "" => before(),
        "\"\"" => String::new(),
        _ => column,
    }
}

/// A column with its escapes (`\u0338`, `\x{1F000}`) undone.
fn text(record: &Value, key: &str) -> String {
    let mut out = String::new();
    let mut rest = word(record, key);
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6).unwrap_or_default();
        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
            Some(letter) => {
                out.push(letter);
                rest = &rest[at + 6..];
            }
            None => {
                out.push_str("\\u");
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}
