//! Words of other than ASCII letters in headers ([RFC 2047, 2](https://www.rfc-editor.org/rfc/rfc2047#section-2)) and in
//! parameters ([RFC 2231, 4](https://www.rfc-editor.org/rfc/rfc2231#section-4)); the encodings of bodies
//! ([RFC 2045, 6](https://www.rfc-editor.org/rfc/rfc2045#section-6)).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::charset;

/// Base64 as it comes: with or without padding, with bits left over.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A header's value with its encoded words decoded; white space between two of them is none of the text.
pub(super) fn decode(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    // Bytes of one letter may be split between words of the same character set.
    let mut pending: Option<(String, Vec<u8>)> = None;
    while let Some(start) = rest.find("=?") {
        let (before, after) = rest.split_at(start);
        let Some((set, bytes, end)) = encoded_word(after) else {
            flush(&mut out, &mut pending);
            out.push_str(before);
            out.push_str("=?");
            rest = &after[2..];
            continue;
        };
        let joined = pending.is_some() && before.trim().is_empty();
        if !joined {
            flush(&mut out, &mut pending);
            out.push_str(before);
        }
        match &mut pending {
            Some((known, gathered)) if *known == set => gathered.extend(bytes),
            _ => {
                flush(&mut out, &mut pending);
                pending = Some((set, bytes));
            }
        }
        rest = &after[end..];
    }
    flush(&mut out, &mut pending);
    out.push_str(rest);
    out.trim().to_owned()
}

fn flush(out: &mut String, pending: &mut Option<(String, Vec<u8>)>) {
    if let Some((set, bytes)) = pending.take() {
        out.push_str(&charset::decode(&bytes, Some(&set)).text);
    }
}

/// `=?utf-8?q?caf=C3=A9?=`: its character set, its bytes, and how long it is.
fn encoded_word(text: &str) -> Option<(String, Vec<u8>, usize)> {
    let mut parts = text.strip_prefix("=?")?.splitn(3, '?');
    let (set, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest.find("?=")?;
    let word = &rest[..end];
    let bytes = match encoding {
        "b" | "B" => base64(word.as_bytes()),
        "q" | "Q" => quoted(word.replace('_', " ").as_bytes()),
        _ => return None,
    };
    // A language may stand behind the character set (RFC 2231, 5).
    let plain_set = set.split('*').next().unwrap_or(set).to_ascii_lowercase();
    Some((plain_set, bytes, 2 + set.len() + 1 + encoding.len() + 1 + end + 2))
}

/// A parameter of sections; those that are extended are percent-encoded, the first of them after `charset'language'`.
pub(super) fn extended(sections: &[(bool, &str)]) -> String {
    let mut set = None;
    let mut bytes = Vec::new();
    for (place, (is_extended, value)) in sections.iter().enumerate() {
        let mut value = *value;
        if *is_extended && place == 0 {
            let mut parts = value.splitn(3, '\'');
            if let (Some(name), Some(_), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
                set = Some(name).filter(|name| !name.is_empty());
                value = rest;
            }
        }
        if *is_extended {
            bytes.extend(percent_encoding::percent_decode_str(value))
        } else {
            bytes.extend(value.bytes())
        }
    }
    charset::decode(&bytes, set).text.into_owned()
}

/// The bytes of base64; what is not of its alphabet is passed over.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let clean: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        .collect();
    // A last letter alone holds no byte.
    let whole = if clean.len() % 4 == 1 { &clean[..clean.len() - 1] } else { &clean[..] };
    BASE64.decode(whole).unwrap_or_default()
}

/// The bytes of quoted-printable; what is no escape stands for itself.
pub(super) fn quoted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest[0] != b'=' {
            out.push(rest[0]);
            at += 1;
        } else if let Some(line) =
            rest.iter().position(|byte| *byte == b'\n').filter(|end| rest[1..*end].trim_ascii().is_empty())
        {
            // A soft end of line.
            at += line + 1;
        } else if let Some(byte) =
            rest.get(1..3).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())
        {
            out.push(byte);
            at += 3;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read() {
        for (value, expected) in [
            ("=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln"),
            ("=?ISO-8859-1?B?R3L832U=?= aus =?iso-8859-1?q?K=F6ln?=", "Grüße aus Köln"),
            ("=?utf-8?q?Gr=C3?=\t=?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
            ("=?utf-8*de?q?=C3=84?=", "Ä"),
            ("a =? b =?x?y", "a =? b =?x?y"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode(value), expected, "{value}");
        }
    }

    #[test]
    fn parameters_of_sections_are_put_together() {
        assert_eq!(extended(&[(true, "utf-8'de'Stra%C3"), (true, "%9Fe"), (false, ".txt")]), "Straße.txt");
    }

    #[test]
    fn broken_encodings_lose_nothing_else() {
        assert_eq!(quoted(b"a=3Db =\r\nc=zz="), b"a=b c=zz=");
        assert_eq!(base64(b"R3L8\r\n32U"), b"Gr\xFC\xDFe");
        assert_eq!(base64(b"!"), b"");
    }
}
