//! Names of writers in the lines that pages give them: who is meant, and what stands around the names.
//!
//! The names of elements are those of
//! [microformats, h-card](https://microformats.org/wiki/h-card) and of the makers of content systems.

/// A line longer than this is no byline.
const LONGEST_NAME: usize = 120;

/// The names in a byline: “By Ann Lee and Bo Chi”.
pub(super) fn names_in(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.len() > 4 * LONGEST_NAME || line.starts_with("http:") || line.starts_with("https:") {
        return Vec::new();
    }
    let line = without_preposition(line);
    let mut names = vec![String::new()];
    for word in line.split_whitespace() {
        let joins = matches!(
            word.to_lowercase().as_str(),
            "and" | "und" | "et" | "y" | "&" | "|" | "/" | "·" | "•" | "og" | "och"
        );
        let Some(last) = names.last_mut() else { break };
        if joins {
            names.push(String::new());
            continue;
        }
        if !last.is_empty() {
            last.push(' ');
        }
        let ends = word.ends_with([',', ';']);
        last.push_str(word.trim_end_matches([',', ';']));
        if ends {
            names.push(String::new());
        }
    }
    names.iter_mut().for_each(|name| name.truncate(without_code(name).len()));
    names.retain(|name| {
        name.chars().any(char::is_alphabetic) && name.len() <= LONGEST_NAME && !name.contains('@')
    });
    names
}

/// A name without the letters by which an editor signs: “Ada Berg (abe)”.
fn without_code(name: &str) -> &str {
    match name.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((rest, code)) if code.len() <= 5 && code.chars().all(|c| c.is_lowercase() || c == '.') => {
            rest.trim_end()
        }
        _ => name,
    }
}

fn without_preposition(line: &str) -> &str {
    const WORDS: [&str; 14] = [
        "by ",
        "by: ",
        "von ",
        "von: ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "af ",
        "written by ",
        "text: ",
        "author: ",
        "autor: ",
    ];
    let start = WORDS
        .iter()
        .find(|word| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
    start.map_or(line, |word| line[word.len()..].trim_start())
}

/// The names in an element that is called that of an author: it has no sentence and no address in it.
pub(super) fn names_of_writers(line: &str) -> Vec<String> {
    if line.chars().count() > 80 || line.contains(':') {
        return Vec::new();
    }
    let mut names = names_in(line);
    // A word in small letters or with digits is a code, a date, or belongs to the sentence around the names.
    names.retain(|name| {
        name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            && !name.ends_with('.')
            && !name.contains(|c: char| c.is_ascii_digit())
            && (2..=5).contains(&name.split_whitespace().count())
    });
    names
}

/// Whether an element with these classes holds the name of an author and nothing else.
pub(super) fn is_byline_name(classes: &str) -> bool {
    const WORDS: [&str; 14] = [
        "authorname",
        "bylinename",
        "bylineauthor",
        "articleauthor",
        "authorsname",
        "authorslistitem",
        "authorlink",
        "autorname",
        "storyauthor",
        "postauthor",
        "entryauthor",
        "postauthorname",
        "articleauthorname",
        "articlebyline",
    ];
    classes.split_ascii_whitespace().any(|class| {
        let tight: String =
            class.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        WORDS.contains(&tight.as_str())
    })
}

/// Whether a label in a head stands before the names of writers (“Written by”).
pub(super) fn is_label_of_writers(label: &str) -> bool {
    const LABELS: [&str; 11] = [
        "written by",
        "verfasst von",
        "geschrieben von",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "skrevet av",
        "skrevet af",
        "skriven av",
        "napisane przez",
    ];
    LABELS.contains(&label.trim().to_lowercase().as_str())
}

/// Whether it is the name of an account and not of a person: one word with digits in it.
pub(super) fn is_account(name: &str) -> bool {
    !name.contains(char::is_whitespace) && name.contains(|c: char| c.is_ascii_digit())
}

/// The names in a line that begins with what they did: “（责编：甲、乙）”.
pub(super) fn edited_by(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']);
    let (part, names) = line.split_once([':', '：'])?;
    if !matches!(part.trim(), "责编" | "责任编辑" | "編輯" | "编辑" | "記者" | "记者" | "作者")
    {
        return None;
    }
    let names: Vec<String> = names
        .split(['、', '，', ',', ' '])
        .map(str::trim)
        .filter(|name| (2..=6).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic))
        .map(str::to_owned)
        .collect();
    (!names.is_empty()).then_some(names)
}

/// Names without what is said of those named before: “Ann Lee, political correspondent”.
///
/// Such a part is of several words and ends in one in small letters, which no name does, or is the host of a site.
pub(super) fn without_descriptions(mut names: Vec<String>) -> Vec<String> {
    let mut first = true;
    names.retain(|name| {
        let last = name.split_whitespace().next_back().unwrap_or_default();
        let describes = name.contains(char::is_whitespace) && last.chars().all(char::is_lowercase);
        let host = name.rsplit_once('.').is_some_and(|(rest, end)| {
            !rest.is_empty() && (2..=3).contains(&end.len()) && end.chars().all(char::is_lowercase)
        });
        let is_host = host && !name.contains(char::is_whitespace);
        let keeps = first || !(describes || is_host);
        first = false;
        keeps
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_by_which_an_editor_signs_are_no_name() {
        assert_eq!(names_in("Von Ada Berg (abe) und Bo Tal (bo.)"), ["Ada Berg", "Bo Tal"]);
    }

    #[test]
    fn what_somebody_is_belongs_not_to_the_name() {
        let names = names_in("By Ann Lee, political correspondent, and Bo Chi");
        assert_eq!(without_descriptions(names), ["Ann Lee", "Bo Chi"]);
        let names = names_in("Ann Lee, bote.example, Bote.at, J.R. Chi");
        assert_eq!(without_descriptions(names), ["Ann Lee", "bote.example", "J.R. Chi"]);
        assert_eq!(without_descriptions(vec!["the editors".into()]), ["the editors"]);
    }

    #[test]
    fn an_element_called_that_of_an_author_names_one() {
        assert!(is_byline_name("C(#000) author-name") && is_byline_name("authors__list-item"));
        assert!(!is_byline_name("authority") && !is_byline_name("author-bio"));
        assert_eq!(names_of_writers("von Ada Berg"), ["Ada Berg"]);
        assert!(names_of_writers("Redaktion").is_empty());
        assert!(names_of_writers("Ada Berg schreibt seit 2004 über den Norden.").is_empty());
    }

    #[test]
    fn an_account_is_a_word_with_digits() {
        assert!(is_account("AB1234"));
        assert!(!is_account("Ada Berg") && !is_account("Ada"));
    }

    #[test]
    fn a_line_with_the_part_in_it_names_its_people() {
        assert_eq!(edited_by("（责编：王小明、李雷）"), Some(vec!["王小明".to_owned(), "李雷".to_owned()]));
        assert_eq!(edited_by("来源：王小明"), None);
    }
}
