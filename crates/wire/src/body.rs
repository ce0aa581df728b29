//! The text of an item: HTML of any kind, or plain text, as a document.
//!
//! Pictures in the text are gathered with the item's media; the key of an asset in the document is its
//! place there, counted from 1.

use newsroom::address;
use newsroom::document::html::{MediaKind, MediaRef, Options, PictureRef, Resolve, from_html};
use newsroom::document::{Block, Document, Inline, Marks, Span};
use newsroom::ids::AssetId;
use newsroom::language::Language;
use newsroom::wire_item::{Media, MediaType, WireItem};
use url::Url;

/// Puts HTML into an item as its text. Relative addresses are completed with `base`; without one,
/// pictures keep theirs, for the parts of a message (`cid:`) and files beside it, and links lose them.
pub fn put_html(item: &mut WireItem, html: &str, base: Option<&Url>) {
    let options = Options { language: item.language.clone(), line_ends: false };
    let mut gather = Gather { base, media: std::mem::take(&mut item.media) };
    let (document, dropped) = from_html(html, &options, &mut gather);
    item.media = gather.media;
    item.body = document;
    for dropped in dropped {
        item.fault(None, dropped.to_string());
    }
}

/// Puts text without markup into an item: an empty line parts paragraphs, and where there is none every line is
/// a paragraph of its own if it begins with white space.
pub fn put_text(item: &mut WireItem, text: &str) {
    item.body = from_text(text);
}

/// Text without markup as a document.
pub fn from_text(text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut flush = |paragraph: &mut String| {
        if !paragraph.is_empty() {
            blocks.push(Block::paragraph(Inline::plain(std::mem::take(paragraph))));
        }
    };
    for line in text.lines() {
        let indented = line.starts_with([' ', '\t']);
        let line: String = line.trim().chars().filter(|c| !c.is_control()).collect();
        if line.is_empty() || indented {
            flush(&mut paragraph);
        }
        if line.is_empty() {
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(&line);
    }
    flush(&mut paragraph);
    let mut document = Document::new(blocks);
    document.fill_ids();
    document
}

/// Text with its paragraphs parted by empty lines: where there is none in it, each line is a paragraph, unless the
/// lines were broken for width.
pub fn parted(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    let lines: Vec<usize> = text.lines().map(|line| line.trim().chars().count()).collect();
    let has_gap = lines.contains(&0);
    let (_, full) = lines.split_last().unwrap_or((&0, &[]));
    let broken = full.len() > 1 && full.iter().all(|length| (45..90).contains(length));
    if has_gap || broken { text } else { text.replace('\n', "\n\n") }
}

/// A document of paragraphs.
pub fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a str>) -> Document {
    let blocks = texts.into_iter().map(str::trim).filter(|text| !text.is_empty()).map(|text| {
        let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        Block::paragraph(Inline::new([Span { text, marks: Marks::default() }]))
    });
    let mut document = Document::new(blocks.collect());
    document.fill_ids();
    document
}

/// The language of a tag as senders write it; nothing where it is none.
pub fn language(tag: &str) -> Option<Language> {
    Language::parse(tag.trim()).ok()
}

/// Gathers the pictures of a text.
struct Gather<'a> {
    base: Option<&'a Url>,
    media: Vec<Media>,
}

impl Gather<'_> {
    /// The key of a file: that of the same file where it is known already.
    fn key(&mut self, kind: MediaType, src: &str, more: impl FnOnce(&mut Media)) -> Option<AssetId> {
        let url = self.complete(src)?;
        let place = match self.media.iter().position(|media| media.url == url) {
            Some(place) => place,
            None => {
                let mut media = Media { kind, url, ..Media::default() };
                more(&mut media);
                self.media.push(media);
                self.media.len() - 1
            }
        };
        i64::try_from(place + 1).ok().map(AssetId)
    }

    fn complete(&self, src: &str) -> Option<String> {
        let src = src.trim();
        if src.is_empty() || src.starts_with("data:") {
            return None;
        }
        match (Url::parse(src), self.base) {
            (Ok(url), _) => Some(url.into()),
            (Err(_), Some(base)) => base.join(src).ok().map(String::from),
            (Err(_), None) => Some(src.to_owned()),
        }
    }
}

impl Resolve for Gather<'_> {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self.key(MediaType::Picture, picture.src, |media| {
            media.alt = picture.alt.unwrap_or_default().to_owned();
            media.title = picture.title.unwrap_or_default().to_owned();
            media.caption = picture.caption.unwrap_or_default().to_owned();
            (media.width, media.height) = (picture.width, picture.height);
        })
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        let kind = match media.kind {
            MediaKind::Audio => MediaType::Audio,
            MediaKind::Video => MediaType::Video,
            MediaKind::Captions => MediaType::File,
        };
        self.key(kind, media.src, |found| {
            found.title = media.title.unwrap_or_default().to_owned();
            found.caption = media.caption.unwrap_or_default().to_owned();
        })
    }

    fn link(&mut self, href: &str) -> Option<String> {
        if Url::parse(href).is_ok() {
            return Some(href.to_owned());
        }
        // A path is one of the sender's site, not of ours.
        let url = self.base?.join(href.trim()).ok()?;
        address::is_web(url.as_str()).then(|| url.into())
    }
}

#[cfg(test)]
mod tests {
    use newsroom::document::validate;

    use super::*;

    #[test]
    fn pictures_of_a_text_are_gathered_with_complete_addresses() {
        let mut item = WireItem::default();
        let base = Url::parse("https://agency.example/2022/a.html").expect("an address");
        let html = "<p>Genf. <a href='/b'>Mehr</a></p><figure><img src='p.jpg' alt='Zwei Männer'><figcaption>Treffen\
                    </figcaption></figure><p><img src='/2022/p.jpg'></p>";
        put_html(&mut item, html, Some(&base));
        assert_eq!(item.media.len(), 1, "{:?}", item.media);
        assert_eq!(item.media[0].url, "https://agency.example/2022/p.jpg");
        assert_eq!((item.media[0].alt.as_str(), item.media[0].caption.as_str()), ("Zwei Männer", "Treffen"));
        assert_eq!(item.body.assets(), [AssetId(1), AssetId(1)]);
        assert!(item.body.to_json().contains("https://agency.example/b"));
        assert_eq!(validate(&item.body), Ok(()));
    }

    #[test]
    fn a_path_of_the_sender_is_never_one_of_ours() {
        let mut item = WireItem::default();
        put_html(&mut item, "<p><a href='/impressum'>Wir</a></p>", None);
        assert!(!item.body.to_json().contains("link"), "{}", item.body.to_json());
        assert_eq!(item.body.plain_text(), "Wir");
    }

    #[test]
    fn plain_text_is_parted_by_empty_lines_or_indents() {
        let text = from_text("Genf (dpa) - Eins\nzwei.\n\nDrei.\n  Vier\nfünf.\u{3}\n");
        assert_eq!(text.plain_text(), "Genf (dpa) - Eins zwei.\nDrei.\nVier fünf.");
    }
}
