//! Feeds as they are met.

use newsroom::wire_item::{ItemKind, MediaType, Relation};
use url::Url;

use super::*;

fn read_with<T>(text: &str, look: impl FnOnce(&Feed<'_>) -> T) -> T {
    let source = Source::new(text.as_bytes(), &Hints::default());
    look(&source.read().expect("a feed"))
}

fn title(text: &str) -> String {
    read_with(text, |feed| {
        feed.head.about.title.as_ref().map(|title| title.value.to_string()).unwrap_or_default()
    })
}

#[test]
fn an_entry_becomes_an_item_with_all_it_says() {
    let text = "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'
        xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'
        xmlns:atom='http://www.w3.org/2005/Atom' xmlns:georss='http://www.georss.org/georss'>
        <channel><title>Seeblatt</title><link>https://seeblatt.example/</link><language>de-CH</language>
        <copyright>© Seeblatt</copyright><atom:link rel='hub' href='https://hub.example/'/>
        <item><title>Brücke &amp; Bahn</title><link>/a-1</link><guid isPermaLink='false'>a1</guid>
        <pubDate>Mon, 05 Feb 2024 06:30:00 +0100</pubDate><dc:creator>Anna Muster</dc:creator>
        <author>anna@seeblatt.example (Anna Muster)</author><category>Verkehr</category>
        <category domain='https://seeblatt.example/r'>Lokales</category><description>Kurz.</description>
        <content:encoded><![CDATA[<p>Lang. <img src='b.jpg' alt='Brücke'></p>]]></content:encoded>
        <media:group><media:content url='https://seeblatt.example/k.jpg' width='200' medium='image'/>
        <media:content url='https://seeblatt.example/g.jpg' width='900' medium='image'><media:credit>Fotodienst</media:credit>
        </media:content></media:group><enclosure url='ton.mp3' type='audio/mpeg' length='9'/>
        <comments>https://seeblatt.example/a-1#k</comments><georss:point>47.5 8.7</georss:point></item></channel></rss>";
    let url = Url::parse("https://seeblatt.example/rss.xml").expect("an address");
    let hints = Hints { url: Some(&url), ..Hints::default() };
    let parsed = parse(text.as_bytes(), &hints).expect("a feed");
    assert_eq!(parsed.faults, []);
    let item = &parsed.items[0];
    assert_eq!((item.id.as_str(), item.headline.as_str()), ("a1", "Brücke & Bahn"));
    assert_eq!(item.url.as_deref(), Some("https://seeblatt.example/a-1"));
    assert_eq!(item.published.map(|at| at.to_string()).as_deref(), Some("2024-02-05T05:30:00Z"));
    assert_eq!((item.standfirst.as_str(), item.body.plain_text().contains("Lang.")), ("Kurz.", true));
    assert_eq!(item.contributors.len(), 1, "{:?}", item.contributors);
    assert_eq!(item.contributors[0].email, "anna@seeblatt.example");
    assert_eq!(
        (item.byline.as_str(), item.keywords.as_slice()),
        ("Anna Muster", &["Verkehr".to_owned()][..])
    );
    assert_eq!(item.subjects[0].coded.label(), "Lokales");
    assert_eq!(
        (item.copyright.as_str(), item.language.as_ref().map(|one| one.as_str())),
        ("© Seeblatt", Some("de-CH"))
    );
    assert_eq!(item.provider.as_ref().map(|one| one.label()), Some("Seeblatt"));
    let media: Vec<_> = item.media.iter().map(|one| one.url.rsplit('/').next().unwrap_or_default()).collect();
    assert_eq!(media, ["g.jpg", "k.jpg", "ton.mp3", "b.jpg"]);
    assert_eq!((item.media[0].credit.as_str(), item.media[0].lead), ("Fotodienst", true));
    assert_eq!(item.media[2].kind, MediaType::Audio);
    assert_eq!(item.links[0].relation, Relation::Comments);
    assert_eq!(item.places[0].position, Some((47.5, 8.7)));
    assert_eq!(item.kind, ItemKind::Text);
    read_with(text, |feed| assert_eq!(feed.hubs().collect::<Vec<_>>(), ["https://hub.example/"]));
}

#[test]
fn broken_feeds_are_read_and_what_was_wrong_is_told() {
    for (text, expected) in [
        ("junk <rss><channel><title>a & b</title></channel></rss>", "a & b"),
        ("<rss><channel><title>a</channel></rss>", "a"),
        ("<RSS><CHANNEL><TITLE>a</title></CHANNEL>", "a"),
        ("<rss><channel><title>1 < 2</title></channel></rss>", "1 < 2"),
        ("<rss><channel><dc:x/><title>a&eacute;&nosuch;</title></channel></rss>", "aé&nosuch;"),
        ("<rss><channel><title>a\u{8}b</title></channel></rss><rss/>", "ab"),
        ("<rss><channel><link>x<title>a</title></channel></rss>", "a"),
        ("<rss><channel><title><![CDATA[a", "a"),
    ] {
        assert_eq!(title(text), expected, "{text}");
        read_with(text, |feed| assert!(!feed.faults.is_empty(), "{text}"));
    }
}

#[test]
fn an_entry_ends_where_the_next_begins() {
    let text = "<rss><channel><item><title>a</title><item><title>b</title></item></channel></rss>";
    read_with(text, |feed| {
        let titles: Vec<_> =
            feed.entries.iter().filter_map(|one| one.about.title.as_ref()).map(|one| &one.value).collect();
        assert_eq!(titles, ["a", "b"]);
    });
}

#[test]
fn texts_of_atom_are_what_their_type_says() {
    let feed = |content: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/'><entry>{content}</entry></feed>"
        )
    };
    for (content, value, kind) in [
        ("<content type='html'>&lt;b&gt;x&lt;/b&gt;</content>", "<b>x</b>", TextKind::Html),
        ("<content>&lt;b&gt;x&lt;/b&gt;</content>", "<b>x</b>", TextKind::Plain),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>x</b> &amp; <br/></div></content>",
            "<b>x</b> &amp; <br />",
            TextKind::Xhtml,
        ),
        ("<content type='application/octet-stream'>aGFsbG8=</content>", "hallo", TextKind::Other),
    ] {
        read_with(&feed(content), |feed| {
            let text = &feed.entries[0].contents[0];
            assert_eq!((text.value.as_ref(), text.kind), (value, kind), "{content}");
            assert_eq!(text.base.as_deref(), Some("http://a.example/"));
        });
    }
}

