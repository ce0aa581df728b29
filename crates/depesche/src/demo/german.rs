//! Sentences in German that mean little and look right: articles, adjectives and verbs agree.

use std::fmt::Write;

use super::random::{Random, Zipf};
use super::vocabulary::{Gender, Noun, Vocabulary, WORDS};

/// Case of a group of words.
#[derive(Clone, Copy)]
enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
}

use Case::{Accusative, Dative, Genitive, Nominative};

const WHEN: [&str; 12] = [
    "am Montag",
    "am Dienstag",
    "am Mittwoch",
    "am Donnerstag",
    "am Freitag",
    "am Wochenende",
    "am Abend",
    "in der Nacht",
    "zum dritten Mal",
    "nach langer Debatte",
    "ohne Gegenstimme",
    "trotz Kritik",
];
const WHERE: [&str; 9] = ["in", "mit", "nach", "vor", "bei", "neben", "hinter", "auf", "unter"];
const ROLES: [&str; 8] = [
    "Sprecherin der Behörde",
    "Vorsitzender des Ausschusses",
    "Professorin an der Hochschule",
    "Anwohner",
    "Leiterin des Amtes",
    "Geschäftsführer",
    "Mitglied des Rates",
    "Gutachterin",
];

/// Writes texts from a row of chance.
pub(super) struct Writer<'r> {
    pub(super) random: &'r mut Random,
    words: &'static Vocabulary,
    adjectives: Zipf,
    verbs: Zipf,
}

impl<'r> Writer<'r> {
    pub(super) fn new(random: &'r mut Random) -> Writer<'r> {
        let words = &*WORDS;
        Writer {
            random,
            words,
            adjectives: Zipf::new(words.adjectives.len(), 3.0),
            verbs: Zipf::new(words.verbs.len(), 3.0),
        }
    }

    /// Two to five sentences.
    pub(super) fn paragraph(&mut self, sentences: usize) -> String {
        let mut text = String::with_capacity(sentences * 110);
        for number in 0..sentences {
            if number > 0 {
                text.push(' ');
            }
            self.sentence(&mut text);
        }
        text
    }

    /// A headline: no article, no full stop.
    pub(super) fn headline(&mut self) -> String {
        let (mut text, verb) = (String::new(), self.verb());
        match self.random.below(6) {
            0 | 1 => {
                self.push_noun(&mut text);
                text.push(' ');
                text.push_str(verb.now);
                text.push(' ');
                self.bare_object(&mut text);
            }
            2 => {
                text.push_str(&self.town());
                text.push(' ');
                text.push_str(verb.now);
                text.push(' ');
                self.bare_object(&mut text);
            }
            3 => {
                self.push_noun(&mut text);
                text.push_str(" in ");
                text.push_str(&self.town());
                text.push(' ');
                text.push_str(verb.participle);
            }
            4 => {
                self.push_noun(&mut text);
                text.push_str(": ");
                self.group(Nominative, &mut text);
                upper_from(&mut text, 0);
            }
            _ => {
                let _ = write!(text, "{} ", self.random.between(2, 900));
                self.push_many(&mut text);
                text.push_str(" für ");
                self.group(Accusative, &mut text);
            }
        }
        text
    }

    /// A compound for the line above the headline or for a heading.
    pub(super) fn kicker(&mut self) -> String {
        let mut text = String::new();
        self.push_noun(&mut text);
        text
    }

    /// A heading of a few words.
    pub(super) fn heading(&mut self) -> String {
        let mut text = String::new();
        self.group(Nominative, &mut text);
        upper_from(&mut text, 0);
        text
    }

    pub(super) fn town(&mut self) -> String {
        self.words.town(self.random)
    }

    pub(super) fn person(&mut self) -> String {
        self.words.person(self.random)
    }

    pub(super) fn role(&mut self) -> &'static str {
        self.random.one_of(&ROLES)
    }

