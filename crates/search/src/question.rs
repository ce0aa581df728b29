//! What a reader typed: words, phrases in quotation marks, and what must not stand there.

use crate::fold::words;

/// Most characters looked at; what is longer is no question.
const LONGEST: usize = 200;
/// Most words, those of phrases counted too.
const MOST_WORDS: usize = 12;

/// A question taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) parts: Vec<Part>,
}

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) what: What,
    /// Whether articles with it are left out.
    pub(crate) without: bool,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A word, or the beginning of one where a star stood behind it.
    Word(String, bool),
    /// Words one after the other.
    Phrase(Vec<String>),
}

impl Question {
    /// Whatever is typed is a question; an empty one if there is no word in it.
    pub(crate) fn read(typed: &str) -> Question {
        let end = typed.char_indices().nth(LONGEST).map_or(typed.len(), |(end, _)| end);
        let mut rest = &typed[..end];
        let mut question = Question::default();
        let mut left = MOST_WORDS;
        while left > 0 {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
            let stripped = rest.strip_prefix(['-', '–', '−']);
            // A dash that stands by itself excludes nothing.
            let without = stripped.is_some_and(|after| !after.starts_with(char::is_whitespace));
            rest = stripped.unwrap_or(rest);
            if let Some(quoted) = rest.strip_prefix(is_quote) {
                let end = quoted.find(is_quote).unwrap_or(quoted.len());
                let found: Vec<String> =
                    words(&quoted[..end]).map(|(_, word)| word.to_owned()).take(left).collect();
                rest = quoted[end..].strip_prefix(is_quote).unwrap_or("");
                left -= found.len();
                match found.len() {
                    0 => {}
                    1 => question.add(What::Word(found.into_iter().collect(), false), without),
                    _ => question.add(What::Phrase(found), without),
                }
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(rest.len());
                let (typed, after) = rest.split_at(end);
                rest = after;
                let begun = typed.ends_with('*');
                let found: Vec<&str> = words(typed).map(|(_, word)| word).take(left).collect();
                left -= found.len();
                // “U-Bahn” is looked for as words that stand together, if it is to be left out.
                if without && found.len() > 1 {
                    question.add(What::Phrase(found.into_iter().map(str::to_owned).collect()), true);
                    continue;
                }
                for (place, word) in found.iter().enumerate() {
                    let last = place + 1 == found.len();
                    question.add(What::Word((*word).to_owned(), begun && last), without);
                }
            }
        }
        question
    }

    fn add(&mut self, what: What, without: bool) {
        let part = Part { what, without };
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '«' | '»' | '‟')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Vec<String> {
        let sign = |without| if without { "-" } else { "" };
        Question::read(typed)
            .parts
            .iter()
            .map(|part| match &part.what {
                What::Word(word, begun) => {
                    format!("{}{word}{}", sign(part.without), if *begun { "*" } else { "" })
                }
                What::Phrase(words) => format!("{}[{}]", sign(part.without), words.join(" ")),
            })
            .collect()
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        assert_eq!(read("neue Mole"), ["neue", "Mole"]);
        assert_eq!(read("„neue Mole“ -Sturm -\"alter Kai\""), ["[neue Mole]", "-Sturm", "-[alter Kai]"]);
        assert_eq!(read("U-Bahn Haf* - 1911"), ["U", "Bahn", "Haf*", "1911"]);
        assert_eq!(read("\"Mole\""), ["Mole"]);
        assert_eq!(read("\"never closed here"), ["[never closed here]"]);
    }

    #[test]
    fn what_holds_no_word_asks_nothing() {
        for typed in ["", "***", "\"\"\"\"", "- - -", "🦀🦀", "\u{202e}\u{200f}", "\"*\" -\"-\""] {
            assert!(read(typed).is_empty(), "{typed:?}");
        }
    }

    #[test]
    fn a_question_has_an_end() {
        assert!(read(&"wort ".repeat(3000)).len() <= MOST_WORDS);
        let many: String = (0..3000).map(|number| format!("\"a{number}\" ")).collect();
        assert!(read(&many).len() <= MOST_WORDS);
    }
}
