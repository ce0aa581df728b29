//! `AdministrativeMetadata`, `RightsMetadata` and `DescriptiveMetadata`
//! ([NewsML 1.2, 5.7.4 to 5.7.6](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::{Coded, Contributor, Dateline, Place, WireItem};

use super::lines::is_for_editors;
use super::topics::Topics;
use crate::iptc::{self, SUBJECT_CODES, set};
use crate::xml::Node;

/// Reads the metadata of a component into an item, where it has none yet.
pub(super) fn read(item: &mut WireItem, component: Node<'_>, topics: &Topics<'_>) {
    for child in component.children() {
        match child.name() {
            "AdministrativeMetadata" => administrative(item, child, topics),
            "RightsMetadata" => rights(item, child, topics),
            "DescriptiveMetadata" => descriptive(item, child, topics),
            "Metadata" => further(item, child, "Metadata"),
            _ => {}
        }
    }
}

/// The parties of an element that name anybody.
fn parties(node: Node<'_>, topics: &Topics<'_>) -> Vec<(Coded, Option<String>)> {
    node.all("Party")
        .map(|party| {
            let role = party.attribute("Topic").filter(|topic| !topic.starts_with('#')).map(str::to_owned);
            (topics.coded(party), role)
        })
        .filter(|(coded, _)| !coded.label().is_empty())
        .collect()
}

fn administrative(item: &mut WireItem, metadata: Node<'_>, topics: &Topics<'_>) {
    for child in metadata.children() {
        let parties = || parties(child, topics);
        match child.name() {
            "Provider" => {
                if let Some((party, _)) = parties().into_iter().next() {
                    item.provider = Some(party);
                }
            }
            "Source" => {
                for (party, _) in parties() {
                    if !item.sources.contains(&party) {
                        item.sources.push(party);
                    }
                }
            }
            "Creator" | "Contributor" => {
                for (coded, role) in parties() {
                    let role = role.unwrap_or_else(|| child.name().to_ascii_lowercase());
                    item.contributors.push(Contributor { coded, role, ..Contributor::default() });
                }
            }
            "Property" => property(item, child, "AdministrativeMetadata"),
            name => item.say_further(name, &child.line_of_text()),
        }
    }
}

/// A property of the sender's own: kept with its name and those of the properties it stands in.
fn property(item: &mut WireItem, node: Node<'_>, within: &str) {
    let name = node.attribute("FormalName").unwrap_or_default();
    let value = node.attribute("Value").map_or_else(|| own_text(node), str::to_owned);
    if is_for_editors(name) {
        iptc::add_note(item, iptc::note_kind(name), &value);
    } else {
        match name.to_ascii_lowercase().as_str() {
            "priority" => item.priority = item.priority.or(iptc::one_to_nine(&value)),
            "urgency" => item.urgency = item.urgency.or(iptc::one_to_nine(&value)),
            _ => {}
        }
        item.say_further(&format!("{within}/{name}"), &value);
    }
    for inner in node.all("Property") {
        property(item, inner, &format!("{within}/{name}"));
    }
}

fn own_text(node: Node<'_>) -> String {
    if node.child("Property").is_some() { String::new() } else { node.line_of_text() }
}

fn further(item: &mut WireItem, metadata: Node<'_>, within: &str) {
    for child in metadata.all("Property") {
        property(item, child, within);
    }
}

fn rights(item: &mut WireItem, metadata: Node<'_>, topics: &Topics<'_>) {
    for child in metadata.children() {
        match child.name() {
            "Copyright" => {
                let text = |name: &str| child.child(name).map(Node::line_of_text).unwrap_or_default();
                let holder =
                    child.child("CopyrightHolder").map(|holder| topics.coded(holder)).unwrap_or_default();
                let party =
                    child.at("CopyrightHolder/Party").map(|party| topics.coded(party)).unwrap_or_default();
                let names = [text("CopyrightHolder"), party.label().to_owned(), holder.label().to_owned()];
                set(
                    &mut item.copyright_holder,
                    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
                );
                item.say_further("CopyrightDate", &text("CopyrightDate"));
            }
            "UsageRights" => set(&mut item.usage_terms, usage(child)),
            "Property" => property(item, child, "RightsMetadata"),
            _ => {}
        }
    }
}

