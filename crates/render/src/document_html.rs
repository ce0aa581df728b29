//! A document as HTML for readers, in the markup that the theme's `styles/document.css` lays out.
//!
//! Everything is escaped here and nothing stored is passed through as HTML. Nothing is loaded from
//! elsewhere: what another site holds is a link.

use std::collections::HashMap;
use std::fmt::Write;

use newsroom::asset::Asset;
use newsroom::document::{Block, BlockKind, Document, Inline, Item, MediaText, Picture, PictureSize, Row};
use newsroom::ids::{AssetId, StoryId};

use crate::picture;

/// What a document refers to, looked up before it is written.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Pictures and files by their key.
    pub assets: HashMap<AssetId, Asset>,
    /// Address and headline of stories that can be linked to.
    pub stories: HashMap<StoryId, (String, String)>,
}

/// The few words that stand in a document without having been written into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Title of a box of related stories that has none ("Mehr zum Thema").
    pub related: String,
    /// What opens a transcript ("Abschrift").
    pub transcript: String,
    /// What captions of a film are called ("Untertitel").
    pub captions: String,
    /// The language the document is in, as a tag.
    pub language: String,
    /// What stands before the name of another site ("Inhalt von").
    pub embed: String,
}

/// The document as HTML, the dateline run into its first paragraph.
pub fn document_html(document: &Document, dateline: &str, references: &References, words: &Words) -> String {
    let mut writer =
        Writer { out: String::with_capacity(4_096), references, words, dateline: dateline.trim() };
    writer.blocks(&document.blocks);
    writer.out
}

/// Plain text of readers as HTML: paragraphs where there are empty lines, breaks elsewhere.
pub fn plain_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        out.push_str("<p>");
        escape_lines(&mut out, paragraph);
        out.push_str("</p>");
    }
    out
}

/// Text with the characters escaped that mean something in HTML, in content and attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

fn escape(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _: std::fmt::Result = crate::escape::escape(out, text);
}

fn escape_lines(out: &mut String, text: &str) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push_str("<br>");
        }
        escape(out, line);
    }
}

