//! A page as copy: recognised by how it begins, read into one item.

use super::extract;
use crate::{Error, Format, Hints, Parsed, charset};

/// How far into a file its beginning is looked at.
const BEGINNING: usize = 2_048;

/// Whether bytes are a web page: by how HTML begins, whatever stands before it.
pub fn looks_like(bytes: &[u8]) -> bool {
    let beginning = &bytes[..bytes.len().min(BEGINNING)];
    let text = charset::decode(beginning, None).text.to_ascii_lowercase();
    let text = text.trim_start();
    if !text.starts_with('<') {
        return false;
    }
    let holds = |tag: &str| {
        let mut found = text.match_indices(tag).map(|(at, _)| &text[at + tag.len()..]);
        found.any(|rest| rest.starts_with(|next: char| next == '>' || next.is_whitespace()))
    };
    // XML has fields of such names anywhere; only a page in XHTML has this root.
    if text.starts_with("<?xml") {
        return text.contains("<!doctype html") || holds("<html");
    }
    text.contains("<!doctype html") || ["<html", "<head", "<body", "<meta"].into_iter().any(holds)
}

/// Reads a page.
///
/// # Errors
/// When there is no article in it.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let decoded = charset::decode(bytes, hints.content_type);
    let found = extract(&decoded.text, hints.url.map(url::Url::as_str));
    let words = hash(found.headline.as_deref().unwrap_or_default(), &found.text);
    let mut item = found.into_item();
    if item.body.blocks.is_empty() {
        return Err(Error::new(Format::WebPage, "there is no article in the page"));
    }
    // A page that does not say its address is known by what it says.
    if item.id.is_empty() {
        item.id = format!("page:{words:016x}");
    }
    Ok(Parsed { format: Format::WebPage, items: vec![item], faults: Vec::new() })
}

/// FNV-1a of a page's words.
fn hash(headline: &str, text: &str) -> u64 {
    headline
        .bytes()
        .chain([0])
        .chain(text.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_an_item_known_by_its_address() {
        let words =
            "Ein Satz, der lang genug ist, um ein Absatz eines Berichts zu sein, und noch etwas. ".repeat(3);
        let page = |link: &str| {
            format!(
                "<!DOCTYPE html><html lang=de><head>{link}<title>Treffen in Genf – Das Blatt</title></head><body><article><h1>Treffen in Genf\
                 </h1><p>{words}</p><p>{words}</p><p>{words}</p></article></body></html>"
            )
        };
        let known = page("<link rel=canonical href='https://a.example/b'>");
        assert!(looks_like(known.as_bytes()));
        let parsed = read(known.as_bytes(), &Hints::default()).expect("there is an article");
        assert_eq!(parsed.items[0].id, "https://a.example/b");
        assert_eq!(parsed.items[0].headline, "Treffen in Genf");
        let unknown = read(page("").as_bytes(), &Hints::default()).expect("there is an article");
        assert!(unknown.items[0].id.starts_with("page:"), "{}", unknown.items[0].id);
        assert!(looks_like(
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>"
        ));
        for other in [
            "<rss version='2.0'><channel/></rss>",
            "<news><headline>Genf</headline></news>",
            "<?xml version='1.0'?><news><head>Genf</head><body>Ja.</body></news>",
        ] {
            assert!(!looks_like(other.as_bytes()), "{other}");
        }
    }
}
