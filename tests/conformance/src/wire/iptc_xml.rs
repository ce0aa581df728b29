//! What Superdesk's parsers of NewsML and NITF lay out in ways of their own.
//!
//! Their fields are filled from what the item holds, the sender's own words (`further`) included. What those
//! parsers add from vocabularies and tables of their customers is not laid out.

use ::wire::Format;
use ::wire::media_topics::media_topic;
use ::wire::newsml_g2::rules::{Version, broken};
use jiff::tz::TimeZone;
use newsroom::document::{Block, BlockKind};
use newsroom::wire_item::{Coded, Subject, WireItem};
use serde_json::{Map, Value, json};

use crate::data::word;

/// The zone of times without one, as Superdesk's parsers of some customers have it.
pub(super) fn zone(facts: &[Value], fixture: &str) -> Option<TimeZone> {
    let test = facts.iter().find(|fact| word(fact, "fixture") == fixture).map(|fact| word(fact, "test"))?;
    let zones = [("stt_", "Europe/Helsinki"), ("belga_newsml", "Europe/Brussels")];
    let name = zones.iter().find(|(start, _)| test.starts_with(start)).map(|(_, zone)| *zone)?;
    TimeZone::get(name).ok()
}

/// Facts of a fixture about whether it keeps to a schema, each with whether that was found.
///
/// A document says which version it is of; the facts name the version of the schema it was held against. Those are
/// not always the same.
pub(super) fn verdicts<'f>(
    bytes: &[u8],
    facts: &'f [Value],
    fixture: &str,
) -> Vec<(&'f Value, Result<(), String>)> {
    let Ok(tree) = ::wire::xml::read(bytes, None) else { return Vec::new() };
    let of_it =
        facts.iter().filter(|fact| word(fact, "fixture") == fixture && word(fact, "op") == "schema_valid");
    of_it
        .filter_map(|fact| {
            let version = Version::parse(word(fact, "schema_version"))?;
            let broken = broken(&tree, version);
            let verdict = match (broken.first(), fact["value"].as_bool()) {
                (Some(fault), Some(true)) => Err(format!("it is right, but it was said: {}", fault.what)),
                (None, Some(false)) => Err("it is wrong, but nothing was said".into()),
                _ => Ok(()),
            };
            Some((fact, verdict))
        })
        .collect()
}

/// HTML without what is only its layout: white space, and where links open.
pub(super) fn flat(html: &str) -> String {
    let one_line = html.split_whitespace().collect::<Vec<_>>().join(" ");
    let same_breaks = one_line.replace("<br />", "<br>").replace("<br/>", "<br>");
    same_breaks.replace(" target=\"_blank\"", "").replace(" <", "<").replace("> ", ">")
}

/// Lays an item of an IPTC format in XML out for a test.
pub(super) fn lay_out(format: Format, item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| {
        laid.insert(name.to_owned(), value);
    };
    put("firstcreated", json!(item.created.or(item.updated)));
    put("firstpublished", json!(item.published.or(item.created)));
    put("source", json!(item.provider.as_ref().or(item.sources.first()).map(Coded::label)));
    put("word_count", json!(item.words.map_or_else(|| words(item), |words| words as usize)));
    if is_preformatted(item) {
        put("format", json!("preserved"));
    }
    match format {
        Format::Nitf => nitf(item, test, laid),
        Format::Newsml1 => newsml1(item, test, laid),
        Format::NewsmlG2 => newsml_g2(item, test, laid),
        _ => {}
    }
}

fn words(item: &WireItem) -> usize {
    item.body.plain_text().split_whitespace().count()
}

fn is_preformatted(item: &WireItem) -> bool {
    let preformatted = |block: &Block| matches!(block.kind, BlockKind::Preformatted { .. });
    !item.body.blocks.is_empty() && item.body.blocks.iter().all(preformatted)
}

fn said(item: &WireItem, name: &str) -> Value {
    json!(item.further(name))
}

/// Superdesk keeps the version in the identifier.
fn versioned(item: &WireItem) -> String {
    match &item.version {
        Some(version) => format!("{}:{version}", item.id),
        None => item.id.clone(),
    }
}

/// A subject by its code; where the sender gives no name, that of the vocabulary.
fn subject(subject: &Subject) -> Value {
    let Coded { code, scheme, name } = &subject.coded;
    let of_topic = || media_topic(scheme, code, "").map(|topic| topic.english).unwrap_or_default();
    json!({"name": if name.is_empty() { of_topic() } else { name }, "qcode": code})
}

