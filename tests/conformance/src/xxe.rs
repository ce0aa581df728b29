//! Attacks on readers of XML: entities from files and from other machines, expansion without bound.
//!
//! Each payload goes through the tree reader, through every reader of a format that is XML, and through
//! [`wire::parse`]. It may be read or refused with a cause; in no case may anything be opened, may a file's content appear,
//! may the text be longer than the payload, or may it take more than bounded memory and time.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use wire::{Error, Hints, Parsed};

use crate::data::{files, records, word};
use crate::tally::Tally;

/// A reader that has not answered after this long hangs.
const PATIENCE: Duration = Duration::from_secs(20);
/// What reading a payload of some hundred bytes may take, in KiB.
const MEMORY: u64 = 64 << 10;
/// Files the payloads ask for; none of their lines may appear.
const WANTED: [&str; 4] = ["/etc/passwd", "/etc/issue", "/etc/hostname", "/sys/power/image_size"];

type Reader = fn(&[u8], &Hints<'_>) -> Result<Parsed, Error>;

/// The readers, by name.
const READERS: [(&str, Reader); 4] = [
    ("parse", wire::parse),
    ("NITF", wire::nitf::read),
    ("NewsML 1", wire::newsml1::read),
    ("NewsML-G2", wire::newsml_g2::read),
];

/// A tally for each file of payloads, and one for payloads that are files.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let secrets = secrets();
    let mut tallies = Vec::new();
    for (name, file) in files(folder, ".jsonl")? {
        let mut tally = Tally::new(format!("xxe {name}"), 100.0);
        for (number, record) in records(&file)?.iter().enumerate() {
            let case = format!("line {} {}", number + 1, word(record, "path"));
            check(&mut tally, &case, word(record, "payload").as_bytes(), &secrets);
        }
        tallies.push(tally);
    }
    for (name, file) in files(folder, ".tar.gz")? {
        let mut tally = Tally::new(format!("xxe {name} files"), 100.0);
        let unpacked = crate::data::unpack(&file)?;
        for path in crate::data::files_below(unpacked.path())? {
            let case = path.strip_prefix(unpacked.path())?.display().to_string();
            check(&mut tally, &case, &std::fs::read(&path)?, &secrets);
        }
        tallies.push(tally);
    }
    Ok(tallies)
}

/// Lines of the files that are wanted, as far as they are here and long enough to be known again.
fn secrets() -> Vec<String> {
    let texts = WANTED.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    let lines = texts.flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>());
    lines.filter(|line| line.len() > 5).collect()
}

fn check(tally: &mut Tally, case: &str, payload: &[u8], secrets: &[String]) {
    tally.count(format!("{case}: tree"), watched(payload, secrets, tree));
    for (name, reader) in READERS {
        let read = move |payload: &[u8]| {
            reader(payload, &Hints::default()).map_or_else(refused, |parsed| Ok(said(&parsed)))
        };
        tally.count(format!("{case}: {name}"), watched(payload, secrets, read));
    }
}

/// What the tree holds; it cannot be longer than the payload.
fn tree(payload: &[u8]) -> Result<String, String> {
    match wire::xml::read(payload, None) {
        Err(refusal) => refused(Error::at(wire::Format::Feed, refusal.line, refusal.cause)),
        Ok(tree) => {
            let text = tree.root().text();
            if text.len() > payload.len() {
                return Err(format!("{} bytes of text came out of {}", text.len(), payload.len()));
            }
            Ok(text)
        }
    }
}

fn refused(error: Error) -> Result<String, String> {
    if error.cause.is_empty() { Err("refused without a cause".into()) } else { Ok(error.to_string()) }
}

fn said(parsed: &Parsed) -> String {
    serde_json::to_value(parsed).unwrap_or(Value::Null).to_string()
}

/// Runs a reader on a thread of its own and looks at what it did.
fn watched(
    payload: &[u8],
    secrets: &[String],
    read: impl Fn(&[u8]) -> Result<String, String> + Send + 'static,
) -> Result<(), String> {
    let (sender, receiver) = mpsc::channel();
    let payload = payload.to_vec();
    std::thread::spawn(move || {
        // Looking itself reads; how often, two looks with nothing between them tell.
        let first = reads();
        let _ = peak_memory();
        let before = (reads(), peak_memory());
        let own = before.0.zip(first).map_or(0, |(before, first)| before.saturating_sub(first));
        let answer = read(&payload);
        let after = (reads(), peak_memory());
        // The looker is gone when it took too long.
        let _ = sender.send((answer, before, after, own));
    });
    let (answer, before, after, own) =
        receiver.recv_timeout(PATIENCE).map_err(|_| "it crashed, or gave no answer in time".to_owned())?;
    let said = answer?;
    if let Some(secret) = secrets.iter().find(|secret| said.contains(secret.as_str())) {
        return Err(format!("a line of a file of this machine came out: {secret}"));
    }
    let grown = after.1.saturating_sub(before.1);
    if grown > MEMORY {
        return Err(format!("it took {grown} KiB"));
    }
    match before.0.zip(after.0) {
        Some((before, after)) if after > before + own => {
            Err(format!("{} reads beyond the payload", after - before - own))
        }
        _ => Ok(()),
    }
}

/// How often this thread has read from anything outside its memory.
fn reads() -> Option<u64> {
    number("/proc/thread-self/io", "syscr:")
}

/// The most memory this process has had, in KiB.
fn peak_memory() -> u64 {
    number("/proc/self/status", "VmHWM:").unwrap_or(0)
}

fn number(file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
