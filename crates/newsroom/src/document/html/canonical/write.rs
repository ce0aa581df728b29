//! Canonical HTML out.

use crate::document::{Block, BlockKind, Document, Inline, Item, MediaText, Picture, PictureSize, Row};

/// Writes a document so that [`from_canonical_html`](super::from_canonical_html) reads exactly
/// the same.
pub fn to_canonical_html(document: &Document) -> String {
    let mut html = String::new();
    blocks(&mut html, &document.blocks);
    html
}

fn blocks(out: &mut String, blocks: &[Block]) {
    for item in blocks {
        block(out, item);
        out.push('\n');
    }
}

fn block(out: &mut String, block: &Block) {
    let id = ("id", block.id.is_set().then(|| block.id.to_string()));
    match &block.kind {
        BlockKind::Paragraph { text } => element(out, "p", &[id], text),
        BlockKind::Heading { level, text } => element(out, &format!("h{level}"), &[id], text),
        BlockKind::Quotation { paragraphs, speaker } => {
            open(out, "blockquote", &[id]);
            paragraphs.iter().for_each(|text| element(out, "p", &[], text));
            maybe(out, "footer", speaker);
            out.push_str("</blockquote>");
        }
        BlockKind::PullQuote { text, speaker } => {
            open(out, "blockquote", &[id, class("pullquote")]);
            element(out, "p", &[], text);
            maybe(out, "footer", speaker);
            out.push_str("</blockquote>");
        }
        BlockKind::List { start, items } => list(out, id, *start, items),
        BlockKind::Picture(picture) => figure(out, id, picture),
        BlockKind::Gallery { pictures, caption } => {
            open(out, "figure", &[id, class("gallery")]);
            pictures.iter().for_each(|picture| figure(out, ("id", None), picture));
            maybe(out, "figcaption", caption);
            out.push_str("</figure>");
        }
        BlockKind::FactBox { title, blocks: inner } => {
            open(out, "details", &[id]);
            element(out, "summary", &[], title);
            out.push('\n');
            blocks(out, inner);
            out.push_str("</details>");
        }
        BlockKind::RelatedStories { title, stories } => {
            let numbers: Vec<String> = stories.iter().map(ToString::to_string).collect();
            open(out, "nav", &[id, ("data-stories", Some(numbers.join(",")))]);
            maybe(out, "p", title);
            out.push_str("</nav>");
        }
        BlockKind::Table { caption, rows } => table(out, id, caption, rows),
        BlockKind::Preformatted { text } => {
            open(out, "pre", &[id]);
            // Parsers skip the first line end.
            out.push('\n');
            escape(out, text);
            out.push_str("</pre>");
        }
        BlockKind::Audio(media) => sound_or_film(out, id, "audio", [], media),
        BlockKind::Video { poster, captions, media } => {
            let beside = [("data-poster", poster), ("data-captions", captions)];
            let beside = beside.map(|(name, asset)| (name, asset.map(|asset| asset.to_string())));
            sound_or_film(out, id, "video", beside, media);
        }
        BlockKind::Embed { provider, reference, url, title, still, caption } => {
            let given = [
                id,
                ("data-provider", Some(provider.clone())),
                ("data-reference", Some(reference.clone())),
                ("data-title", title.clone()),
                ("data-still", still.map(|asset| asset.to_string())),
            ];
            open(out, "figure", &given);
            open(out, "a", &[("href", Some(url.clone()))]);
            escape(out, title.as_deref().unwrap_or(url));
            out.push_str("</a>");
            maybe(out, "figcaption", caption);
            out.push_str("</figure>");
        }
        BlockKind::Separator => open(out, "hr", &[id]),
    }
}

type Attribute<'a> = (&'a str, Option<String>);

fn class(name: &str) -> Attribute<'_> {
    ("class", Some(name.to_owned()))
}

fn list(out: &mut String, id: Attribute<'_>, start: Option<u32>, items: &[Item]) {
    let name = if start.is_some() { "ol" } else { "ul" };
    open(out, name, &[id, ("start", start.map(|start| start.to_string()))]);
    for item in items {
        out.push_str("<li>");
        inline(out, &item.text);
        if !item.items.is_empty() {
            list(out, ("id", None), item.start, &item.items);
        }
        out.push_str("</li>");
    }
    close(out, name);
}

fn figure(out: &mut String, id: Attribute<'_>, picture: &Picture) {
    open(out, "figure", &[id]);
    let given = [
        ("data-asset", Some(picture.asset.to_string())),
        ("data-credit", picture.credit.clone()),
        ("alt", picture.alt.clone()),
        ("class", (picture.size == PictureSize::Wide).then(|| "alignwide".to_owned())),
    ];
    open(out, "img", &given);
    maybe(out, "figcaption", &picture.caption);
    out.push_str("</figure>");
}

fn table(out: &mut String, id: Attribute<'_>, caption: &Option<Inline>, rows: &[Row]) {
    open(out, "table", &[id]);
    maybe(out, "caption", caption);
    out.push_str("<tbody>");
    for row in rows {
        out.push_str("<tr>");
        row.cells
            .iter()
            .for_each(|cell| element(out, if cell.header { "th" } else { "td" }, &[], &cell.text));
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

fn sound_or_film<'a, const BESIDE: usize>(
    out: &mut String,
    id: Attribute<'_>,
    name: &str,
    beside: [Attribute<'a>; BESIDE],
    media: &MediaText,
) {
    open(out, "figure", &[id]);
    let mut given = vec![("data-asset", Some(media.asset.to_string()))];
    given.extend(beside);
    open(out, name, &given);
    close(out, name);
    maybe(out, "figcaption", &media.caption);
    if !media.transcript.is_empty() {
        open(out, "div", &[class("transcript")]);
        media.transcript.iter().for_each(|text| element(out, "p", &[], text));
        out.push_str("</div>");
    }
    out.push_str("</figure>");
}

fn open(out: &mut String, name: &str, attributes: &[Attribute<'_>]) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        let Some(value) = value else { continue };
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(out, value);
        out.push('"');
    }
    out.push('>');
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn element(out: &mut String, name: &str, attributes: &[Attribute<'_>], text: &Inline) {
    open(out, name, attributes);
    inline(out, text);
    close(out, name);
}

fn maybe(out: &mut String, name: &str, text: &Option<Inline>) {
    if let Some(text) = text {
        element(out, name, &[], text);
    }
}

fn inline(out: &mut String, text: &Inline) {
    for span in text.spans() {
        let marks = &span.marks;
        let mut opened = Vec::new();
        let mut wrap = |name: &'static str, attributes: &[Attribute<'_>]| {
            open(out, name, attributes);
            opened.push(name);
        };
        if let Some(link) = &marks.link {
            wrap("a", &[("href", Some(link.clone()))]);
        }
        if let Some(language) = &marks.language {
            wrap("span", &[("lang", Some(language.to_string()))]);
        }
        let plain = [
            ("strong", marks.strong),
            ("em", marks.emphasis),
            ("sup", marks.superscript),
            ("sub", marks.subscript),
        ];
        for (name, _) in plain.iter().filter(|(_, on)| *on) {
            wrap(name, &[]);
        }
        for (number, line) in span.text.split('\n').enumerate() {
            if number > 0 {
                out.push_str("<br>");
            }
            escape(out, line);
        }
        opened.iter().rev().for_each(|name| close(out, name));
    }
}

/// Appends text as HTML writes it, in content and attributes.
pub fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}
