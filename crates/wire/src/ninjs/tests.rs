use newsroom::wire_item::{ItemKind, MediaType, NoteKind, Relation, Status};
use serde_json::json;

use super::*;

fn read_one(value: &Value) -> newsroom::wire_item::WireItem {
    let bytes = value.to_string().into_bytes();
    assert!(looks_like(&bytes), "{value}");
    let parsed = read(&bytes, &Hints::default()).expect("ninjs");
    assert_eq!(parsed.items.len(), 1, "{value}");
    parsed.items.into_iter().next().expect("one item")
}

#[test]
fn the_first_generation_is_read() {
    let item = read_one(&json!({
        "uri": "urn:x:1", "type": "text", "version": "4", "versioncreated": "2017-08-24T01:58:40+0000",
        "firstcreated": "2017-08-23T01:58:40Z", "pubstatus": "usable", "urgency": 3, "embargoed": "2017-08-25T04:00:00+02:00",
        "headline": "Ölpreise\nsteigen", "headline_sub": "Zum ersten Mal seit März", "byline": "Von Eva Muster",
        "located": "Berlin", "slugline": "ÖL", "ednote": "Grafik folgt", "language": "de",
        "body_text": "Eins.", "body_html": "<p>Eins.</p><p>Zwei.</p>", "description_text": "Kurz.",
        "subject": [{"code": "04005004", "name": "Öl"}, {"scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000574"}],
        "place": [{"name": "Berlin", "geometry_geojson": {"type": "Point", "coordinates": [13.4, 52.5]}}],
        "person": [{"name": "Eva Muster", "rel": "about"}], "infosource": [{"name": "Amt"}],
        "copyrightholder": "Die Agentur", "usageterms": "Nur online", "wordcount": 2, "altids": {"desk": "77"},
    }));
    assert_eq!(
        (item.id.as_str(), item.version.as_deref(), item.kind),
        ("urn:x:1", Some("4"), ItemKind::Text)
    );
    assert_eq!(item.headline, "Ölpreise steigen");
    assert_eq!(item.subheadline, "Zum ersten Mal seit März");
    assert_eq!(item.body.plain_text(), "Eins.\nZwei.");
    assert_eq!(item.embargo.map(|time| time.to_string()).as_deref(), Some("2017-08-25T02:00:00Z"));
    assert_eq!(item.notes[0].text, "Grafik folgt");
    let topics: Vec<_> = item.subjects.iter().filter_map(|subject| subject.media_topic.as_deref()).collect();
    assert_eq!(topics.len(), 2, "{:?}", item.subjects);
    assert_eq!(topics[1], "medtop:20000574");
    assert_eq!(item.places[0].position, Some((52.5, 13.4)));
    assert_eq!((item.urgency, item.words), (Some(3), Some(2)));
    assert_eq!(item.further("altids desk"), Some("77"));
    assert!(item.faults.is_empty(), "{:?}", item.faults);
}

#[test]
fn the_third_generation_is_read() {
    let item = read_one(&json!({
        "standard": {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"},
        "uri": "urn:x:2", "type": "text", "versionCreated": "2021-05-26T13:40:18+02:00", "pubStatus": "canceled",
        "edNote": "Zurückgezogen", "by": "Eva Muster",
        "headlines": [{"role": "sub", "value": "Unten"}, {"role": "main", "value": "Oben"}],
        "bodies": [{"role": "text", "contentType": "text/plain", "value": "Oben\nEins.\nZwei."},
                   {"role": "html5", "contentType": "text/html", "wordCount": 2, "value": "<html><body><h1>Oben</h1><p>Eins.</p></body></html>"}],
        "genres": [{"literal": "INR", "name": "Inland"}],
        "subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/11000000", "relevance": 90}],
        "associations": [{"name": "bild", "uri": "urn:x:3", "type": "picture", "by": "Otto", "headlines": [{"value": "Wahl"}],
            "renditions": [{"name": "thumbnail", "href": "https://a.example/t.jpg", "width": 90, "height": 60},
                           {"name": "normal", "href": "https://a.example/n.jpg", "width": 900, "height": 600}]}],
    }));
    assert_eq!((item.headline.as_str(), item.subheadline.as_str()), ("Oben", "Unten"));
    assert_eq!(item.body.plain_text(), "Eins.", "the heading that repeats the headline is gone");
    assert_eq!(item.status, Status::Cancelled);
    assert_eq!(item.notes[0].kind, NoteKind::Kill);
    assert_eq!(
        (item.subjects[0].media_topic.as_deref(), item.subjects[0].relevance),
        (Some("medtop:11000000"), Some(90))
    );
    let picture = &item.media[0];
    assert_eq!(
        (picture.kind, picture.url.as_str(), picture.width),
        (MediaType::Picture, "https://a.example/n.jpg", Some(900))
    );
    assert_eq!((picture.creator.as_str(), picture.title.as_str()), ("Otto", "Wahl"));
    assert!(item.faults.is_empty(), "{:?}", item.faults);
}

