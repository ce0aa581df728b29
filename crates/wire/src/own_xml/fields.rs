//! What plain names of fields mean.

use newsroom::wire_item::{Coded, Dateline, NoteKind, Status, WireItem};

use crate::iptc::{self, SUBJECT_CODES, one_to_nine, set};
use crate::xml::Node;
use crate::{Hints, iso_time};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Headline,
    Text,
    Id,
    Version,
    Subheadline,
    Slugline,
    Standfirst,
    Byline,
    City,
    Source,
    Published,
    Updated,
    Created,
    Embargo,
    Expires,
    Urgency,
    Priority,
    Status,
    Language,
    Copyright,
    Usage,
    Keywords,
    Section,
    Subjects,
    Note,
}

/// Longer values that nobody knows are left out.
const LONGEST: usize = 2_000;

/// The field of a name.
pub(super) fn of(name: &str) -> Option<Field> {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    Some(match name.as_str() {
        "headline" | "title" | "head" | "heading" | "titel" | "titre" | "titulo" | "titolo" | "rubrik" => {
            Field::Headline
        }
        "content" | "body" | "text" | "bodytext" | "bodyhtml" | "fulltext" | "maintext" | "storytext"
        | "story" | "article" | "contenthtml" | "texte" | "texto" | "testo" => Field::Text,
        "id" | "newsid" | "guid" | "itemid" | "storyid" | "articleid" | "docid" | "documentid"
        | "uniqueid" | "identifier" | "messageid" | "uid" => Field::Id,
        "version" | "revision" | "revisionid" | "versionid" => Field::Version,
        "subtitle" | "subheadline" | "subheading" | "subhead" | "deck" => Field::Subheadline,
        "slug" | "slugline" | "strapline" | "kicker" => Field::Slugline,
        "abstract" | "summary" | "lead" | "lede" | "intro" | "standfirst" | "teaser" | "description" => {
            Field::Standfirst
        }
        "byline" | "author" | "by" => Field::Byline,
        "town" | "city" | "dateline" | "place" | "location" => Field::City,
        "origin" | "source" | "provider" | "agency" | "credit" | "sender" => Field::Source,
        "publishdate" | "pubdate" | "published" | "publicationdate" | "datepublished" | "date"
        | "datetime" | "publishedat" => Field::Published,
        "updated" | "modified" | "lastmodified" | "versioncreated" | "datemodified" | "updatedat" => {
            Field::Updated
        }
        "created" | "firstcreated" | "datecreated" | "createdat" => Field::Created,
        "embargo" | "embargodate" | "embargoed" | "embargountil" | "embargoeduntil" => Field::Embargo,
        "expires" | "expiry" | "expirydate" | "expirationdate" => Field::Expires,
        "urgency" => Field::Urgency,
        "priority" => Field::Priority,
        "status" | "pubstatus" => Field::Status,
        "language" | "lang" => Field::Language,
        "copyright" | "copyrightnotice" => Field::Copyright,
        "usageterms" | "rights" | "usage" => Field::Usage,
        "keyword" | "keywords" | "tags" => Field::Keywords,
        "section" | "category" | "department" => Field::Section,
        "ednote" | "editorialnote" | "editornote" | "notetoeditors" | "editorsnote" => Field::Note,
        name if name.contains("iptc") || name == "subjects" || name == "subjectcode" => Field::Subjects,
        _ => return None,
    })
}

/// Puts the value of a field into an item.
pub(super) fn put(item: &mut WireItem, field: Field, node: Node<'_>, hints: &Hints<'_>) {
    let text = node.line_of_text();
    let time = |item: &mut WireItem| iso_time::of_item(item, node.name(), &text, node.line(), hints.zone);
    match field {
        Field::Headline => set(&mut item.headline, text),
        Field::Id => set(&mut item.id, text),
        Field::Version => item.version = Some(text),
        Field::Subheadline => set(&mut item.subheadline, text),
        Field::Slugline => set(&mut item.slugline, text),
        Field::Standfirst => set(&mut item.standfirst, text),
        Field::Byline => set(&mut item.byline, text),
        Field::City => set(&mut item.dateline.get_or_insert_with(Dateline::default).city, text),
        Field::Source => item.sources.push(Coded::named(text)),
        Field::Published => item.published = item.published.or(time(item)),
        Field::Updated => item.updated = time(item),
        Field::Created => item.created = time(item),
        Field::Embargo => item.embargo = time(item),
        Field::Expires => item.expires = time(item),
        Field::Urgency => item.urgency = one_to_nine(&text),
        Field::Priority => item.priority = one_to_nine(&text),
        Field::Status => match Status::from_word(&text) {
            Some(status) => item.status = status,
            None => item.say_further(node.name(), &text),
        },
        Field::Language => item.language = crate::body::language(&text),
        Field::Copyright => set(&mut item.copyright, text),
        Field::Usage => set(&mut item.usage_terms, text),
        Field::Keywords => keywords(item, node),
        Field::Section => iptc::add_subject(item, iptc::subject("", "", &text)),
        Field::Subjects => subjects(item, node),
        Field::Note => iptc::add_note(item, NoteKind::Editorial, &text),
        Field::Text => {}
    }
}

/// Values that stand apart, or with commas between.
fn values(node: Node<'_>) -> Vec<String> {
    if node.children().next().is_some() {
        return node.children().map(Node::line_of_text).filter(|value| !value.is_empty()).collect();
    }
    let text = node.line_of_text();
    text.split([',', ';']).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn keywords(item: &mut WireItem, node: Node<'_>) {
    for keyword in values(node) {
        if !item.keywords.contains(&keyword) {
            item.keywords.push(keyword);
        }
    }
}

fn subjects(item: &mut WireItem, node: Node<'_>) {
    for value in values(node) {
        let code = value.rsplit(':').next().unwrap_or(&value);
        let subject = if iptc::is_subject_code(code) {
            iptc::subject(SUBJECT_CODES, code, "")
        } else {
            iptc::subject("", "", &value)
        };
        iptc::add_subject(item, subject);
    }
}

/// Keeps what has no field of its own.
pub(super) fn put_further(item: &mut WireItem, node: Node<'_>) {
    let text = node.line_of_text();
    if text.len() > LONGEST {
        item.fault(
            Some(node.line()),
            format!("<{}> is long and means nothing known; it was left out", node.name()),
        );
    } else {
        item.say_further(node.name(), &text);
    }
}