/// Its name and code, the one standing in for the other.
fn both(coded: &Coded) -> Value {
    let code = if coded.code.is_empty() { &coded.name } else { &coded.code };
    json!({"name": coded.label(), "qcode": code})
}

fn nitf(item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    let places: Vec<Value> = item
        .places
        .iter()
        .filter(|place| !place.coded.name.is_empty())
        .map(|place| json!({"name": place.coded.name, "qcode": place.coded.name, "code": place.country}))
        .collect();
    laid.insert("place".into(), Value::Array(places));
    let category = item.further("anpa-category").or(item.further("category"));
    let with_name = test.starts_with("belga");
    let of_code =
        |code: &&str| if with_name { json!({"name": code, "qcode": code}) } else { json!({"qcode": code}) };
    laid.insert("anpa_category".into(), category.iter().map(of_code).collect());
    // Notes on revisions stand elsewhere there.
    let note = item.notes.first().map(|note| note.text.as_str());
    laid.insert("ednote".into(), json!(note.unwrap_or_default()));
    if !with_name {
        return;
    }
    let city = item.dateline.as_ref().map(|line| line.city.as_str()).unwrap_or_default();
    let located = json!({"city": city, "city_code": city, "dateline": "city", "tz": "UTC"});
    laid.insert("dateline".into(), json!({"located": located}));
    let author = |role: &str| {
        let who = item.further(role).unwrap_or_default();
        let role = role.to_uppercase();
        json!({"_id": [who, role], "name": role, "role": role, "sub_label": who})
    };
    laid.insert("authors".into(), json!([author("author"), author("writer")]));
    laid.insert("subject".into(), item.subjects.iter().map(subject).collect());
}

fn newsml1(item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    laid.insert("guid".into(), json!(versioned(item)));
    if !test.starts_with("belga") {
        laid.insert("subject".into(), item.subjects.iter().map(subject).collect());
        laid.insert("genre".into(), item.genres.iter().map(|genre| json!({"name": genre.label()})).collect());
        return;
    }
    let mut put = |name: &str, value: Value| {
        laid.insert(name.to_owned(), value);
    };
    if let Some((_, component)) = item.id.split_once('#') {
        put("guid", json!(component));
    }
    for (field, name) in [
        ("provider_id", "ProviderId"),
        ("date_id", "DateId"),
        ("item_id", "NewsItemId"),
        ("public_identifier", "PublicIdentifier"),
        ("date_label", "DateLabel"),
        ("name_label", "NameLabel"),
        ("keyword_line", "KeywordLine"),
        ("by_line_title", "ByLineTitle"),
        ("format", "Format"),
    ] {
        put(field, said(item, name));
    }
    // Those parsers file keywords in a vocabulary of their own, and know no slugline but a topic.
    put("keywords", json!([]));
    put("slugline", said(item, "AdministrativeMetadata/Topic"));
    put("dateline", json!({}));
    put("byline", json!(if item.byline.is_empty() { &item.credit } else { &item.byline }));
    put(
        "copyrightholder",
        json!(if item.copyright_holder.is_empty() { &item.copyright } else { &item.copyright_holder }),
    );
    put("urgency", json!(item.urgency.or(item.priority)));
    put("source", json!(item.sources.first().or(item.provider.as_ref()).map(Coded::label)));
    let signed = item.contributors.iter().map(|who| who.coded.label().trim_matches(['(', ')']));
    put("sign_off", json!(signed.collect::<Vec<_>>().join("/")));
    put("sub_head_line", json!(item.subheadline));
    put("copyright_line", json!(item.copyright));
    put("genre", item.genres.iter().map(both).collect());
    put("language", json!(item.language.as_ref().map(newsroom::language::Language::primary)));
    put("sentfrom", fields(item, &[("comment", "SentFrom/Comment"), ("party", "SentFrom/Party")]));
    let line = item.further.iter().find_map(|(name, text)| Some((name.strip_prefix("NewsLine/")?, text)));
    put("line_type", json!(line.map(|(kind, _)| kind)));
    put("line_text", json!(line.map(|(_, text)| text)));
    let related: Vec<&str> = item
        .further
        .iter()
        .filter(|(name, _)| name == "AssociatedWith")
        .map(|(_, kind)| kind.as_str())
        .collect();
    put("associated_with", json!({"item": null, "type": related}));
    let mut administrative = fields(
        item,
        &[
            ("foreign_id", "AdministrativeMetadata/ForeignId"),
            ("validator", "AdministrativeMetadata/Validator"),
            ("validation_date", "AdministrativeMetadata/ValidationDate"),
        ],
    );
    if let Some(who) = item.provider.as_ref() {
        administrative["provider"] = json!(who.label());
    }
    put("administrative", administrative);
    put(
        "characteristics",
        fields(
            item,
            &[
                ("size_bytes", "Characteristics/SizeInBytes"),
                ("word_count", "Characteristics/Words"),
                ("characters", "Characteristics/Characters"),
                ("creator", "Characteristics/Creator"),
                ("format_version", "Characteristics/FormatVersion"),
            ],
        ),
    );
    let line = item.dateline.as_ref().map(|line| (line.city.as_str(), line.country.as_str()));
    let place = item.places.first().map(|place| (place.coded.name.as_str(), place.country.as_str()));
    if let Some((city, country)) =
        line.filter(|(city, country)| !(city.is_empty() && country.is_empty())).or(place)
    {
        let mut extra = json!({"city": city, "country": country});
        if test.contains("anp") {
            extra["how_present"] = said(item, "Location/HowPresent");
        }
        put("extra", extra);
    }
}

