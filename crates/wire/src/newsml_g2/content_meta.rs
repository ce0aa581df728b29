//! `contentMeta`: what is said of the content
//! ([guidelines, content metadata](https://iptc.org/std/NewsML-G2/guidelines/)).

use jiff::Timestamp;
use newsroom::wire_item::{Contributor, Dateline, Media, MediaType, Place, WireItem};

use super::{Reading, concepts, names};
use crate::inline::complete_url;
use crate::iptc::{self, one_to_nine, set};
use crate::iso_time;
use crate::xml::Node;

pub(super) fn read(item: &mut WireItem, meta: Node<'_>, reading: &Reading<'_>) {
    let names = &reading.names;
    lines(item, meta, reading);
    let (mut made, mut changed): (Option<Timestamp>, Option<Timestamp>) = (None, None);
    for child in meta.children() {
        let text = child.line_of_text();
        match child.name() {
            "urgency" => {
                item.urgency = one_to_nine(&text);
                if item.urgency.is_none() && !text.is_empty() {
                    item.fault(Some(child.line()), format!("“{text}” is no urgency from 1 to 9"));
                }
            }
            "contentCreated" => {
                made = iso_time::of_item(item, child.name(), &text, child.line(), reading.hints.zone);
            }
            "contentModified" => {
                changed = iso_time::of_item(item, child.name(), &text, child.line(), reading.hints.zone);
            }
            "located" => located(item, child, reading),
            "creator" | "contributor" => {
                if let Some(who) = contributor(child, reading) {
                    item.contributors.push(who);
                }
            }
            "infoSource" => {
                let source = names.coded(child);
                if !source.label().is_empty() && !item.sources.contains(&source) {
                    item.sources.push(source);
                }
            }
            "subject" => subject(item, child, reading),
            "genre" => {
                let genre = names.coded(child);
                if !genre.label().is_empty() && !item.genres.contains(&genre) {
                    item.genres.push(genre);
                }
            }
            "keyword" => {
                if !text.is_empty() && !item.keywords.contains(&text) {
                    item.keywords.push(text);
                }
            }
            "altId" => {
                let kind = child.attribute("type").or(child.attribute("typeuri")).unwrap_or_default();
                item.say_further(&format!("altId {kind}"), &text);
            }
            "rating" => {
                let kind = child.attribute("ratingtype").unwrap_or_default();
                item.say_further(&format!("rating {kind}"), child.attribute("value").unwrap_or_default());
            }
            "icon" => icon(item, child, reading),
            "language" | "slugline" | "headline" | "dateline" | "by" | "creditline" | "description" => {}
            name => {
                let coded = names.coded(child);
                item.say_further(name, if coded.label().is_empty() { &text } else { coded.label() });
            }
        }
    }
    item.created = item.created.or(made);
    item.updated = item.updated.or(changed).or(made);
}

/// The lines around the text; of several the one in the language of the item.
fn lines(item: &mut WireItem, meta: Node<'_>, reading: &Reading<'_>) {
    let names = &reading.names;
    let all = |name: &'static str| meta.all(name).collect::<Vec<_>>();
    let (under, main): (Vec<_>, Vec<_>) = all("headline").into_iter().partition(|line| {
        let role = names::local(line.attribute("role").unwrap_or_default()).to_ascii_lowercase();
        role.contains("sub") || role.contains("kicker") || role.contains("overline")
    });
    set(&mut item.headline, names.best(main.into_iter()));
    set(&mut item.subheadline, names.best(under.into_iter()));
    set(&mut item.slugline, names.best(meta.all("slugline")));
    set(&mut item.byline, names.best(meta.all("by")));
    set(&mut item.credit, names.best(meta.all("creditline")));
    let dateline = names.best(meta.all("dateline"));
    if !dateline.is_empty() {
        item.dateline.get_or_insert_with(Dateline::default).text = dateline;
    }
    let descriptions = all("description");
    let summary = names.with_role(&descriptions, &["summary", "abstract", "teaser"]);
    let plain = names.best(descriptions.iter().copied().filter(|one| one.attribute("role").is_none()));
    set(&mut item.standfirst, if summary.is_empty() { plain } else { summary });
    for description in &descriptions {
        let role = description.attribute("role").unwrap_or_default();
        item.say_further(format!("description {role}").trim_end(), &description.line_of_text());
    }
}

/// The caption of the content, where it is something to look at.
pub(super) fn caption(node: Node<'_>, reading: &Reading<'_>) -> String {
    let descriptions: Vec<Node<'_>> =
        node.all("contentMeta").flat_map(|meta| meta.all("description")).collect();
    let caption = reading.names.with_role(&descriptions, &["caption"]);
    if caption.is_empty() { reading.names.best(descriptions.into_iter()) } else { caption }
}

/// Where the content was made: the town, and what is around it.
fn located(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    let place = place(node, reading);
    if place.coded.label().is_empty() {
        return;
    }
    let line = item.dateline.get_or_insert_with(Dateline::default);
    set(&mut line.city, place.coded.label());
    set(&mut line.country, place.country);
}

