//! Markdown out.

use super::attributes;
use super::escape::{self, Place};
use crate::document::validate::HIGHEST_START;
use crate::document::{
    Block, BlockKind, Cell, Document, Inline, Item, Marks, MediaText, Picture, PictureSize, Row,
};
use crate::ids::AssetId;

/// Writes a document. `name` says what an asset is called.
///
/// Reading it yields the same document, but for the ids of blocks: people would have to carry them
/// along, so they are not written. [`keep_ids`](crate::document::keep_ids) restores them.
pub fn to_markdown(document: &Document, name: impl Fn(AssetId) -> String) -> String {
    let writer = Writer { name: &name };
    let mut text = writer.blocks(&document.blocks);
    text.push('\n');
    text
}

struct Writer<'a> {
    name: &'a dyn Fn(AssetId) -> String,
}

impl Writer<'_> {
    fn blocks(&self, blocks: &[Block]) -> String {
        let mut written: Vec<String> = Vec::new();
        let mut list_before = false;
        for block in blocks {
            let is_list = matches!(block.kind, BlockKind::List { .. });
            if is_list && list_before {
                // Two lists in a row would be read as one.
                written.push("<!-- -->".into());
            }
            list_before = is_list;
            written.push(self.block(&block.kind));
        }
        written.join("\n\n")
    }

    fn block(&self, kind: &BlockKind) -> String {
        match kind {
            BlockKind::Paragraph { text } => line(text),
            BlockKind::Heading { level, text } => {
                format!("{} {}", "#".repeat(usize::from(*level)), line(text))
            }
            BlockKind::Quotation { paragraphs, speaker } => {
                let inner: Vec<String> = paragraphs.iter().map(line).collect();
                match speaker {
                    None => format!("> {}", inner.join("\n>\n> ")),
                    Some(_) => titled("quotation", &[], ("speaker", speaker.as_ref()), &inner.join("\n\n")),
                }
            }
            BlockKind::PullQuote { text, speaker } => {
                titled("pull", &[], ("speaker", speaker.as_ref()), &line(text))
            }
            BlockKind::List { start, items } => list(*start, items, ""),
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Gallery { pictures, caption } => {
                let mut inner: Vec<String> = pictures.iter().map(|picture| self.picture(picture)).collect();
                inner.extend(caption.as_ref().map(line));
                directive("gallery", &[], &inner.join("\n\n"))
            }
            BlockKind::FactBox { title, blocks } => {
                titled("facts", &[], ("title", Some(title)), &self.blocks(blocks))
            }
            BlockKind::RelatedStories { title, stories } => {
                let stories: Vec<String> = stories.iter().map(ToString::to_string).collect();
                titled("related", &[("stories", Some(&stories.join(",")))], ("title", title.as_ref()), "")
            }
            BlockKind::Table { caption: None, rows } => table(rows),
            BlockKind::Table { caption, rows } => {
                titled("table", &[], ("caption", caption.as_ref()), &table(rows))
            }
            BlockKind::Preformatted { text } => preformatted(text),
            BlockKind::Audio(media) => self.media("audio", &[], media),
            BlockKind::Video { poster, captions, media } => {
                self.media("video", &[("poster", *poster), ("captions", *captions)], media)
            }
            BlockKind::Embed { provider, reference, url, title, still, caption } => directive(
                "embed",
                &[
                    ("provider", Some(provider)),
                    ("id", Some(reference)),
                    ("url", Some(url)),
                    ("title", title.as_deref()),
                    ("still", still.map(|asset| (self.name)(asset)).as_deref()),
                ],
                &caption.as_ref().map(line).unwrap_or_default(),
            ),
            BlockKind::Separator => "---".into(),
        }
    }

    fn picture(&self, picture: &Picture) -> String {
        let attributes = [
            ("asset", Some((self.name)(picture.asset))),
            ("credit", picture.credit.clone()),
            ("alt", picture.alt.clone()),
            ("size", (picture.size == PictureSize::Wide).then(|| "wide".to_owned())),
        ];
        directive(
            "picture",
            &attributes.each_ref().map(|(name, value)| (*name, value.as_deref())),
            &picture.caption.as_ref().map(line).unwrap_or_default(),
        )
    }

    fn media(&self, kind: &str, beside: &[(&str, Option<AssetId>)], media: &MediaText) -> String {
        let mut inner: Vec<String> = media.caption.iter().map(line).collect();
        if !media.transcript.is_empty() {
            let said: Vec<String> = media.transcript.iter().map(line).collect();
            inner.push(directive("transcript", &[], &said.join("\n\n")));
        }
        let named = std::iter::once(("asset", Some(media.asset))).chain(beside.iter().copied());
        let named: Vec<_> = named.map(|(key, asset)| (key, asset.map(|asset| (self.name)(asset)))).collect();
        let named: Vec<_> = named.iter().map(|(key, name)| (*key, name.as_deref())).collect();
        directive(kind, &named, &inner.join("\n\n"))
    }
}

