//! What is announced: events and the coverage that is planned of them (ninjs 3).

use newsroom::wire_item::{Event, ItemKind, WireItem};

use super::fields::Fields;
use super::text;

pub(super) fn read(item: &mut WireItem, fields: Fields<'_>) {
    let place =
        fields.objects(&["places", "place"]).first().map(|place| place.text(&["name"])).unwrap_or_default();
    if let Some(details) = fields.object(&["eventdetails"]) {
        let dates = details.object(&["dates"]);
        item.events.push(Event {
            id: item.id.clone(),
            name: text::headline(fields),
            description: text::description(fields),
            starts: dates.and_then(|dates| dates.time(&["startdate", "expectedstartdate"])),
            ends: dates.and_then(|dates| dates.time(&["enddate", "expectedenddate"])),
            place: place.clone(),
            ..Event::default()
        });
        for (name, value) in [
            ("eventStatus", details.text(&["eventstatus"])),
            ("plannedCoverageStatus", details.text(&["plannedcoveragestatus"])),
            ("organiser", details.text(&["organiser"])),
            ("expectedDuration", dates.map(|dates| dates.text(&["expectedduration"])).unwrap_or_default()),
        ] {
            item.say_further(name, &value);
        }
    }
    for coverage in fields.objects(&["plannedcoverage"]) {
        let dates = coverage.object(&["dates"]);
        item.events.push(Event {
            id: coverage.text(&["uri"]),
            name: coverage.text(&["title"]),
            description: coverage.text(&["ednote"]),
            starts: dates.and_then(|dates| dates.time(&["startdate", "expectedstartdate"])),
            ends: dates.and_then(|dates| dates.time(&["enddate", "expectedenddate"])),
            place: place.clone(),
            coverage: coverage.text(&["type"]),
        });
    }
    for event in fields.objects(&["events", "event"]) {
        let name = event.text(&["name"]);
        let id = event.text(&["uri", "code", "literal", "id"]);
        if item.kind == ItemKind::Text && name.is_empty() && id.is_empty() {
            continue;
        }
        item.events.push(Event { id, name, ..Event::default() });
    }
}
