//! One item of ninjs, or of a relative of it, as a wire item.

use newsroom::wire_item::{
    Coded, ItemKind, Link, MediaType, Member, Note, NoteKind, Relation, Status, WireItem,
};
use serde_json::Value;
use url::Url;

use super::fields::{Fields, text_of};
use super::{about, check, media, planning, text};
use crate::body;

/// As deep as items within items are read.
const DEEPEST: usize = 4;

/// The item, and behind it those that came within it.
pub(super) fn read(fields: Fields<'_>, base: Option<&Url>, wrapped: bool) -> Vec<WireItem> {
    let mut items = read_at(fields, base, 0);
    if !wrapped && is_ninjs(fields) {
        for broken in check::broken(fields.0) {
            items[0].fault(None, format!("this breaks the rules of ninjs: {broken}"));
        }
    }
    items
}

fn read_at(fields: Fields<'_>, base: Option<&Url>, depth: usize) -> Vec<WireItem> {
    let mut item = WireItem { kind: kind(fields), ..WireItem::default() };
    head(&mut item, fields);
    about::read(&mut item, fields);
    if is_file(item.kind)
        && let Some(mut own) = media::of(fields, "main")
    {
        own.lead = true;
        item.media.push(own);
    }
    let within = associations(&mut item, fields, base, depth);
    text::read(&mut item, fields, base);
    planning::read(&mut item, fields);
    further(&mut item, fields);
    let mut items = vec![item];
    items.extend(within);
    items
}

/// Whether the item means to be ninjs: it names the standard, or its identifier is not called as other systems do.
fn is_ninjs(fields: Fields<'_>) -> bool {
    fields.has(&["standard", "$standard"]) || !fields.has(&["guid", "_id"])
}

fn is_file(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Picture | ItemKind::Graphic | ItemKind::Video | ItemKind::Audio)
}

fn kind(fields: Fields<'_>) -> ItemKind {
    match fields.text(&["type"]).to_ascii_lowercase().as_str() {
        "composite" => ItemKind::Package,
        "photo" | "image" => ItemKind::Picture,
        "component" => ItemKind::Other,
        "" if fields.has(&["imageid"]) => ItemKind::Picture,
        "" if fields.has(&["eventdetails"]) => ItemKind::Event,
        "" if fields.has(&["plannedcoverage"]) => ItemKind::Planning,
        word => ItemKind::from_word(word).unwrap_or_default(),
    }
}

/// What is said of the item as a whole.
fn head(item: &mut WireItem, fields: Fields<'_>) {
    item.id = fields.text(&["uri", "guid", "_id", "itemid", "newsobjectid", "imageid", "id"]);
    item.version = Some(fields.text(&["version", "_current_version"])).filter(|version| !version.is_empty());
    let status = fields.text(&["pubstatus"]);
    match Status::from_word(&status) {
        Some(status) => item.status = status,
        // Nobody publishes what is in a state that nobody knows.
        None if !status.is_empty() => {
            item.status = Status::Withheld;
            item.fault(None, format!("its status “{status}” is not known: it is held back"));
        }
        None => {}
    }
    let provider = ["provider", "source", "copyrightholder"].iter().map(|name| fields.text(&[name]));
    item.provider = provider.into_iter().find(|name| !name.is_empty()).map(Coded::named);
    item.sequence = Some(fields.text(&["ingest_provider_sequence"])).filter(|sequence| !sequence.is_empty());
    item.urgency = fields.level(&["urgency"]);
    item.priority = fields.level(&["priority"]);
    let embargo = ["embargoeduntil", "embargoed", "embargo"];
    item.embargo = fields.time(&embargo);
    let said = fields.text(&embargo);
    if item.embargo.is_none() && !said.is_empty() {
        // An embargo that cannot be read holds until somebody has read it.
        item.status = Status::Withheld;
        item.notes.push(Note { kind: NoteKind::Embargo, text: said.clone() });
        item.fault(None, format!("the embargo “{said}” is no point in time: the item is held back"));
    }
    item.expires = fields.time(&["expires", "expiry"]);
    item.created = fields.time(&["firstcreated", "createdate", "created"]);
    item.updated = fields.time(&["versioncreated", "validatedate", "modified"]);
    item.published = fields.time(&["firstpublished", "datepublished"]);
    item.sent = fields.time(&["versionstored"]);
    item.slugline = fields.text(&["slugline", "topic"]);
    item.language = body::language(&fields.text(&["language"]));
    item.credit = fields.text(&["creditline", "description_creditline", "credit"]);
    item.copyright_holder = fields.text(&["copyrightholder"]);
    item.copyright = fields.text(&["copyrightnotice"]);
    item.usage_terms = fields.text(&["usageterms"]);
    if let Some(rights) = fields.object(&["rightsinfo"])
        && item.usage_terms.is_empty()
    {
        item.usage_terms = rights.text(&["linkedrights"]);
    }
    let note = fields.text(&["ednote", "editorialinfo", "editor_note"]);
    if !note.is_empty() {
        let kind = if item.status == Status::Cancelled { NoteKind::Kill } else { NoteKind::Editorial };
        item.notes.push(Note { kind, text: note });
    }
    item.url = Some(fields.text(&["url", "canonical_url"])).filter(|url| Url::parse(url).is_ok());
}

