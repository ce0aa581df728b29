//! Shortcodes: `[name attribute="value"]`, alone or around something and `[/name]`.
//!
//! Those that WordPress itself knows become HTML. All others stay in the text as they are written
//! and are reported. `[[name]]` is an escaped `[name]`.

use super::{Context, Note, attachment_src};
use crate::markup::{self, Piece, embed_html, escape, pieces};

/// Puts HTML in the place of the shortcodes in a post's text.
pub(super) fn expand(text: &str, context: &Context<'_>, notes: &mut Vec<Note>) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = next_bracket(rest) {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((shown, length)) = escaped(rest) {
            html.push_str(shown);
            rest = &rest[length..];
        } else if let Some(code) = Shortcode::parse(rest) {
            match code.html(context) {
                Some(made) => {
                    html.push_str(&made);
                    rest = &rest[code.length..];
                }
                None => {
                    if code.looks_meant() {
                        notes.push(Note::Shortcode(code.name.to_owned()));
                    }
                    html.push_str(&rest[..code.open_length]);
                    rest = &rest[code.open_length..];
                }
            }
        } else {
            html.push('[');
            rest = &rest[1..];
        }
    }
    html.push_str(rest);
    html
}

/// The next `[` that does not stand within a tag.
fn next_bracket(text: &str) -> Option<usize> {
    let mut at = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => match text.find('[') {
                Some(place) => return Some(at + place),
                None => at += text.len(),
            },
            Piece::Tag(markup) | Piece::Comment(markup) => at += markup.len(),
        }
    }
    None
}

/// `[[…]]`: what it shows, and its length.
fn escaped(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("[[")?;
    let end = inner.find("]]")?;
    let shown = &text[1..end + 3];
    (!inner[..end].contains('\n') && inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
        .then_some((shown, end + 4))
}

struct Shortcode<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    content: Option<&'a str>,
    /// Of `[name …]` alone.
    open_length: usize,
    /// Up to and including `[/name]` where there is one.
    length: usize,
}

impl<'a> Shortcode<'a> {
    fn parse(text: &'a str) -> Option<Shortcode<'a>> {
        let inner = text.strip_prefix('[')?;
        let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
        let name = &inner[..name_end];
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let end = end_of_bracket(inner)?;
        let inside = inner[..end].trim_end_matches('/');
        if !inside[name_end.min(inside.len())..].is_empty()
            && !inside[name_end..].starts_with(char::is_whitespace)
        {
            return None;
        }
        let open_length = end + 2;
        let close = format!("[/{name}]");
        let content = (!inner[..end].ends_with('/'))
            .then(|| text[open_length..].find(&close))
            .flatten()
            .map(|at| &text[open_length..open_length + at]);
        let length = content.map_or(open_length, |content| open_length + content.len() + close.len());
        Some(Shortcode { name, attributes: markup::attributes(inside), content, open_length, length })
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `[sic]` and `[2]` are words of the text; what has attributes or an end is meant to do something.
    fn looks_meant(&self) -> bool {
        self.content.is_some()
            || self.name.contains(['_', '-'])
            || self.attributes.iter().any(|(name, _)| !name.is_empty())
    }

    fn html(&self, context: &Context<'_>) -> Option<String> {
        match self.name {
            "caption" | "wp_caption" => Some(self.caption()),
            "gallery" => Some(self.gallery(context)),
            "embed" => Some(embed_html(self.content.or(self.attribute("src"))?.trim())),
            "audio" => self.media("audio", &["src", "mp3", "m4a", "ogg", "wav", "flac", "wma"]),
            "video" => self.media("video", &["src", "mp4", "m4v", "webm", "ogv", "mov", "flv", "wmv"]),
            "playlist" => Some(self.playlist()),
            _ => None,
        }
    }

    fn caption(&self) -> String {
        let content = self.content.unwrap_or_default().trim();
        let (picture, after) = split_picture(content);
        let words = match self.attribute("caption") {
            Some(words) if !words.trim().is_empty() => words.trim(),
            _ => after.trim(),
        };
        let id =
            self.attribute("id").and_then(|id| id.strip_prefix("attachment_")).and_then(|id| id.parse().ok());
        let picture = match id {
            Some(id) => super::with_attachment(picture, id),
            None => picture.to_owned(),
        };
        let words =
            if words.is_empty() { String::new() } else { format!("<figcaption>{words}</figcaption>") };
        format!("<figure>{picture}{words}</figure>")
    }

    fn gallery(&self, context: &Context<'_>) -> String {
        let named = self.attribute("ids").or(self.attribute("include")).map(numbers);
        let left_out = self.attribute("exclude").map(numbers).unwrap_or_default();
        let ids = named.unwrap_or_else(|| context.attached.to_vec());
        let pictures: String =
            ids.iter().filter(|id| !left_out.contains(id)).map(|id| picture_html(*id)).collect();
        if pictures.is_empty() {
            String::new()
        } else {
            format!("<figure class=\"gallery\">{pictures}</figure>")
        }
    }

    fn media(&self, element: &str, names: &[&str]) -> Option<String> {
        let src = names.iter().find_map(|name| self.attribute(name)).map(str::to_owned);
        // Old posts give the address without a name: [audio https://…].
        let bare = || {
            self.attributes
                .iter()
                .find(|(name, value)| name.is_empty() && value.contains("://"))
                .map(|(_, v)| v.clone())
        };
        let src = src.or_else(bare).or_else(|| {
            let content = self.content?.trim();
            content.contains("://").then(|| content.to_owned())
        })?;
        Some(format!("<figure><{element} controls src=\"{}\"></{element}></figure>", escape(&src)))
    }

    fn playlist(&self) -> String {
        let element = if self.attribute("type") == Some("video") { "video" } else { "audio" };
        let one =
            |id| format!("<figure><{element} controls src=\"{}\"></{element}></figure>", attachment_src(id));
        numbers(self.attribute("ids").unwrap_or_default()).into_iter().map(one).collect()
    }
}

/// A picture of which only the attachment's number is known.
pub(super) fn picture_html(id: u64) -> String {
    format!(
        "<figure><img class=\"wp-image-{id}\" data-wp-attachment=\"{id}\" src=\"{}\"></figure>",
        attachment_src(id)
    )
}

fn numbers(list: &str) -> Vec<u64> {
    list.split([',', ' ']).filter_map(|number| number.trim().parse().ok()).collect()
}

/// The end of `name attributes]`; brackets within quotation marks do not count.
fn end_of_bracket(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate() {
        match (quote, byte) {
            (None, b']') => return Some(at),
            (None, b'[') => return None,
            (None, b'"') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The picture a caption begins with, with the link around it, and the words after it.
fn split_picture(content: &str) -> (&str, &str) {
    let mut at = 0;
    let (mut end, mut linked) = (0, false);
    for piece in pieces(content) {
        match piece {
            Piece::Text(text) | Piece::Comment(text) => {
                if end > 0 && !linked && !text.trim().is_empty() {
                    break;
                }
                at += text.len();
            }
            Piece::Tag(tag) => {
                at += tag.len();
                match (markup::name(tag).as_str(), markup::is_closing(tag)) {
                    ("img", _) => end = at,
                    ("a", false) if end == 0 => linked = true,
                    ("a", true) if linked => {
                        end = at;
                        break;
                    }
                    _ if end > 0 && !linked => break,
                    _ => {}
                }
            }
        }
    }
    content.split_at(end)
}