fn directive(name: &str, attributes: &[(&str, Option<&str>)], inner: &str) -> String {
    let attributes = attributes::write(attributes);
    if inner.is_empty() {
        return format!("::: {name}{attributes}\n:::");
    }
    format!("::: {name}{attributes}\n{inner}\n:::")
}

/// A directive with a text of its own: an attribute where it has no marks, else a directive that
/// stands first in it.
fn titled(
    name: &str,
    attributes: &[(&str, Option<&str>)],
    title: (&str, Option<&Inline>),
    inner: &str,
) -> String {
    let (title_name, Some(title)) = title else { return directive(name, attributes, inner) };
    if title.spans().iter().all(|span| span.marks == Marks::default()) {
        let text = title.text();
        let all: Vec<_> =
            [(title_name, Some(text.as_str()))].into_iter().chain(attributes.iter().copied()).collect();
        return directive(name, &all, inner);
    }
    let title = directive(title_name, &[], &line(title));
    let gap = if inner.is_empty() { "" } else { "\n\n" };
    directive(name, attributes, &format!("{title}{gap}{inner}"))
}

fn line(text: &Inline) -> String {
    escape::write(text, Place::Line)
}

fn list(start: Option<u32>, items: &[Item], indent: &str) -> String {
    let mut lines = Vec::new();
    for (place, item) in (0_u32..).zip(items) {
        let mark = match start {
            // Only the first number counts, and none may have more than nine digits.
            Some(start) => format!("{}. ", start.saturating_add(place).min(HIGHEST_START)),
            None => "- ".to_owned(),
        };
        lines.push(format!("{indent}{mark}{}", line(&item.text)));
        if !item.items.is_empty() {
            if item.start.is_some_and(|start| start != 1) {
                // Such a list cannot interrupt a paragraph (CommonMark, section 5.3).
                lines.push(String::new());
            }
            lines.push(list(item.start, &item.items, &format!("{indent}{}", " ".repeat(mark.len()))));
        }
    }
    lines.join("\n")
}

/// A pipe table; headers that are not the first row as a whole are named by `<th>`.
fn table(rows: &[Row]) -> String {
    let columns = rows.first().map_or(0, |row| row.cells.len());
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let headed = rows.first().is_some_and(|row| {
        row.cells.iter().all(|cell| cell.header) && !row.cells.iter().all(|cell| cell.text.spans().is_empty())
    });
    let mut lines = Vec::new();
    if !headed {
        lines.push(row(vec![" ".into(); columns]));
        lines.push(row(vec!["---".into(); columns]));
    }
    for (number, given) in rows.iter().enumerate() {
        let in_head = headed && number == 0;
        let cell = |cell: &Cell| {
            let named = if cell.header && !in_head { "<th>" } else { "" };
            format!("{named}{}", escape::write(&cell.text, Place::Cell))
        };
        lines.push(row(given.cells.iter().map(cell).collect()));
        if in_head {
            lines.push(row(vec!["---".into(); columns]));
        }
    }
    lines.join("\n")
}

fn preformatted(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}
