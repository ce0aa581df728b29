//! Texts to measure with: the same on every run, their words as unequally frequent as real ones.

const SYLLABLES: [&str; 24] = [
    "ha", "fen", "stadt", "rat", "schu", "le", "ber", "gen", "markt", "wahl", "ver", "ord", "nung", "geld",
    "was", "ser", "licht", "bau", "haus", "zei", "tung", "land", "re", "gie",
];
const VOCABULARY: f64 = 20_000.0;

/// A row of numbers that looks random and is the same each time (xorshift, Marsaglia 2003).
pub(crate) struct Words(u64);

impl Words {
    /// A row of its own for each seed.
    pub(crate) fn new(seed: u64) -> Words {
        Words(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number, from 0 up to `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A sentence of about a dozen words.
    pub(crate) fn sentence(&mut self) -> String {
        let count = 8 + self.below(9);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        let sentence = words.join(" ");
        sentence[..1].to_uppercase() + &sentence[1..] + "."
    }

    /// Some sentences.
    pub(crate) fn paragraph(&mut self, sentences: u64) -> String {
        let sentences: Vec<String> = (0..sentences).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    /// By Zipf's law: the word of rank r comes about 1/r as often as the first.
    fn word(&mut self) -> String {
        let place = self.below(1 << 32) as f64 / (1_u64 << 32) as f64;
        let mut rank = VOCABULARY.powf(place) as usize;
        let mut word = String::new();
        loop {
            word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
            rank /= SYLLABLES.len();
            if rank == 0 {
                return word;
            }
        }
    }
}
