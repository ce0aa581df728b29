//! What an item is about and who made it: subjects, places, people, and their like.

use newsroom::wire_item::{Coded, Contributor, Dateline, Link, Place, Relation, Subject, WireItem};
use serde_json::Value;

use super::fields::{Fields, text_of};
use crate::media_topics;

pub(super) fn read(item: &mut WireItem, fields: Fields<'_>) {
    for (names, scheme) in
        [(&["subjects", "subject"][..], ""), (&["anpa_category"], "anpa"), (&["services", "service"], "anpa")]
    {
        for entry in fields.objects(names) {
            let subject = subject(entry, scheme);
            if !item.subjects.iter().any(|known| known.coded == subject.coded) {
                item.subjects.push(subject);
            }
        }
    }
    item.genres = coded(fields, &["genres", "genre"]);
    item.people = coded(fields, &["people", "person", "persons"]);
    item.organisations = coded(fields, &["organisations", "organisation", "organizations"]);
    item.places = fields.objects(&["places", "place"]).into_iter().map(place).collect();
    item.keywords = fields.words(&["keywords", "keyword"]);
    item.sources = coded(fields, &["infosources", "infosource"]);
    for entry in fields.objects(&["objects", "object"]) {
        item.say_further("object", one_coded(entry).label());
    }
    contributors(item, fields);
    item.dateline = dateline(fields);
    for (names, relation) in [
        (&["evolvedfrom", "rewrite_of"][..], Relation::Replaces),
        (&["translated_from", "translation_of"], Relation::TranslationOf),
        (&["correction_of"], Relation::Corrects),
    ] {
        let id = fields.text(names);
        if !id.is_empty() {
            item.links.push(Link { relation, id: Some(id), ..Link::default() });
        }
    }
}

fn subject(entry: Fields<'_>, scheme: &str) -> Subject {
    let mut coded = one_coded(entry);
    // Some mark the categories among their subjects by a relation.
    let category = entry.words(&["rels", "rel"]).iter().any(|rel| rel.ends_with("category"));
    if coded.scheme.is_empty() {
        coded.scheme = if category { "anpa" } else { scheme }.to_owned();
    }
    let mut subject = media_topics::subject(&coded.scheme, &coded.code, &coded.name);
    subject.relevance = entry.count(&["relevance"]).and_then(|relevance| u8::try_from(relevance).ok());
    subject
}

fn coded(fields: Fields<'_>, names: &[&str]) -> Vec<Coded> {
    match fields.get(names) {
        Some(Value::Array(values)) => values
            .iter()
            .map(|value| Fields::of(value).map_or_else(|| Coded::named(text_of(value)), one_coded))
            .filter(|coded| !coded.label().is_empty())
            .collect(),
        Some(Value::Object(object)) => vec![one_coded(Fields(object))],
        Some(text) => vec![Coded::named(text_of(text))],
        None => Vec::new(),
    }
}

/// Code, scheme and name. The second generation has one address for code and scheme.
fn one_coded(entry: Fields<'_>) -> Coded {
    let name = entry.text(&["name", "label", "title"]);
    let code = entry.text(&["code", "qcode"]);
    if code.is_empty() {
        let (uri, literal) = (entry.text(&["uri"]), entry.text(&["literal"]));
        let code = if uri.is_empty() { literal } else { uri };
        return Coded { code, scheme: String::new(), name };
    }
    Coded { code, scheme: entry.text(&["scheme"]), name }
}

fn place(entry: Fields<'_>) -> Place {
    let address =
        entry.objects(&["contactinfo"]).into_iter().find_map(|contact| contact.object(&["address"]));
    let said = |names: &[&str]| {
        let text = entry.text(names);
        if text.is_empty() { address.map(|address| address.text(names)).unwrap_or_default() } else { text }
    };
    Place {
        coded: one_coded(entry),
        country: said(&["country", "countryname", "country_code"]),
        region: said(&["state", "region", "area", "world_region"]),
        position: position(entry),
    }
}

/// Degrees north and east of a point ([GeoJSON, 3.1.2](https://www.rfc-editor.org/rfc/rfc7946#section-3.1.2):
/// east comes first).
fn position(entry: Fields<'_>) -> Option<(f64, f64)> {
    let point = entry.object(&["geojson", "geometry_geojson", "geometry"])?;
    let point = point.object(&["geometry"]).unwrap_or(point);
    let Some(Value::Array(numbers)) = point.get(&["coordinates"]) else { return None };
    match numbers[..] {
        [ref east, ref north, ..] => Some((north.as_f64()?, east.as_f64()?)),
        _ => None,
    }
}

fn contributors(item: &mut WireItem, fields: Fields<'_>) {
    item.byline = fields.text(&["byline", "by"]);
    for (names, role) in [
        (&["authors", "contributors"][..], ""),
        (&["photographer"], "photographer"),
        (&["captionwriter"], "captionwriter"),
        (&["editor"], "editor"),
    ] {
        for entry in fields.objects(names) {
            let mut coded = one_coded(entry);
            if coded.name.is_empty() {
                coded.name = entry.text(&["displayname"]);
            }
            let said = entry.text(&["role", "type"]);
            let contributor = Contributor {
                coded,
                role: if said.is_empty() { role.to_owned() } else { said },
                job: entry.text(&["jobtitle"]),
                email: entry.text(&["email"]),
                url: entry.text(&["url", "website"]),
            };
            if !contributor.coded.label().is_empty() {
                item.contributors.push(contributor);
            }
        }
    }
}

fn dateline(fields: Fields<'_>) -> Option<Dateline> {
    let entry = fields.get(&["dateline", "datelinelocation"]);
    let located = fields.text(&["located"]);
    let dateline = match entry {
        Some(Value::Object(object)) => {
            let entry = Fields(object);
            let place = entry.object(&["located"]).unwrap_or(entry);
            Dateline {
                text: entry.text(&["text"]),
                city: place.text(&["city", "city_code"]),
                country: place.text(&["country", "countryname"]),
                date: entry.text(&["date"]),
                source: entry.text(&["source"]),
            }
        }
        Some(text) => Dateline { text: text_of(text), city: located, ..Dateline::default() },
        None if located.is_empty() => Dateline {
            city: fields.text(&["city"]),
            country: fields.text(&["country"]),
            ..Dateline::default()
        },
        None => Dateline { city: located, ..Dateline::default() },
    };
    (dateline != Dateline::default()).then_some(dateline)
}
