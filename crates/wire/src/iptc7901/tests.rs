use newsroom::wire_item::{NoteKind, Relation, Status};

use super::*;
use crate::agency::only_item;

const MESSAGE: &str = "\u{1}abc0123 3 pl 210  ag 0456\r\n\r\nSchweiz/Bundesrat/\r\n\u{2}1. LEAD\r\nBundesrat vertagt die Reform\r\nParteien sind uneins\r\nVon Eva Muster, ag =\r\n\r\n   Bern (ag) - Der Bundesrat hat die Reform\r\nvertagt.\r\n\r\n   Im Juni tagt er wieder.\r\n\r\n# ag-Notizblock\r\n\r\n## Internet\r\n- [Seite](http://a.example)\r\n\r\n* * * *\r\nDie folgenden Informationen sind nicht zur Veröffentlichung bestimmt\r\n\r\n## Ansprechpartner\r\n- Autorin: Eva Muster, +41 1\r\n\r\nag em no\r\n\u{3}212322 GMT Nov 18\r\n\u{4}";

fn one(text: &str) -> WireItem {
    only_item(looks_like, read, text)
}

#[test]
fn a_message_is_read() {
    let item = one(MESSAGE);
    assert_eq!((item.sequence.as_deref(), item.priority, item.words), (Some("0123"), Some(3), Some(210)));
    assert_eq!(item.subjects[0].media_topic.as_deref(), Some("medtop:11000000"));
    assert_eq!(item.slugline, "Schweiz/Bundesrat");
    assert_eq!(
        (item.headline.as_str(), item.subheadline.as_str()),
        ("Bundesrat vertagt die Reform", "Parteien sind uneins")
    );
    assert_eq!((item.further("take"), item.byline.as_str()), (Some("1. LEAD"), "Von Eva Muster, ag"));
    let dateline = item.dateline.clone().expect("a dateline");
    assert_eq!((dateline.city.as_str(), dateline.source.as_str()), ("Bern", "ag"));
    assert_eq!(item.body.plain_text(), "Der Bundesrat hat die Reform vertagt.\nIm Juni tagt er wieder.");
    assert_eq!(item.sent.map(|sent| sent.to_string()).as_deref(), Some("2018-11-21T23:22:00Z"));
    assert_eq!(item.id, "abc0123-20181121");
    assert_eq!(item.further("sign off"), Some("ag em no"));
    let notes: Vec<_> = item.notes.iter().map(|note| (note.kind, note.text.as_str())).collect();
    assert_eq!(
        notes,
        [
            (NoteKind::Editorial, "Internet\n- [Seite](http://a.example)"),
            (NoteKind::Contact, "Ansprechpartner\n- Autorin: Eva Muster, +41 1")
        ]
    );
}

#[test]
fn several_messages_of_a_file_are_read_and_a_broken_one_is_said() {
    let broken = "\u{1}what is this\r\n\u{2}A =\r\n\r\nB\r\n\u{3}\u{4}";
    let file = format!("{MESSAGE}{broken}{MESSAGE}");
    let parsed = read(file.as_bytes(), &Hints::default()).expect("messages");
    assert_eq!(parsed.items.len(), 2);
    assert!(
        parsed.faults[0].line.is_some() && parsed.faults[0].what.contains("the header “what is this”"),
        "{:?}",
        parsed.faults
    );
    let error = read(broken.as_bytes(), &Hints::default()).expect_err("broken");
    assert_eq!(error.line, Some(1));
}

#[test]
fn an_embargo_is_taken_from_the_text() {
    let message =
        MESSAGE.replace("   Bern (ag)", "   Sperrfrist: 22. November, 10.00 Uhr MEZ\r\n\r\n   Bern (ag)");
    let item = one(&message);
    assert_eq!(item.embargo.map(|time| time.to_string()).as_deref(), Some("2018-11-22T09:00:00Z"));
    assert!(!item.body.plain_text().contains("Sperrfrist"));
    let item = one(&message.replace("22. November, 10.00 Uhr MEZ", "bis zum Ende der Rede"));
    assert_eq!((item.embargo, item.status), (None, Status::Withheld));
}

#[test]
fn a_correction_says_what_it_corrects_and_a_flash_is_urgent() {
    let item = one(&MESSAGE.replace("1. LEAD", "(Berichtigung)").replace("0123 3", "0123 1"));
    assert_eq!(item.urgency, Some(1));
    assert_eq!(
        (item.links[0].relation, item.links[0].title.as_str()),
        (Relation::Corrects, "Schweiz/Bundesrat")
    );
    assert_eq!(item.headline, "Bundesrat vertagt die Reform");
}

#[test]
fn a_message_without_its_frame_characters_is_read_with_faults() {
    let item = one("\u{1}xyz7 4 sp 20\nFussball/\n\nTor in der letzten Minute\n\nBern - Kurz.\n");
    assert_eq!(item.headline, "Tor in der letzten Minute");
    assert_eq!(item.faults.len(), 2, "{:?}", item.faults);
    assert_eq!(one("ZCZC xyz7 4 sp 20\nA/\n\u{2}Tor =\n\nText.\nNNNN\n").body.plain_text(), "Text.");
}

#[test]
fn umlauts_of_seven_bits_are_read() {
    let message = MESSAGE
        .replace("[Seite](http://a.example)", "Seite")
        .replace("vertagt die Reform", "f}r gr|~ere N{he")
        .replace('ö', "|");
    let item = one(&message);
    assert_eq!(item.headline, "Bundesrat für größere Nähe");
}

#[test]
fn other_formats_are_not_taken_for_it() {
    for bytes in [
        &b"\x16\x16\x01W2595\x1f_asian\r\nu i\x14\x12 BC-A 11-13 0895\r\n"[..],
        b"From: a@b.example\n\nx",
        b"\x01hello world how are\n",
    ] {
        assert!(!looks_like(bytes));
    }
}
