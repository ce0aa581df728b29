//! Copy that comes as a form: names with values, as a JSON object or as lines.

use jiff::tz::TimeZone;
use newsroom::wire_item::{Coded, Contributor, Dateline, Note, NoteKind, Place, WireItem};
use serde_json::Value;

use crate::{agency, body, media_topics};

/// What a field of a form is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Headline,
    Subheadline,
    Slugline,
    Abstract,
    Byline,
    City,
    Body,
    Priority,
    Urgency,
    Category,
    Genre,
    Place,
    Keywords,
    Legal,
    Note,
    Embargo,
    Language,
    Email,
    Credit,
    Source,
    Copyright,
}

/// Names of fields, in small letters.
const NAMES: &[(&str, Field)] = &[
    ("headline", Field::Headline),
    ("title", Field::Headline),
    ("schlagzeile", Field::Headline),
    ("überschrift", Field::Headline),
    ("titel", Field::Headline),
    ("subheadline", Field::Subheadline),
    ("subtitle", Field::Subheadline),
    ("unterzeile", Field::Subheadline),
    ("untertitel", Field::Subheadline),
    ("slugline", Field::Slugline),
    ("slug", Field::Slugline),
    ("stichwort", Field::Slugline),
    ("abstract", Field::Abstract),
    ("summary", Field::Abstract),
    ("standfirst", Field::Abstract),
    ("teaser", Field::Abstract),
    ("vorspann", Field::Abstract),
    ("byline", Field::Byline),
    ("by", Field::Byline),
    ("author", Field::Byline),
    ("autor", Field::Byline),
    ("autorin", Field::Byline),
    ("von", Field::Byline),
    ("dateline", Field::City),
    ("ortsmarke", Field::City),
    ("city", Field::City),
    ("body", Field::Body),
    ("text", Field::Body),
    ("story", Field::Body),
    ("copy", Field::Body),
    ("priority", Field::Priority),
    ("priorität", Field::Priority),
    ("news value", Field::Urgency),
    ("urgency", Field::Urgency),
    ("dringlichkeit", Field::Urgency),
    ("category", Field::Category),
    ("ressort", Field::Category),
    ("section", Field::Category),
    ("rubrik", Field::Category),
    ("genre", Field::Genre),
    ("textsorte", Field::Genre),
    ("place", Field::Place),
    ("ort", Field::Place),
    ("keywords", Field::Keywords),
    ("schlagworte", Field::Keywords),
    ("stichworte", Field::Keywords),
    ("tags", Field::Keywords),
    ("legal flag", Field::Legal),
    ("legal", Field::Legal),
    ("ed note", Field::Note),
    ("editorial note", Field::Note),
    ("hinweis", Field::Note),
    ("embargo", Field::Embargo),
    ("sperrfrist", Field::Embargo),
    ("language", Field::Language),
    ("sprache", Field::Language),
    ("email address", Field::Email),
    ("username", Field::Email),
    ("credit", Field::Credit),
    ("source", Field::Source),
    ("quelle", Field::Source),
    ("copyright", Field::Copyright),
];
/// Names of the scale of priorities, most pressing first.
const PRIORITIES: [(&str, u8); 8] = [
    ("flash", 1),
    ("blitz", 1),
    ("bulletin", 2),
    ("eil", 2),
    ("urgent", 3),
    ("dringend", 3),
    ("normal", 5),
    ("ordinary", 6),
];

/// Puts a form into an item. Whether it was one: it must have a headline or a text and another known field.
pub(crate) fn put(item: &mut WireItem, text: &str, zone: Option<&TimeZone>) -> bool {
    let text = text.trim_start();
    let fields = if text.starts_with('{') { of_json(text) } else { of_lines(text) };
    let Some(fields) = fields else { return false };
    for (name, value) in fields {
        let value = value.trim();
        match field(&name) {
            _ if value.is_empty() => {}
            Some(field) => put_field(item, field, value, zone),
            None => item.say_further(&name, value),
        }
    }
    true
}

