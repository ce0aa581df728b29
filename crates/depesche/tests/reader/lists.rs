//! Lists page by page, editions in languages the program has no words for, patterns of addresses.

use crate::support::Newsroom;

const AT: &str = "2024-05-01T10:00:00+02:00";

/// The address behind `<link rel=…>` of a page, within the site.
fn link(page: &str, rel: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<link rel=\"{rel}\" href=\"http://127.0.0.1:8080"))?;
    rest.split('"').next().map(|path| path.replace("&amp;", "&"))
}

/// The articles a page lists, in order.
fn listed(page: &str) -> Vec<String> {
    let main = page.split_once("<main").expect("a main part").1;
    let mut found: Vec<String> = Vec::new();
    for href in main.split("href=\"/politik/zahl-").skip(1).filter_map(|rest| rest.split('"').next()) {
        if !found.iter().any(|known| known == href) {
            found.push(href.to_owned());
        }
    }
    found
}

#[test]
fn a_list_is_walked_from_end_to_end_and_back_without_gap_or_repeat() {
    let mut newsroom = Newsroom::new();
    // Three at a time share a moment, so that places within one second count.
    for number in 0..43 {
        let at = format!("2024-05-01T10:{:02}:00+02:00", number / 3);
        newsroom
            .publish(&format!("section = \"politik\"\nheadline = \"Zahl\"\nstandfirst = \"{number}\""), &at);
    }
    newsroom.serve();
    let mut path = "/politik".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = newsroom.get(&path).body;
        pages.push(listed(&page));
        assert_eq!(link(&page, "prev").is_some(), pages.len() > 1, "{path}: a way to what is newer");
        match link(&page, "next") {
            Some(next) => path = next,
            None => break,
        }
        assert!(pages.len() < 9, "the list has no end");
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 3]);
    let expected: Vec<String> = (1..=43).rev().map(|number| number.to_string()).collect();
    assert_eq!(pages.concat(), expected);
    let mut back = vec![listed(&newsroom.get(&path).body)];
    while let Some(newer) = link(&newsroom.get(&path).body, "prev") {
        path = newer;
        back.push(listed(&newsroom.get(&path).body));
        assert!(back.len() < 9, "the way back has no end");
    }
    back.reverse();
    assert_eq!(back, pages);
}

#[test]
fn an_arabic_edition_runs_from_right_to_left_with_english_words() {
    let mut newsroom = Newsroom::speaking("de,ar");
    newsroom.run(&["section", "add", "politik", "--name", "de=Politik", "--name", "ar=سياسة"]);
    let article = newsroom.publish(
        "section = \"politik\"\nlanguage = \"ar\"\nheadline = \"الميناء\"",
        "2022-01-21T16:30:00+01:00",
    );
    newsroom.serve();
    assert!(article.starts_with("/ar/"), "{article}");
    let page = newsroom.get(&article).body;
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "21 يناير 2022",
        "lang=\"en\" dir=\"ltr\"",
        "Leave a comment",
        "سياسة",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("Schreibe einen Kommentar"), "German words on an Arabic page");
    let front = newsroom.get("/ar");
    assert!(front.status == 200 && front.body.contains("الميناء"), "{}", front.body);
    assert!(newsroom.get("/").body.contains("<html lang=\"de\" dir=\"ltr\">"));
}

#[test]
fn addresses_follow_their_pattern_and_stay_when_it_changes() {
    let mut newsroom = Newsroom::new();
    let mut made = Vec::new();
    for (pattern, expected) in [
        ("/{section}/{slug}-{id}", "/politik/groesse-1"),
        ("/{year}/{month}/{day}/{slug}", "/2024/05/01/groesse"),
        ("/artikel/{id}", "/artikel/3"),
        ("/{slug}", "/groesse"),
    ] {
        newsroom.configure("article_address", &format!("\"{pattern}\""));
        let path = newsroom.publish("section = \"politik\"\nheadline = \"Größe\"", AT);
        assert_eq!(path, expected, "{pattern}");
        made.push(path);
    }
    newsroom.serve();
    for path in made {
        assert_eq!(newsroom.get(&path).status, 200, "{path}");
    }
}
