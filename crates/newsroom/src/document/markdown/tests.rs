//! What people write is read as they mean it, and comes back the same.

use super::*;
use crate::document::{Block, BlockKind, Document, Inline, Marks, Span, validate};
use crate::ids::AssetId;

fn read(text: &str) -> Document {
    from_markdown(text, |name| (name == "mole").then_some(AssetId(7))).expect("it is read")
}

fn again(document: &Document) -> Document {
    read(&to_markdown(document, |_| "mole".into()))
}

const ALL: &str = r#"Ein **starker** Satz mit [Link](https://example.org/a_b) und H<sub>2</sub>O.

## Worum es geht

> Zitat eins.
>
> Zitat zwei.

- eins
- zwei
  1. innen
  2. noch
- drei

| Jahr | Schiffe |
|---|---|
| 2025 | 1\|2 |

```
a  *b*
::: c
```

---

::: quotation {speaker="Anna \"Anni\" Beispiel"}
Ich war *dabei*.
:::

::: gallery
::: picture {asset="mole" alt="Die Mole"}
Die Mole
:::

::: picture {asset="mole"}
:::
:::

::: facts {title="Zahlen"}
Drei Runden.

- Wien
:::

::: related {stories="12,15"}
:::

::: audio {asset="mole"}
Aus dem Hafen

::: transcript
Hallo.

Tschüss.
:::
:::

::: embed {provider="youtube" id="x1" url="https://www.youtube.com/watch?v=x1"}
:::
"#;

#[test]
fn every_kind_of_block_is_read_and_comes_back() {
    let document = read(ALL);
    assert_eq!(validate(&document), Ok(()));
    assert_eq!(document.blocks.len(), 13);
    assert_eq!(again(&document), document);
    let BlockKind::Preformatted { text } = &document.blocks[5].kind else {
        panic!("{:?}", document.blocks[5])
    };
    assert_eq!(text, "a  *b*\n::: c");
}

#[test]
fn plain_writing_comes_back_letter_by_letter() {
    for text in [
        "Sie kamen durch die **Tiefgarage**.\n",
        "Am 21. Januar: *Ruhe*, sonst nichts (fast) – und „offen“.\n",
        "- eins\n- zwei\n",
        "1. eins\n2. zwei\n",
    ] {
        assert_eq!(to_markdown(&read(text), |_| String::new()), text);
    }
}

#[test]
fn two_lists_in_a_row_stay_two() {
    let document = read("- a\n- b\n\n<!-- -->\n\n- c\n");
    assert_eq!(document.blocks.len(), 2);
    assert_eq!(again(&document), document);
}

#[test]
fn mistakes_are_named_with_their_line() {
    let words = |text: &str| from_markdown(text, |_| None).expect_err("a mistake").to_string();
    assert_eq!(
        words("Gut.\n\n::: bild\n:::"),
        "line 3: there is no directive “bild”; there are quotation, pull, picture, gallery, facts, related, audio, video, embed"
    );
    assert_eq!(
        words("::: facts {title=\"x\"}\nGut."),
        "line 1: this directive is never closed; end it with a line of :::"
    );
    assert_eq!(
        words("Gut.\n\n::: picture {asset=\"weg\"}\n:::"),
        "line 3: there is no asset “weg” in the library"
    );
    assert!(words("Gut.\n\nText <script>x</script>").starts_with("line 3:"));
    assert!(words(":::").starts_with("line 1:"));
}

fn text() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    // Letters, all of Markdown's punctuation, spaces and line breaks in any order.
    prop::collection::vec(
        prop_oneof![
            4 => prop::char::range('a', 'e'),
            1 => prop::char::range('0', '9'),
            3 => prop::sample::select("\\`*_[]<>&|~{}#-+=:.!()\"'^$%@;/äß„“–  \u{a0}".chars().collect::<Vec<_>>()),
        ],
        1..24,
    )
    .prop_map(|letters| letters.into_iter().collect())
}

fn inline() -> impl proptest::strategy::Strategy<Value = Inline> {
    use proptest::prelude::*;
    let span = (text(), any::<bool>(), any::<bool>(), 0..3_u8, any::<bool>()).prop_map(
        |(text, strong, emphasis, place, link)| Span {
            text,
            marks: Marks {
                strong,
                emphasis,
                superscript: place == 1,
                subscript: place == 2,
                link: link.then(|| "https://example.org/a?b=(c)&d=*e*".to_owned()),
                language: None,
            },
        },
    );
    prop::collection::vec(span, 1..4)
        .prop_map(Inline::new)
        .prop_filter("text that can be read", |text| !text.is_blank())
}

proptest::proptest! {
    #[test]
    fn any_text_survives(texts in proptest::collection::vec(inline(), 1..4)) {
        let mut blocks: Vec<Block> = texts.iter().cloned().map(Block::paragraph).collect();
        blocks.push(Block::new(BlockKind::Quotation { paragraphs: texts, speaker: None }));
        let mut document = Document::new(blocks);
        document.fill_ids();
        proptest::prop_assert_eq!(again(&document), document);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "(?s).{0,200}") {
        drop(from_markdown(&text, |_| None));
    }

    #[test]
    fn whatever_looks_like_markdown_is_read_or_refused(parts in proptest::collection::vec(proptest::sample::select(vec![":::", "::: facts {title=\"x\"}", "\n", "- ", "1. ", "> ", "a", "```", "| a | b |", "|---|---|", "# ", "**", "<b>", "</b>", "<sup>", "  ", "[a](b)", "![a](b)", "---"]), 0..40)) {
        drop(from_markdown(&parts.concat(), |_| None));
    }
}
