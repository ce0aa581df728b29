//! What an export was made from: a line for each page, with the tags and parts of lists it depends on.
//! It is read from beginning to end and never held as a whole.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};

use archive::Noted;

use super::files::{Folder, told};
use super::{ExportError, moment};

/// The first words of a record this program understands.
const FORMAT: &str = "depesche export 1";
const NAME: &str = "pages";
const HALF: &str = "pages.half";
/// Between the parts of a line; no address or tag has it.
const TAB: char = '\t';

/// A page of an export.
pub(super) struct Line {
    pub(super) address: String,
    /// Of its bytes.
    pub(super) hash: String,
    pub(super) noted: Noted,
}

/// The record of the export before.
pub(super) struct Record {
    change: i64,
    lines: BufReader<File>,
    file: std::path::PathBuf,
}

/// The record of an export before, if there is a whole one that was made with the same look.
pub(super) fn open(folder: &Folder, look: &str) -> Result<Option<Record>, ExportError> {
    let file = folder.own().join(NAME);
    let open = match File::open(&file) {
        Ok(open) => open,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(told(&file, error)),
    };
    let mut lines = BufReader::new(open);
    let mut first = String::new();
    lines.read_line(&mut first).map_err(|error| told(&file, error))?;
    let mut parts = first.trim_end().split(TAB);
    let change = match (parts.next(), parts.next(), parts.next().and_then(|change| change.parse().ok())) {
        (Some(FORMAT), Some(known), Some(change)) if known == look => change,
        _ => return Ok(None),
    };
    Ok(Some(Record { change, lines, file }))
}

impl Record {
    /// The newest change that it knows.
    pub(super) fn change(&self) -> i64 {
        self.change
    }

    /// Its pages.
    pub(super) fn lines(self) -> impl Iterator<Item = Result<Line, ExportError>> {
        let file = self.file;
        self.lines.lines().map(move |line| {
            let line = line.map_err(|error| told(&file, error))?;
            read(&line).ok_or_else(|| told(&file, std::io::Error::other(format!("“{line}” is no page"))))
        })
    }
}

fn read(line: &str) -> Option<Line> {
    let mut parts = line.split(TAB);
    let (address, hash) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let until = parts.next()?;
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let (tags, windows): (Vec<String>, Vec<String>) = (words(parts.next()?), words(parts.next()?));
    let mut noted = Noted {
        until: until.parse().ok().and_then(moment),
        unknown: parts.next()? == "unknown",
        ..Noted::default()
    };
    for word in tags {
        noted.tags.push(word.parse().ok()?);
    }
    for word in windows {
        noted.windows.push(word.parse().ok()?);
    }
    Some(Line { address, hash, noted })
}

/// Writes the record of an export; it takes the place of the one before when it is finished.
pub(super) struct Writer<'a> {
    folder: &'a Folder,
    open: BufWriter<File>,
}

impl Writer<'_> {
    pub(super) fn create<'a>(folder: &'a Folder, change: i64, look: &str) -> Result<Writer<'a>, ExportError> {
        let file = folder.own().join(HALF);
        let mut open = BufWriter::new(File::create(&file).map_err(|error| told(&file, error))?);
        writeln!(open, "{FORMAT}{TAB}{look}{TAB}{change}").map_err(|error| told(&file, error))?;
        Ok(Writer { folder, open })
    }

    pub(super) fn write(&mut self, line: &Line) -> Result<(), ExportError> {
        let Line { address, hash, noted } = line;
        let mut tags = noted.tags.clone();
        tags.sort_unstable();
        tags.dedup();
        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
        let windows: Vec<String> = noted.windows.iter().map(ToString::to_string).collect();
        let until = noted.until.map(|until| until.as_millisecond().to_string()).unwrap_or_default();
        let unknown = if noted.unknown { "unknown" } else { "" };
        let (tags, windows) = (tags.join(" "), windows.join(" "));
        writeln!(self.open, "{address}{TAB}{hash}{TAB}{until}{TAB}{tags}{TAB}{windows}{TAB}{unknown}")
            .map_err(|error| told(&self.folder.own(), error))
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        let own = self.folder.own();
        self.open
            .flush()
            .and_then(|()| fs::rename(own.join(HALF), own.join(NAME)))
            .map_err(|error| told(&own, error))
    }
}