    /// A sentence of about a dozen words.
    pub(super) fn sentence(&mut self, to: &mut String) {
        let start = to.len();
        match self.random.below(12) {
            0 | 1 => {
                self.group(Nominative, to);
                self.clause_after_subject(to);
                to.push('.');
            }
            2 | 3 => {
                self.place(to);
                spaced(self.verb().past, to);
                self.group(Nominative, to);
                to.push(' ');
                self.group(Accusative, to);
                to.push('.');
            }
            4 => {
                to.push_str("weil ");
                self.group(Nominative, to);
                to.push(' ');
                self.group(Accusative, to);
                spaced(self.verb().past, to);
                to.truncate(to.trim_end().len());
                to.push(',');
                spaced(self.verb().past, to);
                self.group(Nominative, to);
                to.push(' ');
                self.group(Accusative, to);
                to.push('.');
            }
            5 => {
                to.push('„');
                let quote = to.len();
                self.group(Nominative, to);
                self.clause_after_subject(to);
                upper_from(to, quote);
                let _ = write!(to, "“, sagte {}, {}.", self.person(), self.role());
            }
            6 => {
                let _ = write!(to, "rund {} ", self.random.between(3, 4_000));
                self.push_many(to);
                spaced(self.verb().past_of_many, to);
                self.group(Accusative, to);
                let _ = write!(to, ", {} mehr als im Vorjahr.", self.random.between(2, 300));
            }
            7 => {
                to.push_str("ob ");
                self.group(Nominative, to);
                to.push(' ');
                self.group(Accusative, to);
                spaced(self.verb().now, to);
                to.truncate(to.trim_end().len());
                to.push_str(", ist noch offen.");
            }
            8 => {
                let _ = write!(to, "seit {} ", self.random.between(1_950, 2_025));
                to.push_str(self.verb().now);
                to.push(' ');
                self.group(Nominative, to);
                to.push_str(" nicht nur ");
                self.group(Accusative, to);
                to.push_str(", sondern auch ");
                self.group(Accusative, to);
                to.push('.');
            }
            9 => {
                to.push_str("in ");
                to.push_str(&self.town());
                to.push_str(" wurde ");
                to.push_str(self.random.one_of(&WHEN));
                to.push(' ');
                self.group(Nominative, to);
                to.push(' ');
                self.group(Genitive, to);
                to.push(' ');
                to.push_str(self.verb().participle);
                to.push('.');
            }
            10 => {
                let _ = write!(to, "{} nannte ", self.person());
                self.group(Accusative, to);
                to.push(' ');
                self.group(Genitive, to);
                let _ = write!(to, " „{}“ und „{}“.", self.quality(), self.quality());
            }
            _ => {
                self.many_in_nominative(to);
                spaced(self.verb().past_of_many, to);
                to.push_str(self.random.one_of(&WHEN));
                to.push(' ');
                self.group(Accusative, to);
                to.push_str(", doch ");
                self.group(Nominative, to);
                spaced(self.verb().past, to);
                self.group(Accusative, to);
                to.push('.');
            }
        }
        upper_from(to, start);
    }

    fn clause_after_subject(&mut self, to: &mut String) {
        spaced(self.verb().past, to);
        if self.random.percent(50) {
            to.push_str(self.random.one_of(&WHEN));
            to.push(' ');
        }
        self.group(Accusative, to);
        if self.random.percent(40) {
            to.push(' ');
            self.group(Genitive, to);
        }
    }

    fn place(&mut self, to: &mut String) {
        to.push_str(self.random.one_of(&WHERE));
        to.push(' ');
        self.group(Dative, to);
    }

    /// Article, often an adjective, and a noun.
    fn group(&mut self, case: Case, to: &mut String) {
        let noun = self.words.noun(self.random);
        let gender = self.words.gender(noun);
        to.push_str(article(case, gender));
        to.push(' ');
        if self.random.percent(35) {
            to.push_str(self.adjective());
            let weak = matches!((case, gender), (Nominative, _) | (Accusative, Gender::She | Gender::It));
            to.push_str(if weak { "e " } else { "en " });
        }
        self.words.push_one(noun, to);
        if matches!(case, Genitive) && gender != Gender::She {
            to.push_str(genitive_ending(to));
        }
    }

