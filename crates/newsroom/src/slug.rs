//! Slugs: the readable part of an address, made from a headline or a name.

use unicode_normalization::UnicodeNormalization;

/// A slug is cut at a word's end once it is this long (bytes).
const LONGEST: usize = 80;

/// Makes a slug: lower case ASCII letters, digits and single hyphens.
///
/// German letters are written out (ä→ae, ß→ss), other accents dropped; scripts that have no
/// Latin letters yield an empty slug, and the caller falls back to the id alone.
///
/// ```
/// assert_eq!(newsroom::slug::slug("Größe & Übermut: »Straße«"), "groesse-uebermut-strasse");
/// ```
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    if text.chars().all(is_german) {
        // Most texts, and much faster without Unicode's tables.
        text.chars().flat_map(char::to_lowercase).for_each(|letter| push(&mut slug, letter));
    } else {
        // Compose first: an ä that arrives as a + U+0308 is still an ä.
        text.nfc().flat_map(char::to_lowercase).for_each(|letter| push(&mut slug, letter));
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    if slug.len() > LONGEST {
        let cut = slug[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug
}

/// Whether a text already has the form that [`slug`] makes.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a letter is one of those that German is written in: none of them joins with another.
fn is_german(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ß')
}

fn push(slug: &mut String, letter: char) {
    match written_out(letter) {
        Some(letters) => slug.push_str(letters),
        None if letter.is_ascii_alphanumeric() => slug.push(letter),
        None => push_plain(slug, letter),
    }
}

fn written_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' => "aa",
        'þ' => "th",
        'ð' | 'đ' => "d",
        'ł' => "l",
        'ı' => "i",
        // An apostrophe within a word joins: „geht's“ → gehts.
        '\'' | '’' | '\u{ad}' => "",
        _ => return None,
    })
}

fn push_plain(slug: &mut String, letter: char) {
    for part in letter.nfkd() {
        if part.is_ascii_alphanumeric() {
            slug.push(part.to_ascii_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(part)
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_letters_are_written_out_and_accents_dropped() {
        assert_eq!(slug("Jänner in Österreich: Füße"), "jaenner-in-oesterreich-fuesse");
        assert_eq!(slug("A\u{308}rger im Café — 2. Teil!"), "aerger-im-cafe-2-teil");
        assert_eq!(slug("Wie geht’s?"), "wie-gehts");
        let german = "Übergrößenträger-Öfen, 3. Teil: ÄRGER (Straße)";
        assert_eq!(slug(german), "uebergroessentraeger-oefen-3-teil-aerger-strasse");
        assert_eq!(slug(german), slug(&german.nfd().collect::<String>()), "taken apart");
        assert_eq!(slug("محادثات جنيف"), "");
    }

    #[test]
    fn long_headlines_are_cut_at_the_end_of_a_word() {
        let long = "wort ".repeat(40);
        let made = slug(&long);
        assert!(made.len() <= LONGEST && made.ends_with("wort"), "{made}");
        assert!(slug(&"x".repeat(300)).len() == LONGEST);
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_in_a_slug_or_nothing_comes_out(text in ".*") {
            let made = slug(&text);
            proptest::prop_assert!(made.is_empty() || is_slug(&made), "{:?}", made);
        }
    }
}
