//! `depesche demo grow`: an invented archive stands in the database as any other, grows by what is
//! missing, and is the same for the same seed.

use std::collections::BTreeSet;

use crate::support::Newsroom;

const UNTIL: &str = "2026-01-01T00:00:00Z";

fn grow(newsroom: &Newsroom, articles: &str, comments: &str) -> String {
    newsroom.run(&["demo", "grow", "--articles", articles, "--comments", comments, "--until", UNTIL])
}

#[test]
fn a_grown_archive_is_served_like_any_other() {
    let mut newsroom = Newsroom::speaking("de,en");
    let said = grow(&newsroom, "1200", "3000");
    assert!(said.contains("1200 invented articles with 3000 comments"), "{said}");
    let one = |sql: &str| newsroom.ask(sql).swap_remove(0);
    assert_eq!(one("SELECT count(*) FROM comments"), "3000");
    // What is kept beside the rows agrees with them.
    assert_eq!(
        one("SELECT count(*) FROM articles WHERE comment_count <> (SELECT count(*) FROM comments \
             WHERE article = articles.id AND comments.state = 'approved')"),
        "0"
    );
    assert_eq!(one("SELECT count(*) FROM listings WHERE kind = 'site' AND language = 'de'"), "1200");
    assert_eq!(
        one("SELECT count(*) FROM articles JOIN paths ON paths.path = articles.path \
             WHERE paths.kind = 'article' AND paths.target = articles.id"),
        "1200"
    );
    assert_eq!(one("SELECT count(*) FROM article_words"), "1200");
    assert_eq!(one("SELECT count(*) FROM comments WHERE at > 1767225600000"), "0");
    assert_eq!(one("SELECT count(*) FROM articles WHERE published_at > 1767225600000"), "0");
    let corrected = one("SELECT article FROM corrections ORDER BY id LIMIT 1");
    let path = one(&format!("SELECT path FROM articles WHERE id = {corrected}"));
    let discussed = one("SELECT path FROM articles ORDER BY comment_count DESC LIMIT 1");
    let word = one("SELECT slug FROM topics WHERE id = (SELECT topic FROM article_topics LIMIT 1)");
    newsroom.serve();
    assert!(newsroom.get(&path).body.contains("In einer früheren Fassung hieß es"));
    let page = newsroom.get(&discussed);
    assert!(page.status == 200 && page.body.contains("id=\"comment-"), "{}", page.head);
    assert!(newsroom.get("/korrekturen").body.contains("In einer früheren Fassung hieß es"));
    for path in ["/", "/politik", "/politik/bund", &format!("/thema/{word}")] {
        let page = newsroom.get(path);
        assert!(page.status == 200 && page.body.contains("<article"), "{path}: {}", page.head);
    }
}

#[test]
fn growing_goes_on_and_the_same_seed_makes_the_same() {
    let (whole, parts) = (Newsroom::speaking("de"), Newsroom::speaking("de"));
    grow(&whole, "1300", "900");
    // Cut off at some moment, then called again.
    let mut cut = parts.start(&["demo", "grow", "--articles", "1300", "--comments", "900", "--until", UNTIL]);
    while parts.ask("SELECT count(*) FROM articles")[0] == "0" {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    cut.kill().expect("it is stopped");
    cut.wait().expect("it ends");
    grow(&parts, "1300", "900");
    // Assets are taken in at the time of this machine, and jobs are due then.
    let rows = |newsroom: &Newsroom| -> Vec<String> {
        newsroom.dump().into_iter().filter(|row| !row.starts_with("jobs ")).collect()
    };
    assert_eq!(rows(&whole), rows(&parts));

    assert!(grow(&whole, "1300", "900").contains("; 0 of them written now"));
    grow(&whole, "1400", "1000");
    assert_eq!(whole.ask("SELECT count(*) FROM articles")[0], "1400");
    assert_eq!(whole.ask("SELECT count(*) FROM comments")[0], "1000");
    let headlines: BTreeSet<String> = whole.ask("SELECT headline FROM revisions").into_iter().collect();
    assert!(headlines.len() > 1_300, "{}", headlines.len());

    let other = Newsroom::speaking("de");
    other.run(&["demo", "grow", "--articles", "20", "--seed", "2", "--until", UNTIL]);
    assert!(!headlines.contains(&other.ask("SELECT headline FROM revisions LIMIT 1")[0]));
}

#[test]
fn growing_says_what_it_cannot_do() {
    let newsroom = Newsroom::speaking("en");
    let refused = newsroom.try_run(&["demo", "grow", "--articles", "10"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("German"));
}
