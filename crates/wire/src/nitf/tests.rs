use newsroom::wire_item::{Media, NoteKind, Relation, Status};

use super::*;

fn read_one(text: &str) -> WireItem {
    read(text.as_bytes(), &Hints::default()).expect("NITF").items.remove(0)
}

const FULL: &str = r#"<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf baselang="de-AT"><head><title>Titel</title>
 <meta name="anpa-sequence" content="17"/><meta name="desk" content="A"/>
 <tobject tobject.type="news"><tobject.property tobject.property.type="analysis"/>
  <tobject.subject tobject.subject.refnum="15054000" tobject.subject.type="Sport" tobject.subject.matter="Fußball"/></tobject>
 <docdata management-status="canceled" management-doc-idref="x.1"><doc-id regsrc="a.example" id-string="x.2"/>
  <urgency ed-urg="2"/><date.issue norm="20240102T030405+0100"/><date.release norm="20240102T060000+0100"/>
  <date.expire norm="bald"/><ed-msg info="Achtung"/><correction info="Name" id-string="x.0"/><du-key key="s" generation="2" version="3"/>
  <doc.copyright year="2024" holder="Agentur"/><doc.rights limitations="online"/>
  <key-list><keyword key="Wien"/><keyword key="Wien"/></key-list>
  <identified-content><person value="7" idsrc="p">Eva Muster</person><location location-code="AT-9" code-source="iso"><city>Wien</city><country>Österreich</country></location></identified-content>
 </docdata></head>
<body><body.head><hedline><hl1>Die Zeile</hl1><hl2>Die zweite</hl2></hedline>
 <note><body.content><p>Nur für Redaktionen</p></body.content></note>
 <byline>Von <person>Eva Muster</person><byttl>Chefin</byttl></byline>
 <dateline><location><city>Wien</city></location><story.date norm="20240102"/></dateline><distributor>AG</distributor>
 <abstract><p>Kurz.</p></abstract></body.head>
<body.content><block><p>Eins <org>Firma</org><em>zwei</em>.</p><note><p>geheim</p></note>
 <media media-type="image"><media-reference source="k.jpg" width="10" height="10"/><media-reference source="g.jpg" width="100" height="100" mime-type="image/jpeg" alternate-text="Alt"/><media-caption>Unter dem Bild</media-caption><media-producer>Foto AG</media-producer></media>
 <hl2>Zwischen</hl2><bq><block><p>Zitat</p></block><credit>Er</credit></bq><ul><li>a</li></ul>
 <table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><pre>x  y</pre></block></body.content>
<body.end><tagline>Mit Hilfe von B.</tagline></body.end></body></nitf>"#;

#[test]
fn everything_the_head_says_has_its_place() {
    let item = read_one(FULL);
    assert_eq!(
        (item.id.as_str(), item.version.as_deref(), item.status),
        ("x.2", Some("2.3"), Status::Cancelled)
    );
    assert_eq!((item.urgency, item.sequence.as_deref()), (Some(2), Some("17")));
    assert_eq!(item.updated.map(|at| at.to_string()).as_deref(), Some("2024-01-02T02:04:05Z"));
    assert_eq!(item.embargo.map(|at| at.to_string()).as_deref(), Some("2024-01-02T05:00:00Z"));
    assert_eq!(item.expires, None);
    assert!(item.faults.iter().any(|fault| fault.what.contains("“bald” is no time")), "{:?}", item.faults);
    let codes: Vec<&str> = item.subjects.iter().map(|subject| subject.coded.code.as_str()).collect();
    assert_eq!(codes, ["15000000", "15054000"]);
    assert_eq!(
        (item.keywords.len(), item.people.len(), item.places[0].country.as_str()),
        (1, 1, "Österreich")
    );
    let relations: Vec<Relation> = item.links.iter().map(|link| link.relation).collect();
    assert_eq!(relations, [Relation::Replaces, Relation::Corrects]);
    assert_eq!(item.usage_terms, "limitations: online");
    assert_eq!(item.further("desk"), Some("A"));
}

#[test]
fn lines_above_the_text_have_their_places() {
    let item = read_one(FULL);
    assert_eq!((item.headline.as_str(), item.subheadline.as_str()), ("Die Zeile", "Die zweite"));
    assert_eq!((item.byline.as_str(), item.contributors[0].job.as_str()), ("Von Eva Muster", "Chefin"));
    assert_eq!(item.standfirst, "Kurz.");
    assert_eq!(
        item.dateline.as_ref().map(|line| (line.city.as_str(), line.date.as_str())),
        Some(("Wien", "20240102"))
    );
    assert_eq!(item.provider.as_ref().map(|who| who.name.as_str()), Some("AG"));
    assert_eq!(item.language.as_ref().map(|tag| tag.as_str()), Some("de-AT"));
}

#[test]
fn notes_are_never_text_and_the_text_keeps_its_form() {
    let item = read_one(FULL);
    let text = item.body.plain_text();
    assert!(!text.contains("geheim") && !text.contains("Achtung") && !text.contains("Redaktionen"), "{text}");
    for part in ["Eins Firmazwei.", "Zwischen", "Zitat", "Mit Hilfe von B."] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let notes: Vec<(NoteKind, &str)> =
        item.notes.iter().map(|note| (note.kind, note.text.as_str())).collect();
    assert!(notes.contains(&(NoteKind::Kill, "Achtung")), "{notes:?}");
    assert!(notes.contains(&(NoteKind::Correction, "Name")), "{notes:?}");
    assert!(notes.iter().any(|(_, text)| *text == "geheim"), "{notes:?}");
    for kind in ["\"heading\"", "\"quotation\"", "\"list\"", "\"table\""] {
        assert!(item.body.to_json().contains(kind), "{kind} is missing in {}", item.body.to_json());
    }
}

#[test]
fn of_several_sizes_the_largest_stands_in_the_text() {
    let item = read_one(FULL);
    let Media { url, caption, creator, alt, width, lead, .. } = &item.media[0];
    assert_eq!((item.media.len(), url.as_str(), *width, *lead), (1, "g.jpg", Some(100), true));
    assert_eq!((caption.as_str(), creator.as_str(), alt.as_str()), ("Unter dem Bild", "Foto AG", "Alt"));
    assert_eq!(item.body.assets().len(), 1);
}

#[test]
fn a_release_with_the_issue_is_no_embargo() {
    let item = read_one(
        "<nitf><head><docdata><doc-id id-string='a'/><date.issue norm='20240102T030405Z'/>\
         <date.release norm='20240102T030405Z'/></docdata></head><body><body.content><p>a</p></body.content></body></nitf>",
    );
    assert_eq!((item.embargo, item.published.is_some()), (None, true));
}

#[test]
fn what_is_no_nitf_is_refused_with_its_line() {
    let error = |text: &str| read(text.as_bytes(), &Hints::default()).expect_err("refused").to_string();
    assert_eq!(error("\n<a/>"), "line 2: NITF: the document is <a>, not <nitf>");
    assert!(error("<nitf>\n<p></nitf>").starts_with("line 2: NITF:"));
    assert!(error("<nitf/>").contains("neither head nor body"));
}
