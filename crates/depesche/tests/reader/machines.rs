//! What machines are told: feeds, sitemaps, structured data, methods, security.

use jiff::{SignedDuration, Timestamp};

use crate::support::Newsroom;

const AT: &str = "2024-05-01T10:00:00+02:00";
const SITE: &str = "http://127.0.0.1:8080";

#[test]
fn security_txt_names_the_contact_and_ends_within_a_year() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    assert_eq!(newsroom.get("/.well-known/security.txt").status, 404);
    newsroom.stop();
    newsroom.configure("security_contact", "\"mailto:it@hafenblatt.example\"");
    newsroom.serve();
    let file = newsroom.get("/.well-known/security.txt");
    let field = |name: &str| {
        let mut lines = file.body.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned()).expect(name)
    };
    assert_eq!(field("Contact"), "mailto:it@hafenblatt.example");
    assert_eq!(field("Canonical"), format!("{SITE}/.well-known/security.txt"));
    let ends: Timestamp = field("Expires").parse().expect("RFC 3339");
    let left = ends.duration_since(Timestamp::now());
    assert!(
        left > SignedDuration::from_hours(24 * 90) && left < SignedDuration::from_hours(24 * 365),
        "{ends}"
    );
}

#[test]
fn only_a_named_proxy_says_that_a_reader_came_by_tls() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    let told = |newsroom: &Newsroom, proto: &str| {
        let page = newsroom.get_with("/", &format!("X-Forwarded-Proto: {proto}"));
        page.header("strict-transport-security").to_owned()
    };
    assert_eq!(told(&newsroom, "https"), "");
    newsroom.stop();
    newsroom.configure("trusted_proxies", "[\"127.0.0.1\"]");
    newsroom.serve();
    assert_eq!(told(&newsroom, "http"), "");
    assert_eq!(told(&newsroom, "https"), "max-age=31536000");
}

#[test]
fn what_is_fetched_again_and_again_is_sent_once() {
    let mut newsroom = Newsroom::new();
    newsroom.publish("section = \"politik\"\nheadline = \"Offen\"", AT);
    newsroom.serve();
    for path in [
        "/feed.rss",
        "/feed.atom",
        "/feed.json",
        "/feed/section/1.atom",
        "/feed/comments/1.rss",
        "/sitemap.xml",
        "/sitemap/pages.xml",
        "/sitemap/de-latest.xml",
        "/sitemap/news.xml",
        "/robots.txt",
    ] {
        let full = newsroom.get(path);
        assert_eq!((full.status, full.header("cache-control")), (200, "public, max-age=300"), "{path}");
        let tag = full.header("etag");
        assert!(tag.len() > 10, "{path}: {}", full.head);
        let again = newsroom.get_with(path, &format!("If-None-Match: {tag}"));
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag), "{path}");
        let head = newsroom.head(path);
        assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", tag), "{path}");
        assert_eq!(head.header("content-length"), full.bytes.len().to_string(), "{path}");
    }
}

#[test]
fn a_method_that_makes_no_sense_is_refused_with_those_that_do() {
    let mut newsroom = Newsroom::new();
    let article = newsroom.publish("section = \"politik\"\nheadline = \"Offen\"", AT);
    newsroom.serve();
    for path in ["/", "/feed.rss", "/politik", &article, "/suche", "/nirgends"] {
        let answer = newsroom.post(path, "a=b", None);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"), "{path}");
    }
}

