//! Every old address answers with the thing or one redirect to it; what was secret stays so.

use std::collections::BTreeSet;

use crate::export::{SECRETS, comment, export, item, varied};
use crate::support::{Answer, Newsroom};

const PICTURE: &[u8] = include_bytes!("../../../../themes/standard/icons/icon-512.png");

fn moved_in() -> Newsroom {
    let mut newsroom = Newsroom::speaking("de,en");
    newsroom.file("uploads/2022/01/kran.png", PICTURE);
    let uploads = newsroom.file("uploads/x", "");
    let uploads = uploads.trim_end_matches("/x").to_owned();
    let export = newsroom.file("export.xml", varied());
    let said = newsroom.run(&["import", "wordpress", &export, "--media", &uploads]);
    assert!(said.contains("[fremd]"), "the report names the foreign shortcode: {said}");
    newsroom.serve();
    newsroom
}

fn location(answer: &Answer) -> Option<String> {
    let line = answer.head.lines().find(|line| line.to_ascii_lowercase().starts_with("location:"))?;
    Some(line["location:".len()..].trim().to_owned())
}

#[test]
fn every_old_address_answers_at_once_or_by_one_redirect() {
    let newsroom = moved_in();
    let same =
        ["/2022/01/der-kran", "/2022/01/klassisch", "/en/2022/01/classic", "/impressum", "/impressum/team"];
    for path in same {
        assert_eq!(newsroom.get(path).status, 200, "{path}");
    }
    let others = [
        "/2022/01/der-kran/",
        "/?p=1",
        "/index.php?p=1",
        "/?p=1&utm_source=x",
        "/2022/01/alter-titel/",
        "/2022/01/der-kran/feed/",
        "/?page_id=7",
        "/?attachment_id=50",
        "/2022/01/der-kran/kran/",
        "/?cat=9",
        "/?cat=10",
        "/?tag=hafen",
        "/?author=3",
        "/?feed=rss2",
        "/?p=1&feed=rss2",
        "/feed/",
        "/feed/atom/",
        "/comments/feed/",
        "/category/politik/",
        "/category/politik/welt/",
        "/category/politik/welt/feed/",
        "/category/kultur/page/2/",
        "/tag/hafen/",
        "/tag/hafen/feed/",
        "/region/kueste/",
        "/?region=kueste",
        "/author/anna-huber/",
        "/author/anna.huber/feed/",
        "/2022/",
        "/2022/01/",
        "/2022/01/21/",
        "/?m=202201",
        "/page/2/",
        "/index.php",
        "/index.php/2022/01/der-kran/",
        "/2022/01/der-kran/comment-page-1/",
        "/wp-content/uploads/2022/01/kran.png",
        "/wp-content/uploads/2022/01/kran-300x300.png",
        "/wp-content/uploads/2022/01/kran-150x150.png",
    ];
    let mut wrong = Vec::new();
    for path in others {
        let first = newsroom.get(path);
        let second = match first.status {
            200 => continue,
            301 | 308 => location(&first).map(|to| (newsroom.get(&to).status, to)),
            _ => None,
        };
        if !matches!(second, Some((200, _))) {
            wrong.push(format!("{path}: {} {second:?}", first.status));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let article = newsroom.get("/2022/01/der-kran").body;
    assert!(article.contains("Der Kran &amp; das Schiff"), "the headline");
    assert!(article.contains("href=\"/2022/01/klassisch/\""), "links within the site stay on it");
    assert!(article.contains("Die vierte Ebene") && article.contains("/media/"), "comments and picture");
    assert!(newsroom.get("/2022/01/klassisch").body.contains("/en/2022/01/classic"), "its translation");
}

#[test]
fn a_crawl_finds_nothing_that_was_secret() {
    let newsroom = moved_in();
    let mut waiting =
        vec!["/".to_owned(), "/en/".into(), "/sitemap.xml".into(), "/feed.json".into(), "/feed.rss".into()];
    waiting.extend(["/2022/01/privat", "/2022/01/passwort", "/2022/01/geplant"].map(String::from));
    waiting.extend((1..=60).map(|id| format!("/?p={id}")));
    waiting.extend(["GEHEIMPRIVAT", "GEHEIMPASSWORT"].map(|word| format!("/suche?q={}", &word[..6])));
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut read = 0;
    while let Some(path) = waiting.pop() {
        let answer = newsroom.get(&path);
        assert_ne!(answer.status, 500, "{path}");
        for secret in SECRETS {
            assert!(!answer.body.contains(secret) && !answer.head.contains(secret), "{path} shows {secret}");
        }
        read += 1;
        let mut found: Vec<String> = location(&answer).into_iter().collect();
        for mark in ["href=\"", "<loc>", "src=\"", "\"url\":\""] {
            found.extend(
                answer
                    .body
                    .split(mark)
                    .skip(1)
                    .filter_map(|rest| rest.split(['"', '<']).next())
                    .map(String::from),
            );
        }
        for link in found {
            let link = link
                .strip_prefix("http://127.0.0.1:8080")
                .unwrap_or(&link)
                .split('#')
                .next()
                .unwrap_or_default();
            let link = link.replace("&amp;", "&");
            if link.starts_with('/') && !link.starts_with("/theme/") && seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
    }
    assert!(read > 80, "only {read} pages were read");
}

#[test]
fn no_date_is_invented_for_what_has_none() {
    let mut newsroom = Newsroom::speaking("de,en");
    let undated = |text: &str| {
        text.replace("<wp:post_date>2022-01-21 16:30:00</wp:post_date>", "<wp:post_date></wp:post_date>")
            .replace(
                "<wp:post_date_gmt>2022-01-21 15:30:00</wp:post_date_gmt>",
                "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>",
            )
    };
    let said = comment(1, 0, "1", "", "Ohne Zeit")
        .replace("<wp:comment_date_gmt>2022-01-22 10:00:00</wp:comment_date_gmt>", "");
    let items = item(1, "post", "publish", "Gestern", "/gestern/", "Text", "")
        + &undated(&item(2, "post", "publish", "Irgendwann", "/irgendwann/", "Text", &said))
        + &undated(&item(3, "page", "publish", "Hausordnung", "/hausordnung/", "Text", ""))
        + &undated(&item(4, "post", "draft", "Entwurf", "/?p=4", "Text", ""));
    let file = newsroom.file("export.xml", export(&items));
    let told = newsroom.run(&["import", "wordpress", &file]);
    assert!(told.contains("Irgendwann") && told.contains("no date"), "{told}");
    newsroom.serve();
    assert_eq!(newsroom.get("/hausordnung").status, 200);
    let article = newsroom.get("/irgendwann");
    assert_eq!(article.status, 200);
    let text = article.body.split("<article").nth(1).expect("an article");
    let text = text.split("<form").next().expect("what stands before the form");
    assert!(text.contains("Erscheinungstag nicht bekannt") && text.contains("Ohne Zeit"), "{text}");
    assert!(!text.contains("<time"), "{text}");
    assert!(!article.body.contains("datePublished") && !article.body.contains("published_time"));
    let index = newsroom.get("/sitemap.xml").body;
    assert!(index.contains("/sitemap/de-latest.xml"), "{index}");
    let entry = || {
        let part = newsroom.get("/sitemap/de-latest.xml").body;
        let mut entries = part.split("<url>").map(str::to_owned);
        entries.find(|entry| entry.contains("/irgendwann")).expect("its entry")
    };
    assert!(!entry().contains("lastmod"), "{}", entry());
    assert!(!newsroom.get("/feed.atom").body.contains("Irgendwann"));
    assert!(newsroom.get("/feed.atom").body.contains("Gestern"));
    let front = newsroom.get("/").body;
    let (new, old) = (front.find("Gestern"), front.find("Irgendwann"));
    assert!(new.is_some() && new < old, "what has a date comes first");
    newsroom.run(&["article", "publish", "2", "--at", "2009-05-01T08:00:00+02:00"]);
    assert!(newsroom.get("/irgendwann").body.contains("1. Mai 2009"), "an editor found out");
    assert!(entry().contains("<lastmod>2009-05-01"), "{}", entry());
}
