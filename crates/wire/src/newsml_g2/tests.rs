use newsroom::wire_item::{NoteKind, Relation, Status};

use super::*;

fn items(text: &str) -> Vec<WireItem> {
    read(text.as_bytes(), &Hints::default()).expect("NewsML-G2").items
}

fn news_item(inner: &str) -> String {
    format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:a:1' version='3' standard='NewsML-G2' \
         standardversion='2.35' conformance='power' xml:lang='de'>\
         <catalog><scheme alias='own' uri='http://a.example/own/'/></catalog>{inner}</newsItem>"
    )
}

const META: &str = "<rightsInfo><copyrightHolder literal='x'><name>Halter</name></copyrightHolder>\
    <copyrightNotice xml:lang='en'>(c) en</copyrightNotice><copyrightNotice xml:lang='de-AT'>(c) de</copyrightNotice>\
    <usageTerms>nur online</usageTerms></rightsInfo>\
    <itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:AG'><name>Agentur</name></provider>\
    <versionCreated>2024-01-02T03:04:05+01:00</versionCreated><firstCreated>2024-01-01T00:00:00Z</firstCreated>\
    <pubStatus qcode='stat:usable'/><edNote>Achtung</edNote><link rel='irel:translatedFrom' residref='urn:en' version='2'/>\
    <signal qcode='sig:update'/></itemMeta>";

const CONTENT: &str = "<contentMeta><urgency>2</urgency><located qcode='own:w'><name>Wien</name>\
    <broader qcode='iso3166-1a2:AT'><name>Österreich</name></broader></located>\
    <creator role='crol:author'><name>Eva Muster</name></creator><language tag='de-AT'/><keyword>Ball</keyword>\
    <subject qcode='medtop:20001065' relevance='80'><name xml:lang='en'>soccer</name><name xml:lang='de'>Fußball</name></subject>\
    <subject type='cpnat:person' qcode='own:p1'/><subject type='cpnat:organisation' literal='Verein'/>\
    <subject type='cpnat:geoArea' qcode='own:g'><name>Graz</name></subject>\
    <slugline>slug</slugline><headline>Zeile</headline><headline role='hrol:sub'>Unterzeile</headline><by>Von Eva</by>\
    <dateline>WIEN, 2. Jänner</dateline><creditline>AG</creditline><description role='drol:summary'>Kurz</description>\
    <genre qcode='genre:Analysis'/></contentMeta><assert qcode='own:p1'><name>Person Eins</name></assert>";

#[test]
fn what_is_said_about_an_item_has_its_place() {
    let text = news_item(&format!(
        "{META}{CONTENT}<contentSet><inlineXML contenttype='application/xhtml+xml' wordcount='2'><html \
         xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>Eins <b>zwei</b></p></body></html></inlineXML></contentSet>"
    ));
    let item = &items(&text)[0];
    assert_eq!(
        (item.id.as_str(), item.version.as_deref(), item.kind),
        ("urn:a:1", Some("3"), ItemKind::Text)
    );
    assert_eq!(item.updated.map(|at| at.to_string()).as_deref(), Some("2024-01-02T02:04:05Z"));
    assert_eq!((item.copyright_holder.as_str(), item.copyright.as_str()), ("Halter", "(c) de"));
    assert_eq!((item.headline.as_str(), item.subheadline.as_str()), ("Zeile", "Unterzeile"));
    assert_eq!((item.standfirst.as_str(), item.urgency, item.words), ("Kurz", Some(2), Some(2)));
    let line = item.dateline.as_ref().expect("a dateline");
    assert_eq!(
        (line.city.as_str(), line.country.as_str(), line.text.as_str()),
        ("Wien", "Österreich", "WIEN, 2. Jänner")
    );
    let subject = &item.subjects[0];
    assert_eq!((subject.coded.name.as_str(), subject.relevance), ("Fußball", Some(80)));
    assert_eq!(subject.coded.scheme, "http://cv.iptc.org/newscodes/mediatopic/");
    assert_eq!(subject.media_topic.as_deref(), Some("medtop:20001065"));
    assert_eq!(
        (item.people[0].name.as_str(), item.people[0].scheme.as_str()),
        ("Person Eins", "http://a.example/own/")
    );
    assert_eq!((item.organisations[0].name.as_str(), item.places[0].coded.name.as_str()), ("Verein", "Graz"));
    assert_eq!(
        (item.links[0].relation, item.links[0].id.as_deref()),
        (Relation::TranslationOf, Some("urn:en"))
    );
    assert_eq!((item.notes[0].text.as_str(), item.body.plain_text().as_str()), ("Achtung", "Eins zwei"));
    assert_eq!((item.contributors[0].role.as_str(), item.further("signal")), ("author", Some("sig:update")));
    assert_eq!(item.faults, []);
}

