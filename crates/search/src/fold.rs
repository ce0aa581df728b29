//! Text cut into words, and words in the one spelling by which they are looked up.

use newsroom::language::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a language is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// Umlauts and ß in whatever spelling, stems, compounds.
    German,
    /// Stems.
    English,
    /// One spelling for letters that are written in several ways, no article, stems.
    Arabic,
    /// Accents dropped, nothing more.
    Plain,
}

impl Reading {
    /// How texts of a language are read.
    pub(crate) fn of(language: &Language) -> Reading {
        match language.primary() {
            "de" => Reading::German,
            "en" => Reading::English,
            "ar" => Reading::Arabic,
            _ => Reading::Plain,
        }
    }
}

/// The words of a text with the byte where each begins, as they are written.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(|c: char| c.is_alphanumeric())?;
        let length = text[start..].find(|c: char| !stands_in_word(c)).unwrap_or(text.len() - start);
        rest = start + length;
        Some((start, &text[start..rest]))
    })
}

/// Letters and digits, marks on them, and what only says where a line may break.
fn stands_in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}') || is_combining_mark(c)
}

/// A word in lower case without accents, in the one spelling of its language.
pub(crate) fn fold(reading: Reading, word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    if word.is_ascii() {
        folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            push(&mut folded, c);
        }
    }
    match reading {
        Reading::German => without_umlauts(&folded),
        _ => folded,
    }
}

fn push(folded: &mut String, c: char) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ı' => folded.push('i'),
        // Arabic letters that are written in more than one way; hamzas are marks and gone already.
        'ٱ' => folded.push('ا'),
        'ى' | 'ی' => folded.push('ي'),
        'ة' => folded.push('ه'),
        'ک' => folded.push('ك'),
        'ء' | '\u{640}' | '\u{ad}' | '\u{200c}' | '\u{200d}' => {}
        '٠'..='٩' => folded.extend(char::from_digit(u32::from(c) - 0x660, 10)),
        '۰'..='۹' => folded.extend(char::from_digit(u32::from(c) - 0x6f0, 10)),
        c if is_combining_mark(c) => {}
        c => folded.push(c),
    }
}

/// Umlauts written out become what umlauts without their dots are, so that Müller, Mueller and Muller
/// are one word. In “neue”, “Frauen” and “Quelle” the e is a letter of its own.
fn without_umlauts(folded: &str) -> String {
    let mut plain = String::with_capacity(folded.len());
    let mut before = ' ';
    let mut letters = folded.chars().peekable();
    while let Some(c) = letters.next() {
        plain.push(c);
        let umlaut = match c {
            'a' | 'o' => true,
            'u' => !matches!(before, 'a' | 'e' | 'q'),
            _ => false,
        };
        if umlaut && letters.peek() == Some(&'e') {
            letters.next();
        }
        before = c;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words() {
        let found: Vec<_> = words("„U-Bahn“, 1,3 Mio.\u{a0}– Ku\u{308}ste; Zu\u{ad}cker").collect();
        let only: Vec<_> = found.iter().map(|(_, word)| *word).collect();
        assert_eq!(only, ["U", "Bahn", "1", "3", "Mio", "Ku\u{308}ste", "Zu\u{ad}cker"]);
        assert_eq!(found[1].0, "„U-".len());
    }

    #[test]
    fn german_is_one_whether_umlauts_are_written_or_not() {
        for spellings in [
            &["Müller", "Mueller", "MULLER", "Mu\u{308}ller"][..],
            &["Straße", "STRASSE", "Strasse", "Straẞe"],
            &["Öl", "Oel"],
            &["Gänsefüße", "Gaensefuesse"],
        ] {
            let folded: Vec<_> = spellings.iter().map(|word| fold(Reading::German, word)).collect();
            assert!(folded.iter().all(|word| *word == folded[0]), "{folded:?}");
        }
        assert_eq!(fold(Reading::German, "neue Frauen Quelle"), "neue frauen quelle");
    }

    #[test]
    fn names_from_elsewhere_and_other_scripts_are_folded_too() {
        assert_eq!(fold(Reading::German, "Kılıç"), "kilic");
        assert_eq!(fold(Reading::Plain, "Łódź"), "lodz");
        assert_eq!(fold(Reading::English, "Mueller"), "mueller");
        assert_eq!(fold(Reading::Arabic, "الإوَزّ"), fold(Reading::Arabic, "الاوز"));
        assert_eq!(fold(Reading::Arabic, "١٢"), "12");
    }
}
