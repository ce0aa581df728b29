//! Datelines: where, when and by whom, before the first sentence.

use newsroom::wire_item::Dateline;

/// The farthest that a dateline reaches into a paragraph, in bytes.
const LONGEST: usize = 110;
/// What stands between a dateline and the first sentence.
const DASHES: [&str; 7] = ["--", "-", "–", "—", "_", "=", ":"];

/// Takes the dateline off the beginning of a text's first paragraph: `Berlin (dpa) - `, `CHATHAM, Mass. (AP) _ `,
/// `STOCKHOLM, Aug 29, 2014 (AFP) - `, `(ANSA) - ROME, JUL 11 - `, `GENEVA — `.
pub(crate) fn take_dateline(paragraph: &str) -> Option<(Dateline, &str)> {
    source_behind(paragraph).or_else(|| source_before(paragraph)).or_else(|| capitals(paragraph))
}

/// `City, region, date (source) - Text`
fn source_behind(paragraph: &str) -> Option<(Dateline, &str)> {
    let open = paragraph.find('(').filter(|open| (1..=LONGEST).contains(open))?;
    let close = open + paragraph[open..].find(')')?;
    let source = paragraph[open + 1..close].trim();
    let (place, date) = place_and_date(paragraph[..open].trim())?;
    let rest = after_dash(&paragraph[close + 1..])?;
    is_source(source).then(|| (dateline(paragraph, rest, place, date, source), rest))
}

/// `(source) - City, date - Text`
fn source_before(paragraph: &str) -> Option<(Dateline, &str)> {
    let inner = paragraph.strip_prefix('(')?;
    let close = inner.find(')')?;
    let source = inner[..close].trim();
    let rest = after_dash(&inner[close + 1..])?;
    let end = rest.find(" - ").filter(|end| *end <= LONGEST)?;
    let (place, date) = place_and_date(rest[..end].trim())?;
    let rest = after_dash(&rest[end..])?;
    is_source(source).then(|| (dateline(paragraph, rest, place, date, source), rest))
}

/// `CITY, Region — Text`: without a source only capitals tell that it is no sentence.
fn capitals(paragraph: &str) -> Option<(Dateline, &str)> {
    let dash =
        ["--", "–", "—", "-", "_"].iter().filter_map(|dash| paragraph.find(&format!(" {dash} "))).min()?;
    let before = paragraph.get(..dash).filter(|before| before.len() <= 60)?;
    let (place, date) = place_and_date(before.trim())?;
    let letters: Vec<char> = place.chars().filter(|letter| letter.is_alphabetic()).collect();
    if letters.len() < 3 || !letters.iter().all(|letter| letter.is_uppercase()) {
        return None;
    }
    let rest = after_dash(&paragraph[dash..])?;
    Some((dateline(paragraph, rest, place, date, ""), rest))
}

fn dateline(paragraph: &str, rest: &str, place: &str, date: &str, source: &str) -> Dateline {
    let text = paragraph[..paragraph.len() - rest.len()].trim();
    Dateline {
        text: text.to_owned(),
        city: place.to_owned(),
        country: String::new(),
        date: date.to_owned(),
        source: source.to_owned(),
    }
}

/// The town and the date of what stands before the source. Nothing where that is a sentence.
fn place_and_date(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if text.len() > LONGEST
        || !(first.is_uppercase() || first == '\'')
        || text.contains(['"', '“', '?', '!', ';'])
    {
        return None;
    }
    let words = text.split_whitespace().count();
    // A date has digits; what stands before it is the place.
    let digit = text.find(|c: char| c.is_ascii_digit());
    let cut = digit.map(|digit| text[..digit].rfind(',').unwrap_or(0));
    let (place, date) = match cut {
        Some(cut) => (text[..cut].trim(), text[cut..].trim_start_matches([',', ' ']).trim()),
        None => (text, ""),
    };
    if place.is_empty() || words > 9 {
        return None;
    }
    // Small words begin a place's name (“Bad”, “New”), but a sentence has more of them than two.
    let small = place.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    if small > 2 {
        return None;
    }
    let town = place.split(',').next().unwrap_or(place).trim();
    Some((town, date))
}

fn is_source(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.split_whitespace().count() <= 4
        && !text.chars().any(|letter| letter.is_ascii_digit())
}

/// What follows a dash and the white space around it.
fn after_dash(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = DASHES.iter().find_map(|dash| text.strip_prefix(dash))?;
    // “(dpa)-Chef” is a compound.
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<[String; 5]> {
        let (dateline, rest) = take_dateline(text)?;
        Some([dateline.city, dateline.date, dateline.source, dateline.text, rest.to_owned()])
    }

    #[test]
    fn datelines_are_taken_off() {
        for (text, expected) in [
            ("Berlin (dpa) - Der Rat tagt.", ["Berlin", "", "dpa", "Berlin (dpa) -", "Der Rat tagt."]),
            (
                "CHATHAM, Mass. (AP) _ A lobster.",
                ["CHATHAM", "", "AP", "CHATHAM, Mass. (AP) _", "A lobster."],
            ),
            (
                "STOCKHOLM, Aug 29, 2014 (AFP) - Saab",
                ["STOCKHOLM", "Aug 29, 2014", "AFP", "STOCKHOLM, Aug 29, 2014 (AFP) -", "Saab"],
            ),
            ("(ANSA) - ROME, JUL 11 - Gas", ["ROME", "JUL 11", "ANSA", "(ANSA) - ROME, JUL 11 -", "Gas"]),
            ("GENEVA — The council met.", ["GENEVA", "", "", "GENEVA —", "The council met."]),
            (
                "Frankfurt/Main (dpa/lhe) - Es",
                ["Frankfurt/Main", "", "dpa/lhe", "Frankfurt/Main (dpa/lhe) -", "Es"],
            ),
        ] {
            assert_eq!(taken(text), Some(expected.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn sentences_are_left_alone() {
        for text in [
            "Der Vorsitzende der Partei sagte am Montag in Berlin (dpa) - und das war neu",
            "Die SPD (Sozialdemokraten) gewann die Wahl.",
            "Das Treffen - es war das dritte - endete.",
            "\"Nein\", sagte er (42) - und ging.",
            "",
            "(AP)",
        ] {
            assert_eq!(taken(text), None, "{text}");
        }
    }
}
