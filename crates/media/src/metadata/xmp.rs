//! XMP (ISO 16684-1): a packet of RDF in XML, read by its properties wherever they stand.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::Metadata;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";

/// The longest packet that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// A property that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    Headline,
    Caption,
    Creator,
    Credit,
    Source,
    Copyright,
    Created,
    Instructions,
}

pub(super) fn metadata(packet: &[u8]) -> Metadata {
    let text = String::from_utf8_lossy(&packet[..packet.len().min(LONGEST)]);
    let mut metadata = Metadata::default();
    for (property, value, preferred) in properties(&text) {
        metadata.put(property, value, preferred);
    }
    metadata
}

impl Metadata {
    /// Takes a value over; of several in languages the one marked as default wins, else the first.
    fn put(&mut self, property: Property, value: String, preferred: bool) {
        let field = match property {
            Property::Creator => return self.creators.push(value),
            Property::Created => {
                self.created = self.created.take().or_else(|| super::date(&value, None));
                return;
            }
            Property::Headline => &mut self.headline,
            Property::Caption => &mut self.caption,
            Property::Credit => &mut self.credit,
            Property::Source => &mut self.source,
            Property::Copyright => &mut self.copyright,
            Property::Instructions => &mut self.instructions,
        };
        if field.is_none() || preferred {
            *field = Some(value);
        }
    }
}

/// Every known property with a value, whether it is written as attribute, as element, or as list in one,
/// up to the first place where the XML is broken.
fn properties(text: &str) -> Vec<(Property, String, bool)> {
    let mut found = Vec::new();
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut current: Option<Property> = None;
    let mut preferred = false;
    let mut words = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => {
                words.clear();
                if let Some(property) = property_of(&reader, &element) {
                    current = Some(property);
                    preferred = false;
                } else if is(&reader, &element, RDF, "li") {
                    preferred = default_language(&element);
                } else if is(&reader, &element, RDF, "Description") {
                    found.extend(attributes(&reader, &element));
                }
            }
            Event::Empty(element) if is(&reader, &element, RDF, "Description") => {
                found.extend(attributes(&reader, &element));
            }
            Event::Text(part) => words.push_str(&part.xml10_content()),
            Event::CData(part) => words.push_str(&part),
            Event::GeneralRef(part) => {
                if let Ok(Some(character)) = part.resolve_char_ref() {
                    words.push(character);
                } else {
                    words.push_str(quick_xml::escape::resolve_predefined_entity(&part).unwrap_or_default());
                }
            }
            Event::End(element) => {
                if let (Some(property), Some(value)) = (current, super::filled(&words)) {
                    found.push((property, value, preferred));
                }
                words.clear();
                let (space, name) = reader.resolver().resolve_element(element.name());
                if named(&space, name.as_ref()).is_some() {
                    current = None;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

fn property_of(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Option<Property> {
    let (space, name) = reader.resolver().resolve_element(element.name());
    named(&space, name.as_ref())
}

fn attributes(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Vec<(Property, String, bool)> {
    element
        .attributes()
        .flatten()
        .filter_map(|attribute| {
            let (space, name) = reader.resolver().resolve_attribute(attribute.key);
            let property = named(&space, name.as_ref())?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
            Some((property, super::filled(&value)?, false))
        })
        .collect()
}

fn named(space: &ResolveResult<'_>, name: &str) -> Option<Property> {
    let ResolveResult::Bound(space) = space else { return None };
    match (space.0, name) {
        (PHOTOSHOP, "Headline") => Some(Property::Headline),
        (DC, "description") => Some(Property::Caption),
        (DC, "creator") => Some(Property::Creator),
        (PHOTOSHOP, "Credit") => Some(Property::Credit),
        (PHOTOSHOP, "Source") => Some(Property::Source),
        (DC, "rights") => Some(Property::Copyright),
        (PHOTOSHOP, "DateCreated") => Some(Property::Created),
        (PHOTOSHOP, "Instructions") => Some(Property::Instructions),
        _ => None,
    }
}

fn is(reader: &NsReader<&[u8]>, element: &BytesStart<'_>, space: &str, name: &str) -> bool {
    let (found, local) = reader.resolver().resolve_element(element.name());
    local.as_ref() == name && matches!(found, ResolveResult::Bound(bound) if bound.0 == space)
}

fn default_language(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|a| a.key.as_ref() == "xml:lang" && a.value.as_ref() == "x-default")
}
