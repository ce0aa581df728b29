//! Any valid document, for tests of what has to survive.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::{
    Block, BlockId, BlockKind, Cell, Document, Inline, Item, Marks, MediaText, Picture, PictureSize, Row,
    Span,
};
use crate::ids::{AssetId, StoryId};
use crate::language::Language;

/// All that some format could trip over: its marks, quotes, spaces, directions, line ends.
const LETTERS: &str = "\\`*_[]<>&|~{}#-+=:.!()\"'^$%@;,/?äß„“–é漢ش\u{200f}\u{a0}\u{2003}\u{feff}\u{e000}😀";

/// Words that mean something where a line begins, or anywhere.
const WORDS: [&str; 28] = [
    "::: facts",
    ":::",
    "---",
    "```",
    "# ",
    "1. ",
    "- ",
    "> ",
    "{#b1}",
    "&amp;",
    "</p>",
    "<!--",
    "https://a.example/_b_",
    "javascript:",
    "| a |",
    "[x]: /y",
    "10) ",
    "+ ",
    "===",
    "    x",
    "<https://a.example>",
    "![a](/b)",
    "&#32;",
    "<th>",
    "transcript",
    "<br>",
    "**a**",
    "~~~",
];

/// Text of one line or more; may be blank.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[a-z0-9]{1,3}",
        4 => prop::sample::select(LETTERS.chars().map(String::from).collect::<Vec<_>>()),
        2 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\t".to_owned()),
        1 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
    ];
    vec(part, 1..8).prop_map(|parts| parts.concat())
}

fn marks() -> impl Strategy<Value = Marks> {
    let link = prop::sample::select(vec![
        "https://example.org/a_(b)?c=*d*&e=\"f\"<g>#h\\i",
        "/politik/wien-1",
        "#b3",
        "mailto:a@example.org",
        "https://example.org/ä[1]",
    ]);
    let language = prop::sample::select(vec!["fr", "zh-Hant", "ar"]);
    (any::<bool>(), any::<bool>(), 0..3_u8, of(link), of(language)).prop_map(
        |(strong, emphasis, place, link, language)| Marks {
            strong,
            emphasis,
            superscript: place == 1,
            subscript: place == 2,
            link: link.map(str::to_owned),
            language: language.and_then(|tag| Language::parse(tag).ok()),
        },
    )
}

fn any_inline() -> impl Strategy<Value = Inline> {
    let marks = prop_oneof![2 => Just(Marks::default()), 1 => marks()];
    vec((text(), marks).prop_map(|(text, marks)| Span { text, marks }), 1..4).prop_map(Inline::new)
}

/// Text in which something can be read.
fn inline() -> impl Strategy<Value = Inline> {
    any_inline().prop_map(|text| {
        if !text.is_blank() {
            return text;
        }
        let mut spans = text.spans().to_vec();
        spans.push(Span { text: "x".into(), marks: Marks::default() });
        Inline::new(spans)
    })
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let leaf = inline().prop_map(|text| Item { text, start: None, items: Vec::new() });
    let item = leaf.prop_recursive(5, 12, 3, |inner| {
        (inline(), of(0..=super::validate::HIGHEST_START), vec(inner, 1..3))
            .prop_map(|(text, start, items)| Item { text, start, items })
    });
    vec(item, 1..4)
}

fn asset() -> impl Strategy<Value = AssetId> {
    (1..1_000_i64).prop_map(AssetId)
}

fn picture() -> impl Strategy<Value = Picture> {
    (asset(), of(inline()), of(text()), of(text()), any::<bool>()).prop_map(
        |(asset, caption, credit, alt, wide)| {
            let size = if wide { PictureSize::Wide } else { PictureSize::Column };
            Picture { asset, caption, credit, alt, size }
        },
    )
}

fn table() -> impl Strategy<Value = BlockKind> {
    let rows = (1..4_usize, 1..4_usize).prop_flat_map(|(columns, rows)| {
        let cell = (prop_oneof![any_inline(), Just(Inline::default())], any::<bool>());
        vec(vec(cell.prop_map(|(text, header)| Cell { text, header }), columns), rows)
    });
    (of(inline()), rows).prop_map(|(caption, rows)| BlockKind::Table {
        caption,
        rows: rows.into_iter().map(|cells| Row { cells }).collect(),
    })
}

fn media() -> impl Strategy<Value = MediaText> {
    (asset(), of(inline()), vec(inline(), 0..3)).prop_map(|(asset, caption, transcript)| MediaText {
        asset,
        caption,
        transcript,
    })
}

fn embed() -> impl Strategy<Value = BlockKind> {
    (text(), of(text()), of(asset()), of(inline())).prop_map(|(reference, title, still, caption)| {
        BlockKind::Embed {
            provider: "youtube".into(),
            reference,
            url: "https://www.youtube.com/watch?v=x&t=\"1\"".into(),
            title,
            still,
            caption,
        }
    })
}

/// A block that is no fact box.
fn simple() -> impl Strategy<Value = BlockKind> {
    let level = 2..5_u8;
    prop_oneof![
        3 => inline().prop_map(|text| BlockKind::Paragraph { text }),
        1 => (level, inline()).prop_map(|(level, text)| BlockKind::Heading { level, text }),
        1 => (vec(inline(), 1..3), of(inline())).prop_map(|(paragraphs, speaker)| BlockKind::Quotation { paragraphs, speaker }),
        1 => (inline(), of(inline())).prop_map(|(text, speaker)| BlockKind::PullQuote { text, speaker }),
        2 => (of(0..=super::validate::HIGHEST_START), items()).prop_map(|(start, items)| BlockKind::List { start, items }),
        1 => picture().prop_map(BlockKind::Picture),
        1 => (vec(picture(), 1..3), of(inline())).prop_map(|(pictures, caption)| BlockKind::Gallery { pictures, caption }),
        1 => (of(inline()), vec((1..99_i64).prop_map(StoryId), 1..3))
            .prop_map(|(title, stories)| BlockKind::RelatedStories { title, stories }),
        1 => table(),
        1 => text().prop_map(|text| BlockKind::Preformatted { text: format!("{text}x\n{text}") }),
        1 => media().prop_map(BlockKind::Audio),
        1 => (of(asset()), of(asset()), media())
            .prop_map(|(poster, captions, media)| BlockKind::Video { poster, captions, media }),
        1 => embed(),
        1 => Just(BlockKind::Separator),
    ]
}

fn kind() -> impl Strategy<Value = BlockKind> {
    let facts = (inline(), vec(simple().prop_map(Block::new), 1..3))
        .prop_map(|(title, blocks)| BlockKind::FactBox { title, blocks });
    prop_oneof![8 => simple(), 1 => facts]
}

/// Any valid document.
pub(super) fn document() -> impl Strategy<Value = Document> {
    let id = of("[a-zA-Z][a-zA-Z0-9_-]{0,5}");
    vec((id, kind()), 0..5).prop_map(|blocks| {
        let blocks = blocks
            .into_iter()
            .map(|(id, kind)| Block { id: id.map(BlockId::new).unwrap_or_default(), kind })
            .collect();
        let mut document = Document::new(blocks);
        document.fill_ids();
        document
    })
}

proptest! {
    #[test]
    fn documents_made_for_tests_are_valid(document in document()) {
        prop_assert_eq!(super::validate(&document), Ok(()));
    }

    #[test]
    fn any_document_survives_json(document in document()) {
        prop_assert_eq!(Document::from_json(&document.to_json()).expect("it is read"), document);
    }
}
