use newsroom::wire_item::NoteKind;

use super::*;
use crate::agency::only_item;

const STORY: &str = "\u{16}\u{16}\u{1}W2346\u{1f}_asian\r\nr i\u{13}\u{11} BC-AS--Town-Flood 3rdLd-Writethru   05-09 1444\r\n\u{2}BC-AS--Town-Flood, 3rd Ld-Writethru,827<\r\n^AG Exclusive: River rises<\r\n^AG Photo XHG401, XHG102<\r\n^(Eds: Minor edits. With AG Photos.)<\r\n^By EVA SAMPLE=\r\n^Associated Sample=\r\n\t   BEIJING (AG) _ The river rose, and\r\nit rose fast.\r\n \r\n\t   ``We go,'' she said.\r\n\t   ___\r\n\t   Others helped.\r\n\r\n\t   \u{3}AG-WF-05-09-17 0412GMT<\r\n\r\n\u{c}\r\n\u{4}";

fn one(text: &str) -> WireItem {
    only_item(looks_like, read, text)
}

#[test]
fn a_story_is_read() {
    let item = one(STORY);
    assert_eq!((item.sequence.as_deref(), item.words, item.priority), (Some("2346"), Some(1444), Some(4)));
    assert_eq!((item.slugline.as_str(), item.version.as_deref()), ("AS--Town-Flood", Some("3")));
    assert_eq!(
        (item.headline.as_str(), item.byline.as_str()),
        ("AG Exclusive: River rises", "By EVA SAMPLE")
    );
    assert_eq!(item.subjects[0].coded.code, "i");
    let dateline = item.dateline.as_ref().expect("a dateline");
    assert_eq!((dateline.city.as_str(), dateline.source.as_str()), ("BEIJING", "AG"));
    assert_eq!(
        item.body.plain_text(),
        "The river rose, and it rose fast.\n“We go,” she said.\nOthers helped."
    );
    assert_eq!(item.sent.map(|sent| sent.to_string()).as_deref(), Some("2017-05-09T04:12:00Z"));
    let notes: Vec<_> = item.notes.iter().map(|note| (note.kind, note.text.as_str())).collect();
    assert_eq!(notes, [(NoteKind::Editorial, "(Minor edits. With AG Photos.)")]);
    assert_eq!(item.further("pictures"), Some("AG Photo XHG401, XHG102"));
    assert_eq!(item.provider.as_ref().map(|provider| provider.code.as_str()), Some("AG"));
    assert_eq!(
        item.further.iter().find(|(name, _)| name == "cycle").map(|(_, value)| value.as_str()),
        Some("BC")
    );
}

#[test]
fn versions_of_a_story_have_one_identifier() {
    let first = one(&STORY.replace("3rd Ld-Writethru", "").replace("W2346", "W2301"));
    let third = one(STORY);
    assert_eq!(first.id, third.id);
    assert!(first.version.is_none() && third.version.is_some());
}

#[test]
fn a_table_keeps_its_lines() {
    let table = "\u{16}\u{16}\u{1}W2595\u{1f}_asian\nu s\u{14}\u{12} BC-Results 11-13 0895\n\u{2}BC-Results,<\n\t   BERN (AG) _ Results of Sunday:<\n\t   ;MIN;MAX<\n\t   Bern;42;50<\n\t   Genf;60;69<\n\t   x - none<\n\u{3}AG-AS-11-13-13 0612GMT<\n";
    let item = one(table);
    assert_eq!(item.body.blocks.len(), 3, "{:?}", item.body.blocks);
    assert_eq!(
        item.body.blocks[1].kind,
        BlockKind::Preformatted { text: ";MIN;MAX\nBern;42;50\nGenf;60;69".into() }
    );
    assert_eq!(item.body.blocks[0].kind, one(table).body.blocks[0].kind);
    assert_eq!(item.subjects[0].media_topic.as_deref(), Some("medtop:15000000"));
    assert_eq!(newsroom::document::validate(&item.body), Ok(()));
}

#[test]
fn a_list_of_headlines_is_a_text() {
    let list = "\u{16}\u{16}\u{1}V4644\u{1f}-----\nr e\u{13}\u{11} AG-Top-Hea 02-09 0121\n\u{2}\u{1e}*9006< ^AG-Top-Headlines,0176<\n^AG Top News at 11:23<\n^River rises<\n^Town flooded<\n\n\t   \u{3}AG-WF-02-10-16 0423GMT<\n";
    let item = one(list);
    assert_eq!(
        (item.slugline.as_str(), item.headline.as_str()),
        ("AG-Top-Headlines", "AG Top News at 11:23")
    );
    assert_eq!(item.body.plain_text(), "River rises\nTown flooded");
}

#[test]
fn a_message_that_breaks_off_is_said_or_refused_with_its_line() {
    let item = one(&STORY.replace('\u{3}', ""));
    assert!(item.faults[0].what.contains("ETX"), "{:?}", item.faults);
    let error = read(b"\n\x01W2346\x1f_x\nr i\n", &Hints::default()).expect_err("no text");
    assert_eq!((error.format, error.line), (Format::Anpa, Some(2)));
    assert!(error.cause.contains("STX"), "{error}");
}
