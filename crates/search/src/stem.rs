//! Stems: what is left of a folded word without its endings.

use frostem::{Algorithm, Stemmer};

use crate::fold::Reading;

/// Articles and prepositions that Arabic writes together with the word.
const ARABIC_PREFIXES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];
/// Fewest letters of an Arabic word that may be left.
const ARABIC_REST: usize = 3;
/// Nobody writes a longer word; a stemmer need not look at it.
const LONGEST: usize = 80;

/// The stem of a folded word; the word itself where the language has no stemmer or it is a number.
pub(crate) fn stem(reading: Reading, folded: &str) -> String {
    if folded.len() > LONGEST || folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded.to_owned();
    }
    let (algorithm, word) = match reading {
        Reading::German => (Algorithm::German, folded),
        Reading::English => (Algorithm::English, folded),
        Reading::Arabic => (Algorithm::Arabic, without_article(folded)),
        Reading::Plain => return folded.to_owned(),
    };
    let stemmed = Stemmer::new(algorithm).stem(word).into_owned();
    if stemmed.is_empty() { folded.to_owned() } else { stemmed }
}

fn without_article(word: &str) -> &str {
    ARABIC_PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix))
        .find(|rest| rest.chars().count() >= ARABIC_REST)
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn one(reading: Reading, forms: &[&str]) {
        let stems: Vec<_> = forms.iter().map(|form| stem(reading, &fold(reading, form))).collect();
        assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms:?} are {stems:?}");
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        one(Reading::German, &["Haus", "Häuser", "Hauses", "Häusern", "haeuser"]);
        one(Reading::German, &["Verhandlung", "Verhandlungen"]);
        one(Reading::German, &["Sturm", "Stürme", "Stuerme"]);
        one(Reading::German, &["Straße", "Straßen", "strassen"]);
        one(Reading::English, &["ferry", "ferries"]);
        one(Reading::English, &["rowing", "rowed", "rows"]);
        one(Reading::Arabic, &["الإوز", "الاوز", "إوز", "والإوز"]);
        one(Reading::Arabic, &["العاصفة", "عاصفه", "عاصفة"]);
    }

    #[test]
    fn a_number_is_its_own_stem() {
        assert_eq!(stem(Reading::German, "2024er"), "2024er");
    }
}