#[test]
fn what_is_no_feed_is_refused_with_its_line() {
    for (text, line, cause) in [
        ("", 1, "no element"),
        ("\n<html><body/></html>", 2, "web page"),
        ("<nitf><body/></nitf>", 1, "<nitf>"),
        ("{\"items\": 3}", 1, "version"),
    ] {
        let error = parse(text.as_bytes(), &Hints::default()).expect_err(text);
        assert_eq!(error.line, Some(line), "{text}");
        assert!(error.cause.contains(cause), "{error}");
    }
}

#[test]
fn a_feed_is_known_by_how_it_begins() {
    for (text, is_one) in [
        ("<?xml version='1.0'?><!-- a --><rss>", true),
        ("<rdf:RDF>", true),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", true),
        ("<feed><entry/></feed>", false),
        ("{\"version\": \"https://jsonfeed.org/version/1\"}", true),
        ("{}", false),
        ("<html><rss/></html>", false),
        ("rss", false),
    ] {
        assert_eq!(looks_like(text.as_bytes()), is_one, "{text}");
    }
}

#[test]
fn what_grows_without_bound_is_refused() {
    let deep = format!("<rss>{}</rss>", "<a>".repeat(10_000));
    let many = format!("<rss>{}</rss>", "<a/>".repeat(500_000));
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>\n<rss><channel><title>&b;</title></channel></rss>";
    for text in [deep.as_str(), many.as_str(), bomb] {
        assert!(parse(text.as_bytes(), &Hints::default()).is_err());
    }
    let outside = "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel><title>[&a;]</title></channel></rss>";
    assert_eq!(title(outside), "[]");
}