#[test]
fn kills_and_embargoes_are_known() {
    let with = |meta: &str| items(&news_item(&format!("<itemMeta>{meta}</itemMeta>"))).remove(0);
    let kill = with("<pubStatus qcode='stat:canceled'/><edNote>Falsch</edNote>");
    assert_eq!((kill.status, kill.notes[0].kind), (Status::Cancelled, NoteKind::Kill));
    let until = with("<embargoed>2024-01-03T00:00:00Z</embargoed><pubStatus qcode='stat:usable'/>");
    assert_eq!((until.status, until.embargo.is_some()), (Status::Usable, true));
    assert_eq!(with("<embargoed/>").status, Status::Withheld);
    assert_eq!(with("<pubStatus qcode='stat:gone'/>").status, Status::Withheld);
}

#[test]
fn a_picture_is_taken_in_its_largest_form_with_what_is_said_of_it() {
    let text = news_item(
        "<itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta><by>Foto Eva</by><headline>Bild</headline>\
         <description role='drol:caption'>Unter dem Bild</description></contentMeta><contentSet>\
         <remoteContent rendition='rnd:web' href='k.jpg' contenttype='image/jpeg' width='10' height='10'/>\
         <remoteContent rendition='rnd:highRes' href='g.jpg' contenttype='image/jpeg' width='100' height='90' size='7'/></contentSet>",
    );
    let base = url::Url::parse("https://a.example/x/item.xml").expect("an address");
    let hints = Hints { url: Some(&base), ..Hints::default() };
    let item = read(text.as_bytes(), &hints).expect("NewsML-G2").items.remove(0);
    assert_eq!((item.kind, item.media.len()), (ItemKind::Picture, 1));
    let picture = &item.media[0];
    assert_eq!((picture.url.as_str(), picture.rendition.as_str()), ("https://a.example/x/g.jpg", "highRes"));
    assert_eq!(
        (picture.caption.as_str(), picture.creator.as_str(), picture.lead),
        ("Unter dem Bild", "Foto Eva", true)
    );
    assert_eq!(item.body.plain_text(), "Unter dem Bild");
}

#[test]
fn content_inside_is_read_whatever_it_is_written_in() {
    let with = |content: &str| items(&news_item(&format!("<contentSet>{content}</contentSet>"))).remove(0);
    let nitf = "<inlineXML><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.head><byline>Eva</byline></body.head>\
                <body.content><p>Eins</p></body.content></body></nitf></inlineXML>";
    assert_eq!((with(nitf).body.plain_text(), with(nitf).byline), ("Eins".to_owned(), "Eva".to_owned()));
    assert_eq!(
        with("<inlineData contenttype='text/plain'>Eins\n\nZwei</inlineData>").body.plain_text(),
        "Eins\nZwei"
    );
    let bytes = with("<inlineData contenttype='image/jpeg' encoding='encd:base64'>/9j/4A==</inlineData>");
    assert_eq!(bytes.media[0].bytes.as_deref(), Some(&[0xff, 0xd8, 0xff, 0xe0][..]));
    let other = with("<inlineXML><sports-content><a>1</a></sports-content></inlineXML>");
    assert_eq!(other.body.plain_text(), "");
    assert!(other.faults[0].what.contains("<sports-content>"), "{:?}", other.faults);
}

