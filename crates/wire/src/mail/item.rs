//! What a message is as wire items.

use newsroom::wire_item::{Coded, Contributor, Link, Media, MediaType, Note, NoteKind, Relation, WireItem};

use super::part::Part;
use crate::{Format, Hints, agency, body, webpage};

/// Beginnings of subjects that say how a message came and not what it is about.
const FORWARDED: [&str; 7] = ["fwd:", "fw:", "wg:", "re:", "aw:", "tr:", "sv:"];

/// What is in a message.
#[derive(Default)]
struct Contents<'a> {
    html: Option<&'a Part>,
    plain: Vec<&'a Part>,
    files: Vec<&'a Part>,
}

/// The items attached to a message, else the message itself.
pub(super) fn items(message: &Part, hints: &Hints<'_>) -> Vec<WireItem> {
    let mut contents = Contents::default();
    gather(message, &mut contents);
    let mut item = WireItem::default();
    head(&mut item, message);
    let mut attached = Vec::new();
    let mut files = Vec::new();
    for file in std::mem::take(&mut contents.files) {
        match attached_items(file, hints) {
            Some(Ok(items)) => attached.extend(items),
            Some(Err(what)) => {
                item.fault(None, what);
                files.push(file);
            }
            None => files.push(file),
        }
    }
    if !attached.is_empty() {
        for known in &mut attached {
            let link = Link {
                relation: Relation::Via,
                id: Some(item.id.clone()),
                title: item.headline.clone(),
                ..Link::default()
            };
            known.links.push(link);
            known.sent = known.sent.or(item.sent);
        }
        lay_beside(&mut attached, &files);
        return attached;
    }
    text(&mut item, &contents, hints);
    for file in files {
        attach(&mut item, file);
    }
    vec![item]
}

fn gather<'a>(part: &'a Part, contents: &mut Contents<'a>) {
    if part.parts.is_empty() {
        let inline = !part.is_attachment() && part.file_name().is_none();
        match part.content_type.as_str() {
            "text/html" if inline && contents.html.is_none() => contents.html = Some(part),
            "text/plain" if inline => contents.plain.push(part),
            _ if part.bytes.iter().all(u8::is_ascii_whitespace) => {}
            _ => contents.files.push(part),
        }
        return;
    }
    for inner in &part.parts {
        gather(inner, contents);
    }
}

/// What is said of the message as a whole.
fn head(item: &mut WireItem, message: &Part) {
    let headers = &message.headers;
    let subject = headers.text("subject");
    item.headline = without_forwarding(&subject).to_owned();
    let sent = headers.get("date").unwrap_or_default();
    item.sent = webpage::Moment::parse(without_comment(sent)).and_then(|moment| moment.timestamp());
    if item.sent.is_none() && !sent.is_empty() {
        item.fault(None, format!("the date “{sent}” cannot be read"));
    }
    item.id = headers.identifiers("message-id").into_iter().next().unwrap_or_else(|| {
        let named = format!("{sent}\n{}\n{subject}", headers.get("from").unwrap_or_default());
        format!("mail:{:016x}", agency::fingerprint(named.as_bytes()))
    });
    for (name, address) in headers.mailboxes("from") {
        if item.provider.is_none() {
            let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
            item.provider = Some(Coded::named(if name.is_empty() { domain } else { &name }));
        }
        let contributor = Contributor {
            coded: Coded::named(name),
            role: "sender".into(),
            email: address,
            ..Contributor::default()
        };
        item.contributors.push(contributor);
    }
    let replied = headers.identifiers("in-reply-to");
    let references = headers.identifiers("references");
    let related = references.iter().filter(|id| !replied.contains(id));
    let replaced = ["supersedes", "obsoletes", "replaces"].iter().flat_map(|name| headers.identifiers(name));
    let link = |relation, id: &String| Link { relation, id: Some(id.clone()), ..Link::default() };
    item.links.extend(replied.iter().map(|id| link(Relation::InReplyTo, id)));
    item.links.extend(related.map(|id| link(Relation::Related, id)));
    item.links.extend(replaced.map(|id| link(Relation::Replaces, &id)));
    item.language = headers.text("content-language").split(',').next().and_then(body::language);
    let keywords = headers.text("keywords");
    item.keywords =
        keywords.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    item.priority = priority(&headers.text("x-priority"), &headers.text("importance"));
    for name in ["organization", "reply-to", "list-id"] {
        item.say_further(name, &headers.text(name));
    }
    let expires = headers.text("expires");
    item.expires = webpage::Moment::parse(&expires).and_then(|moment| moment.timestamp());
}

