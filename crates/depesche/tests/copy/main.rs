//! Copy of an agency by the command line and the site: from a watched folder to readers, and back when it is killed.

mod soak;
#[path = "../support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use support::Newsroom;

/// A version of a report as NewsML-G2.
fn report(version: u32, status: &str, paragraphs: &[&str]) -> String {
    let text: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:newsml:agentur.example:genf\" \
          version=\"{version}\" standard=\"NewsML-G2\" standardversion=\"2.29\" conformance=\"power\" xml:lang=\"de\">\
         <catalogRef href=\"http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_37.xml\"/>\
         <rightsInfo><copyrightHolder literal=\"Agentur\"><name>Agentur</name></copyrightHolder></rightsInfo>\
         <itemMeta><itemClass qcode=\"ninat:text\"/><provider literal=\"Agentur\"/>\
         <versionCreated>2022-01-21T1{version}:00:00+01:00</versionCreated>\
         <pubStatus qcode=\"stat:{status}\"/><edNote>Ansprechpartner im Newsdesk: Frau Beispiel</edNote></itemMeta>\
         <contentMeta><urgency>3</urgency><language tag=\"de\"/><headline>Treffen in Genf</headline>\
         <dateline>Genf (agt) -</dateline></contentMeta>\
         <contentSet><inlineXML contenttype=\"application/xhtml+xml\">\
         <html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>{text}</body></html>\
         </inlineXML></contentSet></newsItem>"
    )
}

/// Puts a file into the folder as a careful sender does: under another name until it is complete.
fn send(newsroom: &Newsroom, name: &str, content: &str) {
    let folder = newsroom.data().join("eingang");
    let unfinished = folder.join(format!("{name}.part"));
    std::fs::write(&unfinished, content).expect("it is written");
    std::fs::rename(&unfinished, folder.join(name)).expect("it is complete");
}

/// Waits until something holds.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < end, "{what}: did not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

const OPENING: &str =
    "Zwei Außenminister haben sich am Freitag in Genf getroffen, um über die Lage zu sprechen.";
const MINUTES: &str =
    "Das Gespräch dauerte nach Angaben beider Seiten etwa neunzig Minuten und wurde offen genannt.";
const LONGER: &str =
    "Das Gespräch dauerte nach Angaben beider Seiten etwa hundert Minuten und wurde offen genannt.";

#[test]
fn an_item_goes_from_the_folder_to_readers_follows_its_source_and_goes_when_it_is_killed() {
    let mut newsroom = Newsroom::new();
    newsroom.run(&[
        "provider",
        "add",
        "agentur",
        "--name",
        "Agentur",
        "--kind",
        "folder",
        "--address",
        "eingang",
        "--section",
        "politik",
        "--on-kill",
        "withdraw",
    ]);
    newsroom.serve();

    send(&newsroom, "1.xml", &report(1, "usable", &[OPENING, MINUTES]));
    let list = |newsroom: &Newsroom| newsroom.run(&["wire", "list"]);
    until("the item comes in", || list(&newsroom).contains("Treffen in Genf"));
    assert!(newsroom.data().join("eingang/done/1.xml").is_file());

    let taken = newsroom.run(&["wire", "take", "1"]);
    assert!(taken.contains("article 1 is a draft made of item 1"), "{taken}");
    assert!(newsroom.run(&["wire", "notes", "1"]).contains("Frau Beispiel"));
    let said = newsroom.run(&["article", "publish", "1"]);
    let path = said.trim().rsplit_once(":8080").expect("an address").1.to_owned();
    let page = newsroom.get(&path);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("neunzig Minuten") && page.body.contains("Agentur"), "{}", page.body);
    assert!(page.body.contains("sourceOrganization"), "JSON-LD says whose it is: {}", page.body);
    assert!(!page.body.contains("Frau Beispiel"), "words to editors were published");

    // An editor writes; the agency changes another paragraph.
    let file = newsroom.run(&["article", "show", "1"]);
    let ours = "Unsere Korrespondentin war dabei.";
    let edited = newsroom.file("edited.md", file.replace(OPENING, &format!("{OPENING}\n\n{ours}")));
    newsroom.run(&["article", "edit", "1", "--file", &edited]);
    send(&newsroom, "2.xml", &report(2, "usable", &[OPENING, LONGER]));
    until("the update is told", || newsroom.run(&["wire", "notices"]).contains("updated"));
    let difference = newsroom.run(&["wire", "diff", "1"]);
    assert!(difference.contains("[-neunzig -]{+hundert +}"), "{difference}");
    let merged = newsroom.run(&["wire", "merge", "1"]);
    assert!(merged.contains("1 parts and paragraphs"), "{merged}");
    newsroom.run(&["article", "publish", "1"]);
    let page = newsroom.get(&path).body;
    assert!(page.contains("hundert Minuten") && page.contains(ours), "{page}");
    assert!(newsroom.get("/").body.contains("Treffen in Genf"));

    send(&newsroom, "3.xml", &report(3, "canceled", &[OPENING]));
    until("the page goes", || newsroom.get(&path).status == 410);
    let gone = newsroom.get(&path);
    assert!(gone.body.contains("Agentur hat die Meldung zurückgezogen"), "{}", gone.body);
    for other in ["/", "/politik", "/feeds/de.xml", "/feed"] {
        assert!(!newsroom.get(other).body.contains("Treffen in Genf"), "{other} still shows it");
    }
    let refused = newsroom.try_run(&["article", "publish", "1"]);
    assert!(!refused.status.success(), "killed copy was published again");
}

#[test]
fn a_file_that_cannot_be_read_is_put_aside_with_the_reason_and_copy_twice_is_one_item() {
    let newsroom = Newsroom::new();
    newsroom.run(&["provider", "add", "agentur", "--kind", "folder", "--address", "eingang"]);
    let file = report(1, "usable", &[OPENING, MINUTES]);
    send(&newsroom, "1.xml", &file);
    assert!(newsroom.run(&["provider", "poll", "agentur"]).contains("1.xml: 1 new"));
    send(&newsroom, "1.xml", &file);
    assert!(newsroom.run(&["provider", "poll", "agentur"]).contains("1 the same"));
    let broken = file.replace("</contentSet>", "");
    send(&newsroom, "kaputt.xml", &broken);
    // What may still be being written is left alone for a while.
    let old = std::time::SystemTime::now() - Duration::from_secs(60);
    let path = newsroom.data().join("eingang/kaputt.xml");
    let set = std::fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(old));
    set.expect("its time is set");
    let said = newsroom.run(&["provider", "poll", "agentur"]);
    assert!(said.contains("kaputt.xml: refused: line 2"), "{said}");
    let reason = newsroom.data().join("eingang/refused/kaputt.xml.reason.txt");
    assert!(std::fs::read_to_string(reason).expect("the reason").contains("line 2"));
    assert!(newsroom.run(&["provider", "show", "agentur"]).contains("kaputt.xml"));
    assert_eq!(newsroom.run(&["wire", "list"]).lines().count(), 1);
    let shown = newsroom.run(&["wire", "show", "1", "--original"]);
    assert_eq!(shown, file, "the original is kept as it came");
}
