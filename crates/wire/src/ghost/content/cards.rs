//! Cards: what stands between paragraphs, with the same fields in Mobiledoc and Lexical
//! (<https://github.com/TryGhost/Koenig/tree/main/packages/kg-default-nodes/src/nodes>,
//! <https://ghost.org/help/cards/>).
//!
//! A card that is not known is left out and said; none is lost in silence.

use serde_json::Value;

use super::text_cards::{button, call_to_action, callout, header, product, toggle};
use super::{Note, Out, markdown};
use crate::markup::{embed_html, escape};

/// How many letters of a card that was left out the report shows.
const EXCERPT: usize = 60;

/// Adds a card.
pub(super) fn card(given: &str, fields: &Value, out: &mut Out) {
    let name = plain_name(given);
    if let Some(why) = hidden(name, fields) {
        return out.note(why);
    }
    let made = match name {
        "image" => image(fields, out),
        "gallery" => gallery(fields, out),
        "before-after" => before_after(fields),
        "html" => return apart(name, str(fields, "html"), out),
        "markdown" => {
            return apart(name, &markdown::html(first(fields, &["markdown", "content"])), out);
        }
        "embed" => embed(fields),
        "bookmark" => bookmark(fields, out),
        "callout" => callout(fields),
        "toggle" => toggle(fields),
        "file" => file(fields),
        "audio" => audio(fields, out),
        "video" => video(fields),
        "button" => button(fields),
        "header" => header(fields),
        "product" => product(fields),
        "call-to-action" => call_to_action(fields),
        "code" | "codeblock" => code(fields),
        "hr" | "horizontalrule" | "divider" => "<hr>\n".to_owned(),
        "aside" => pulled(str(fields, "html")),
        "nft" => linked(str(fields, "url"), first(fields, &["title", "url"])),
        "paywall" => return out.note(Note::Paywall),
        "email" | "email-cta" => return out.note(Note::MailOnly(name.to_owned())),
        "signup" | "collection" | "subscribe" | "transistor" => {
            return out.note(Note::Computed(name.to_owned(), excerpt(fields)));
        }
        _ => return out.note(Note::Unknown(given.to_owned(), excerpt(fields))),
    };
    if made.is_empty() {
        out.note(Note::Empty(name.to_owned()));
    } else {
        out.add(&made);
    }
}

/// A card's name without what older versions put around it: `card-markdown`, `image-card`.
fn plain_name(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix("card-").or_else(|| name.strip_suffix("-card")).unwrap_or(name)
}

/// Why readers who are not members did not see a card.
fn hidden(name: &str, fields: &Value) -> Option<Note> {
    let visibility = &fields["visibility"];
    let web = &visibility["web"];
    if visibility["showOnWeb"] == false || (web["nonMember"] == false && web["memberSegment"] == "") {
        return Some(Note::MailOnly(name.to_owned()));
    }
    (web["nonMember"] == false).then(|| Note::MembersOnly(name.to_owned()))
}

fn apart(name: &str, html: &str, out: &mut Out) {
    if html.trim().is_empty() {
        out.note(Note::Empty(name.to_owned()));
    }
    out.apart(html);
}

/// A sentence repeated large: Ghost's second form of quotation.
pub(super) fn pulled(inner: &str) -> String {
    if inner.trim().is_empty() {
        return String::new();
    }
    format!("<figure class=\"pullquote\"><blockquote>{inner}</blockquote></figure>\n")
}

/// A picture; `caption` is HTML.
pub(super) fn picture(src: &str, alt: &str, caption: &str, class: &str) -> String {
    if src.trim().is_empty() {
        return String::new();
    }
    figure(&format!("<img src=\"{}\" alt=\"{}\">", escape(src), escape(alt)), caption, class)
}

/// Something with what is said of it, which is HTML.
fn figure(inner: &str, caption: &str, class: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let caption =
        if caption.trim().is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
    format!("<figure{class}>{inner}{caption}</figure>\n")
}

/// A paragraph that is a link.
pub(super) fn linked(url: &str, text: &str) -> String {
    if url.trim().is_empty() || text.trim().is_empty() {
        return String::new();
    }
    format!("<p><a href=\"{}\">{}</a></p>\n", escape(url), escape(text))
}

fn image(fields: &Value, out: &mut Out) -> String {
    if !str(fields, "href").trim().is_empty() {
        out.note(Note::Part("image".to_owned(), "the link that lay on the picture"));
    }
    let wide = matches!(first(fields, &["cardWidth", "imageStyle"]), "wide" | "full");
    let class = if wide { "alignwide" } else { "" };
    picture(str(fields, "src"), str(fields, "alt"), str(fields, "caption"), class)
}

fn gallery(fields: &Value, out: &mut Out) -> String {
    let parsed: Value;
    let images = match &fields["images"] {
        // Some exports hold it as JSON within JSON.
        Value::String(json) => {
            parsed = serde_json::from_str(json).unwrap_or_default();
            &parsed
        }
        list => list,
    };
    let images = images.as_array().map_or(&[][..], Vec::as_slice);
    if images.iter().any(|image| !str(image, "href").trim().is_empty()) {
        out.note(Note::Part("gallery".to_owned(), "the link that lay on a picture"));
    }
    let pictures: String = images
        .iter()
        .map(|image| picture(str(image, "src"), str(image, "alt"), str(image, "caption"), ""))
        .collect();
    if pictures.is_empty() { String::new() } else { figure(&pictures, str(fields, "caption"), "gallery") }
}