fn usage(rights: Node<'_>) -> String {
    let mut parts = Vec::new();
    for (name, label) in [
        ("UsageType", ""),
        ("Limitations", "limitations: "),
        ("Geography", "geography: "),
        ("RightsHolder", "rights holder: "),
        ("StartDate", "from: "),
        ("EndDate", "until: "),
    ] {
        let text = rights.child(name).map(Node::line_of_text).unwrap_or_default();
        if !text.is_empty() {
            parts.push(format!("{label}{text}"));
        }
    }
    parts.join("; ")
}

fn descriptive(item: &mut WireItem, metadata: Node<'_>, topics: &Topics<'_>) {
    for child in metadata.children() {
        let formal = child.attribute("FormalName").unwrap_or_default();
        match child.name() {
            "Language" => item.language = item.language.take().or_else(|| crate::body::language(formal)),
            "Genre" => {
                let genre = topics.coded(child);
                if !genre.label().is_empty() && !item.genres.contains(&genre) {
                    item.genres.push(genre);
                }
            }
            "SubjectCode" => subjects(item, child, topics),
            "Location" => location(item, child),
            "DateLineDate" => {
                let line = item.dateline.get_or_insert_with(Dateline::default);
                set(&mut line.date, child.line_of_text());
            }
            "TopicOccurrence" => {
                let coded = topics.coded(child);
                iptc::add_subject(item, iptc::subject(&coded.scheme, &coded.code, &coded.name));
            }
            "Property" if formal.eq_ignore_ascii_case("keyword") => {
                let value = child.attribute("Value").unwrap_or_default();
                for keyword in value.split(';').map(str::trim).filter(|keyword| !keyword.is_empty()) {
                    if !item.keywords.iter().any(|known| known == keyword) {
                        item.keywords.push(keyword.to_owned());
                    }
                }
            }
            "Property" => property(item, child, "DescriptiveMetadata"),
            name => item.say_further(name, formal),
        }
    }
}

/// Subjects, their matters and details: each a code of its own.
fn subjects(item: &mut WireItem, code: Node<'_>, topics: &Topics<'_>) {
    for node in
        code.children().filter(|node| node.name().starts_with("Subject") && node.name() != "SubjectQualifier")
    {
        let coded = topics.coded(node);
        let scheme = if iptc::is_subject_code(&coded.code) { SUBJECT_CODES } else { &coded.scheme };
        iptc::add_subject(item, iptc::subject(scheme, &coded.code, &coded.name));
    }
}

/// A place: where the item was written (`Origin`), or one it is about.
fn location(item: &mut WireItem, node: Node<'_>) {
    let part = |name: &str| {
        let found = node.all("Property").find(|property| property.attribute("FormalName") == Some(name));
        found.and_then(|property| property.attribute("Value")).unwrap_or_default().to_owned()
    };
    let (city, country) = (part("City"), part("Country"));
    let how = node.attribute("HowPresent").unwrap_or_default();
    item.say_further("Location/HowPresent", how);
    if how.eq_ignore_ascii_case("origin") {
        let line = item.dateline.get_or_insert_with(Dateline::default);
        // The town of the printed line stands, in the spelling given here.
        if line.city.is_empty() || line.city.to_lowercase() == city.to_lowercase() {
            line.city = city;
        }
        set(&mut line.country, country);
        return;
    }
    let names = [part("SubLocation"), city, part("CountryArea"), country.clone(), part("WorldRegion")];
    let Some(name) = names.into_iter().find(|name| !name.is_empty()) else { return };
    let place = Place { coded: Coded::named(name), country, region: part("CountryArea"), position: None };
    if !item.places.contains(&place) {
        item.places.push(place);
    }
}