/// An object of what the sender said under these names.
fn fields(item: &WireItem, names: &[(&str, &str)]) -> Value {
    let said =
        names.iter().filter_map(|(field, name)| Some(((*field).to_owned(), json!(item.further(name)?))));
    Value::Object(said.collect())
}

fn newsml_g2(item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| {
        laid.insert(name.to_owned(), value);
    };
    put("guid", json!(versioned(item)));
    put("uri", json!(item.id));
    put("genre", item.genres.iter().map(both).collect());
    put("subject", item.subjects.iter().map(with_scheme).collect());
    put(
        "place",
        item.places
            .iter()
            .map(|place| json!({"name": place.coded.name, "qcode": place.coded.code, "scheme": place.coded.scheme}))
            .collect(),
    );
    put("coverages", item.events.iter().map(|event| json!({"coverage_id": event.id})).collect());
    let mut extra = Map::new();
    extra.insert("newsItem_guid".into(), json!(item.id));
    if let Some(who) = item.contributors.first() {
        extra.insert("creator_name".into(), json!(who.coded.name));
        extra.insert("creator_id".into(), json!(format!("{}:{}", who.coded.scheme, who.coded.code)));
    }
    for (name, value) in &item.further {
        if let Some(kind) = name.strip_prefix("altId ").or(name.strip_prefix("rating ")) {
            extra.insert(kind.replace([':', '-'], "_"), json!(value));
        } else if name == "link filename" {
            extra.insert("filename".into(), json!(value));
        }
    }
    for subject in &item.subjects {
        extra.entry(subject.coded.scheme.replace('-', "_")).or_insert(json!(subject.coded.code));
    }
    let named =
        |code: &str| item.genres.iter().find(|genre| genre.code == code).map(|genre| genre.name.as_str());
    if let (Some(id), Some(name)) = (named("imagetype"), named("imagetypename")) {
        extra.insert("imagetype".into(), json!({"id": id, "name": name}));
    }
    put("extra", Value::Object(extra));
    if test.starts_with("belga_stt") {
        let (versions, genres): (Vec<&Coded>, Vec<&Coded>) =
            item.genres.iter().partition(|genre| genre.scheme.ends_with("version"));
        let of_version = versions
            .into_iter()
            .map(|one| json!({"name": one.name, "qcode": one.code, "scheme": one.scheme}));
        put("subject", item.subjects.iter().map(with_scheme).chain(of_version).collect());
        put("genre", genres.into_iter().map(both).collect());
        // That parser puts the summary before the text.
        let text = laid["body_html"].as_str().unwrap_or_default();
        let text = format!("<p>{}</p>{text}", item.standfirst);
        laid.insert("body_html".into(), json!(text));
        laid.insert("abstract".into(), json!(""));
    }
}

fn with_scheme(subject: &Subject) -> Value {
    json!({"name": subject.coded.name, "qcode": subject.coded.code, "scheme": subject.coded.scheme})
}