/// Reads what is associated with an item: files into its media, the members of a package, other items as such.
fn associations(item: &mut WireItem, fields: Fields<'_>, base: Option<&Url>, depth: usize) -> Vec<WireItem> {
    let named: Vec<(String, Fields<'_>)> = match fields.get(&["associations"]) {
        Some(Value::Object(named)) => {
            named.iter().filter_map(|(name, value)| Some((name.clone(), Fields::of(value)?))).collect()
        }
        Some(Value::Array(values)) => {
            values.iter().filter_map(Fields::of).map(|fields| (fields.text(&["name"]), fields)).collect()
        }
        _ => Vec::new(),
    };
    let mut items = Vec::new();
    for (name, fields) in named {
        let type_word = fields.text(&["type"]);
        let kind = MediaType::of(&type_word);
        let file = kind != MediaType::File || (type_word.is_empty() && fields.has(&["renditions"]));
        if file {
            item.media.extend(media::of(fields, &name));
            continue;
        }
        let id = fields.text(&["uri", "guid"]);
        let (headline, url) = (text::headline(fields), fields.text(&["href", "url"]));
        let url = Some(url).filter(|url| !url.is_empty());
        if item.kind == ItemKind::Package {
            let content_type = fields.text(&["mimetype", "contenttype"]);
            item.members.push(Member { id, version: None, group: name, headline, url, content_type });
        } else {
            let said = fields.text(&["rel"]);
            let said = if said.is_empty() { name } else { said };
            item.links.push(Link {
                relation: Relation::Related,
                id: Some(id),
                version: None,
                url,
                title: headline,
                said,
            });
        }
        if depth < DEEPEST && has_text(fields) {
            items.extend(read_at(fields, base, depth + 1));
        }
    }
    items
}

fn has_text(fields: Fields<'_>) -> bool {
    fields.has(&["bodies"]) || fields.0.keys().any(|key| key.to_ascii_lowercase().starts_with("body_"))
}

/// What has no place of its own.
fn further(item: &mut WireItem, fields: Fields<'_>) {
    for name in ["contentcreated", "profile", "representationtype", "mimetype", "editorialpriority"] {
        item.say_further(name, &fields.text(&[name]));
    }
    if let Some(source) = fields.object(&["digitalsourcetype"]) {
        item.say_further("digitalsourcetype", &source.text(&["uri", "literal", "name"]));
    }
    for name in ["altids", "extra"] {
        for (key, value) in fields.object(&[name]).into_iter().flat_map(|object| object.0) {
            item.say_further(&format!("{name} {key}"), &text_of(value));
        }
    }
    if let Some(Value::Array(_)) = fields.get(&["altids"]) {
        for entry in fields.objects(&["altids"]) {
            item.say_further(&format!("altids {}", entry.text(&["role"])), &entry.text(&["value"]));
        }
    }
    for entry in fields.objects(&["trustindicators", "trustindicator"]) {
        let what = [entry.text(&["role", "code"]), entry.text(&["title"]), entry.text(&["href"])];
        item.say_further("trustindicator", what.join(" ").trim());
    }
    if let Some(rights) = fields.object(&["rightsinfo"]) {
        item.say_further("encodedrights", &rights.text(&["encodedrights"]));
    }
}
