//! What a picture says about itself: caption, credit, rights.
//!
//! The names are those of the IPTC Photo Metadata Standard. Where several blocks speak, XMP is believed
//! before IPTC-IIM and IPTC-IIM before EXIF: the last to write is nearly always the agency, in XMP, while
//! EXIF holds what the camera was set to.

mod exif;
mod iptc;
mod xmp;

pub(crate) use exif::orientation;

use crate::header::{self, Blocks};

/// What a picture says about itself, each part as it was written; nothing here is made up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// A short line above the caption.
    pub headline: Option<String>,
    /// What is to be seen.
    pub caption: Option<String>,
    /// Who made it, in order.
    pub creators: Vec<String>,
    /// How the maker or agency is to be named beside the picture.
    pub credit: Option<String>,
    /// Who first owned it.
    pub source: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// When it was taken: `2022`, `2022-01`, `2022-01-21`, or with a time, `2022-01-21T16:30:00`, or with
    /// time and offset, `2022-01-21T16:30:00+01:00`.
    pub created: Option<String>,
    /// What the sender asks of editors (embargo, countries, "no archive"). For the desk, never for readers.
    pub instructions: Option<String>,
}

/// Reads caption, credit, rights and the like from EXIF, IPTC-IIM and XMP.
///
/// Forgiving: what is broken or missing is left empty, and a file that is no picture has none.
pub fn metadata(bytes: &[u8]) -> Metadata {
    header::parse(bytes).map(|header| of_blocks(&header.blocks)).unwrap_or_default()
}

pub(crate) fn of_blocks(blocks: &Blocks<'_>) -> Metadata {
    let xmp = blocks.xmp.as_deref().map(xmp::metadata);
    let iptc = blocks.iptc.as_deref().map(iptc::metadata);
    let exif = blocks.exif.as_deref().map(exif::metadata);
    [xmp, iptc, exif].into_iter().flatten().fold(Metadata::default(), Metadata::filled_by)
}

impl Metadata {
    fn filled_by(self, other: Self) -> Self {
        Self {
            headline: self.headline.or(other.headline),
            caption: self.caption.or(other.caption),
            creators: if self.creators.is_empty() { other.creators } else { self.creators },
            credit: self.credit.or(other.credit),
            source: self.source.or(other.source),
            copyright: self.copyright.or(other.copyright),
            created: self.created.or(other.created),
            instructions: self.instructions.or(other.instructions),
        }
    }
}

/// Text of unknown coding: UTF-8 where it is, else Windows-1252, which holds Latin-1.
fn decode(bytes: &[u8]) -> String {
    /// What Windows-1252 has at 80 to 9F.
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
                _ => char::from(*byte),
            })
            .collect(),
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned()
}

/// The text without space around it, unless nothing is left.
fn filled(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    (!text.is_empty()).then(|| text.to_owned())
}

/// Brings a date of EXIF (`2022:01:21 16:30:00`), IPTC-IIM (`20220121`, `163000+0100`) or XMP (ISO 8601)
/// to one form; `None` for what is no date. Parts of a second are dropped.
fn date(day: &str, time: Option<&str>) -> Option<String> {
    let (day, clock) = match day.split_once(['T', ' ']) {
        Some((day, clock)) => (day, format!("{clock}{}", time.unwrap_or_default())),
        None => (day, time.unwrap_or_default().to_owned()),
    };
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    // IIM writes 00 for a month or day that is not known.
    let month = number(4..6).filter(|month| *month > 0);
    let of_month = number(6..8).filter(|day| *day > 0);
    if day.len() > 10
        || number(0..4)? == 0
        || month.is_some_and(|m| m > 12)
        || of_month.is_some_and(|d| d > 31)
    {
        return None;
    }
    let year = &digits[..4];
    match (month, of_month) {
        (None, _) => Some(year.to_owned()),
        (Some(month), None) => Some(format!("{year}-{month:02}")),
        (Some(month), Some(day)) => {
            Some(format!("{year}-{month:02}-{day:02}{}", self::time(&clock).unwrap_or_default()))
        }
    }
}

/// `T16:30:00+01:00` from `163000+0100`, `16:30:00.12+01:00`, `16:30Z` or `16:30`.
fn time(clock: &str) -> Option<String> {
    let (local, offset) = match clock.find(['+', '-', 'Z']) {
        Some(at) => clock.split_at(at),
        None => (clock, ""),
    };
    let whole = local.split('.').next().unwrap_or_default();
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let part = |text: &str, at: usize| text.get(at..at + 2).and_then(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (part(&digits, 0)?, part(&digits, 2)?, part(&digits, 4).unwrap_or(0));
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let offset_digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let zone = match (offset.chars().next(), part(&offset_digits, 0), part(&offset_digits, 2)) {
        (Some('Z'), ..) => "Z".to_owned(),
        (Some(sign), Some(hours), minutes) if hours < 24 => {
            format!("{sign}{hours:02}:{:02}", minutes.unwrap_or(0))
        }
        _ => String::new(),
    };
    Some(format!("T{hour:02}:{minute:02}:{second:02}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_three_standards_come_to_one_form() {
        for (day, time, expected) in [
            ("2022:01:21 16:30:05", None, Some("2022-01-21T16:30:05")),
            ("2022:01:21 16:30:05", Some("+01:00"), Some("2022-01-21T16:30:05+01:00")),
            ("20220121", Some("163005+0100"), Some("2022-01-21T16:30:05+01:00")),
            ("20220121", None, Some("2022-01-21")),
            ("20220100", None, Some("2022-01")),
            ("2022-01-21T16:30Z", None, Some("2022-01-21T16:30:00Z")),
            ("2022-01-21T16:30:05.123-05:00", None, Some("2022-01-21T16:30:05-05:00")),
            ("2022", None, Some("2022")),
            ("0000:00:00 00:00:00", None, None),
            ("20221321", None, None),
            ("gestern", None, None),
            ("", None, None),
        ] {
            assert_eq!(date(day, time).as_deref(), expected, "{day} {time:?}");
        }
    }

    #[test]
    fn windows_text_and_utf8_are_told_apart() {
        assert_eq!(decode(b"M\xfcnchen \x96 \x84Am Markt\x93"), "München – „Am Markt“");
        assert_eq!(decode("München".as_bytes()), "München");
    }
}
