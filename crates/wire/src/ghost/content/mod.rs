//! A post's text as plain HTML that the document reader takes.
//!
//! Ghost has stored text in four ways: Markdown (0.x), Mobiledoc (1 to 4), Lexical (5 and later), and
//! beside each the HTML it showed. The source is read where there is one; the HTML stands in for it.
//! Cards, Ghost's word for everything that is no running text, are in [`cards`].

mod cards;
mod lexical;
mod markdown;
mod mobiledoc;
mod rendered;
#[cfg(test)]
mod tests;
mod text_cards;

use super::export::Post;

/// Where Ghost stands for its own address, so that an export fits any (since Ghost 4).
const PLACEHOLDER: &str = "__GHOST_URL__";

/// A post's text, converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// Plain HTML, in pieces to be read one by one: markup that a writer left open ends with its piece.
    pub pieces: Vec<String>,
    /// What did not fit, for the report.
    pub notes: Vec<Note>,
}

/// Something about a post's text that the report says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// A card that only went out by mail.
    #[error("the card “{0}” is for mails only and no reader of the site saw it; it was left out")]
    MailOnly(String),
    /// A card that only members saw.
    #[error("the card “{0}” was shown to members only; it was left out")]
    MembersOnly(String),
    /// A card that Ghost fills itself.
    #[error("the card “{0}” is a form or a list that Ghost fills when it is shown; it was left out: “{1}”")]
    Computed(String, String),
    /// A card that is not known.
    #[error("the card “{0}” is not known; it was left out: “{1}”")]
    Unknown(String, String),
    /// A card without what it is to show.
    #[error("the card “{0}” is empty; it was left out")]
    Empty(String),
    /// Something of a card that has no place.
    #[error("of the card “{0}” {1} was left out")]
    Part(String, &'static str),
    /// The mark where the free part ends.
    #[error("the mark where its free part ends was left out")]
    Paywall,
    /// An element of the text that is not known.
    #[error("the element “{0}” of its text is not known; its words were kept")]
    UnknownElement(String),
    /// A form of text that cannot be read.
    #[error("its {0} cannot be read ({1}); its HTML was taken instead")]
    Unreadable(&'static str, String),
}

/// Converts a post's text. `base` is the folder the old site lay in: empty for the root.
///
/// ```
/// use wire::ghost::{Post, content::convert};
/// let post = Post { markdown: "Eins\nzwei".into(), ..Post::default() };
/// assert_eq!(convert(&post, "").pieces, ["<p>Eins<br />\nzwei</p>\n"]);
/// ```
pub fn convert(post: &Post, base: &str) -> Converted {
    let mut out = Out::default();
    let sources: [(&'static str, &str, Source); 2] =
        [("Lexical", &post.lexical, lexical::pieces), ("Mobiledoc", &post.mobiledoc, mobiledoc::pieces)];
    for (name, source, read) in sources {
        if source.trim().is_empty() {
            continue;
        }
        let mut read_out = Out::default();
        match read(&local(source, base), &mut read_out) {
            Ok(()) if read_out.has_words() || post.html.trim().is_empty() => {
                read_out.notes.splice(0..0, out.notes);
                return read_out.converted();
            }
            Ok(()) => {}
            Err(why) => out.notes.push(Note::Unreadable(name, why)),
        }
    }
    if post.html.trim().is_empty() {
        out.apart(&markdown::html(&local(&post.markdown, base)));
    } else {
        rendered::pieces(&local(&post.html, base), &mut out);
    }
    out.converted()
}

/// Reads one of the forms, or says why it cannot be read.
type Source = fn(&str, &mut Out) -> Result<(), String>;

/// A text or address with the folder of the site in the place of Ghost's mark for its address.
pub fn local(text: &str, base: &str) -> String {
    if !text.contains(PLACEHOLDER) {
        return text.to_owned();
    }
    // In JSON within JSON slashes may be escaped.
    let text = text.replace("__GHOST_URL__/", &format!("{base}/"));
    let text = text.replace("__GHOST_URL__\\/", &format!("{}\\/", base.replace('/', "\\/")));
    text.replace(PLACEHOLDER, &format!("{base}/"))
}

/// What is made of a text so far.
#[derive(Default)]
struct Out {
    pieces: Vec<String>,
    /// Whether the last piece may be continued.
    is_open: bool,
    notes: Vec<Note>,
}

impl Out {
    /// Adds HTML of our own making.
    fn add(&mut self, html: &str) {
        match self.pieces.last_mut() {
            Some(last) if self.is_open => last.push_str(html),
            _ => self.pieces.push(html.to_owned()),
        }
        self.is_open = true;
    }

    /// Adds HTML that somebody wrote.
    fn apart(&mut self, html: &str) {
        if !html.trim().is_empty() {
            self.pieces.push(html.to_owned());
            self.is_open = false;
        }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether there is anything to be read, or to be said about what there was.
    fn has_words(&self) -> bool {
        !self.notes.is_empty() || self.pieces.iter().any(|piece| shows_something(piece))
    }

    fn converted(self) -> Converted {
        Converted { pieces: self.pieces, notes: self.notes }
    }
}

/// Whether HTML holds words or something to look at.
fn shows_something(html: &str) -> bool {
    use crate::markup::{Piece, name, pieces};
    pieces(html).any(|piece| match piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Tag(tag) => {
            matches!(name(tag).as_str(), "img" | "iframe" | "audio" | "video" | "hr" | "embed" | "object")
        }
        Piece::Comment(_) => false,
    })
}