/// A place with what is around it: the widest but the parts of the world is its country.
pub(super) fn place(node: Node<'_>, reading: &Reading<'_>) -> Place {
    let names = &reading.names;
    let mut around = Vec::new();
    let described: Vec<Node<'_>> = names.described(node).collect();
    let holders = || std::iter::once(node).chain(described.iter().copied());
    for broader in holders().flat_map(|holder| broader(holder, 0)) {
        around.push(names.coded(broader));
    }
    let is_country = |coded: &&newsroom::wire_item::Coded| {
        let scheme = coded.scheme.to_ascii_lowercase();
        scheme.contains("country")
            || scheme.contains("iso3166") && coded.code.len() <= 3 && !coded.code.contains('-')
    };
    let is_region =
        |coded: &&newsroom::wire_item::Coded| coded.scheme.to_ascii_lowercase().contains("wldreg");
    let country = around.iter().find(is_country).or_else(|| around.iter().rfind(|one| !is_region(one)));
    let region = around.iter().find(|one| Some(*one) != country && !is_region(one));
    Place {
        coded: names.coded(node),
        country: country.map(|one| one.label().to_owned()).unwrap_or_default(),
        region: region.map(|one| one.label().to_owned()).unwrap_or_default(),
        position: holders().find_map(position),
    }
}

/// The wider things a thing is in, the nearest first; they may be nested.
fn broader<'n>(node: Node<'n>, depth: usize) -> Vec<Node<'n>> {
    let mut found = Vec::new();
    for one in node.all("broader") {
        found.push(one);
        if depth < 8 {
            found.extend(broader(one, depth + 1));
        }
    }
    found
}

fn position(node: Node<'_>) -> Option<(f64, f64)> {
    let position = ["geoAreaDetails/position", "POIDetails/position"].iter().find_map(|way| node.at(way))?;
    let degrees = |name: &str| position.attribute(name).and_then(|value| value.parse::<f64>().ok());
    let found = (degrees("latitude")?, degrees("longitude")?);
    // Nothing known is often written as a point in the Gulf of Guinea.
    (found != (0.0, 0.0) && found.0.abs() <= 90.0 && found.1.abs() <= 180.0).then_some(found)
}

/// Somebody who made the content.
fn contributor(node: Node<'_>, reading: &Reading<'_>) -> Option<Contributor> {
    let coded = reading.names.coded(node);
    if coded.label().is_empty() {
        return None;
    }
    let text = |way: &str| {
        let described = reading.names.described(node);
        std::iter::once(node).chain(described).find_map(|holder| holder.at(way)).map(Node::line_of_text)
    };
    let role = node.attribute("role").or(node.attribute("roleuri")).map(names::local);
    let job = node.attribute("jobtitle").or(node.attribute("jobtitleuri")).map(names::local);
    Some(Contributor {
        coded,
        role: role.unwrap_or(node.name()).to_owned(),
        job: job.unwrap_or_default().to_owned(),
        email: text("personDetails/contactInfo/email").unwrap_or_default(),
        url: text("personDetails/contactInfo/web").unwrap_or_default(),
    })
}

/// A subject: of people, organisations and places the list of these, all others subjects.
fn subject(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    // A bag of things is named by what is in it.
    let coded = reading.names.coded(node);
    if coded.label().is_empty() && node.child("bag").is_some() {
        return;
    }
    match concepts::nature(node, reading) {
        concepts::Nature::Person => push_new(&mut item.people, coded),
        concepts::Nature::Organisation => push_new(&mut item.organisations, coded),
        concepts::Nature::Place => {
            let place = place(node, reading);
            if !place.coded.label().is_empty() && !item.places.contains(&place) {
                item.places.push(place);
            }
        }
        concepts::Nature::Event | concepts::Nature::Other => {
            let mut subject = iptc::subject(&coded.scheme, &coded.code, &coded.name);
            subject.relevance = node.attribute("relevance").and_then(|value| value.parse().ok());
            iptc::add_subject(item, subject);
            // What is above it in the same vocabulary is a subject as well.
            for broader in node.all("broader").chain(node.all("bag")) {
                if broader.attribute("qcode").is_some() {
                    let above = reading.names.coded(broader);
                    iptc::add_subject(item, iptc::subject(&above.scheme, &above.code, &above.name));
                }
            }
        }
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// A picture that stands for the content.
fn icon(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    let Some(href) = node.attribute("href") else { return };
    let number = |name: &str| node.attribute(name).and_then(|value| value.parse().ok());
    item.media.push(Media {
        kind: MediaType::Picture,
        id: node.attribute("residref").unwrap_or_default().to_owned(),
        url: complete_url(href, reading.hints.url),
        content_type: node.attribute("contenttype").unwrap_or_default().to_owned(),
        rendition: names::local(node.attribute("rendition").unwrap_or("icon")).to_owned(),
        width: number("width"),
        height: number("height"),
        ..Media::default()
    });
}

/// `partMeta`: what is said of parts of the content, such as the shots of a film.
pub(super) fn part_meta(item: &mut WireItem, node: Node<'_>) {
    for part in node.all("partMeta") {
        let id = part.attribute("partid").or(part.attribute("id")).unwrap_or_default();
        for description in part.all("description") {
            item.say_further(format!("partMeta {id}").trim_end(), &description.line_of_text());
        }
    }
}
