//! The words of the invented archive: a few hundred roots of our own, and the compounds that German
//! makes of them, so that rare words never end.

use std::sync::LazyLock;

use super::random::{Random, Zipf};

/// Different nouns: the roots, all compounds of two, and the rest of three.
const NOUNS: usize = 200_000;

/// All words; read once.
pub(super) static WORDS: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("vocabulary.txt")));

/// The roots by kind, the frequent ones first.
pub(super) struct Vocabulary {
    roots: Vec<Root>,
    pub(super) verbs: Vec<Verb>,
    pub(super) adjectives: Vec<&'static str>,
    towns: [Vec<&'static str>; 2],
    pub(super) given: Vec<&'static str>,
    family: [Vec<&'static str>; 2],
    nouns: Zipf,
}

/// A verb that takes an object.
pub(super) struct Verb {
    pub(super) now: &'static str,
    pub(super) past: &'static str,
    pub(super) past_of_many: &'static str,
    pub(super) participle: &'static str,
}

/// A noun that stands alone or in compounds.
struct Root {
    one: &'static str,
    gender: Gender,
    many: &'static str,
    /// As the last part of a compound.
    low_one: String,
    low_many: String,
    /// As the first and as the middle part.
    first: String,
    middle: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    He,
    She,
    It,
}

/// A noun: up to three roots, of which the last says gender and plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    first: Option<usize>,
    middle: Option<usize>,
    head: usize,
}

impl Vocabulary {
    fn read(text: &'static str) -> Vocabulary {
        let mut words = Vocabulary {
            roots: Vec::new(),
            verbs: Vec::new(),
            adjectives: Vec::new(),
            towns: [Vec::new(), Vec::new()],
            given: Vec::new(),
            family: [Vec::new(), Vec::new()],
            nouns: Zipf::new(NOUNS, 1.0),
        };
        for line in text.lines() {
            let parts: Vec<&'static str> = line.split(' ').collect();
            match parts[..] {
                ["n", one, gender, many, link] => words.roots.push(Root::new(one, gender, many, link)),
                ["v", now, past, past_of_many, participle] => {
                    words.verbs.push(Verb { now, past, past_of_many, participle });
                }
                ["a", stem] => words.adjectives.push(stem),
                ["t", begins] => words.towns[0].push(begins),
                ["u", ends] => words.towns[1].push(ends),
                ["g", name] => words.given.push(name),
                ["f", begins] => words.family[0].push(begins),
                ["s", ends] => words.family[1].push(ends),
                _ => {}
            }
        }
        words
    }

    /// A noun by chance, as Zipf has it.
    pub(super) fn noun(&self, random: &mut Random) -> Noun {
        self.noun_of_rank(self.nouns.rank(random))
    }

    /// The noun of a rank: roots first, then compounds of two and of three in an order of no meaning.
    pub(super) fn noun_of_rank(&self, rank: usize) -> Noun {
        let count = self.roots.len();
        if rank < count {
            return Noun { first: None, middle: None, head: rank };
        }
        let rank = rank - count;
        let two = count * count;
        // The factors are primes and share nothing with the number of roots, so nothing comes twice.
        if rank < two {
            let code = (rank * 7_919 + 13) % two;
            let (first, head) = (code / count, code % count);
            return Noun { first: Some(first), middle: None, head: other(first, head, count) };
        }
        let code = ((rank - two) * 1_000_003 + 7) % (two * count);
        let (first, middle, head) = (code / two, code / count % count, code % count);
        let middle = other(first, middle, count);
        Noun { first: Some(first), middle: Some(middle), head: other(middle, head, count) }
    }

    /// Compounds of two: such words topics are named by.
    pub(super) fn compound(&self, number: usize) -> Noun {
        self.noun_of_rank(self.roots.len() + number)
    }

    /// How many compounds of two there are.
    pub(super) fn compounds(&self) -> usize {
        self.roots.len() * self.roots.len()
    }

    /// Writes a noun in the singular.
    pub(super) fn push_one(&self, noun: Noun, to: &mut String) {
        let head = &self.roots[noun.head];
        let joined = self.push_parts(noun, to);
        to.push_str(if joined { &head.low_one } else { head.one });
    }

    /// Writes a noun in the plural.
    pub(super) fn push_many(&self, noun: Noun, to: &mut String) {
        let head = &self.roots[noun.head];
        let joined = self.push_parts(noun, to);
        to.push_str(if joined { &head.low_many } else { head.many });
    }

    fn push_parts(&self, noun: Noun, to: &mut String) -> bool {
        let Some(first) = noun.first else { return false };
        to.push_str(&self.roots[first].first);
        if let Some(middle) = noun.middle {
            to.push_str(&self.roots[middle].middle);
        }
        true
    }

    pub(super) fn gender(&self, noun: Noun) -> Gender {
        self.roots[noun.head].gender
    }

    /// A town that is on no map.
    pub(super) fn town(&self, random: &mut Random) -> String {
        let begins = random.one_of(&self.towns[0]);
        format!("{begins}{}", random.one_of(&self.towns[1]))
    }

    /// The given and the family name of somebody who does not exist.
    pub(super) fn person(&self, random: &mut Random) -> String {
        let (given, begins) = (random.one_of(&self.given), random.one_of(&self.family[0]));
        format!("{given} {begins}{}", random.one_of(&self.family[1]))
    }
}

impl Root {
    fn new(one: &'static str, gender: &str, many: &'static str, link: &str) -> Root {
        let first = match link.strip_prefix('-') {
            Some("") => one.to_owned(),
            Some(stem) => stem.to_owned(),
            None => format!("{one}{link}"),
        };
        let gender = match gender {
            "m" => Gender::He,
            "f" => Gender::She,
            _ => Gender::It,
        };
        Root {
            low_one: one.to_lowercase(),
            low_many: many.to_lowercase(),
            middle: first.to_lowercase(),
            one,
            gender,
            many,
            first,
        }
    }
}

/// No word is joined to itself.
fn other(than: usize, wanted: usize, count: usize) -> usize {
    if than == wanted { (wanted + 1) % count } else { wanted }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_are_many_and_nearly_all_different() {
        let mut words = HashSet::new();
        for rank in 0..NOUNS {
            let mut word = String::new();
            WORDS.push_one(WORDS.noun_of_rank(rank), &mut word);
            assert!(word.starts_with(char::is_uppercase), "{word}");
            words.insert(word);
        }
        // Where a part would join itself it joins its neighbour, which some other word does as well.
        assert!(words.len() > NOUNS * 97 / 100, "{}", words.len());
    }

    #[test]
    fn every_line_of_the_vocabulary_is_understood() {
        let lines = include_str!("vocabulary.txt").lines().filter(|line| !line.starts_with('#')).count();
        let words = &*WORDS;
        let understood = words.roots.len()
            + words.verbs.len()
            + words.adjectives.len()
            + words.given.len()
            + words.towns.iter().chain(&words.family).map(Vec::len).sum::<usize>();
        assert_eq!(understood, lines);
    }
}
