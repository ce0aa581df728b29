//! IPTC 7901: a text framed by control characters, with a header of one line.
//!
//! [IPTC 7901, the text transmission format](https://iptc.org/std/IPTC7901/1.0/specification/7901V5.pdf), sections 2 to 4:
//!
//! ```text
//! SOH source+number SP priority SP category SP words SP optional information CR LF
//! keyword line CR LF
//! STX headline … text ETX
//! day, hour and minute, zone, month and year  EOT
//! ```
//!
//! Where a teleprinter's frame `ZCZC` … `NNNN` stands instead of control characters, it is read as one.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use newsroom::wire_item::{Coded, WireItem};

use crate::agency::heading;
use crate::{Error, Format, Hints, Parsed, agency, media_topics};

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// Whether a header of this format stands at the beginning.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start: String = bytes.iter().take(160).map(|byte| char::from(*byte)).collect();
    let start = start.trim_start_matches(|c: char| c.is_control() && c != SOH || c == ' ');
    let Some(line) = start.strip_prefix(SOH).or_else(|| start.strip_prefix("ZCZC")) else { return false };
    Header::read(line.trim_start().lines().next().unwrap_or_default()).is_some()
}

/// Reads the messages of a file.
///
/// # Errors
/// When no message begins in it, with the line of the first that is broken.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let text = agency::decode(bytes, hints.content_type);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut parsed = Parsed { format: Format::Iptc7901, items: Vec::new(), faults: Vec::new() };
    let mut broken = None;
    for (line, message) in messages(&text) {
        match read_message(message, hints) {
            Ok(item) => parsed.items.push(item),
            Err(cause) => {
                broken.get_or_insert((line, cause.clone()));
                parsed.faults.push(newsroom::wire_item::Fault { line: Some(line), what: cause });
            }
        }
    }
    if parsed.items.is_empty() {
        let (line, cause) = broken.unwrap_or((1, "no message begins here: there is no SOH (0x01)".into()));
        return Err(Error::at(Format::Iptc7901, line, cause));
    }
    Ok(parsed)
}

/// The messages of a file, each with its line, without what frames them.
fn messages(text: &str) -> Vec<(u32, &str)> {
    let start = if text.contains(SOH) { "\u{1}" } else { "ZCZC" };
    let mut found = Vec::new();
    for (place, _) in text.match_indices(start) {
        let inner = &text[place + start.len()..];
        let ends = [inner.find(start), inner.find(EOT), inner.find("\nNNNN")];
        let end = ends.into_iter().flatten().min().unwrap_or(inner.len());
        let line = u32::try_from(text[..place].matches('\n').count() + 1).unwrap_or(u32::MAX);
        found.push((line, &inner[..end]));
    }
    found
}

fn read_message(message: &str, hints: &Hints<'_>) -> Result<WireItem, String> {
    let message = message.trim_start();
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let header = Header::read(first).ok_or_else(|| {
        let start: String = first.chars().filter(|c| !c.is_control()).take(40).collect();
        format!("the header “{start}” must be source and number, priority, category and number of words")
    })?;
    let mut item = WireItem::default();
    header.put(&mut item);
    let (text, end) = rest.split_once(ETX).unwrap_or_else(|| {
        item.fault(None, "the text does not end: there is no ETX (0x03)");
        (rest, "")
    });
    let (before, text) = text.split_once(STX).unwrap_or_else(|| {
        item.fault(None, "there is no STX (0x02) before the text");
        text.split_once("\n\n").unwrap_or(("", text))
    });
    item.slugline = before.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('/').to_owned();
    item.sent = sent(end.trim(), hints.zone, &mut item);
    let day = item.sent.map(|sent| sent.strftime("-%Y%m%d").to_string()).unwrap_or_default();
    item.id = format!("{}{}{day}", header.source, header.number);
    let (head, text) = heading::split(text);
    heading::put(&mut item, head, hints.zone);
    agency::put_copy(&mut item, text, hints.zone);
    // The header has the code of a service; whose it is stands in the dateline.
    if let (Some(provider), Some(dateline)) = (&mut item.provider, &item.dateline) {
        provider.name.clone_from(&dateline.source);
    }
    Ok(item)
}

/// The first line.
struct Header<'a> {
    source: &'a str,
    number: &'a str,
    priority: u8,
    category: &'a str,
    words: Option<u32>,
    further: &'a str,
}

impl<'a> Header<'a> {
    /// `eca062 4 i 211 ccccb   dpa 061`
    fn read(line: &'a str) -> Option<Header<'a>> {
        let line = line.trim();
        let (name, rest) = line.split_once(' ')?;
        let digits = name.find(|c: char| c.is_ascii_digit())?;
        let (source, number) = name.split_at(digits);
        let (priority, rest) = rest.trim_start().split_once(' ')?;
        let (category, rest) = rest.trim_start().split_once(' ').unwrap_or((rest.trim(), ""));
        let rest = rest.trim_start();
        let (words, further) = rest.split_once(' ').unwrap_or((rest, ""));
        let counted = words.parse().ok();
        let further = if counted.is_some() || words.is_empty() { further.trim() } else { rest };
        let letters =
            (1..=4).contains(&source.len()) && source.bytes().all(|byte| byte.is_ascii_alphabetic());
        let digits = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let category_is =
            (1..=3).contains(&category.len()) && category.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let priority = priority.parse().ok().filter(|priority| (1..=9).contains(priority))?;
        (letters && digits && category_is).then_some(Header {
            source,
            number,
            priority,
            category,
            words: counted,
            further,
        })
    }

    fn put(&self, item: &mut WireItem) {
        item.provider = Some(Coded { code: self.source.to_owned(), ..Coded::default() });
        item.sequence = Some(self.number.to_owned());
        item.priority = Some(self.priority);
        // The priority of handling is all that this format says of urgency, on the same scale.
        item.urgency = Some(self.priority);
        item.words = self.words;
        item.say_further("optional information", self.further);
        let scheme = if self.category.len() == 1 { "anpa" } else { "iptc7901" };
        let code = self.category.to_ascii_lowercase();
        item.subjects.push(media_topics::subject(scheme, &code, ""));
    }
}

/// `131137 GMT Nov 13`: day, hour and minute, zone, month, year (section 4).
fn sent(line: &str, zone: Option<&TimeZone>, item: &mut WireItem) -> Option<Timestamp> {
    let line = line.lines().next().unwrap_or_default().trim();
    item.say_further("date-time group", line);
    let digits = line.get(..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let two = |place: usize| digits[place..place + 2].parse::<i8>().ok();
    let words: Vec<String> = line[6..].split_whitespace().map(str::to_lowercase).collect();
    let offset = words.iter().find_map(|word| agency::zone(word));
    let month = words.iter().find_map(|word| agency::month(word))?;
    let year = words.iter().rev().find_map(|word| word.parse::<i16>().ok())?;
    let date = Date::new(if year < 100 { 2000 + year } else { year }, month, two(0)?).ok()?;
    let zone = match (offset, zone) {
        (Some(offset), _) => TimeZone::fixed(offset),
        (None, Some(zone)) => zone.clone(),
        (None, None) => {
            item.fault(None, format!("“{line}” names no zone; it was read as UTC"));
            TimeZone::fixed(Offset::UTC)
        }
    };
    zone.to_ambiguous_timestamp(date.at(two(2)?, two(4)?, 0, 0)).compatible().ok()
}

#[cfg(test)]
mod tests;