#[test]
fn sitemaps_say_where_the_same_stands_in_other_languages_and_when_it_changed() {
    let mut newsroom = Newsroom::new();
    let german = newsroom.publish("section = \"politik\"\nheadline = \"Hafen\"", AT);
    let english = newsroom.publish("section = \"politik\"\nlanguage = \"en\"\nheadline = \"Harbour\"", AT);
    let alone = newsroom.publish("section = \"politik\"\nheadline = \"Allein\"", AT);
    newsroom.run(&["article", "link", "2", "1"]);
    for (name, front) in [
        ("de.md", "path = \"/impressum\""),
        ("en.md", "language = \"en\"\npath = \"/en/imprint\"\ntranslation_of = \"/impressum\""),
    ] {
        let file = newsroom.file(name, format!("+++\ntitle = \"I\"\n{front}\n+++\n\nText.\n"));
        newsroom.run(&["page", "add", &file, "--publish"]);
    }
    newsroom.serve();
    let entry = |part: &str, path: &str| {
        let map = newsroom.get(&format!("/sitemap/{part}.xml")).body;
        let start = format!("<loc>{SITE}{path}</loc>");
        let mut entries = map.split("<url>").map(str::to_owned);
        entries.find(|entry| entry.contains(&start)).unwrap_or_else(|| panic!("{start} in {map}"))
    };
    let alternate = |language: &str, path: &str| {
        format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{SITE}{path}\"/>")
    };
    for (part, path, pair) in [
        ("de-latest", &german, [&german, &english]),
        ("en-latest", &english, [&german, &english]),
        ("pages", &"/impressum".to_owned(), [&"/impressum".to_owned(), &"/en/imprint".to_owned()]),
        ("pages", &"/en/politik".to_owned(), [&"/politik".to_owned(), &"/en/politik".to_owned()]),
    ] {
        let entry = entry(part, path);
        for (language, path) in [("de", pair[0]), ("en", pair[1])] {
            assert!(entry.contains(&alternate(language, path)), "{language} {path} in {entry}");
        }
        assert_eq!(entry.matches("xhtml:link").count(), 2, "{entry}");
        assert!(entry.contains("<lastmod>20") || path.contains("politik") && part == "pages", "{entry}");
    }
    assert!(!entry("de-latest", &alone).contains("xhtml:link"));
}

#[test]
fn the_news_sitemap_holds_what_is_at_most_two_days_old() {
    let mut newsroom = Newsroom::new();
    let ago = |hours: i64| (Timestamp::now() - SignedDuration::from_hours(hours)).to_string();
    let fresh = newsroom.publish("section = \"politik\"\nheadline = \"Frisch\"", &ago(47));
    let old = newsroom.publish("section = \"politik\"\nheadline = \"Alt\"", &ago(49));
    newsroom.serve();
    let map = newsroom.get("/sitemap/news.xml").body;
    assert!(map.contains(&format!("<loc>{SITE}{fresh}</loc>")) && !map.contains(&old), "{map}");
    for part in [
        "<news:name>Das Hafenblatt</news:name>",
        "<news:language>de</news:language>",
        "<news:title>Frisch</news:title>",
        "<news:publication_date>20",
    ] {
        assert!(map.contains(part), "{part} in {map}");
    }
}

#[test]
fn pages_say_in_json_ld_what_they_are() {
    let mut newsroom = Newsroom::new();
    newsroom.run(&["author", "add", "Merle Ohlsen"]);
    newsroom.run(&["section", "add", "politik/rathaus", "--name", "de=Rathaus"]);
    let article = newsroom
        .publish("section = \"politik/rathaus\"\nheadline = \"Hafen\"\nauthors = [\"merle-ohlsen\"]", AT);
    newsroom.run(&["article", "correct", "1", "Der Kai ist 30 Meter lang, nicht 300."]);
    newsroom.serve();
    for (path, types) in [
        (article.as_str(), &["NewsArticle", "CorrectionComment", "BreadcrumbList", "Person"][..]),
        ("/politik/rathaus", &["BreadcrumbList"]),
        ("/autor/merle-ohlsen", &["Person"]),
    ] {
        let page = newsroom.get(path).body;
        let objects: Vec<serde_json::Value> = page
            .split("<script type=\"application/ld+json\">")
            .skip(1)
            .filter_map(|rest| rest.split("</script>").next())
            .map(|json| serde_json::from_str(json).expect("JSON"))
            .collect();
        let all = serde_json::Value::from(objects.clone()).to_string();
        for kind in types {
            assert!(all.contains(&format!("\"@type\":\"{kind}\"")), "{kind} on {path}: {all}");
        }
        assert!(!all.contains("null"), "{all}");
        let crumbs = objects.iter().find(|object| object["@type"] == "BreadcrumbList");
        if let Some(crumbs) = crumbs {
            let places = &crumbs["itemListElement"];
            assert_eq!(places[0]["item"], format!("{SITE}/politik"));
            assert_eq!(places[1]["item"], format!("{SITE}/politik/rathaus"));
            assert_eq!(places[1]["position"], 2);
        }
    }
}
