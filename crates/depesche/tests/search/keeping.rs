//! The index of a running server: it follows what is published, whoever publishes it, and the search
//! works without it.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::Newsroom;

/// Within what a query sees a publication.
const SOON: Duration = Duration::from_secs(1);
/// How long anything may take on a busy machine until it counts as never.
const NEVER: Duration = Duration::from_secs(30);

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn ask(newsroom: &Newsroom, query: &str) -> Value {
    let answer = newsroom.get(&format!("/suche.json?q={query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

fn headlines(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["headline"].as_str().expect("a headline")).collect()
}

/// Asks until an answer is right; says how long that took.
fn until(newsroom: &Newsroom, query: &str, right: impl Fn(&Value) -> bool) -> Duration {
    let began = Instant::now();
    loop {
        let answer = ask(newsroom, query);
        if right(&answer) {
            return began.elapsed();
        }
        assert!(began.elapsed() < NEVER, "{query} still finds {answer}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until the index is in use.
fn ready(newsroom: &Newsroom) {
    let began = Instant::now();
    while newsroom.get("/health/ready").body != "ok\n" {
        assert!(began.elapsed() < NEVER, "{}", newsroom.get("/health/ready").body);
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn number(path: &str) -> &str {
    path.rsplit_once('-').expect("a number").1
}

#[test]
fn what_is_published_is_found_within_a_second_and_what_is_withdrawn_is_not() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    ready(&newsroom);
    let began = Instant::now();
    let path = newsroom.publish(
        "headline = \"Koalitionsverhandlungen beginnen\"\nlanguage = \"de\"\nsection = \"politik\"",
        "2026-01-05T10:00:00Z",
    );
    let published = began.elapsed();
    let took = until(&newsroom, "Verhandlung", |answer| !headlines(answer).is_empty());
    println!("published in {published:?}, found after {took:?} more");
    assert!(took < SOON, "found after {took:?}");
    newsroom.run(&["article", "withdraw", number(&path), "--reason", "Irrtum"]);
    assert!(
        headlines(&ask(&newsroom, "Verhandlung")).is_empty(),
        "nothing withdrawn is shown, not for a moment"
    );
    until(&newsroom, "Verhandlung", |answer| answer["total"] == 0);
}

/// Changes where the archive is kept.
fn keep_in(newsroom: &Newsroom, old: &str, new: &str) {
    let file = newsroom.data().join("depesche.toml");
    let text = std::fs::read_to_string(&file).expect("a configuration");
    let (old, new) = (format!("url = \"{old}\""), format!("url = \"{new}\""));
    assert!(text.contains(&old), "{text}");
    std::fs::write(&file, text.replace(&old, &new)).expect("written");
}

#[test]
fn on_postgresql_too_what_is_published_is_found_within_a_second() {
    let Ok(server) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        return eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
    };
    let mut newsroom = Newsroom::new();
    let url = crate::postgres::fresh(&server);
    keep_in(&newsroom, "archive.db", &url);
    newsroom.run(&["section", "add", "politik", "--name", "de=Politik"]);
    newsroom.serve();
    ready(&newsroom);
    let path = newsroom.publish("headline = \"Der Leuchtturm\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    let took = until(&newsroom, "Leuchtt%C3%BCrme", |answer| headlines(answer) == ["Der Leuchtturm"]);
    assert!(took < SOON, "found after {took:?}");
    newsroom.run(&["article", "withdraw", number(&path), "--reason", "Irrtum"]);
    until(&newsroom, "Leuchtturm", |answer| answer["total"] == 0);
    // The index that is there belongs to another archive: it is built anew.
    newsroom.stop();
    keep_in(&newsroom, &url, "archive.db");
    newsroom.publish("headline = \"Die Leuchtboje\"\nlanguage = \"de\"", "2026-01-06T10:00:00Z");
    newsroom.serve();
    ready(&newsroom);
    assert_eq!(headlines(&ask(&newsroom, "Leuchtboje")), ["Die Leuchtboje"]);
}

#[test]
fn what_was_published_while_nobody_served_is_found_afterwards() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    ready(&newsroom);
    newsroom.publish("headline = \"Erste Orgelpfeife\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    until(&newsroom, "Orgel", |answer| headlines(answer).len() == 1);
    newsroom.stop();
    newsroom.publish("headline = \"Zweite Orgelpfeife\"\nlanguage = \"de\"", "2026-01-06T10:00:00Z");
    newsroom.serve();
    ready(&newsroom);
    until(&newsroom, "Orgel", |answer| headlines(answer).len() == 2);
}

#[test]
fn a_renamed_topic_is_found_by_its_new_name() {
    let mut newsroom = Newsroom::new();
    newsroom.run(&["topic", "add", "voegel", "--name", "de=Vögel"]);
    newsroom.publish(
        "headline = \"Sie bleiben\"\nlanguage = \"de\"\ntopics = [\"voegel\"]",
        "2026-01-05T10:00:00Z",
    );
    newsroom.serve();
    ready(&newsroom);
    until(&newsroom, "Voegel", |answer| headlines(answer) == ["Sie bleiben"]);
    newsroom.run(&["topic", "add", "voegel", "--name", "de=Gänse"]);
    until(&newsroom, "gans", |answer| headlines(answer) == ["Sie bleiben"]);
    until(&newsroom, "Voegel", |answer| headlines(answer).is_empty());
}

#[test]
fn a_new_index_is_built_while_the_server_runs_and_used_by_it() {
    let mut newsroom = Newsroom::new();
    newsroom.publish("headline = \"Der Leuchtturm\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    newsroom.serve();
    ready(&newsroom);
    let current = || std::fs::read_to_string(newsroom.data().join("search/current")).expect("a name");
    let old = current();
    let said = newsroom.run(&["search", "rebuild"]);
    assert!(said.contains("has 1 articles"), "{said}");
    assert_ne!(current(), old);
    // The server goes on with the new one, and removes the old one.
    let began = Instant::now();
    while newsroom.data().join("search").join(&old).exists() {
        assert!(began.elapsed() < NEVER, "the old index is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(headlines(&ask(&newsroom, "Leuchtt%C3%BCrme")), ["Der Leuchtturm"]);
    newsroom.publish("headline = \"Noch ein Leuchtturm\"\nlanguage = \"de\"", "2026-01-06T10:00:00Z");
    until(&newsroom, "leuchtturm", |answer| headlines(answer).len() == 2);
    let said: Value =
        serde_json::from_str(&newsroom.run(&["search", "query", "--json", "Leuchtturm"])).expect("JSON");
    assert_eq!(said["total"], 2);
}

#[test]
fn a_damaged_index_is_built_anew() {
    let mut newsroom = Newsroom::new();
    newsroom.publish("headline = \"Der Leuchtturm\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    newsroom.run(&["search", "rebuild"]);
    let current = std::fs::read_to_string(newsroom.data().join("search/current")).expect("a name");
    std::fs::write(newsroom.data().join("search").join(current).join("meta.json"), "{").expect("written");
    newsroom.serve();
    ready(&newsroom);
    assert_eq!(headlines(&ask(&newsroom, "Leuchtt%C3%BCrme")), ["Der Leuchtturm"]);
}

#[test]
fn without_an_index_the_plain_search_stands_in() {
    let mut newsroom = Newsroom::new();
    newsroom.publish("headline = \"Der Leuchtturm\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    // Where a folder should be there is a file: no index can be made.
    std::fs::write(newsroom.data().join("search"), "").expect("written");
    newsroom.serve();
    let answer = newsroom.get("/suche?q=leuchtturm");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Der <mark>") || answer.body.contains("Der Leuchtturm"), "{}", answer.body);
    let health = newsroom.get("/health/ready");
    assert_eq!(
        (health.status, health.body.starts_with("ok\nsearch: the plain search")),
        (200, true),
        "{}",
        health.body
    );
}

#[test]
fn a_search_can_be_narrowed_down_put_in_order_and_paged() {
    let mut newsroom = Newsroom::new();
    for (day, headline) in [(1, "Der Hafen ruht"), (2, "Ein Hafen wächst"), (3, "Hafen und Hafen")] {
        let front = format!("headline = \"{headline}\"\nlanguage = \"de\"\nsection = \"politik\"");
        newsroom.publish(&front, &format!("202{day}-03-04T10:00:00Z"));
    }
    for count in 0..25 {
        let front = format!("headline = \"Fund Nummer {count}\"\nlanguage = \"de\"");
        newsroom.publish(&front, "2025-01-05T10:00:00Z");
    }
    newsroom.serve();
    ready(&newsroom);
    let answer = ask(&newsroom, "hafen&sortierung=datum");
    assert_eq!(headlines(&answer), ["Hafen und Hafen", "Ein Hafen wächst", "Der Hafen ruht"]);
    let years: Vec<_> =
        answer["facets"]["years"].as_array().expect("years").iter().map(|year| &year["value"]).collect();
    assert_eq!(years, ["2023", "2022", "2021"]);
    assert_eq!(headlines(&ask(&newsroom, "hafen&jahr=2022")), ["Ein Hafen wächst"]);
    assert_eq!(ask(&newsroom, "hafen&ressort=politik")["total"], 3);
    assert_eq!(ask(&newsroom, "hafen&ressort=nirgends")["total"], 0);
    assert_eq!(headlines(&ask(&newsroom, &encoded("\"ein hafen\""))), ["Ein Hafen wächst"]);
    assert_eq!(ask(&newsroom, &encoded("hafen -ruht"))["total"], 2);

    let page = newsroom.get("/suche?q=hafen");
    assert!(page.body.contains("jahr=2022") && page.body.contains("sortierung=datum"), "{}", page.body);
    let narrowed = newsroom.get("/suche?q=hafen&jahr=2022");
    assert!(narrowed.body.contains("class=\"chip\" href=\"/suche?q=hafen\""), "{}", narrowed.body);

    let first = ask(&newsroom, "Fund");
    let next = first["next"].as_str().expect("a second page").rsplit_once('?').expect("a query").1;
    let second = ask(&newsroom, next.strip_prefix("q=").expect("a question"));
    assert_eq!((headlines(&first).len(), headlines(&second).len()), (20, 5));
    assert!(second["next"].is_null());
    let both: std::collections::BTreeSet<_> =
        headlines(&first).into_iter().chain(headlines(&second)).collect();
    assert_eq!(both.len(), 25, "no hit stands on two pages");
    assert!(headlines(&ask(&newsroom, "Fund&seite=99999999")).is_empty());
}

#[test]
fn a_mistyped_word_is_put_right_and_a_begun_one_finished() {
    let mut newsroom = Newsroom::new();
    newsroom.publish("headline = \"Die Straßenbahn <hält>\"\nlanguage = \"de\"", "2026-01-05T10:00:00Z");
    newsroom.serve();
    ready(&newsroom);
    let answer = ask(&newsroom, "Strasenbahn");
    assert_eq!(answer["instead"], "Straßenbahn");
    assert_eq!(headlines(&answer).len(), 1);
    let page = newsroom.get("/suche?q=Strasenbahn").body;
    assert!(page.contains("/suche?q=Stra%C3%9Fenbahn") && !page.contains("<hält>"), "{page}");
    let suggested = newsroom.get("/suche/vorschlaege?q=die%20stra");
    assert_eq!(suggested.body, "[\"die stra\",[\"die Straßenbahn\"]]");
    let description = newsroom.get("/opensearch.xml");
    assert!(description.body.contains("/suche?q={searchTerms}"), "{}", description.body);
}

#[test]
fn odd_questions_are_answered_quickly() {
    let mut newsroom = Newsroom::new();
    for count in 0..20 {
        newsroom.publish(&format!("headline = \"Text {count}\"\nlanguage = \"de\""), "2026-01-05T10:00:00Z");
    }
    newsroom.serve();
    ready(&newsroom);
    let odd = [
        "***".to_owned(),
        "*".repeat(200),
        "\"".repeat(3_000),
        "\"a\" ".repeat(500),
        "-".repeat(1_000),
        "-Text".to_owned(),
        "a* b* c* d* e* f* g* h* i* j* k* l*".to_owned(),
        "\u{202e}\u{200f}العاصفة\u{200f} -\u{202d}".to_owned(),
        "🦀🦀🦀🦀".to_owned(),
        "\u{0}\u{1}\u{7f}".to_owned(),
        "e\u{301}".repeat(100),
        "donau".repeat(60),
        "haus".repeat(2_000),
        "((((((a AND b) OR c:d^2~3 [x TO y] {z} /regex/".to_owned(),
        "wort ".repeat(1_500),
    ];
    for question in odd {
        // Longer than any server takes an address is not asked.
        let short: String = question.chars().take(3_300).collect();
        for path in ["/suche", "/suche.json", "/suche/vorschlaege", "/en/search"] {
            let began = Instant::now();
            let answer = newsroom.get(&format!("{path}?q={}", encoded(&short)));
            let took = began.elapsed();
            let begins: String = question.chars().take(20).collect();
            assert_eq!(answer.status, 200, "{path} {begins:?}");
            assert!(took < Duration::from_millis(500), "{path} {begins:?} took {took:?}");
        }
    }
}
