//! The bytes of an export as XML that can be read: UTF-8 without the characters XML forbids.
//!
//! WordPress writes what its database holds, and databases hold control characters from word
//! processors, halves of characters and, on old sites, Windows-1252. Each byte that cannot stand
//! is replaced and counted; nothing is refused.

use std::io::{self, BufRead, Read};

/// How much is cleaned at a time.
const CHUNK: usize = 64 * 1024;

/// A reader that cleans what another one yields.
pub(super) struct Clean<R> {
    inner: R,
    ready: Vec<u8>,
    at: usize,
    /// The beginning of a character whose end has not been read yet.
    rest: Vec<u8>,
    encoding: Encoding,
    replaced: u64,
    consumed: u64,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Unknown,
    Utf8,
    Windows1252,
}

impl<R: Read> Clean<R> {
    pub(super) fn new(inner: R) -> Clean<R> {
        Clean {
            inner,
            ready: Vec::new(),
            at: 0,
            rest: Vec::new(),
            encoding: Encoding::Unknown,
            replaced: 0,
            consumed: 0,
            ended: false,
        }
    }

    /// How many bytes had to be replaced.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// How many bytes of the export have been read.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.is_empty() && !self.ended {
            let mut raw = std::mem::take(&mut self.rest);
            let before = raw.len();
            let read = (&mut self.inner).take(CHUNK as u64).read_to_end(&mut raw)?;
            debug_assert_eq!(raw.len(), before + read);
            self.consumed += read as u64;
            self.ended = read == 0;
            if self.encoding == Encoding::Unknown {
                self.encoding = declared_encoding(&raw);
                if let Some(stripped) = raw.strip_prefix(b"\xef\xbb\xbf") {
                    raw = stripped.to_vec();
                }
            }
            match self.encoding {
                Encoding::Windows1252 => self.push_windows_1252(&raw),
                Encoding::Utf8 | Encoding::Unknown => self.push_utf8(&raw),
            }
        }
        Ok(())
    }

    fn push_utf8(&mut self, raw: &[u8]) {
        let mut raw = raw;
        loop {
            match std::str::from_utf8(raw) {
                Ok(valid) => {
                    self.push_plain(valid.as_bytes());
                    return;
                }
                Err(error) => {
                    let (valid, wrong) = raw.split_at(error.valid_up_to());
                    self.push_plain(valid);
                    match error.error_len() {
                        // A character cut by the end of the chunk waits for the next one.
                        None if !self.ended => {
                            self.rest = wrong.to_vec();
                            return;
                        }
                        length => {
                            self.ready.extend_from_slice("\u{fffd}".as_bytes());
                            self.replaced += 1;
                            raw = &wrong[length.unwrap_or(wrong.len())..];
                        }
                    }
                }
            }
        }
    }

    fn push_windows_1252(&mut self, raw: &[u8]) {
        let decoded: String = raw.iter().map(|byte| windows_1252(*byte)).collect();
        self.push_plain(decoded.as_bytes());
    }

    fn push_plain(&mut self, valid: &[u8]) {
        let from = self.ready.len();
        self.ready.extend_from_slice(valid);
        for byte in &mut self.ready[from..] {
            // Char of XML 1.0, section 2.2: of the control characters only tab, LF and CR.
            if *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r') {
                *byte = b' ';
                self.replaced += 1;
            }
        }
    }
}

impl<R: Read> Read for Clean<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Clean<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ready.len() {
            self.refill()?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

/// What the XML declaration says, where it says one of the two that exports come in.
fn declared_encoding(start: &[u8]) -> Encoding {
    let declaration = String::from_utf8_lossy(&start[..start.len().min(200)]).to_ascii_lowercase();
    let declaration = declaration.split("?>").next().unwrap_or_default();
    let latin = ["iso-8859-1", "iso-8859-15", "windows-1252", "latin1"];
    if declaration.contains("<?xml") && latin.iter().any(|name| declaration.contains(name)) {
        Encoding::Windows1252
    } else {
        Encoding::Utf8
    }
}

/// Windows-1252 as browsers read it, also where ISO 8859-1 is declared (WHATWG Encoding).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(bytes: &[u8]) -> (String, u64) {
        let mut clean = Clean::new(bytes);
        let mut text = String::new();
        clean.read_to_string(&mut text).expect("memory can be read");
        (text, clean.replaced())
    }

    #[test]
    fn control_characters_and_broken_utf8_are_replaced_and_counted() {
        assert_eq!(cleaned(b"a\x0bb\tc\xffd"), ("a b\tc\u{fffd}d".into(), 2));
        assert_eq!(cleaned("ö".repeat(70_001).as_bytes()), ("ö".repeat(70_001), 0));
        assert_eq!(cleaned(b"x\xc3"), ("x\u{fffd}".into(), 1));
    }

    #[test]
    fn characters_cut_by_a_chunk_stay_whole() {
        let text = format!("a{}", "€".repeat(50_000));
        assert_eq!(cleaned(text.as_bytes()), (text, 0));
    }

    #[test]
    fn old_sites_say_their_encoding() {
        let (text, _) = cleaned(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Gr\xfc\xdfe \x84ja\x93</a>");
        assert!(text.ends_with("<a>Grüße „ja“</a>"), "{text}");
    }
}