fn before_after(fields: &Value) -> String {
    let pictures: String = ["beforeImage", "afterImage"]
        .iter()
        .map(|name| picture(str(&fields[*name], "src"), str(&fields[*name], "alt"), "", ""))
        .collect();
    if pictures.is_empty() { String::new() } else { figure(&pictures, str(fields, "caption"), "gallery") }
}

/// Something of another site: what is known is recognised by its address, else what its own HTML
/// frames, else it is a link.
fn embed(fields: &Value) -> String {
    let (url, html) = (str(fields, "url").trim(), str(fields, "html"));
    let caption = str(fields, "caption");
    if newsroom::document::html::recognise(url).is_some() {
        let shown = embed_html(url);
        if caption.trim().is_empty() {
            return shown;
        }
        return shown.replace("</figure>", &format!("<figcaption>{caption}</figcaption></figure>"));
    }
    if html.contains("<iframe") || html.contains("<blockquote") || html.contains("<img") {
        return figure(html, caption, "");
    }
    let title = first(&fields["metadata"], &["title"]);
    let link = linked(url, if title.trim().is_empty() { url } else { title });
    if caption.trim().is_empty() || link.is_empty() { link } else { format!("{link}<p>{caption}</p>\n") }
}

fn bookmark(fields: &Value, out: &mut Out) -> String {
    let about = &fields["metadata"];
    let said = |name: &str| {
        let own = str(about, name).trim();
        if own.is_empty() { str(fields, name).trim() } else { own }
    };
    let url = if str(fields, "url").trim().is_empty() { said("url") } else { str(fields, "url").trim() };
    if url.is_empty() {
        return String::new();
    }
    if !said("thumbnail").is_empty() {
        out.note(Note::Part("bookmark".to_owned(), "the other site's picture"));
    }
    let title = if said("title").is_empty() { url } else { said("title") };
    let mut html = format!("<p><a href=\"{}\">{}</a>", escape(url), escape(title));
    let by: Vec<&str> = [said("author"), said("publisher")].into_iter().filter(|by| !by.is_empty()).collect();
    if !by.is_empty() {
        html.push_str(&escape(&format!(" ({})", by.join(", "))));
    }
    if !said("description").is_empty() {
        html.push_str("<br>");
        html.push_str(&escape(said("description")));
    }
    html.push_str("</p>\n");
    let caption = str(fields, "caption");
    if caption.trim().is_empty() { html } else { format!("{html}<p>{caption}</p>\n") }
}

fn file(fields: &Value) -> String {
    let title = first(fields, &["fileTitle", "title", "fileName"]);
    let link = linked(str(fields, "src"), if title.trim().is_empty() { str(fields, "src") } else { title });
    let caption = first(fields, &["fileCaption", "caption"]);
    if caption.trim().is_empty() || link.is_empty() {
        return link;
    }
    link.replace("</a></p>", &format!("</a><br>{}</p>", escape(caption)))
}

fn audio(fields: &Value, out: &mut Out) -> String {
    let src = str(fields, "src");
    if src.trim().is_empty() {
        return String::new();
    }
    if !str(fields, "thumbnailSrc").trim().is_empty() {
        out.note(Note::Part("audio".to_owned(), "its picture"));
    }
    let title = first(fields, &["title", "fileName"]);
    figure(&format!("<audio controls src=\"{}\"></audio>", escape(src)), &escape(title), "")
}

fn video(fields: &Value) -> String {
    let src = str(fields, "src");
    if src.trim().is_empty() {
        return String::new();
    }
    let still = first(fields, &["customThumbnailSrc", "thumbnailSrc"]);
    let poster = if still.is_empty() { String::new() } else { format!(" poster=\"{}\"", escape(still)) };
    let film = format!("<video controls src=\"{}\"{poster}></video>", escape(src));
    figure(&film, str(fields, "caption"), "")
}

fn code(fields: &Value) -> String {
    let code = str(fields, "code");
    if code.trim().is_empty() {
        return String::new();
    }
    // The parser drops a line end that stands first.
    figure(&format!("<pre>\n{}</pre>", escape(code)), str(fields, "caption"), "")
}

/// A text among the fields of a card; empty where there is none.
pub(super) fn str<'a>(fields: &'a Value, name: &str) -> &'a str {
    fields[name].as_str().unwrap_or_default()
}

/// The first of these texts that is not blank.
pub(super) fn first<'a>(fields: &'a Value, names: &[&str]) -> &'a str {
    names.iter().map(|name| str(fields, name)).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// The beginning of the words of a card, for the report.
fn excerpt(fields: &Value) -> String {
    let texts = fields.as_object().into_iter().flatten();
    let texts = texts.filter(|(name, _)| !matches!(name.as_str(), "type" | "version"));
    let words: Vec<&str> = texts
        .filter_map(|(_, value)| value.as_str())
        .filter(|text| text.contains(|c: char| c.is_alphabetic()) && !text.starts_with('#'))
        .flat_map(|text| text.split_whitespace())
        .collect();
    words.join(" ").chars().take(EXCERPT).collect()
}
