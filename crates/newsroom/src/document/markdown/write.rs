//! Markdown out.

use super::attributes;
use super::inline;
use crate::document::{Block, BlockKind, Document, Inline, Item, MediaText, Picture, PictureSize, Row};
use crate::ids::AssetId;

/// Writes a document. `name` says what an asset is called.
///
/// Ids of blocks are not written: people would have to carry them along. Captions of tables and
/// headers that are not in the first row have no form in Markdown and are left out.
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
            BlockKind::Paragraph { text } => inline::write(text),
            BlockKind::Heading { level, text } => {
                format!("{} {}", "#".repeat(usize::from(*level)), inline::write(text))
            }
            BlockKind::Quotation { paragraphs, speaker } => {
                let inner: Vec<String> = paragraphs.iter().map(inline::write).collect();
                directive("quotation", &[("speaker", plain(speaker).as_deref())], &inner.join("\n\n"))
            }
            BlockKind::PullQuote { text, speaker } => {
                directive("pull", &[("speaker", plain(speaker).as_deref())], &inline::write(text))
            }
            BlockKind::List { start, items } => list(*start, items, ""),
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Gallery { pictures, caption } => {
                let mut inner: Vec<String> = pictures.iter().map(|picture| self.picture(picture)).collect();
                inner.extend(caption.as_ref().map(inline::write));
                directive("gallery", &[], &inner.join("\n\n"))
            }
            BlockKind::FactBox { title, blocks } => {
                directive("facts", &[("title", Some(&title.text()))], &self.blocks(blocks))
            }
            BlockKind::RelatedStories { title, stories } => {
                let stories: Vec<String> = stories.iter().map(ToString::to_string).collect();
                let attributes = [("title", plain(title)), ("stories", Some(stories.join(",")))];
                directive(
                    "related",
                    &attributes.each_ref().map(|(name, value)| (*name, value.as_deref())),
                    "",
                )
            }
            BlockKind::Table { rows, .. } => table(rows),
            BlockKind::Preformatted { text } => preformatted(text),
            BlockKind::Audio(media) => self.media("audio", None, media),
            BlockKind::Video { poster, media } => self.media("video", *poster, media),
            BlockKind::Embed { provider, reference, url, title, caption } => directive(
                "embed",
                &[
                    ("provider", Some(provider)),
                    ("id", Some(reference)),
                    ("url", Some(url)),
                    ("title", title.as_deref()),
                ],
                &caption.as_ref().map(inline::write).unwrap_or_default(),
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
            &picture.caption.as_ref().map(inline::write).unwrap_or_default(),
        )
    }

    fn media(&self, kind: &str, poster: Option<AssetId>, media: &MediaText) -> String {
        let mut inner: Vec<String> = media.caption.iter().map(inline::write).collect();
        if !media.transcript.is_empty() {
            let said: Vec<String> = media.transcript.iter().map(inline::write).collect();
            inner.push(directive("transcript", &[], &said.join("\n\n")));
        }
        let (asset, poster) = ((self.name)(media.asset), poster.map(|poster| (self.name)(poster)));
        directive(kind, &[("asset", Some(&asset)), ("poster", poster.as_deref())], &inner.join("\n\n"))
    }
}

fn directive(name: &str, attributes: &[(&str, Option<&str>)], inner: &str) -> String {
    let attributes = attributes::write(attributes);
    if inner.is_empty() {
        return format!("::: {name}{attributes}\n:::");
    }
    format!("::: {name}{attributes}\n{inner}\n:::")
}

fn plain(text: &Option<Inline>) -> Option<String> {
    text.as_ref().map(Inline::text)
}

fn list(start: Option<u32>, items: &[Item], indent: &str) -> String {
    let mut lines = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let mark = match start {
            Some(start) => format!("{}. ", start as usize + number),
            None => "- ".to_owned(),
        };
        lines.push(format!("{indent}{mark}{}", inline::write(&item.text)));
        if !item.items.is_empty() {
            lines.push(list(item.start, &item.items, &format!("{indent}{}", " ".repeat(mark.len()))));
        }
    }
    lines.join("\n")
}

fn table(rows: &[Row]) -> String {
    let columns = rows.first().map_or(0, |row| row.cells.len());
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let headed = rows.first().is_some_and(|row| row.cells.iter().all(|cell| cell.header));
    let mut lines = Vec::new();
    if !headed {
        lines.push(line(vec![" ".into(); columns]));
        lines.push(line(vec!["---".into(); columns]));
    }
    for (number, row) in rows.iter().enumerate() {
        lines.push(line(row.cells.iter().map(|cell| inline::write(&cell.text)).collect()));
        if headed && number == 0 {
            lines.push(line(vec!["---".into(); columns]));
        }
    }
    lines.join("\n")
}

fn preformatted(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}
