//! ANPA 1312: a text framed by control characters, with a header of two lines.
//!
//! ANPA 1312, “High-speed wire service transmission guidelines” (American Newspaper Publishers Association, 1979,
//! revised 1989), which was never put on the web; its
//! [field list](https://en.wikipedia.org/wiki/ANPA-1312) and what is sent agree on:
//!
//! ```text
//! SYN SYN SOH service level, transmission number US selector CR LF
//! priority SP category, format, format SP keyword SP version SP month-day SP words CR LF
//! STX keyword line, lines that begin with ^, text ETX service-cycle-month-day-year hour minute zone
//! ```
//!
//! `<` ends a line that is not to be filled, `^` begins one that stands apart from the text. The second format
//! character is DC1 for text that may be set anew and DC2 for tables, whose lines must stay.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use newsroom::document::{Block, BlockKind, Document};
use newsroom::wire_item::{Coded, Fault, WireItem};

use crate::{Error, Format, Hints, Parsed, agency, body, media_topics};

mod copy;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
/// Unit separator, before the selector code.
const US: char = '\u{1F}';
/// Device control 2, where a table is.
const DC2: char = '\u{12}';

/// Whether a header of this format stands at the beginning.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start: String = bytes.iter().take(120).map(|byte| char::from(*byte)).collect();
    let Some((before, header)) = start.split_once(SOH) else { return false };
    before.chars().all(|c| c.is_control() || c == ' ') && First::read(header).is_some()
}

/// Reads the messages of a file.
///
/// # Errors
/// When no message begins in it, with the line of the first that is broken.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let text = agency::decode(bytes, hints.content_type).replace("\r\n", "\n").replace('\r', "\n");
    let mut parsed = Parsed { format: Format::Anpa, items: Vec::new(), faults: Vec::new() };
    let starts: Vec<usize> = text.match_indices(SOH).map(|(place, _)| place).collect();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let line = u32::try_from(text[..*start].matches('\n').count() + 1).unwrap_or(u32::MAX);
        match read_message(&text[start + 1..end], hints.zone) {
            Ok(item) => parsed.items.push(item),
            Err(what) => parsed.faults.push(Fault { line: Some(line), what }),
        }
    }
    if parsed.items.is_empty() {
        let fault = parsed.faults.first();
        let cause =
            fault.map_or("no message begins here: there is no SOH (0x01)", |fault| fault.what.as_str());
        return Err(Error::at(Format::Anpa, fault.and_then(|fault| fault.line).unwrap_or(1), cause));
    }
    Ok(parsed)
}

fn read_message(message: &str, zone: Option<&TimeZone>) -> Result<WireItem, String> {
    let (head, rest) = message.split_once(STX).ok_or("the header does not end: there is no STX (0x02)")?;
    let mut lines = head.lines();
    let first = First::read(lines.next().unwrap_or_default()).ok_or(
        "the first line must be service level, number of four digits, unit separator (0x1F) and selector",
    )?;
    let second = lines.next().unwrap_or_default();
    let mut item = WireItem { sequence: Some(first.number.to_owned()), ..WireItem::default() };
    item.say_further("service level", first.service);
    item.say_further("selector", first.selector);
    let table = put_second(&mut item, second);
    let (text, end) = rest.split_once(ETX).unwrap_or_else(|| {
        item.fault(None, "the text does not end: there is no ETX (0x03)");
        (rest, "")
    });
    put_end(&mut item, end);
    copy::put(&mut item, text, table, zone);
    item.id = identifier(&item, &first);
    Ok(item)
}

/// A story keeps its keyword through the day; its number is new with each version.
fn identifier(item: &WireItem, first: &First<'_>) -> String {
    let provider = item.provider.as_ref().map(|provider| provider.label().to_lowercase()).unwrap_or_default();
    let day = item.sent.map(|sent| sent.strftime("%Y%m%d").to_string()).unwrap_or_default();
    if item.slugline.is_empty() || day.is_empty() {
        return format!("{provider}{}{}{day}", first.service, first.number);
    }
    let slug: String = item.slugline.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    format!("{provider}:{day}:{slug}")
}

/// `W2595 US _asian`
struct First<'a> {
    service: &'a str,
    number: &'a str,
    selector: &'a str,
}

