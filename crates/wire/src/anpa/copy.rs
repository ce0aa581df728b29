//! What stands between STX and ETX: the keyword line, lines apart, and the text.

use jiff::tz::TimeZone;
use newsroom::wire_item::WireItem;

use super::with_table;
use crate::agency;

/// Which editions a story is for, before its keyword.
const CYCLES: [&str; 4] = ["BC-", "AM-", "PM-", "AP-"];

pub(super) fn put(item: &mut WireItem, text: &str, table: bool, zone: Option<&TimeZone>) {
    let mut lines = text.lines();
    keyword(item, lines.next().unwrap_or_default());
    let mut apart: Vec<String> = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    for line in lines {
        match line.trim_start_matches(['\t', ' ']).strip_prefix('^') {
            // Lines apart may be broken; only those before the text are above it.
            Some(line) if rest.iter().all(|line| line.trim().is_empty()) => apart.push(plain(line)),
            Some(line) => rest.push(line),
            None => rest.push(line),
        }
    }
    apart.retain(|line| !line.is_empty());
    let mut paragraphs = heading(item, apart, zone);
    if item.headline.is_empty() {
        item.headline.clone_from(&item.slugline);
    }
    let (rows, below) = if table { take_table(&mut rest) } else { (Vec::new(), Vec::new()) };
    paragraphs.extend(for_readers(item, fill(&rest), zone));
    let below = for_readers(item, fill(&below), zone);
    if let Some(first) = paragraphs.first_mut()
        && let Some((dateline, rest)) = agency::take_dateline(first)
    {
        item.dateline = Some(dateline);
        *first = rest.to_owned();
    }
    item.body = with_table(&paragraphs, &rows, &below);
}

/// Paragraphs without those that are for the editors, which become notes.
fn for_readers(item: &mut WireItem, mut paragraphs: Vec<String>, zone: Option<&TimeZone>) -> Vec<String> {
    paragraphs.retain(|paragraph| match agency::note_of(paragraph) {
        Some(note) => {
            item.notes.push(note);
            false
        }
        None => !agency::put_embargo(item, paragraph, zone),
    });
    paragraphs
}

/// `BC-US--Giant Lobster Death, 1st Ld-Writethru,127<`
fn keyword(item: &mut WireItem, line: &str) {
    // `*9006< ^` before it is the address of an older list of stories.
    let line = line.rsplit_once("< ").map_or(line, |(_, line)| line);
    let line = plain(line.trim_start_matches('^'));
    let mut parts: Vec<&str> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.last().is_some_and(|words| words.bytes().all(|byte| byte.is_ascii_digit())) {
        parts.pop();
    }
    let mut parts = parts.into_iter();
    let slug = parts.next().unwrap_or_default();
    let cycle = CYCLES.iter().find(|cycle| slug.starts_with(*cycle));
    item.say_further("cycle", cycle.map_or("", |cycle| cycle.trim_end_matches('-')));
    item.slugline =
        slug.trim_start_matches(cycle.copied().unwrap_or_default()).trim_matches(['-', ' ']).to_owned();
    let take = parts.collect::<Vec<_>>().join(", ");
    item.say_further("take", &take);
    // Each lead takes the place of the one before it.
    let lead = take.split_whitespace().next().unwrap_or_default().trim_end_matches(char::is_alphabetic);
    if !lead.is_empty() && lead.bytes().all(|byte| byte.is_ascii_digit()) && take.contains("Ld") {
        item.version = Some(lead.to_owned());
    }
}

/// The lines above the text; those that belong into it come back.
fn heading(item: &mut WireItem, lines: Vec<String>, zone: Option<&TimeZone>) -> Vec<String> {
    let mut more = Vec::new();
    for line in lines {
        let low = line.to_lowercase();
        let pictures = ["photo", "graphic", "video", "audio", "with "].iter().any(|word| {
            low.split_whitespace()
                .take(2)
                .any(|start| start.trim_end_matches(['s', ':', ',']) == word.trim_end())
        });
        let says_pictures = pictures && line.chars().any(|c| c.is_ascii_digit());
        if let Some(note) = agency::note_of(&line) {
            item.notes.push(note);
        } else if agency::put_embargo(item, &line, zone) {
        } else if item.headline.is_empty() && !agency::is_byline(&line) {
            item.headline = line;
        } else if agency::is_byline(&line) && line.ends_with('=')
            || (item.byline.is_empty() && agency::is_byline(&line))
        {
            item.byline = line.trim_end_matches('=').trim().to_owned();
        } else if line.ends_with('=') {
            item.say_further("byline title", line.trim_end_matches('='));
        } else if says_pictures {
            item.say_further("pictures", &line);
        } else {
            more.push(line);
        }
    }
    item.headline = item.headline.trim_end_matches('=').trim().to_owned();
    more
}

/// Takes the lines of a table, from the first to the last that has cells, and those below it off a text.
fn take_table<'a>(lines: &mut Vec<&'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    let is_row = |line: &&str| {
        let line = line.trim().trim_end_matches('<').trim_end();
        line.contains(';') || line.contains("  ") || line.contains('\t')
    };
    let Some(first) = lines.iter().position(is_row) else { return (Vec::new(), Vec::new()) };
    let last = lines.iter().rposition(is_row).unwrap_or(first);
    let below = lines.split_off(last + 1);
    let rows = lines.split_off(first);
    (rows.into_iter().map(|row| row.trim_end().trim_end_matches('<')).collect(), below)
}

/// Joins lines into paragraphs: an indent, an empty line or a line that is not to be filled parts them.
fn fill(lines: &[&str]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let indented = line.starts_with(['\t', ' ']);
        let ended = line.trim_end().ends_with('<');
        let text = plain(line);
        if text.is_empty() || text.chars().all(|c| c == '_') {
            open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| open && !indented) {
            Some(before) => {
                before.push(' ');
                before.push_str(&text);
            }
            None => paragraphs.push(text),
        }
        open = !ended;
    }
    paragraphs
}

/// A line without what is for machines.
fn plain(line: &str) -> String {
    let text: String =
        line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let text = text.trim().trim_end_matches('<').trim_end();
    agency::typographic(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
