//! Any bytes at all: no panic, and no more work than there are bytes.

use proptest::prelude::*;
use url::Url;

use super::parse;
use crate::Hints;

/// Pieces that feeds are made of, whole and broken.
const PIECES: [&str; 44] = [
    "<rss>",
    "<rss version='2.0'>",
    "</rss>",
    "<channel>",
    "</channel>",
    "<item>",
    "</item>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<title type='xhtml'>",
    "<div>",
    "</div>",
    "<link href='",
    "'/>",
    "\"",
    "'",
    "<",
    ">",
    "&",
    "&amp;",
    "&#",
    "&#x41;",
    "&eacute;",
    ";",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE x [<!ENTITY a 'b'>",
    "]>",
    "&a;",
    "<description>",
    "<content type='application/octet-stream'>",
    "<pubDate>Thu, 01 Jan 2004</pubDate>",
    "xml:base='../ä'",
    "<georss:polygon>1 2 3",
    "<media:content url='x'>",
    " ",
    "ä€",
    "\u{0}",
    "<a href=x style='a:b'>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = parse(&bytes, &Hints::default());
    }

    #[test]
    fn any_pieces_of_feeds_are_read_or_refused(pieces in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let url = Url::parse("http://a.example/x/").ok();
        let hints = Hints { url: url.as_ref(), ..Hints::default() };
        if let Ok(parsed) = parse(text.as_bytes(), &hints) {
            for item in &parsed.items {
                prop_assert_eq!(newsroom::document::validate(&item.body), Ok(()));
            }
        }
    }

    #[test]
    fn any_text_of_html_is_cleaned_to_what_stays_the_same(text in "(<[a-z!/]{0,4}|[a-z \"'=>&;-]|style=|href=){0,60}") {
        let once = super::clean::clean(&text, None);
        prop_assert_eq!(super::clean::clean(&once, None), once);
    }

    #[test]
    fn any_text_is_a_date_or_none(text in "[0-9A-Za-z:+., /-]{0,40}") {
        let _ = super::date::parse(&text);
    }
}