#[test]
fn what_breaks_the_rules_is_taken_in_and_said() {
    let item = read_one(&json!({"uri": "urn:x", "headline": "A", "ednote": {"text": "x"}, "urgency": 12}));
    let said: Vec<_> = item.faults.iter().map(|fault| fault.what.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("/ednote: must be text")), "{said:?}");
    assert!(said.iter().any(|said| said.contains("/urgency: 12 is not from 1 to 9")), "{said:?}");
    assert_eq!(item.urgency, None);
}

#[test]
fn what_nobody_can_read_of_status_and_embargo_holds_the_item_back() {
    let item = read_one(&json!({"uri": "urn:x", "headline": "A", "pubstatus": "maybe"}));
    assert_eq!(item.status, Status::Withheld);
    let item = read_one(&json!({"uri": "urn:x", "headline": "A", "embargoed": "after the speech"}));
    assert_eq!((item.status, item.notes[0].kind), (Status::Withheld, NoteKind::Embargo));
}

#[test]
fn broken_json_is_refused_with_its_line() {
    let error =
        read(b"{\"uri\": \"a\",\n \"headline\": \"b\" \"c\"}", &Hints::default()).expect_err("no JSON");
    assert_eq!((error.format, error.line), (Format::Ninjs, Some(2)));
    assert!(error.to_string().contains("no JSON"), "{error}");
    assert!(looks_like(b"{\"uri\": "), "so that it is refused with its line");
    let error = read(b"{\"requests\": {}}", &Hints::default()).expect_err("no item");
    assert!(error.to_string().contains("no item"), "{error}");
}

#[test]
fn items_are_found_in_what_a_system_wraps_around_them() {
    let one = |n: u32| json!({"item": {"uri": format!("urn:{n}"), "type": "text", "headline": "A"}});
    let wrapped = json!({"api_version": "1.1", "id": "r1", "data": {"meta": {"products": [{"id": 1, "name": "P"}]}, "items": [one(1), one(2)]}});
    let parsed = read(wrapped.to_string().as_bytes(), &Hints::default()).expect("items");
    let ids: Vec<_> = parsed.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["urn:1", "urn:2"]);
}

#[test]
fn an_item_made_of_components_is_read() {
    let item = read_one(&json!({
        "newsObjectId": 7, "headLine": "Kurz", "language": "fr", "createDate": 1581646440000_i64, "topic": "SPORT",
        "newsComponents": [
            {"assetType": "Lead", "proxies": [{"varcharData": "Der Vorspann."}]},
            {"assetType": "Body", "proxies": [{"varcharData": "Eins.\n Zwei.", "clobData": ""}]},
        ],
    }));
    assert_eq!(
        (item.id.as_str(), item.headline.as_str(), item.standfirst.as_str()),
        ("7", "Kurz", "Der Vorspann.")
    );
    assert_eq!(item.body.plain_text(), "Eins.\nZwei.");
    assert_eq!(item.created.map(|time| time.to_string()).as_deref(), Some("2020-02-14T02:14:00Z"));
}

#[test]
fn items_within_items_follow_them() {
    let value = json!({"uri": "urn:1", "headline": "A", "associations": {"seite": {"uri": "urn:2", "type": "text", "headline": "B", "body_text": "C"}}});
    let parsed = read(value.to_string().as_bytes(), &Hints::default()).expect("items");
    assert_eq!(parsed.items.len(), 2);
    let link = &parsed.items[0].links[0];
    assert_eq!(
        (link.relation, link.id.as_deref(), link.said.as_str()),
        (Relation::Related, Some("urn:2"), "seite")
    );
    assert_eq!(parsed.items[1].body.plain_text(), "C");
}

#[test]
fn events_and_planned_coverage_are_read() {
    let item = read_one(&json!({
        "standard": {"name": "ninjs", "version": "3.0"}, "uri": "urn:e", "type": "event", "title": "Gipfel",
        "eventDetails": {"dates": {"expectedStartDate": "2024-05", "endDate": "2024-05-17T10:00:00Z"}},
        "places": [{"name": "Messe"}], "plannedCoverage": [{"uri": "urn:c", "type": "picture", "title": "Bilder"}],
    }));
    assert_eq!(item.kind, ItemKind::Event);
    assert_eq!((item.events[0].name.as_str(), item.events[0].place.as_str()), ("Gipfel", "Messe"));
    assert_eq!(item.events[0].starts.map(|time| time.to_string()).as_deref(), Some("2024-05-01T00:00:00Z"));
    assert_eq!(item.events[1].coverage, "picture");
    assert!(item.faults.is_empty(), "{:?}", item.faults);
}