    fn many_in_nominative(&mut self, to: &mut String) {
        to.push_str("die ");
        if self.random.percent(35) {
            to.push_str(self.adjective());
            to.push_str("en ");
        }
        self.push_many(to);
    }

    /// An object without article: “neuen Haushalt”.
    fn bare_object(&mut self, to: &mut String) {
        let noun = self.words.noun(self.random);
        to.push_str(self.adjective());
        to.push_str(match self.words.gender(noun) {
            Gender::He => "en ",
            Gender::She => "e ",
            Gender::It => "es ",
        });
        self.words.push_one(noun, to);
    }

    fn push_noun(&mut self, to: &mut String) -> Noun {
        let noun = self.words.noun(self.random);
        self.words.push_one(noun, to);
        noun
    }

    fn push_many(&mut self, to: &mut String) {
        let noun = self.words.noun(self.random);
        self.words.push_many(noun, to);
    }

    fn adjective(&mut self) -> &'static str {
        self.words.adjectives[self.adjectives.rank(self.random)]
    }

    /// An adjective that can stand by itself: nothing is just “next”.
    fn quality(&mut self) -> &'static str {
        loop {
            let adjective = self.adjective();
            if !matches!(adjective, "nächst" | "letzt" | "erst" | "zweit") {
                return adjective;
            }
        }
    }

    fn verb(&mut self) -> &'static super::vocabulary::Verb {
        &self.words.verbs[self.verbs.rank(self.random)]
    }
}

fn article(case: Case, gender: Gender) -> &'static str {
    match (case, gender) {
        (Nominative, Gender::He) | (Genitive | Dative, Gender::She) => "der",
        (Nominative | Accusative, Gender::She) => "die",
        (Nominative | Accusative, Gender::It) => "das",
        (Genitive, _) => "des",
        (Dative, _) => "dem",
        (Accusative, Gender::He) => "den",
    }
}

fn genitive_ending(word: &str) -> &'static str {
    if word.ends_with("mus") {
        ""
    } else if word.ends_with(['s', 'ß', 'z', 'x']) || word.ends_with("sch") {
        "es"
    } else {
        "s"
    }
}

/// Writes a word between two spaces.
fn spaced(word: &str, to: &mut String) {
    to.push(' ');
    to.push_str(word);
    to.push(' ');
}

/// Makes the letter at a place a capital.
fn upper_from(text: &mut String, at: usize) {
    let Some(first) = text[at..].chars().next() else { return };
    if first.is_lowercase() {
        let upper: String = first.to_uppercase().collect();
        text.replace_range(at..at + first.len_utf8(), &upper);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_whole_and_a_dozen_words_long() {
        let mut random = Random::of(&[3]);
        let mut writer = Writer::new(&mut random);
        let mut words = 0;
        for _ in 0..2_000 {
            let sentence = writer.paragraph(1);
            assert!(sentence.starts_with(|c: char| c.is_uppercase() || c == '„'), "{sentence}");
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
            assert!(!sentence.contains(" ,") && !sentence.contains(" ."), "{sentence}");
            words += sentence.split(' ').count();
        }
        assert!((20_000..32_000).contains(&words), "{words}");
    }

    #[test]
    fn articles_agree_with_their_nouns() {
        for (case, expected) in [(Nominative, "der"), (Genitive, "des"), (Dative, "dem"), (Accusative, "den")]
        {
            assert_eq!(article(case, Gender::He), expected);
        }
        assert_eq!(article(Dative, Gender::She), "der");
        assert_eq!(genitive_ending("Gesetz"), "es");
        assert_eq!(genitive_ending("Tourismus"), "");
    }
}
