//! What people write is read as they mean it, and comes back the same.

use super::*;
use crate::document::{BlockKind, Document, keep_ids, validate};
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

::: embed {provider="youtube" id="x1" url="https://www.youtube.com/watch?v=x1" still="mole"}
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
        "line 3: there is no directive “bild”; there are quotation, pull, picture, gallery, facts, related, table, audio, video, embed, transcript, speaker, title, caption"
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

#[test]
fn what_is_easily_written_stays_plain() {
    for text in [
        "Halt! „**Nein**“, rief sie; *2026.* war **das Jahr** & ein Wort|Paar (un*glaub*lich, a_b, {x}).\n",
        "> Zitat eins.\n>\n> Zitat zwei.\n",
        "[Link](https://example.org/a_b?c=d&e=f#g) und ***beides***.\n",
        "| Ort | Schiffe |\n| --- | --- |\n| <th>Wien | 2 |\n",
        "::: table {caption=\"Schiffe\"}\n| Ort | Zahl |\n| --- | --- |\n| Wien | 2 |\n:::\n",
        "::: facts\n::: title\nDie *drei* Runden\n:::\n\nText.\n:::\n",
        "2\\. Runde\n",
    ] {
        assert_eq!(to_markdown(&read(text), |_| String::new()), text);
    }
}

#[test]
fn what_nests_without_end_is_refused_and_harms_nothing() {
    for (open, close) in [
        ("> ", ""),
        ("- ", ""),
        ("1. ", ""),
        ("**a ", ""),
        ("[", ""),
        ("<b>", ""),
        ("::: gallery\n", ":::\n"),
    ] {
        let text = format!("{}x\n{}", open.repeat(100_000), close.repeat(100_000));
        drop(from_markdown(&text, |_| None));
    }
    let words = from_markdown(&format!("{}x", "- ".repeat(50)), |_| None).expect_err("too deep").to_string();
    assert_eq!(words, "line 1: lists stand deeper than 6 in one another here");
}

#[test]
fn a_wrong_attribute_is_named() {
    let words = from_markdown("a\n\n::: facts {titel=\"x\"}\n:::", |_| None).expect_err("wrong").to_string();
    assert_eq!(words, "line 3: facts has no attribute “titel”; it has title");
}

proptest::proptest! {
    #[test]
    fn any_document_survives(document in crate::document::arbitrary::document()) {
        let text = to_markdown(&document, |id| id.to_string());
        let mut read = from_markdown(&text, |name| name.parse().ok()).expect(&text);
        read.forget_ids();
        keep_ids(&document, &mut read);
        proptest::prop_assert_eq!(read, document, "{}", text);
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
