//! Taking German compounds apart.
//!
//! Without a dictionary of others: parts are looked for among words we wrote down ourselves
//! (`german_words.txt`) and those the archive has shown, namely nouns, which German writes with a
//! capital, where no sentence begins. Between parts may stand a linking element. After an ending that
//! only nouns have before another (-ungs-, -heits-, -ions- …) a word is cut even where a part is
//! unknown. Of all ways to take a word apart the one with the fewest parts is taken, and its parts
//! are taken apart in the same way.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use parking_lot::RwLock;

use crate::fold::{Reading, fold, words};

/// Fewest letters of a word that is taken apart.
const SHORTEST: usize = 6;
/// Longest word looked at.
const LONGEST: usize = 64;
/// Fewest letters of a part.
const PART: usize = 3;
/// Fewest and most letters of a noun that is learnt.
const LEARNT: std::ops::RangeInclusive<usize> = 4..=20;
/// Most words learnt; a hash each is kept in memory.
const MOST_LEARNT: usize = 300_000;
/// What may stand between two parts.
const LINKS: [&str; 7] = ["s", "es", "n", "en", "er", "e", "ens"];
/// What the last part may end with besides.
const ENDINGS: [&str; 10] = ["n", "en", "e", "s", "es", "er", "ern", "in", "innen", "ns"];
/// Ends of nouns, with the linking element, that only stand before another part.
const CERTAIN: [&str; 8] = ["ungs", "heits", "keits", "schafts", "ions", "tats", "lings", "tums"];
/// Fewest letters of a first or last part that only its end or its neighbour gives away.
const GUESSED: usize = 5;

const OURS: &str = include_str!("german_words.txt");

/// Words by their hashes, which need no other.
type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// Takes a number for its own hash.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The words that compounds are made of.
#[derive(Debug)]
pub(crate) struct Lexicon {
    known: RwLock<Hashes>,
    file: Option<PathBuf>,
}

