use newsroom::wire_item::{MediaType, NoteKind, Relation};

use super::*;

fn one(message: &str) -> newsroom::wire_item::WireItem {
    assert!(looks_like(message.as_bytes()), "{message}");
    let mut parsed = read(message.as_bytes(), &Hints::default()).expect("a message");
    assert_eq!(parsed.items.len(), 1, "{:?}", parsed.items);
    parsed.items.remove(0)
}

#[test]
fn a_plain_message_is_read() {
    let item = one(
        "Received: from a by b;\r\n Thu, 5 May 2016 04:11:46 +0000\r\nMessage-ID: <1@ag.example>\r\nDate: Thu, 05 May 2016 06:11:45 +0200 (CEST)\r\nSubject: WG: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?q?_aus_Bern?=\r\nFrom: \"Amt, Presse\" <presse@amt.example>\r\nIn-Reply-To: <0@ag.example>\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBern (ag) - Der Rat f=FChrt =\r\nein.\r\n\r\nSperrfrist: 6. Mai 2016, 10 Uhr\r\n\r\nZwei.\r\n-- \r\nAmt, Tel. 1\r\n",
    );
    assert_eq!((item.id.as_str(), item.headline.as_str()), ("1@ag.example", "Grüße aus Bern"));
    assert_eq!(item.sent.map(|sent| sent.to_string()).as_deref(), Some("2016-05-05T04:11:45Z"));
    assert_eq!(item.provider.as_ref().map(|provider| provider.name.as_str()), Some("Amt, Presse"));
    assert_eq!(item.contributors[0].email, "presse@amt.example");
    assert_eq!(item.body.plain_text(), "Der Rat führt ein.\nZwei.");
    assert_eq!(item.embargo.map(|time| time.to_string()).as_deref(), Some("2016-05-06T08:00:00Z"));
    assert_eq!(
        (item.links[0].relation, item.links[0].id.as_deref()),
        (Relation::InReplyTo, Some("0@ag.example"))
    );
    assert!(
        item.notes.iter().any(|note| note.kind == NoteKind::Contact && note.text == "Amt, Tel. 1"),
        "{:?}",
        item.notes
    );
}

const ALTERNATIVES: &str = "From: a@b.example\nSubject: Bild\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\nfor old programs\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\nPlain.\n--y\nContent-Type: multipart/related; boundary=z\n\n--z\nContent-Type: text/html; charset=utf-8\n\n<p>Rich.</p><p><img src=\"cid:p1@x\" alt=\"Zwei\"></p>\n--z\nContent-Type: image/png; name=p.png\nContent-ID: <p1@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--z--\n--y--\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''Stra%C3; filename*1*=%9Fe.pdf\n\n%PDF\n--x--\n";

#[test]
fn html_is_preferred_and_files_come_along() {
    let item = one(ALTERNATIVES);
    assert_eq!(item.body.plain_text().trim(), "Rich.");
    let picture = &item.media[0];
    assert_eq!(
        (picture.url.as_str(), picture.alt.as_str(), picture.kind),
        ("cid:p1@x", "Zwei", MediaType::Picture)
    );
    assert_eq!(picture.bytes.as_deref(), Some(&b"\x89PNG\r\n\x1a\n"[..]));
    assert_eq!((item.media[1].title.as_str(), item.media[1].kind), ("Straße.pdf", MediaType::File));
    assert_eq!(item.media[1].bytes.as_deref(), Some(&b"%PDF"[..]));
}

#[test]
fn an_attached_item_is_the_item() {
    let ninjs = r#"{"uri": "urn:1", "type": "text", "headline": "Wahl", "body_text": "Text.", "associations": {"a": {"uri": "urn:2", "type": "picture", "renditions": {"main": {"href": "wahl.jpg"}}}}}"#;
    let message = format!(
        "From: a@b.example\nSubject: Lieferung\nMessage-ID: <m@b>\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nAnbei.\n--x\nContent-Type: application/json; name=a.json\nContent-Disposition: attachment\n\n{ninjs}\n--x\nContent-Type: image/jpeg; name=wahl.jpg\n\nJPEG\n--x--\n"
    );
    let item = one(&message);
    assert_eq!((item.id.as_str(), item.headline.as_str()), ("urn:1", "Wahl"));
    assert_eq!((item.links[0].relation, item.links[0].id.as_deref()), (Relation::Via, Some("m@b")));
    assert_eq!(item.media[0].bytes.as_deref(), Some(&b"JPEG"[..]));
    let broken = message.replace("{\"uri\"", "{uri");
    assert!(one(&broken).faults[0].what.contains("“a.json” cannot be read"), "{:?}", one(&broken).faults);
}

#[test]
fn a_form_that_was_posted_as_mail_is_read() {
    let head = "From: form@a.example\nDate: Thu, 17 Nov 2016 23:35:10 +0000\nSubject: Formatted story\nContent-Type: text/plain; format=flowed; delsp=yes\n\n";
    let json = r#"{"Dateline":["BERN",""],"Category":["SPORT"],"Priority":["","Urgent"],"Abstract":["Kurz."],"Headline":["Tor  
 in Bern"],"Slugline":["TOR"],"News Value":["2"],"Body":["Eins. \nZwei."],"Legal flag":["LEGAL"],"Place":["BE"],"Email Address":["eva@a.example"]}"#;
    let item = one(&format!("{head}{json}"));
    assert_eq!(
        (item.headline.as_str(), item.slugline.as_str(), item.standfirst.as_str()),
        ("Tor in Bern", "TOR", "Kurz.")
    );
    assert_eq!((item.urgency, item.priority), (Some(2), Some(3)));
    assert_eq!(item.body.plain_text(), "Eins.\nZwei.");
    assert_eq!(item.dateline.as_ref().map(|dateline| dateline.city.as_str()), Some("BERN"));
    assert_eq!(item.notes[0].kind, NoteKind::Legal);
    assert!(item.contributors.iter().any(|one| one.email == "eva@a.example"));
    let lines = one(&format!("{head}Headline: Tor in Bern\nSlug: TOR\nBy: Eva Muster\n\nEins.\n\nZwei.\n"));
    assert_eq!(
        (lines.headline.as_str(), lines.byline.as_str(), lines.body.plain_text().as_str()),
        ("Tor in Bern", "Eva Muster", "Eins.\nZwei.")
    );
}

#[test]
fn broken_messages_are_read_as_far_as_they_go() {
    let item = one(ALTERNATIVES.split("--z--").next().expect("a beginning"));
    assert_eq!(item.media[0].bytes.as_deref(), Some(&b"\x89PNG\r\n\x1a\n"[..]));
    let deep = (0..40)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect::<String>();
    let parsed = read(format!("From: a@b.example\nSubject: x\n{deep}").as_bytes(), &Hints::default())
        .expect("a message");
    assert!(parsed.faults.iter().any(|fault| fault.what.contains("too deep")), "{:?}", parsed.faults);
}

#[test]
fn other_texts_are_not_taken_for_a_message() {
    for text in ["Headline: A\nSubject: B\n\nText", "Berlin (dpa) - Der Rat.", "<html>", "{\"from\": \"a\"}"]
    {
        assert!(!looks_like(text.as_bytes()), "{text}");
    }
    assert_eq!(read(b"hello", &Hints::default()).expect_err("no message").line, Some(1));
}