fn field(name: &str) -> Option<Field> {
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

fn is_form(fields: &[(String, String)]) -> bool {
    let known: Vec<Field> = fields.iter().filter_map(|(name, _)| field(name)).collect();
    known.len() >= 2 && known.iter().any(|field| matches!(field, Field::Headline | Field::Body))
}

/// The fields of a JSON object; of a list the first that is not empty.
fn of_json(text: &str) -> Option<Vec<(String, String)>> {
    let Ok(Value::Object(object)) = serde_json::from_str(text.trim_end()) else { return None };
    let fields: Vec<(String, String)> = object
        .into_iter()
        .filter_map(|(name, value)| {
            let value = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Array(values) => {
                    values.iter().filter_map(Value::as_str).find(|text| !text.is_empty())?.to_owned()
                }
                _ => return None,
            };
            Some((name, value))
        })
        .collect();
    is_form(&fields).then_some(fields)
}

/// The fields of lines `Name: value` at the beginning; what follows an empty line is the text.
fn of_lines(text: &str) -> Option<Vec<(String, String)>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n').or((!rest.is_empty()).then_some((rest, ""))) {
        if line.trim().is_empty() {
            break;
        }
        match line.split_once(':').filter(|(name, _)| field(name).is_some()) {
            Some((name, value)) if field(name) == Some(Field::Body) => {
                fields.push((name.to_owned(), format!("{value}\n{after}")));
                rest = "";
                break;
            }
            Some((name, value)) => fields.push((name.trim().to_owned(), value.to_owned())),
            None => break,
        }
        rest = after;
    }
    if !rest.trim().is_empty() && !fields.is_empty() {
        fields.push(("text".into(), rest.to_owned()));
    }
    is_form(&fields).then_some(fields)
}

fn put_field(item: &mut WireItem, field: Field, value: &str, zone: Option<&TimeZone>) {
    let line = || value.split_whitespace().collect::<Vec<_>>().join(" ");
    let level = || value.parse().ok().filter(|level| (1..=9).contains(level));
    match field {
        Field::Headline => item.headline = line(),
        Field::Subheadline => item.subheadline = line(),
        Field::Slugline => item.slugline = line(),
        Field::Abstract => item.standfirst = value.to_owned(),
        Field::Byline => item.byline = line(),
        Field::City => item.dateline = Some(Dateline { city: line(), ..Dateline::default() }),
        Field::Body if value.starts_with('<') => body::put_html(item, value, None),
        Field::Body => agency::put_copy(item, &body::parted(value), zone),
        Field::Priority => {
            let low = value.to_lowercase();
            let named = PRIORITIES.iter().find(|(word, _)| low.starts_with(word)).map(|(_, level)| *level);
            item.priority = level().or(named);
        }
        Field::Urgency => item.urgency = level(),
        Field::Category => item.subjects.push(media_topics::subject("", "", value)),
        Field::Genre => item.genres.push(Coded::named(value)),
        Field::Place => item
            .places
            .push(Place { coded: Coded { code: value.to_owned(), ..Coded::default() }, ..Place::default() }),
        Field::Keywords => {
            item.keywords.extend(
                value.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()),
            );
        }
        Field::Legal => item.notes.push(Note { kind: NoteKind::Legal, text: value.to_owned() }),
        Field::Note => item.notes.push(Note { kind: NoteKind::Editorial, text: value.to_owned() }),
        Field::Embargo => {
            agency::put_embargo(item, &format!("Embargo: {value}"), zone);
        }
        Field::Language => item.language = body::language(value),
        Field::Email => {
            item.contributors.push(Contributor {
                role: "author".into(),
                email: value.to_owned(),
                ..Contributor::default()
            });
        }
        Field::Credit => item.credit = line(),
        Field::Source => item.provider = Some(Coded::named(line())),
        Field::Copyright => item.copyright = line(),
    }
}