#[test]
fn a_message_gives_each_item_its_header() {
    let text = format!(
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sent>2024-01-01T00:00:00Z</sent><priority>4</priority>\
         <transmitId>t1</transmitId></header><itemSet>{}<other/></itemSet></newsMessage>",
        news_item(META)
    );
    let parsed = read(text.as_bytes(), &Hints::default()).expect("NewsML-G2");
    assert_eq!((parsed.items[0].priority, parsed.items[0].sequence.as_deref()), (Some(4), Some("t1")));
    assert!(parsed.faults.iter().any(|fault| fault.what.contains("<other> is no item")));
}

#[test]
fn a_package_is_read_in_the_order_of_its_groups() {
    let text = "<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='p'><groupSet root='a'>\
                <group id='b' role='group:side'><itemRef residref='urn:2'/><groupRef idref='a'/></group>\
                <group id='a' role='group:main'><itemRef residref='urn:1' version='4'><title>Titel</title></itemRef><groupRef idref='b'/></group>\
                </groupSet></packageItem>";
    let item = &items(text)[0];
    let members: Vec<(&str, &str)> =
        item.members.iter().map(|one| (one.id.as_str(), one.group.as_str())).collect();
    assert_eq!(members, [("urn:1", "main"), ("urn:2", "side")]);
    assert_eq!((item.members[0].headline.as_str(), item.faults.len()), ("Titel", 1));
}

#[test]
fn parts_of_items_are_read_alone() {
    let group = "<groupSet root='a'><group id='a'><itemRef residref='urn:1'/></group></groupSet>";
    let content = "<contentSet><inlineXML><nitf><body><body.content><p>Eins</p></body.content></body></nitf></inlineXML></contentSet>";
    assert_eq!((items(group)[0].kind, items(group)[0].members.len()), (ItemKind::Package, 1));
    assert_eq!(items(content)[0].body.plain_text(), "Eins");
}

#[test]
fn plans_and_events_are_known_with_their_times() {
    let plan = "<planningItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='p'><newsCoverageSet><newsCoverage id='c1'><planning>\
                <itemClass qcode='ninat:picture'/><scheduled>2024-01-03T10:00:00Z</scheduled><headline>Rede</headline><edNote>250 Wörter</edNote>\
                </planning><delivery><deliveredItemRef guidref='urn:d'/></delivery></newsCoverage></newsCoverageSet></planningItem>";
    let item = &items(plan)[0];
    let event = &item.events[0];
    assert_eq!(
        (item.kind, event.name.as_str(), event.coverage.as_str()),
        (ItemKind::Planning, "Rede", "picture")
    );
    assert_eq!((item.members[0].id.as_str(), item.notes[0].text.as_str()), ("urn:d", "250 Wörter"));
    let event = "<conceptItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='e'><concept><conceptId qcode='ev:1'/>\
                 <type qcode='cpnat:event'/><name>Tagung</name><eventDetails><dates><start>2024-01-03T10:00:00Z</start>\
                 <duration>P2D</duration></dates><location><name>Wien</name></location></eventDetails></concept></conceptItem>";
    let item = &items(event)[0];
    let event = &item.events[0];
    assert_eq!(
        (item.kind, item.headline.as_str(), event.place.as_str()),
        (ItemKind::Event, "Tagung", "Wien")
    );
    assert_eq!(event.ends.map(|at| at.to_string()).as_deref(), Some("2024-01-05T10:00:00Z"));
}

#[test]
fn what_is_no_newsml_g2_is_refused() {
    let error = |text: &str| read(text.as_bytes(), &Hints::default()).expect_err("refused").to_string();
    assert!(error("<a/>").starts_with("line 1: NewsML-G2: the document is <a>"));
    assert!(
        error("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>\n<header/></newsMessage>")
            .contains("holds no item")
    );
}