struct Writer<'a> {
    out: String,
    references: &'a References,
    words: &'a Words,
    /// Taken by the first paragraph.
    dateline: &'a str,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        let id = block.id.as_str();
        match &block.kind {
            BlockKind::Paragraph { text } => {
                self.out.push_str("<p>");
                let dateline = std::mem::take(&mut self.dateline);
                if !dateline.is_empty() {
                    self.tagged("<span class=\"dateline\">", dateline, "</span> ");
                }
                self.inline(text);
                self.out.push_str("</p>");
            }
            BlockKind::Heading { level, text } => {
                let level = (*level).clamp(2, 4);
                self.push(format_args!("<h{level}"));
                if !id.is_empty() {
                    self.tagged(" id=\"", id, "\"");
                }
                self.out.push('>');
                self.inline(text);
                self.push(format_args!("</h{level}>"));
            }
            BlockKind::Quotation { paragraphs, speaker } => {
                self.out.push_str("<blockquote>");
                self.paragraphs(paragraphs);
                self.speaker(speaker.as_ref());
                self.out.push_str("</blockquote>");
            }
            BlockKind::PullQuote { text, speaker } => {
                self.out.push_str("<blockquote class=\"pull\"><p>");
                self.inline(text);
                self.out.push_str("</p>");
                self.speaker(speaker.as_ref());
                self.out.push_str("</blockquote>");
            }
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Gallery { pictures, caption } => {
                self.out.push_str("<figure class=\"gallery\">");
                pictures.iter().for_each(|picture| self.picture(picture));
                self.caption(caption.as_ref(), "", "");
                self.out.push_str("</figure>");
            }
            BlockKind::FactBox { title, blocks } => {
                self.out.push_str("<aside class=\"facts\"><h2>");
                self.inline(title);
                self.out.push_str("</h2>\n");
                self.blocks(blocks);
                self.out.push_str("</aside>");
            }
            BlockKind::RelatedStories { title, stories } => self.related(title.as_ref(), stories),
            BlockKind::Table { caption, rows } => self.table(caption.as_ref(), rows),
            BlockKind::Preformatted { text } => self.tagged("<pre>", text, "</pre>"),
            BlockKind::Audio(media) => self.media("audio", None, None, media),
            BlockKind::Video { poster, captions, media } => self.media("video", *poster, *captions, media),
            BlockKind::Embed { .. } => self.embed(&block.kind),
            BlockKind::Separator => self.out.push_str("<hr>"),
        }
    }

    fn inline(&mut self, text: &Inline) {
        for span in text.spans() {
            let marks = &span.marks;
            let mut close: Vec<&str> = Vec::new();
            if let Some(link) = marks.link.as_deref().filter(|link| newsroom::address::is_linkable(link)) {
                self.tagged("<a href=\"", link, "\">");
                close.push("</a>");
            }
            if let Some(language) = &marks.language {
                self.push(format_args!(
                    "<span lang=\"{language}\" dir=\"{}\">",
                    language.direction().as_str()
                ));
                close.push("</span>");
            }
            for (set, open, end) in [
                (marks.strong, "<strong>", "</strong>"),
                (marks.emphasis, "<em>", "</em>"),
                (marks.superscript, "<sup>", "</sup>"),
                (marks.subscript, "<sub>", "</sub>"),
            ] {
                if set {
                    self.out.push_str(open);
                    close.push(end);
                }
            }
            escape_lines(&mut self.out, &span.text);
            close.iter().rev().for_each(|end| self.out.push_str(end));
        }
    }

    fn paragraphs(&mut self, paragraphs: &[Inline]) {
        for paragraph in paragraphs {
            self.out.push_str("<p>");
            self.inline(paragraph);
            self.out.push_str("</p>");
        }
    }

    fn speaker(&mut self, speaker: Option<&Inline>) {
        if let Some(speaker) = speaker {
            self.out.push_str("<footer><cite>");
            self.inline(speaker);
            self.out.push_str("</cite></footer>");
        }
    }

    fn list(&mut self, start: Option<u32>, items: &[Item]) {
        let end = match start {
            None => {
                self.out.push_str("<ul>");
                "</ul>"
            }
            Some(1) => {
                self.out.push_str("<ol>");
                "</ol>"
            }
            Some(start) => {
                self.push(format_args!("<ol start=\"{start}\">"));
                "</ol>"
            }
        };
        for item in items {
            self.out.push_str("<li>");
            self.inline(&item.text);
            if !item.items.is_empty() {
                self.list(item.start, &item.items);
            }
            self.out.push_str("</li>");
        }
        self.out.push_str(end);
    }

    fn picture(&mut self, shown: &Picture) {
        let references = self.references;
        let Some(asset) = references.assets.get(&shown.asset) else { return };
        let Some(offer) = picture::offer(asset) else { return };
        let wide = shown.size == PictureSize::Wide;
        let sizes = if wide { "(min-width: 64rem) 60rem, 100vw" } else { "(min-width: 42rem) 40rem, 100vw" };
        self.out.push_str(if wide {
            "<figure class=\"picture wide\">"
        } else {
            "<figure class=\"picture\">"
        });
        self.image(&offer, shown.alt.as_deref().unwrap_or(&asset.alt), sizes);
        self.caption(
            shown.caption.as_ref(),
            &asset.caption,
            shown.credit.as_deref().unwrap_or(&asset.credit),
        );
        self.out.push_str("</figure>");
    }

    fn image(&mut self, offer: &picture::Offer, alt: &str, sizes: &str) {
        self.out.push_str("<picture>");
        for (mime, srcset) in &offer.sources {
            self.push(format_args!("<source type=\"{mime}\" srcset=\"{srcset}\" sizes=\"{sizes}\">"));
        }
        self.tagged("<img src=\"", &offer.src, "\"");
        if !offer.srcset.is_empty() {
            self.push(format_args!(" srcset=\"{}\" sizes=\"{sizes}\"", offer.srcset));
        }
        self.push(format_args!(" width=\"{}\" height=\"{}\"", offer.width, offer.height));
        self.tagged(" alt=\"", alt, "\" loading=\"lazy\" decoding=\"async\">");
        self.out.push_str("</picture>");
    }

    /// A still of our own with a link to the provider's page: nothing is asked of the provider
    /// before the reader follows it.
    fn embed(&mut self, block: &BlockKind) {
        let BlockKind::Embed { provider, url, title, still, caption, .. } = block else { return };
        let (references, words) = (self.references, self.words);
        let still = still.and_then(|still| references.assets.get(&still));
        let offer = still.and_then(picture::offer);
        self.out.push_str("<figure class=\"embed\"><p>");
        escape(&mut self.out, &words.embed);
        self.tagged(" <b>", newsroom::document::html::provider_name(provider, url), "</b></p>");
        if newsroom::address::is_web(url) {
            self.tagged("<a href=\"", url, "\" rel=\"external noopener\">");
            if let Some(offer) = &offer {
                // Its words are those of the link.
                self.image(offer, "", "(min-width: 42rem) 40rem, 100vw");
            }
            escape(&mut self.out, title.as_deref().unwrap_or(url));
            self.out.push_str("</a>");
        }
        let credit = still.filter(|_| offer.is_some()).map_or("", |still| still.credit.as_str());
        self.caption(caption.as_ref(), "", credit);
        self.out.push_str("</figure>");
    }

    /// A caption, or else the asset's own words, with the credit behind it.
    fn caption(&mut self, caption: Option<&Inline>, own: &str, credit: &str) {
        let blank = caption.map_or(own.trim().is_empty(), Inline::is_blank);
        if blank && credit.trim().is_empty() {
            return;
        }
        self.out.push_str("<figcaption>");
        match caption {
            Some(caption) => self.inline(caption),
            None => escape_lines(&mut self.out, own),
        }
        if !credit.trim().is_empty() {
            self.tagged(
                if blank { "<span class=\"credit\">" } else { " <span class=\"credit\">" },
                credit,
                "</span>",
            );
        }
        self.out.push_str("</figcaption>");
    }

    fn related(&mut self, title: Option<&Inline>, stories: &[StoryId]) {
        let references = self.references;
        let found: Vec<_> = stories.iter().filter_map(|story| references.stories.get(story)).collect();
        if found.is_empty() {
            return;
        }
        self.out.push_str("<aside class=\"related\"><h2>");
        match title {
            Some(title) => self.inline(title),
            None => escape(&mut self.out, &self.words.related),
        }
        self.out.push_str("</h2><ul>");
        for (href, headline) in found {
            self.tagged("<li><a href=\"", href, "\">");
            self.tagged("", headline, "</a></li>");
        }
        self.out.push_str("</ul></aside>");
    }

    fn table(&mut self, caption: Option<&Inline>, rows: &[Row]) {
        self.out.push_str("<div class=\"table-scroll\"><table>");
        if let Some(caption) = caption {
            self.out.push_str("<caption>");
            self.inline(caption);
            self.out.push_str("</caption>");
        }
        let (head, body) = match rows.split_first() {
            Some((first, rest)) if first.cells.iter().all(|cell| cell.header) => (Some(first), rest),
            _ => (None, rows),
        };
        if let Some(head) = head {
            self.out.push_str("<thead>");
            self.row(head, "col");
            self.out.push_str("</thead>");
        }
        if !body.is_empty() {
            self.out.push_str("<tbody>");
            body.iter().for_each(|row| self.row(row, "row"));
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table></div>");
    }

    fn row(&mut self, row: &Row, scope: &str) {
        self.out.push_str("<tr>");
        for cell in &row.cells {
            if cell.header {
                self.push(format_args!("<th scope=\"{scope}\">"));
            } else {
                self.out.push_str("<td>");
            }
            self.inline(&cell.text);
            self.out.push_str(if cell.header { "</th>" } else { "</td>" });
        }
        self.out.push_str("</tr>");
    }

    fn media(&mut self, tag: &str, poster: Option<AssetId>, captions: Option<AssetId>, media: &MediaText) {
        let references = self.references;
        let Some(asset) = references.assets.get(&media.asset) else { return };
        self.push(format_args!("<figure class=\"{tag}\"><{tag} controls preload=\"none\""));
        let still = poster.and_then(|poster| references.assets.get(&poster)).and_then(picture::offer);
        if let Some(still) = &still {
            self.tagged(" poster=\"", &still.src, "\"");
        }
        self.tagged(" src=\"", &picture::original(asset), "\"");
        // A film that does not say how large it is takes the room of its still.
        let size = picture::film_size(asset).or(still.map(|still| (still.width, still.height)));
        if let Some((width, height)) = size {
            self.push(format_args!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push('>');
        if let Some(captions) = captions.and_then(|captions| references.assets.get(&captions)) {
            let words = self.words;
            self.tagged("<track kind=\"captions\" src=\"", &picture::original(captions), "\"");
            self.tagged(" srclang=\"", &words.language, "\"");
            self.tagged(" label=\"", &words.captions, "\">");
        }
        self.push(format_args!("</{tag}>"));
        self.caption(media.caption.as_ref(), &asset.caption, &asset.credit);
        if !media.transcript.is_empty() {
            let words = self.words;
            self.tagged("<details><summary>", &words.transcript, "</summary>");
            self.paragraphs(&media.transcript);
            self.out.push_str("</details>");
        }
        self.out.push_str("</figure>");
    }

    /// Text, escaped, between two pieces of markup.
    fn tagged(&mut self, open: &str, text: &str, close: &str) {
        self.out.push_str(open);
        escape(&mut self.out, text);
        self.out.push_str(close);
    }

    fn push(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _: Result<(), std::fmt::Error> = self.out.write_fmt(markup);
    }
}

#[cfg(test)]
mod tests {
    use newsroom::document::{Marks, Span};

    use super::*;

    fn html(blocks: Vec<Block>, dateline: &str) -> String {
        document_html(&Document::new(blocks), dateline, &References::default(), &Words::default())
    }

    fn asset(id: i64, mime: &str, width: Option<i64>) -> Asset {
        Asset {
            id: AssetId(id),
            hash: "abcdef0123".into(),
            mime: mime.into(),
            width,
            height: width.map(|width| width * 9 / 16),
            credit: String::new(),
            name: "datei".into(),
            bytes: 9,
            focus: (0.5, 0.5),
            alt: String::new(),
            caption: String::new(),
            copyright: String::new(),
            taken: None,
        }
    }

    #[test]
    fn the_dateline_runs_into_the_first_paragraph_only() {
        let html = html(vec![Block::paragraph("Eins."), Block::paragraph("Zwei.")], "Genf");
        assert_eq!(html, "<p><span class=\"dateline\">Genf</span> Eins.</p>\n<p>Zwei.</p>\n");
    }

    #[test]
    fn text_that_looks_like_markup_stays_text() {
        let html = html(vec![Block::paragraph("<script>\"&'")], "<b>");
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn an_embed_is_a_still_of_our_own_that_leads_to_its_provider() {
        let embed = Block::new(BlockKind::Embed {
            provider: "youtube".into(),
            reference: "x1".into(),
            url: "https://www.youtube.com/watch?v=x1".into(),
            title: Some("Der Hafen".into()),
            still: Some(AssetId(7)),
            caption: None,
        });
        let document = Document::new(vec![embed]);
        assert_eq!(document.assets(), [AssetId(7)]);
        let still = Asset { credit: "Foto: Merle Ohlsen".into(), ..asset(7, "image/jpeg", Some(640)) };
        let known = References { assets: [(AssetId(7), still)].into(), ..References::default() };
        let html = document_html(&document, "", &known, &Words::default());
        assert!(html.contains("<b>YouTube</b>"), "{html}");
        let link = html.split("<a ").nth(1).and_then(|rest| rest.split("</a>").next()).expect("a link");
        assert!(link.starts_with("href=\"https://www.youtube.com/watch?v=x1\""), "{html}");
        assert!(link.contains("<img src=\"/media/7/") && link.ends_with("</picture>Der Hafen"), "{html}");
        assert!(html.contains("Foto: Merle Ohlsen") && !html.contains("<iframe"), "{html}");
    }

    #[test]
    fn a_film_keeps_its_room_and_has_its_captions() {
        let media = MediaText { asset: AssetId(8), caption: None, transcript: Vec::new() };
        let film = BlockKind::Video { poster: Some(AssetId(7)), captions: Some(AssetId(9)), media };
        let document = Document::new(vec![Block::new(film)]);
        let assets =
            [asset(7, "image/jpeg", Some(640)), asset(8, "video/webm", None), asset(9, "text/vtt", None)];
        let assets = assets.into_iter().map(|asset| (asset.id, asset)).collect();
        let known = References { assets, ..References::default() };
        let words = Words { captions: "Untertitel".into(), language: "de".into(), ..Words::default() };
        let html = document_html(&document, "", &known, &words);
        let track = "<track kind=\"captions\" src=\"/media/9/abcdef01-original.vtt\" srclang=\"de\" label=\"Untertitel\">";
        assert!(html.contains(" width=\"640\" height=\"360\">") && html.contains(track), "{html}");
    }

    #[test]
    fn a_link_that_would_run_a_script_is_left_out_and_its_words_stay() {
        let span = Span {
            text: "hier".into(),
            marks: Marks { link: Some("javascript:alert(1)".into()), strong: true, ..Marks::default() },
        };
        let html = html(vec![Block::paragraph(Inline::new([span]))], "");
        assert_eq!(html, "<p><strong>hier</strong></p>\n");
    }
}
