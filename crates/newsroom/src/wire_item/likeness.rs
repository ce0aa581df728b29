//! Likeness: whether two items report the same in nearly the same words.
//!
//! MinHash (Broder, “On the resemblance and containment of documents”, 1997) over pairs of neighbouring words,
//! two minima to a part, as in locality-sensitive hashing: texts that share three parts of 24 or more have
//! about a third of their pairs of words in common.

/// How many parts a likeness has.
pub const PARTS: usize = 24;

/// How many parts two items share that report the same.
pub const ALIKE: i64 = 3;

/// Texts with fewer words say too little to be compared.
const FEWEST_WORDS: usize = 30;

/// The words that are compared: an agency's text says what it has to say in these.
const MOST_WORDS: usize = 2_000;

/// The parts of the likeness of a text, each with its place in it mixed in, so that parts of different places are
/// never equal; nothing when the text is too short to be compared.
pub fn likeness(text: &str) -> Option<[i64; PARTS]> {
    let words: Vec<u64> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(word_hash)
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let mut least = [[u64::MAX; 2]; PARTS];
    for pair in words.windows(2) {
        let pair = mixed(pair[0].rotate_left(17) ^ pair[1]);
        for (place, minima) in (0_u64..).zip(least.iter_mut()) {
            for (half, least) in (0_u64..).zip(minima.iter_mut()) {
                *least = (*least).min(mixed(pair ^ mixed(1 + 2 * place + half)));
            }
        }
    }
    let mut parts = [0; PARTS];
    for (place, (part, [first, second])) in (0_u64..).zip(parts.iter_mut().zip(least)) {
        *part = mixed(first ^ mixed(second ^ place)).cast_signed();
    }
    Some(parts)
}

/// FNV-1a of a word in lower case.
fn word_hash(word: &str) -> u64 {
    word.chars()
        .flat_map(char::to_lowercase)
        .fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads the bits of a number (the finaliser of SplitMix64).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENEVA: &str = "Die Außenminister Russlands und der Vereinigten Staaten haben sich in Genf getroffen, um \
        über die Lage an der ukrainischen Grenze zu sprechen. Das Gespräch dauerte etwa neunzig Minuten. Beide Seiten \
        nannten es danach offen und nützlich, ein Durchbruch sei nicht zu erwarten gewesen. In der kommenden Woche \
        will Washington schriftlich auf die Forderungen Moskaus antworten, danach soll weiter gesprochen werden.";

    fn shared(a: &str, b: &str) -> i64 {
        let (a, b) = (likeness(a).expect("long enough"), likeness(b).expect("long enough"));
        a.iter().filter(|part| b.contains(part)).count() as i64
    }

    #[test]
    fn the_same_report_with_some_sentences_changed_is_alike() {
        let other = GENEVA.replace("etwa neunzig Minuten", "rund anderthalb Stunden").replace("danach ", "");
        assert!(shared(GENEVA, &other) >= ALIKE, "{}", shared(GENEVA, &other));
        assert_eq!(shared(GENEVA, GENEVA), PARTS as i64);
    }

    #[test]
    fn another_report_of_the_same_matter_is_not_alike() {
        let other = "Vor dem Treffen der Außenminister in Genf hat die Nato ihre Haltung bekräftigt. Über die Aufnahme \
            neuer Mitglieder entscheide das Bündnis allein, sagte der Generalsekretär in Brüssel. Zugleich sei man zu \
            Gesprächen über Rüstungskontrolle bereit. Die Ukraine begrüßte die Worte und bat um weitere Hilfe.";
        assert!(shared(GENEVA, other) < ALIKE, "{}", shared(GENEVA, other));
        assert_eq!(likeness("Genf (dpa) - Es folgt ein Bericht."), None);
    }
}