impl Lexicon {
    /// Our own words and those learnt before, which stand in a file, one a line.
    pub(crate) fn open(file: Option<&Path>) -> std::io::Result<Lexicon> {
        let ours = OURS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let mut known: Hashes = ours.map(|word| hash(&fold(Reading::German, word))).collect();
        if let Some(file) = file {
            match std::fs::read_to_string(file) {
                Ok(text) => known.extend(text.lines().take(MOST_LEARNT).map(hash)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Lexicon { known: RwLock::new(known), file: file.map(Path::to_owned) })
    }

    /// Learns the nouns of texts. They are kept in the file before they count.
    pub(crate) fn learn<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> std::io::Result<()> {
        let mut fresh: Vec<String> = Vec::new();
        {
            let known = self.known.read();
            if known.len() >= MOST_LEARNT {
                return Ok(());
            }
            let mut seen = HashSet::new();
            for text in texts {
                for noun in nouns(text) {
                    if !known.contains(&hash(&noun)) && seen.insert(hash(&noun)) {
                        fresh.push(noun);
                    }
                }
            }
        }
        if fresh.is_empty() {
            return Ok(());
        }
        if let Some(file) = &self.file {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
            file.write_all((fresh.join("\n") + "\n").as_bytes())?;
        }
        self.known.write().extend(fresh.iter().map(|noun| hash(noun)));
        Ok(())
    }

    fn knows(&self, known: &Hashes, word: &str) -> bool {
        word.len() >= PART && known.contains(&hash(word))
    }

    /// The parts of a folded word and theirs; nothing if it is not a compound.
    pub(crate) fn parts(&self, word: &str) -> Vec<String> {
        let known = self.known.read();
        let mut parts = Vec::new();
        self.collect(&known, word, &mut parts, 0);
        parts
    }

    fn collect(&self, known: &Hashes, word: &str, parts: &mut Vec<String>, depth: usize) {
        for part in self.cut(known, word) {
            if depth < 3 {
                self.collect(known, &part, parts, depth + 1);
            }
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }

    /// The parts of a word, cut once; nothing if it cannot be cut.
    pub(crate) fn top_parts(&self, word: &str) -> Vec<String> {
        self.cut(&self.known.read(), word)
    }

    fn cut(&self, known: &Hashes, word: &str) -> Vec<String> {
        let length = word.len();
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || !(SHORTEST..=LONGEST).contains(&length) {
            return Vec::new();
        }
        // For each end the cheapest way there: what it costs, where its last part begins, that part.
        let mut ways: Vec<Option<(u32, usize, String)>> = vec![None; length + 1];
        ways[0] = Some((0, 0, String::new()));
        for from in 0..=length - PART {
            let Some(cost) = ways[from].as_ref().map(|way| way.0) else { continue };
            for until in from + PART..=length {
                if from == 0 && until == length {
                    continue;
                }
                let piece = &word[from..until];
                let found = if until == length {
                    self.last(known, piece, from > 0 && certain(&word[..from]))
                } else {
                    self.inner(known, piece)
                };
                let Some((price, part)) = found else { continue };
                let cost = cost + price;
                if ways[until].as_ref().is_none_or(|way| cost < way.0) {
                    ways[until] = Some((cost, from, part));
                }
            }
        }
        let mut parts = Vec::new();
        let mut at = length;
        while let Some((_, from, part)) = ways[at].take().filter(|_| at > 0) {
            parts.push(part);
            at = from;
        }
        parts.reverse();
        parts
    }

    /// What a piece is as a part before another: its price and its first form.
    fn inner(&self, known: &Hashes, piece: &str) -> Option<(u32, String)> {
        if self.knows(known, piece) {
            return Some((10, piece.to_owned()));
        }
        for link in LINKS {
            if let Some(bare) = piece.strip_suffix(link).filter(|bare| self.knows(known, bare)) {
                return Some((11, bare.to_owned()));
            }
        }
        // “Schulweg”, “Grenzort”: the e of the first form is dropped.
        let full = format!("{piece}e");
        if piece.len() >= PART && self.knows(known, &full) {
            return Some((11, full));
        }
        (piece.len() > GUESSED && certain(piece)).then(|| (13, piece[..piece.len() - 1].to_owned()))
    }

    /// What a piece is as the last part.
    fn last(&self, known: &Hashes, piece: &str, sure: bool) -> Option<(u32, String)> {
        if self.knows(known, piece) {
            return Some((10, piece.to_owned()));
        }
        let ended =
            ENDINGS.iter().any(|end| piece.strip_suffix(end).is_some_and(|bare| self.knows(known, bare)));
        match ended {
            true => Some((11, piece.to_owned())),
            false => (sure && piece.len() >= GUESSED).then(|| (14, piece.to_owned())),
        }
    }
}

fn certain(piece: &str) -> bool {
    CERTAIN.iter().any(|end| piece.ends_with(end))
}

/// The nouns of a text, folded: words with a capital where no sentence begins.
fn nouns(text: &str) -> impl Iterator<Item = String> {
    let mut end = 0;
    words(text).filter_map(move |(start, word)| {
        let between = &text[end..start];
        let first = end == 0;
        end = start + word.len();
        let begins = first || between.chars().any(|c| !matches!(c, ' ' | '\u{a0}' | ',' | '-'));
        let mut letters = word.chars();
        let noun = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        if begins || !noun {
            return None;
        }
        let folded = fold(Reading::German, word);
        (LEARNT.contains(&folded.len()) && folded.bytes().all(|byte| byte.is_ascii_lowercase()))
            .then_some(folded)
    })
}

/// FNV-1a of 64 bits: small, the same on every machine, and nobody gains by collisions here.
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(lexicon: &Lexicon, word: &str) -> Vec<String> {
        lexicon.top_parts(&fold(Reading::German, word))
    }

    #[test]
    fn compounds_come_apart_with_their_links() {
        let lexicon = Lexicon::open(None).expect("our words");
        assert_eq!(parts(&lexicon, "Koalitionsverhandlungen"), ["koalition", "verhandlungen"]);
        assert_eq!(parts(&lexicon, "Straßenbahnhaltestelle"), ["strasse", "bahn", "haltestelle"]);
        assert_eq!(parts(&lexicon, "Schulweg"), ["schul", "weg"]);
        assert_eq!(parts(&lexicon, "Rathausuhr"), ["rathaus", "uhr"]);
        assert_eq!(parts(&lexicon, "Hühnereier"), Vec::<String>::new(), "no part is guessed");
        let all = lexicon.parts("rathausuhr");
        assert!(all.contains(&"rat".to_owned()) && all.contains(&"haus".to_owned()), "{all:?}");
    }

    #[test]
    fn a_word_is_cut_after_an_ending_that_is_certain() {
        let lexicon = Lexicon::open(None).expect("our words");
        assert_eq!(parts(&lexicon, "Sondierungsgeplauder"), ["sondierung", "geplauder"]);
    }

    #[test]
    fn words_that_only_look_like_compounds_stay_whole() {
        let lexicon = Lexicon::open(None).expect("our words");
        for word in
            ["Verhandlung", "Apparat", "Demokrat", "Beweis", "Kreis", "Handlung", "wissen", "Gesellschaft"]
        {
            assert_eq!(parts(&lexicon, word), Vec::<String>::new(), "{word}");
        }
    }

    #[test]
    fn nouns_are_learnt_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("words");
        let lexicon = Lexicon::open(Some(&file)).expect("none yet");
        assert!(parts(&lexicon, "Priellotse").is_empty());
        lexicon.learn(["Der Lotse kennt den Priel. Nordwind bleibt ungenannt."]).expect("learnt");
        assert_eq!(parts(&lexicon, "Priellotse"), ["priel", "lotse"]);
        let again = Lexicon::open(Some(&file)).expect("opened");
        assert_eq!(parts(&again, "Priellotse"), ["priel", "lotse"]);
        assert!(!std::fs::read_to_string(&file).expect("a file").contains("nordwind"));
    }
}
