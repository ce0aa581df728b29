//! Small steps through HTML text: where tags begin and end, what attributes they have.
//!
//! This reads as the systems do that texts come from, by text and not by tree: a post is no document, its tags may be
//! left open or stand across blocks. The tree is made later, by the document reader.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text between tags.
    Text(&'a str),
    /// A tag from `<` to `>`.
    Tag(&'a str),
    /// A comment from `<!--` to `-->`.
    Comment(&'a str),
}

/// Takes HTML apart. Nothing is lost: the pieces together are the text.
pub(crate) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(length) = markup_length(rest) {
            let (piece, after) = rest.split_at(length);
            rest = after;
            return Some(if piece.starts_with("<!--") { Piece::Comment(piece) } else { Piece::Tag(piece) });
        }
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(at, char)| *char == '<' && markup_length(&rest[*at..]).is_some())
            .map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at(length);
        rest = after;
        Some(Piece::Text(text))
    })
}

/// The length of the tag or comment a text begins with.
fn markup_length(text: &str) -> Option<usize> {
    let after = text.strip_prefix('<')?;
    if let Some(comment) = after.strip_prefix("!--") {
        return comment.find("-->").map(|at| at + 7);
    }
    if !after.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // A tag that never ended: the text goes on.
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The lower-case name of a tag.
pub(crate) fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

/// Whether a tag closes an element.
pub(crate) fn is_closing(tag: &str) -> bool {
    tag.starts_with("</")
}

/// The value of an attribute of a tag, entities resolved.
pub(crate) fn attribute(tag: &str, wanted: &str) -> Option<String> {
    attributes(tag).into_iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
}

/// The attributes of a tag or of a shortcode: `name="value"`, `name='value'`, `name=value`.
/// Values without a name have an empty one.
pub(crate) fn attributes(tag: &str) -> Vec<(String, String)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let mut rest = inner.find(char::is_whitespace).map_or("", |at| &inner[at..]).trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        match after.trim_start().strip_prefix('=').filter(|_| !name.is_empty()) {
            Some(value) => {
                let (value, after) = quoted(value.trim_start());
                found.push((name.to_ascii_lowercase(), unescape(value).into_owned()));
                rest = after.trim_start();
            }
            None => {
                let (value, after) = quoted(rest);
                // Progress even where a lone "=" stands.
                let (value, after) =
                    if value.is_empty() && after == rest { rest.split_at(1) } else { (value, after) };
                found.push((String::new(), unescape(value).into_owned()));
                rest = after.trim_start();
            }
        }
    }
    found
}

fn quoted(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// Text as it stands in an attribute or between tags.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    newsroom::document::html::escape(&mut out, text);
    out
}

/// Something of another site, in the form in which Gutenberg writes it and the document reader knows it.
pub(crate) fn embed_html(url: &str) -> String {
    format!(
        "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n{}\n</div></figure>",
        escape(&unescape(url))
    )
}

/// Resolves the entities that XML knows; the others stay.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#039;", "'");
    Cow::Owned(text.replace("&#038;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_comparisons_are_no_tags() {
        let html = "a < b <b class='x>y'>fett</b><!-- c > d --> Ende <3 <i";
        let all: Vec<_> = pieces(html).collect();
        assert_eq!(all[0], Piece::Text("a < b "));
        assert_eq!(all[1], Piece::Tag("<b class='x>y'>"));
        assert_eq!(all[4], Piece::Comment("<!-- c > d -->"));
        let joined: String = all
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text) => *text,
            })
            .collect();
        assert_eq!(joined, html);
    }

    #[test]
    fn attributes_come_in_four_spellings() {
        assert_eq!(
            attributes("<img SRC=\"a?b&amp;c\" alt='x y' width=3 hidden/>"),
            [("src", "a?b&c"), ("alt", "x y"), ("width", "3"), ("", "hidden")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(attributes("<a = >"), [(String::new(), "=".to_owned())]);
    }
}