impl<'a> First<'a> {
    fn read(line: &'a str) -> Option<First<'a>> {
        let (name, selector) = line.lines().next()?.split_once(US)?;
        let digits = name.find(|c: char| c.is_ascii_digit())?;
        let (service, number) = name.split_at(digits);
        let right = service.len() <= 3
            && (3..=5).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit());
        right.then_some(First { service, number, selector: selector.trim() })
    }
}

/// Reads `r i DC3 DC1 BC-AS--China-DaringEscap 3rdLd-Writethru 05-09 1444`. Whether it is a table.
fn put_second(item: &mut WireItem, line: &str) -> bool {
    let mut parts = line.splitn(3, ' ');
    let priority = parts.next().unwrap_or_default();
    let coding = parts.next().unwrap_or_default();
    let mut rest = parts.next().unwrap_or_default();
    let level = match priority {
        "f" => Some(1),
        "b" => Some(2),
        "u" => Some(3),
        "r" => Some(4),
        "d" => Some(5),
        "a" | "s" => Some(6),
        _ => None,
    };
    (item.priority, item.urgency) = (level, level);
    item.say_further("priority", priority);
    let category: String = coding.chars().take_while(|c| !c.is_control()).collect();
    if !category.is_empty() {
        item.subjects.push(media_topics::subject("anpa", &category.to_ascii_lowercase(), ""));
    }
    // Words, date, version and keyword are found from the end: keywords may have blanks.
    if let Some((before, words)) = rest.trim_end().rsplit_once(' ')
        && let Ok(words) = words.parse()
    {
        item.words = Some(words);
        rest = before.trim_end();
    }
    if let Some((before, date)) = rest.rsplit_once(' ')
        && date
            .split_once('-')
            .is_some_and(|(month, day)| month.parse::<u8>().is_ok() && day.parse::<u8>().is_ok())
    {
        item.say_further("date", date);
        rest = before.trim_end();
    }
    let keyword = rest.trim_matches(|c: char| c.is_control() || c == ' ');
    item.say_further("keyword", keyword);
    coding.contains(DC2)
}

/// Reads `AP-WF-08-29-16 1626GMT`: service, cycle, month, day, year, time, zone.
fn put_end(item: &mut WireItem, end: &str) {
    let line = end.trim_start().lines().next().unwrap_or_default().trim();
    item.say_further("date-time group", line);
    if let Some((service, _)) = line.split_once('-')
        && service.chars().all(|c| c.is_ascii_uppercase())
        && !service.is_empty()
    {
        item.provider = Some(Coded { code: service.to_owned(), ..Coded::default() });
    }
    item.sent = end_time(line);
    item.updated = item.sent;
}

fn end_time(line: &str) -> Option<Timestamp> {
    let (date, time) = line.rsplit_once(' ')?;
    let mut numbers = date.rsplit('-').take(3).map(|part| part.parse::<i16>().ok());
    let (year, day, month) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let year = if year < 100 { 2000 + year } else { year };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let digits = time.get(..4)?;
    let number = digits.parse::<i8>().is_ok() || digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    let offset = agency::zone(&time[4..]).unwrap_or(Offset::UTC);
    let moment =
        number.then(|| date.to_datetime(jiff::civil::Time::new(hour, minute, 0, 0).unwrap_or_default()))?;
    offset.to_timestamp(moment).ok()
}

/// A table as it is set: its lines stay.
fn table(lines: &[&str]) -> Block {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    let indent =
        lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len()).min();
    let text = lines
        .iter()
        .map(|line| line.get(indent.unwrap_or(0)..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    Block { id: Default::default(), kind: BlockKind::Preformatted { text } }
}

/// Paragraphs above a table, the table, and paragraphs below it.
fn with_table(above: &[String], rows: &[&str], below: &[String]) -> Document {
    let paragraphs = |texts: &[String]| body::paragraphs(texts.iter().map(String::as_str)).blocks;
    let mut blocks = paragraphs(above);
    if !rows.is_empty() {
        blocks.push(table(rows));
    }
    blocks.extend(paragraphs(below));
    for block in &mut blocks {
        block.id = Default::default();
    }
    let mut document = Document::new(blocks);
    document.fill_ids();
    document
}

#[cfg(test)]
mod tests;