fn priority(number: &str, importance: &str) -> Option<u8> {
    let number = number.split_whitespace().next().and_then(|number| number.parse().ok());
    number.filter(|number| (1..=5).contains(number)).or_else(|| {
        match importance.to_ascii_lowercase().as_str() {
            "high" => Some(1),
            "normal" => Some(3),
            "low" => Some(5),
            _ => None,
        }
    })
}

fn without_forwarding(subject: &str) -> &str {
    let mut subject = subject.trim();
    while let Some(mark) = FORWARDED
        .iter()
        .find(|mark| subject.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)))
    {
        subject = subject[mark.len()..].trim_start();
    }
    subject
}

/// A date without the name of its zone in brackets.
fn without_comment(date: &str) -> &str {
    date.split('(').next().unwrap_or(date).trim()
}

/// The text of the message, from HTML if there is some.
fn text(item: &mut WireItem, contents: &Contents<'_>, hints: &Hints<'_>) {
    let plain = contents.plain.iter().map(|part| part.text()).collect::<Vec<_>>().join("\n\n");
    if agency::form::put(item, &plain, hints.zone) {
        return;
    }
    if let Some(html) = contents.html {
        body::put_html(item, &html.text(), None);
        if !item.body.plain_text().trim().is_empty() {
            return;
        }
    }
    let (text, signature) = plain.split_once("\n-- \n").unwrap_or((&plain, ""));
    if !signature.trim().is_empty() {
        item.notes.push(Note { kind: NoteKind::Contact, text: signature.trim().to_owned() });
    }
    agency::put_copy(item, text, hints.zone);
}

/// The items that an attached file is; nothing where it is of no format for items, or why it cannot be read.
fn attached_items(file: &Part, hints: &Hints<'_>) -> Option<Result<Vec<WireItem>, String>> {
    let kind = file.content_type.split('/').next().unwrap_or_default();
    if matches!(kind, "image" | "audio" | "video" | "font") || file.content_type == "text/html" {
        return None;
    }
    let hints = Hints { content_type: None, ..*hints };
    match crate::parse(&file.bytes, &hints) {
        Ok(parsed) if !matches!(parsed.format, Format::Text | Format::WebPage | Format::Ghost) => {
            Some(Ok(parsed.items))
        }
        Ok(_) => None,
        Err(error) if error.format == Format::Text => None,
        Err(error) => {
            let name = file.file_name().unwrap_or_else(|| file.content_type.clone());
            Some(Err(format!("the attachment “{name}” cannot be read: {error}")))
        }
    }
}

/// Gives attached items the files that came with them: each to the one that names it, the others to the only one.
fn lay_beside(items: &mut [WireItem], files: &[&Part]) {
    let alone = items.len() == 1;
    for file in files {
        let name = file.file_name().unwrap_or_default();
        let named = items.iter_mut().flat_map(|item| &mut item.media).find(|media| {
            !name.is_empty()
                && media.url.rsplit('/').next().is_some_and(|end| end.eq_ignore_ascii_case(&name))
        });
        match named {
            Some(media) => media.bytes = Some(file.bytes.clone()),
            None if alone => attach(&mut items[0], file),
            None => {}
        }
    }
}

/// Puts a file into an item's media, or its bytes to the picture in the text that names it.
fn attach(item: &mut WireItem, file: &Part) {
    let name = file.file_name().unwrap_or_default();
    let cid = file.content_id().map(|id| format!("cid:{id}"));
    let known = item.media.iter_mut().find(|media| {
        cid.as_ref().is_some_and(|cid| media.url == *cid) || (!name.is_empty() && media.url == name)
    });
    let media = match known {
        Some(media) => media,
        None => {
            item.media.push(Media { url: cid.unwrap_or_else(|| name.clone()), ..Media::default() });
            let last = item.media.len() - 1;
            &mut item.media[last]
        }
    };
    media.kind = MediaType::of(&file.content_type);
    media.content_type.clone_from(&file.content_type);
    media.size = u64::try_from(file.bytes.len()).ok();
    media.bytes = Some(file.bytes.clone());
    if media.title.is_empty() {
        media.title = name;
    }
    if media.caption.is_empty() {
        media.caption = file.headers.text("content-description");
    }
}
