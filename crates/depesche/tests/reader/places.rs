//! What stands in the named places of the theme, and what the policy of each page lets be loaded.

use crate::support::Newsroom;

const AT: &str = "2024-05-01T10:00:00+02:00";
const MARK: &str = "18c39dca00ff4711aabb18c39dca00ff";

#[test]
fn vg_wort_is_let_in_on_exactly_the_articles_that_carry_a_mark() {
    let mut newsroom = Newsroom::new();
    let counted =
        newsroom.publish(&format!("section = \"politik\"\nheadline = \"Gezählt\"\nvgwort = \"{MARK}\""), AT);
    let plain = newsroom.publish("section = \"politik\"\nheadline = \"Ungezählt\"", AT);
    newsroom.serve();
    let page = newsroom.get(&counted);
    let picture = format!("src=\"https://vg08.met.vgwort.de/na/{MARK}\"");
    assert!(page.body.contains(&picture), "{}", page.body);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("img-src 'self' https://*.met.vgwort.de;"), "{policy}");
    for path in [plain.as_str(), "/", "/politik", "/nirgends"] {
        let page = newsroom.get(path);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("img-src 'self';") && !page.body.contains("vgwort"), "{path}: {policy}");
        assert!(!policy.contains("script-src"), "{path}: {policy}");
    }
}

#[test]
fn what_is_in_a_place_is_on_the_pages_and_its_hosts_in_their_policy() {
    let mut newsroom = Newsroom::new();
    let article = newsroom.publish("section = \"politik\"\nheadline = \"Offen\"", AT);
    newsroom.configure(
        "article_end",
        "{ html = '<script src=\"https://ads.example/a.js\" async></script>', \
           hosts = { scripts = [\"https://ads.example\"], images = [\"https://*.ads.example\"] } }",
    );
    newsroom.serve();
    let page = newsroom.get(&article);
    assert!(
        page.body.contains("place-article-end\"><script src=\"https://ads.example/a.js\""),
        "{}",
        page.body
    );
    let policy = page.header("content-security-policy");
    for part in
        ["script-src https://ads.example;", "img-src 'self' https://*.ads.example;", "default-src 'none'"]
    {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn what_needs_consent_is_loaded_from_its_own_page_only() {
    let mut newsroom = Newsroom::new();
    let article = newsroom.publish("section = \"politik\"\nheadline = \"Offen\"", AT);
    newsroom.configure(
        "sidebar",
        "{ html = '<iframe src=\"https://film.example/1\" title=\"Film\"></iframe>', \
           hosts = { frames = [\"https://film.example\"] }, consent = true }",
    );
    newsroom.serve();
    for (path, own) in [(article.as_str(), "/extern/sidebar"), ("/en", "/en/external/sidebar")] {
        let page = newsroom.get(path);
        assert!(!page.body.contains("<iframe"), "{path} carries it unasked");
        assert!(!page.header("content-security-policy").contains("film.example"), "{}", page.head);
        let shown = newsroom.get(own);
        assert!(shown.body.contains("<iframe src=\"https://film.example/1\""), "{}", shown.body);
        assert!(shown.body.contains("noindex"), "{}", shown.body);
        let policy = shown.header("content-security-policy");
        assert!(policy.contains("frame-src https://film.example;"), "{policy}");
        assert!(shown.header("cache-control").contains("no-store"), "{}", shown.head);
    }
    let came = format!("Referer: http://127.0.0.1:8080{article}");
    let back = newsroom.get_with("/extern/sidebar", &came).body;
    assert!(back.contains(&format!("<a href=\"{article}\">Zurück</a>")), "{back}");
    let elsewhere = newsroom.get_with("/extern/sidebar", "Referer: https://boese.example/x").body;
    assert!(elsewhere.contains("<a href=\"/\">Zurück</a>") && !elsewhere.contains("boese"), "{elsewhere}");
    let twice = newsroom.get_with("/extern/sidebar", "Referer: http://127.0.0.1:8080//boese.example/").body;
    assert!(!twice.contains("boese"), "{twice}");
    let still = newsroom.get(&article).body;
    assert!(still.contains("href=\"/extern/sidebar\""), "no way to it: {still}");
    assert!(still.contains("film.example"), "readers are not told whose it is: {still}");
    assert_eq!(newsroom.get("/extern/footer").status, 404);
}
