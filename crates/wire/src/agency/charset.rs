//! Character sets that only agencies' lines still use, besides those of [`crate::charset`].
//!
//! [ISO/IEC 646, German variant (DIN 66003)](https://www.itscj-ipsj.jp/ir/021.pdf): umlauts in the places of brackets.
//! [Code page 437](https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT): letters of the first PCs.

use crate::charset;

/// The letters of code page 437 from 0x80 to 0xA8 and 0xE1; the rest are lines and signs that texts have no use for.
const PC_LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿";

/// The text of a message.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if bytes.is_ascii() {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        return if is_german_646(&text) { text.chars().map(german_646).collect() } else { text };
    }
    if content_type.is_none() && std::str::from_utf8(bytes).is_err() && is_pc(bytes) {
        return bytes.iter().map(|byte| pc(*byte)).collect();
    }
    charset::decode(bytes, content_type).text.into_owned()
}

/// Whether signs that stand for umlauts in the German variant stand within words, and none of them where brackets do.
fn is_german_646(text: &str) -> bool {
    let bytes = text.as_bytes();
    let within = bytes.windows(3).filter(|three| {
        matches!(three[1], b'{' | b'|' | b'}' | b'~')
            && three[0].is_ascii_alphabetic()
            && three[2].is_ascii_alphabetic()
    });
    within.count() >= 2 && !text.contains("](") && !text.contains("{ ")
}

fn german_646(letter: char) -> char {
    match letter {
        '[' => 'Ä',
        '\\' => 'Ö',
        ']' => 'Ü',
        '{' => 'ä',
        '|' => 'ö',
        '}' => 'ü',
        '~' => 'ß',
        '@' => '§',
        other => other,
    }
}

/// Whether the bytes beyond ASCII are letters in code page 437 and would be control characters in Latin-1 or
/// punctuation within words in Windows-1252.
fn is_pc(bytes: &[u8]) -> bool {
    let (mut pc, mut western) = (0, 0);
    for three in bytes.windows(3) {
        if !(three[0].is_ascii_alphabetic() || three[2].is_ascii_alphabetic()) {
            continue;
        }
        match three[1] {
            0x81 | 0x82 | 0x84 | 0x8E | 0x90 | 0x94 | 0x99 | 0x9A => pc += 1,
            0xC0..=0xE0 | 0xE2..=0xFF => western += 1,
            _ => {}
        }
    }
    pc > 0 && western == 0
}

fn pc(byte: u8) -> char {
    match byte {
        0x00..=0x7F => char::from(byte),
        0xE1 => 'ß',
        0xF8 => '°',
        0xAE => '«',
        0xAF => '»',
        _ => PC_LETTERS.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_of_every_line_are_read() {
        let text = "Für Köln: Änderungen über Straßen";
        assert_eq!(decode(b"F}r K|ln: [nderungen }ber Stra~en", None), text);
        assert_eq!(decode(b"F\x81r K\x94ln: \x8Enderungen \x81ber Stra\xE1en", None), text);
        assert_eq!(decode(b"F\xFCr K\xF6ln: \xC4nderungen \xFCber Stra\xDFen", None), text);
        assert_eq!(decode(text.as_bytes(), None), text);
    }

    #[test]
    fn brackets_stay_brackets() {
        for text in ["- [Statement](http://a.example/b|c)", "{ a | b }", "Ein [ungewöhnlicher] Fall", "plain"]
        {
            assert_eq!(decode(text.as_bytes(), None), text);
        }
    }
}
