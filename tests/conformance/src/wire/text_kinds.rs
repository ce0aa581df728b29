//! What Superdesk's parsers of IPTC 7901, ANPA and mail lay out in ways of their own.
//!
//! Its tests run in a newsroom with a desk, a user and the name of an organisation; where they ask for those, the item's own
//! words are looked up in that newsroom.

use ::wire::Format;
use newsroom::document::BlockKind;
use newsroom::wire_item::{NoteKind, WireItem};
use serde_json::{Map, Value, json};

/// The organisation that its test newsroom is, as it stands in datelines it prints.
const ORGANISATION: &str = "AAP";
/// Categories that the test newsroom has; the parser of one agency takes any other for international news.
const CATEGORIES: [&str; 9] = ["a", "b", "e", "f", "i", "l", "p", "s", "t"];

pub(super) fn lay_out(format: Format, item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    laid.insert("anpa_take_key".into(), json!(item.further("take")));
    match format {
        Format::Iptc7901 => iptc7901(item, test, laid),
        Format::Anpa => anpa(item, test, laid),
        Format::Mail => mail(item, laid),
        _ => {}
    }
}

fn iptc7901(item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    let dateline = item.dateline.as_ref().map(|dateline| dateline.text.clone()).unwrap_or_default();
    if test.starts_with("iptc7901") {
        // This parser takes the text as it came: each paragraph indented, the first with its dateline.
        let text = item.body.plain_text().lines().map(|line| format!("   {line}\n\n")).collect::<String>();
        laid.insert("body_html".into(), json!(format!("\n   {dateline} {}", text.trim_start())));
    } else if !dateline.is_empty() {
        // This one leaves an empty paragraph where the dateline was.
        let html = laid.get("body_html").and_then(Value::as_str).unwrap_or_default();
        laid.insert("body_html".into(), json!(format!("<p></p>{html}")));
    }
}

fn anpa(item: &WireItem, test: &str, laid: &mut Map<String, Value>) {
    let table = item.body.blocks.iter().any(|block| matches!(block.kind, BlockKind::Preformatted { .. }));
    laid.insert("format".into(), json!(if table { "preserved" } else { "HTML" }));
    let category = item.subjects.first().map(|subject| subject.coded.code.to_lowercase()).unwrap_or_default();
    if test.starts_with("ap_anpa") && !CATEGORIES.contains(&category.as_str()) {
        laid.insert("anpa_category".into(), json!([{"qcode": "i"}]));
    }
}

fn mail(item: &WireItem, laid: &mut Map<String, Value>) {
    let legal = item.notes.iter().any(|note| note.kind == NoteKind::Legal);
    laid.insert("flags".into(), json!({"marked_for_legal": legal}));
    if item.further("Desk").is_some() {
        laid.insert("task".into(), json!({"desk": 1}));
    }
    // The user 123 of the test newsroom has this address and name.
    if item.contributors.iter().any(|one| one.email.starts_with("eharvey@")) {
        laid.insert("original_creator".into(), json!(123));
        laid.insert("byline".into(), json!("E Harvey"));
    }
    if let (Some(dateline), Some(sent)) = (&item.dateline, item.sent)
        && let Ok(zone) = jiff::tz::TimeZone::get("Australia/Brisbane")
    {
        let day = zone.to_datetime(sent).strftime("%b %-d").to_string();
        laid.insert(
            "dateline".into(),
            json!({
                "text": format!("{}, {day} {ORGANISATION} -", dateline.city),
                "located": {"city": dateline.city},
            }),
        );
    }
}
