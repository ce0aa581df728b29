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

/// Sends as many comments as one network may, and one more; says how the last was answered.
fn flood(newsroom: &Newsroom, address: impl Fn(usize) -> String) -> u16 {
    let action = action(newsroom);
    let mut last = 0;
    for number in 0..7 {
        let header = format!("X-Forwarded-For: {}", address(number));
        let sent = newsroom.post_with(&action, FORM, &header);
        assert!(number == 6 || sent.status == 303, "{number}: {}", sent.head);
        last = sent.status;
    }
    last
}

#[test]
fn one_network_may_send_only_so_much_and_a_proxy_is_believed_only_if_it_is_named() {
    let mut newsroom = published();
    // Nobody is trusted: whatever the sender says, it is one address.
    assert_eq!(flood(&newsroom, |number| format!("203.0.113.{number}")), 422);
    newsroom.stop();
    newsroom.configure("trusted_proxies", "[\"127.0.0.1\"]");
    newsroom.serve();
    assert_eq!(flood(&newsroom, |number| format!("203.0.113.{number}")), 303);
    // One household has a /64 of IPv6; what stands before the last address was said by the sender.
    assert_eq!(flood(&newsroom, |number| format!("198.51.100.{number}, 2001:db8:1:2::{number}")), 422);
    assert_eq!(flood(&newsroom, |number| format!("2001:db8:1:{}::1", number + 10)), 303);
}

#[test]
fn a_machine_that_fills_every_field_is_thanked_and_forgotten() {
    let newsroom = published();
    let page = newsroom.get("/politik/offen-1").body;
    let field = page.split("id=\"trap\" name=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sent = newsroom.post(&action(&newsroom), &format!("{FORM}&{}=1", field.expect("a trap")), None);
    assert_eq!(sent.status, 303, "{}", sent.head);
    assert!(newsroom.run(&["comment", "list"]).contains("no comments are waiting"));
}

#[test]
fn threads_are_three_deep_and_go_on_at_the_third_level() {
    let newsroom = published();
    let action = action(&newsroom);
    for number in 1..=4 {
        let parent = if number > 1 { format!("&parent={}", number - 1) } else { String::new() };
        let form = FORM.replace("Gut+gesagt.", &format!("Ebene+{number}"));
        assert_eq!(newsroom.post(&action, &format!("{form}{parent}"), None).status, 303);
        newsroom.run(&["comment", "approve", &number.to_string()]);
    }
    let page = newsroom.get("/politik/offen-1").body;
    let comments = page.split_once("id=\"comments\"").expect("comments").1;
    let comments = comments.split_once("<form").expect("a form").0;
    let depth = |number: usize| {
        let before = comments.split_once(&format!("Ebene {number}")).expect("the comment").0;
        before.matches("<ol").count() - before.matches("</ol>").count()
    };
    assert_eq!([1, 2, 3, 4].map(depth), [1, 2, 3, 3]);
    let replies = [1, 2, 3, 4].map(|number| comments.contains(&format!("parent={number}#")));
    assert_eq!(replies, [true, true, false, false], "{comments}");
}
