//! Concepts: what they are, and the items that are made of them
//! ([guidelines, concepts and events](https://iptc.org/std/NewsML-G2/guidelines/)).

use jiff::Timestamp;
use jiff::tz::Offset;
use newsroom::wire_item::{Coded, Event, NoteKind, WireItem};

use super::{Reading, content_meta, names};
use crate::iptc::{self, set};
use crate::iso_time;
use crate::xml::Node;

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    Person,
    Organisation,
    Place,
    Event,
    Other,
}

/// By the type it names (IPTC's [concept natures](https://cv.iptc.org/newscodes/cpnature/), whatever the alias), else by
/// the details that are given of it.
pub(super) fn nature(node: Node<'_>, reading: &Reading<'_>) -> Nature {
    let typed = node.attribute("type").or(node.attribute("typeuri"));
    let of_concept = node.child("type").and_then(|kind| kind.attribute("qcode").or(kind.attribute("uri")));
    match typed.or(of_concept).map(names::local).unwrap_or_default().to_ascii_lowercase().as_str() {
        "person" => return Nature::Person,
        "organisation" | "organization" | "org" => return Nature::Organisation,
        "geoarea" | "poi" | "place" | "location" => return Nature::Place,
        "event" => return Nature::Event,
        "abstract" | "object" => return Nature::Other,
        _ => {}
    }
    let described: Vec<Node<'_>> = reading.names.described(node).collect();
    let has = |name: &str| {
        node.child(name).is_some() || described.iter().any(|holder| holder.child(name).is_some())
    };
    if has("personDetails") {
        Nature::Person
    } else if has("organisationDetails") {
        Nature::Organisation
    } else if has("geoAreaDetails") || has("POIDetails") {
        Nature::Place
    } else if has("eventDetails") {
        Nature::Event
    } else {
        Nature::Other
    }
}

/// Whether a concept item is of an event.
pub(super) fn is_event(item: Node<'_>) -> bool {
    let Some(concept) = item.child("concept") else { return false };
    let kind = concept.child("type").and_then(|kind| kind.attribute("qcode").or(kind.attribute("uri")));
    kind.is_some_and(|kind| names::local(kind) == "event") || concept.child("eventDetails").is_some()
}

/// The concepts of a concept or knowledge item.
pub(super) fn read(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    let of_set = node.all("conceptSet").flat_map(|set| set.all("concept"));
    let concepts: Vec<Node<'_>> = node.all("concept").chain(of_set).collect();
    for concept in &concepts {
        one(item, *concept, reading);
    }
    if let [only] = concepts.as_slice() {
        set(&mut item.headline, reading.names.name(*only));
        set(&mut item.standfirst, definition(*only, reading));
    }
    for scheme in node.all("schemeMeta").chain(node.all("scheme")) {
        item.say_further("scheme", scheme.attribute("uri").unwrap_or_default());
    }
    for scheme in node.at("catalogContainer/catalog").into_iter().flat_map(|catalog| catalog.all("scheme")) {
        let alias = scheme.attribute("alias").unwrap_or_default();
        item.say_further(&format!("scheme {alias}"), scheme.attribute("uri").unwrap_or_default());
    }
}

fn one(item: &mut WireItem, concept: Node<'_>, reading: &Reading<'_>) {
    let identity = concept.child("conceptId").map(|id| reading.names.coded(id)).unwrap_or_default();
    let coded = Coded { name: reading.names.name(concept), ..identity };
    match nature(concept, reading) {
        Nature::Person => item.people.push(coded),
        Nature::Organisation => item.organisations.push(coded),
        Nature::Place => {
            let place = content_meta::place(concept, reading);
            item.places.push(newsroom::wire_item::Place { coded, ..place });
        }
        Nature::Event => {
            let event = event(item, concept, coded, reading);
            item.events.push(event);
        }
        Nature::Other => iptc::add_subject(item, iptc::subject(&coded.scheme, &coded.code, &coded.name)),
    }
    for note in concept.all("note") {
        iptc::add_note(item, NoteKind::Editorial, &lines(note));
    }
    for same in concept.all("sameAs") {
        item.say_further("sameAs", same.attribute("qcode").or(same.attribute("uri")).unwrap_or_default());
    }
}

fn lines(node: Node<'_>) -> String {
    let text = node.text();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn definition(concept: Node<'_>, reading: &Reading<'_>) -> String {
    let all: Vec<Node<'_>> = concept.all("definition").collect();
    let summary = reading.names.with_role(&all, &["summary", "short"]);
    if summary.is_empty() { reading.names.best(all.into_iter()) } else { summary }
}

/// An event with its dates and its place; subjects and contacts go to the item.
fn event(item: &mut WireItem, concept: Node<'_>, coded: Coded, reading: &Reading<'_>) -> Event {
    let details = concept.child("eventDetails");
    let (starts, ends) = details.and_then(|details| details.child("dates")).map_or((None, None), |dates| {
        let time = |item: &mut WireItem, name: &str| {
            let node = dates.child(name)?;
            iso_time::of_item(item, name, &node.line_of_text(), node.line(), reading.hints.zone)
        };
        let starts = time(item, "start");
        let ends = time(item, "end").or_else(|| after(starts, &dates.child("duration")?.line_of_text()));
        (starts, ends)
    });
    let mut places = details.into_iter().flat_map(|details| details.all("location"));
    let place = places.next().map(|place| reading.names.coded(place).label().to_owned()).unwrap_or_default();
    if let Some(details) = details {
        for subject in details.all("subject") {
            let coded = reading.names.coded(subject);
            iptc::add_subject(item, iptc::subject(&coded.scheme, &coded.code, &coded.name));
        }
        for (name, key) in [("occurStatus", "occurStatus"), ("newsCoverageStatus", "newsCoverageStatus")] {
            let code = details.child(name).and_then(|status| status.attribute("qcode"));
            item.say_further(key, code.unwrap_or_default());
        }
        for contact in details.all("contactInfo").chain(details.all("organiser")) {
            iptc::add_note(item, NoteKind::Contact, &contact.line_of_text());
        }
    }
    Event {
        id: if coded.code.is_empty() { item.id.clone() } else { coded.code },
        name: coded.name,
        description: definition(concept, reading),
        starts,
        ends,
        place,
        coverage: String::new(),
    }
}

/// The end of what lasts that long ([XML Schema, duration](https://www.w3.org/TR/xmlschema-2/#duration)).
fn after(starts: Option<Timestamp>, duration: &str) -> Option<Timestamp> {
    let span: jiff::Span = duration.trim().parse().ok()?;
    let local = Offset::UTC.to_datetime(starts?).checked_add(span).ok()?;
    Offset::UTC.to_timestamp(local).ok()
}
