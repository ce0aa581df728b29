//! A post's text as plain HTML that the document reader takes.
//!
//! WordPress stores text in two ways, with line breaks for paragraphs and shortcodes for the rest,
//! or as blocks between comments. Both become HTML without either. A picture or file of which
//! only the number is known gets the address `wp-attachment:NUMBER`; where both are known,
//! pictures carry the class `wp-image-NUMBER` as WordPress writes it, and `data-wp-attachment`.

mod autop;
mod blocks;
mod shortcode;

#[cfg(test)]
mod tests;

use crate::markup::{self, Piece, embed_html, pieces};

/// What the text of a post refers to outside of itself.
pub struct Context<'a> {
    /// Pictures that belong to the post, in order: a gallery that names none shows them.
    pub attached: &'a [u64],
    /// The text of a reusable block by its number.
    pub reusable: &'a dyn Fn(u64) -> Option<&'a str>,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Context { attached: &[], reusable: &|_| None }
    }
}

/// A post's text, converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// Plain HTML.
    pub html: String,
    /// The counting mark of VG Wort that stood in the text as an invisible picture.
    pub vgwort: Option<String>,
    /// What did not fit or was decided, for the report.
    pub notes: Vec<Note>,
}

/// Something about a post's text that the report says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// A shortcode of a plugin.
    #[error("the shortcode [{0}] belongs to a plugin; it stands in the text as it was written")]
    Shortcode(String),
    /// A block of a plugin or theme.
    #[error("the block “{0}” is not known; its text was kept, its look was not")]
    ForeignBlock(String),
    /// A block that WordPress fills when the page is shown.
    #[error(
        "the block “{0}” has no content of its own, WordPress fills it when it is shown; it was left out"
    )]
    ComputedBlock(String),
    /// A reusable block that the export lacks.
    #[error("the reusable block {0} is not in the export; it was left out")]
    ReusableBlock(u64),
    /// Blocks within blocks within blocks.
    #[error("the block “{0}” is nested too deep; its HTML was kept as it is written")]
    TooDeep(String),
    /// A post in several pages.
    #[error("the post had several pages; they are one text now")]
    PagesJoined,
}

/// Converts a post's text.
///
/// ```
/// use wire::wordpress::content::{Context, convert};
/// let converted = convert("Eins\nzwei\n\nDrei", &Context::default());
/// assert_eq!(converted.html, "<p>Eins<br>\nzwei</p>\n<p>Drei</p>\n");
/// ```
pub fn convert(content: &str, context: &Context<'_>) -> Converted {
    let mut notes = Vec::new();
    if content.contains("<!--nextpage-->") && !blocks::is_blocks(content) {
        notes.push(Note::PagesJoined);
    }
    let html = if blocks::is_blocks(content) {
        blocks::html(content, context, &mut notes)
    } else {
        classic(content, context, &mut notes)
    };
    let (html, vgwort) = finished(&html);
    notes.dedup();
    Converted { html, vgwort, notes }
}

/// The number in an address `wp-attachment:NUMBER` or in a class `wp-image-NUMBER`.
pub fn attachment_of(src: &str, class: &str) -> Option<u64> {
    src.strip_prefix(ATTACHMENT)
        .or_else(|| class.split_whitespace().find_map(|class| class.strip_prefix("wp-image-")))
        .and_then(|number| number.parse().ok())
}

/// The address of one of VG Wort's counting pictures, such as `https://vg08.met.vgwort.de/na/18c39dca…`,
/// from a text that has it with or without an `img` around it; or the bare mark, where the text is
/// nothing else. Always by TLS: a page may load nothing without.
pub fn vgwort_mark(text: &str) -> Option<String> {
    let (before, mark) = match text.split_once(".met.vgwort.de/na/") {
        Some((before, after)) => (before, after),
        None => ("", text.trim()),
    };
    let end = mark.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(mark.len());
    // Marks are 32 hexadecimal digits; shorter ones were given out in the first years.
    let is_whole = text.contains(".met.vgwort.de/na/") || end == mark.len();
    let mark = (is_whole && (16..=64).contains(&end)).then(|| mark[..end].to_ascii_lowercase())?;
    let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).map_or(0, |at| at + 1);
    let host = before[start..].to_ascii_lowercase();
    Some(if host.is_empty() { mark } else { format!("https://{host}.met.vgwort.de/na/{mark}") })
}

const ATTACHMENT: &str = "wp-attachment:";

fn attachment_src(id: u64) -> String {
    format!("{ATTACHMENT}{id}")
}

/// Text of the classic editor.
fn classic(content: &str, context: &Context<'_>, notes: &mut Vec<Note>) -> String {
    let expanded = shortcode::expand(&with_embeds(content), context, notes);
    autop::autop(&expanded)
}

/// An address alone on its line is shown as what it leads to, where that can be shown.
fn with_embeds(content: &str) -> String {
    if !content.contains("http") {
        return content.to_owned();
    }
    let mut text = String::with_capacity(content.len());
    for line in content.split_inclusive('\n') {
        let address = line.trim();
        if newsroom::address::is_web(address) && !address.contains(['<', '[', ' ']) {
            text.push_str(&embed_html(address));
            text.push('\n');
        } else {
            text.push_str(line);
        }
    }
    text
}

/// Marks the first picture or file in a piece of HTML as that attachment.
fn with_attachment(html: &str, id: u64) -> String {
    let mut done = false;
    let mut out = String::with_capacity(html.len() + 40);
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if !done && matches!(markup::name(tag).as_str(), "img" | "audio" | "video") => {
                done = true;
                out.push_str(&marked(tag, id));
            }
            Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text) => out.push_str(text),
        }
    }
    out
}

fn marked(tag: &str, id: u64) -> String {
    if tag.contains("data-wp-attachment") {
        return tag.to_owned();
    }
    let name_end = 1 + markup::name(tag).len();
    let (name, rest) = tag.split_at(name_end);
    let class = markup::attribute(tag, "class");
    // A second class attribute would be ignored by every reader of HTML.
    let rest = match class {
        Some(class) if !class.contains("wp-image-") => {
            rest.replacen(&class, &format!("{class} wp-image-{id}"), 1)
        }
        Some(_) => rest.to_owned(),
        None => format!(" class=\"wp-image-{id}\"{rest}"),
    };
    format!("{name} data-wp-attachment=\"{id}\"{rest}")
}

/// Takes out comments and counting marks, and names the attachments that only a class names.
fn finished(html: &str) -> (String, Option<String>) {
    let mut out = String::with_capacity(html.len());
    let mut vgwort = None;
    for piece in pieces(html) {
        match piece {
            Piece::Comment(_) => {}
            Piece::Tag(tag) if markup::name(tag) == "img" => {
                let src = markup::attribute(tag, "src").unwrap_or_default();
                if src.contains(".met.vgwort.de/na/") {
                    vgwort = vgwort.or_else(|| vgwort_mark(&src));
                    continue;
                }
                let class = markup::attribute(tag, "class").unwrap_or_default();
                match attachment_of(&src, &class) {
                    Some(id) => out.push_str(&marked(tag, id)),
                    None => out.push_str(tag),
                }
            }
            Piece::Text(text) | Piece::Tag(text) => out.push_str(text),
        }
    }
    (out, vgwort)
}
