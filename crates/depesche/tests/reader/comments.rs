//! A reader writes a comment, its writer sees it wait, someone approves it, all see it.

use crate::support::Newsroom;

const FORM: &str = "comment=Gut+gesagt.&name=Hinnerk+Voss&email=hinnerk%40geheim.example&website=";

fn published() -> Newsroom {
    let mut newsroom = Newsroom::new();
    let file = newsroom.file("a.md", "+++\nsection = \"politik\"\nheadline = \"Offen\"\n+++\n\nEin Satz.\n");
    newsroom.run(&["article", "add", &file]);
    newsroom.run(&["article", "publish", "1"]);
    newsroom.serve();
    newsroom
}

/// Where the form under the article is sent to.
fn action(newsroom: &Newsroom) -> String {
    let page = newsroom.get("/politik/offen-1").body;
    let form = page.split("<form").find(|form| form.contains("textarea")).expect("a comment form");
    form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an action").to_owned()
}

#[test]
fn a_comment_waits_for_approval_and_then_stands_under_the_article() {
    let newsroom = published();
    let sent = newsroom.post(&action(&newsroom), FORM, None);
    assert!(matches!(sent.status, 200 | 303), "{} {}", sent.head, sent.body);
    let cookie = sent
        .head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .expect("a token by which its writer sees it wait");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite="), "{cookie}");
    assert!(!newsroom.get("/politik/offen-1").body.contains("Gut gesagt."), "it was shown unread");
    let page = newsroom.get("/politik/offen-1").body;
    let waiting = page
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.contains("wartend") || href.contains("waiting"));
    let waiting = waiting.expect("a link to the waiting comments");
    let header = format!("Cookie: {}", cookie.split(';').next().expect("a pair"));
    assert!(newsroom.get_with(waiting, &header).body.contains("Gut gesagt."), "its writer does not see it");
    assert!(!newsroom.get(waiting).body.contains("Gut gesagt."), "others see it wait");
    assert!(newsroom.run(&["comment", "list"]).contains("Hinnerk Voss"));
    newsroom.run(&["comment", "approve", "1"]);
    let page = newsroom.get("/politik/offen-1").body;
    assert!(page.contains("Gut gesagt.") && page.contains("Hinnerk Voss"));
    for path in ["/politik/offen-1", "/", "/politik", "/feeds"] {
        assert!(!newsroom.get(path).body.contains("geheim.example"), "the e-mail address stands on {path}");
    }
    assert!(!newsroom.run(&["comment", "list", "--state", "approved"]).contains("geheim.example"));
}

#[test]
fn a_form_with_mistakes_keeps_what_was_typed() {
    let newsroom = published();
    let sent =
        newsroom.post(&action(&newsroom), "comment=Mein+%3Cb%3EText&name=&email=unsinn&website=", None);
    assert!(sent.status >= 400, "{}", sent.head);
    assert!(sent.body.contains("Mein &lt;b&gt;Text"), "what was typed is gone");
    assert!(sent.body.contains("value=\"unsinn\""), "the address that was typed is gone");
    assert!(sent.body.contains("aria-invalid"), "the fields are not marked");
    assert!(newsroom.run(&["comment", "list"]).contains("no comments are waiting"));
}

#[test]
fn a_form_sent_from_another_site_is_refused() {
    let newsroom = published();
    let sent = newsroom.post(&action(&newsroom), FORM, Some("https://other.example"));
    assert_eq!(sent.status, 403, "{}", sent.head);
    assert!(newsroom.run(&["comment", "list"]).contains("no comments are waiting"));
}
