//! Importing twice, or once with a kill and again, gives what one import gives.

use std::time::Duration;

use crate::export::{comment, export, item, many, term, varied};
use crate::support::Newsroom;

const PICTURE: &[u8] = include_bytes!("../../../../themes/standard/icons/icon-512.png");

pub(crate) fn differences(a: &[String], b: &[String]) -> Vec<String> {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|line| b.binary_search(line).is_err()).take(5).cloned().collect()
    };
    [only(a, b), only(b, a)].concat()
}

#[test]
fn importing_again_changes_nothing() {
    let newsroom = Newsroom::speaking("de,en");
    let file = newsroom.file("export.xml", varied());
    newsroom.run(&["import", "wordpress", &file]);
    let once = newsroom.dump();
    assert!(once.len() > 50, "the dump holds the import");
    newsroom.run(&["import", "wordpress", &file]);
    let twice = newsroom.dump();
    assert_eq!(differences(&once, &twice), Vec::<String>::new());
}

#[test]
fn what_is_new_in_a_newer_export_is_added() {
    let newsroom = Newsroom::speaking("de,en");
    let first = item(1, "post", "publish", "Eins", "/eins/", "Text", &comment(1, 0, "1", "", "Ja"));
    newsroom.run(&["import", "wordpress", &newsroom.file("a.xml", export(&first))]);
    let thread = comment(1, 0, "1", "", "Ja") + &comment(2, 1, "1", "", "Nein");
    let newer = item(1, "post", "publish", "Anders", "/eins/", "Anders", &thread)
        + &item(2, "post", "publish", "Zwei", "/zwei/", "Text", "");
    newsroom.run(&["import", "wordpress", &newsroom.file("b.xml", export(&newer))]);
    let dump = newsroom.dump();
    let count = |table: &str| dump.iter().filter(|line| line.starts_with(&format!("{table} "))).count();
    assert_eq!((count("articles"), count("revisions"), count("comments")), (2, 2, 2));
    assert!(!dump.iter().any(|line| line.contains("Anders")), "what was there stays as it is");
}

#[test]
fn what_was_removed_here_since_does_not_come_back_and_ends_no_import() {
    let newsroom = Newsroom::speaking("de,en");
    let thread = comment(1, 0, "1", "", "Ja");
    let first = item(1, "post", "publish", "Eins", "/eins/", "Text", &thread)
        + &item(3, "post", "draft", "Entwurf", "/drei/", "Text", &comment(7, 0, "1", "", "Früh"));
    newsroom.run(&["import", "wordpress", &newsroom.file("a.xml", export(&first))]);
    newsroom.run(&["comment", "delete", "1"]);
    newsroom.run(&["article", "remove", "2"]);
    newsroom.run(&["topic", "remove", "hafen"]);
    newsroom.run(&["section", "remove", "politik/welt"]);
    let standing = term("category", "welt") + &term("category", "kultur") + &term("post_tag", "hafen");
    let later = comment(7, 0, "1", "", "Früh") + &comment(8, 7, "1", "", "Spät");
    let newer =
        item(1, "post", "publish", "Eins", "/eins/", "Text", &(thread + &comment(2, 1, "1", "", "Nein")))
            + &item(3, "post", "draft", "Entwurf", "/drei/", "Text", &later)
            + &item(4, "post", "publish", "Vier", "/vier/", "Text", &standing);
    newsroom.run(&["import", "wordpress", &newsroom.file("b.xml", export(&newer))]);
    let texts = newsroom.ask("SELECT text FROM comments");
    assert_eq!(texts, ["Nein"], "an answer stands without what it answered");
    assert_eq!(newsroom.ask("SELECT slug FROM articles"), ["eins", "vier"]);
    assert_eq!(newsroom.ask("SELECT count(*) FROM topics"), ["0"]);
    let sections = newsroom.ask("SELECT sections.path FROM sections JOIN articles ON section = sections.id");
    assert_eq!(sections, ["kultur"], "the section that is there is its home");
}

#[test]
fn a_killed_import_goes_on_where_it_was() {
    let whole = Newsroom::speaking("de,en");
    let export = many(3_000);
    whole.run(&["import", "wordpress", &whole.file("export.xml", &export)]);
    let whole = whole.dump();
    let killed = Newsroom::speaking("de,en");
    let file = killed.file("export.xml", &export);
    let mut partly = 0;
    let written = || -> u64 { killed.ask("SELECT count(*) FROM articles")[0].parse().expect("a number") };
    for enough in [1, 700, 1_400, 2_100] {
        let mut running = killed.start(&["import", "wordpress", &file]);
        while written() < enough && running.try_wait().expect("it runs").is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
        partly += usize::from((1..3_000).contains(&written()));
    }
    killed.run(&["import", "wordpress", &file]);
    assert_eq!(differences(&whole, &killed.dump()), Vec::<String>::new());
    assert!(partly > 0, "no kill came in the middle; the test says nothing");
}

#[test]
fn items_that_share_a_number_are_all_kept() {
    let newsroom = Newsroom::speaking("de,en");
    let other = |kind: &str, title: &str, site: &str| {
        let comments = comment(1, 0, "1", "", &format!("Zu {title}"));
        item(1, kind, "publish", title, &format!("/{}/", title.to_lowercase()), "Text", &comments)
            .replace("<guid>https://alt.example", &format!("<guid>https://{site}.example"))
    };
    // More than a batch lies between them.
    let between: String = (2..400)
        .map(|id| item(id, "post", "publish", &format!("Nr {id}"), &format!("/nr-{id}/"), "Text", ""))
        .collect();
    let items = other("post", "Eins", "a")
        + &other("post", "Zwei", "b")
        + &other("post", "Eins", "a")
        + &between
        + &other("page", "Drei", "c")
        + &other("post", "Vier", "d");
    let file = newsroom.file("merged.xml", export(&items));
    let said = newsroom.run(&["import", "wordpress", &file]);
    assert!(said.contains("another item has that number"), "{said}");
    assert!(said.contains("has this item twice"), "{said}");
    let once = newsroom.dump();
    let count = |table: &str| once.iter().filter(|line| line.starts_with(&format!("{table} "))).count();
    assert_eq!((count("articles"), count("pages"), count("comments")), (398 + 3, 1, 3));
    newsroom.run(&["import", "wordpress", &file]);
    assert_eq!(differences(&once, &newsroom.dump()), Vec::<String>::new());
}

/// A newsroom into which [`varied`] was imported without its files, and the folder of its files.
fn without_files() -> (Newsroom, String, String) {
    let newsroom = Newsroom::new();
    let file = newsroom.file("export.xml", varied());
    newsroom.run(&["import", "wordpress", &file]);
    newsroom.file("uploads/2022/01/kran.png", PICTURE);
    let uploads = newsroom.file("uploads/x", "").trim_end_matches("/x").to_owned();
    (newsroom, file, uploads)
}

#[test]
fn pictures_that_come_later_are_filled_in() {
    let whole = Newsroom::new();
    let (mut newsroom, file, uploads) = without_files();
    whole.run(&["import", "wordpress", &whole.file("export.xml", varied()), "--media", &uploads]);
    let texts = "SELECT headline || ' ' || body || ' ' || coalesce(picture, 0) || ' ' || coalesce(published_at, 0) \
        || ' ' || coalesce(updated_at, 0) || ' ' || state FROM articles \
        JOIN revisions ON revisions.id = latest ORDER BY articles.id";
    assert_ne!(newsroom.ask(texts), whole.ask(texts));
    let said = newsroom.run(&["import", "wordpress", &file, "--media", &uploads]);
    assert!(said.contains("2 articles given their pictures"), "{said}");
    let plain = |texts: Vec<String>| -> Vec<String> {
        // The new figures have ids of their own.
        let ids = |text: &str| {
            text.split("\"id\":\"")
                .map(|part| part.split_once('"').map_or(part, |(_, rest)| rest).to_owned())
                .collect::<String>()
        };
        texts.iter().map(|text| ids(text)).collect()
    };
    assert_eq!(plain(newsroom.ask(texts)), plain(whole.ask(texts)));
    let once = newsroom.dump();
    newsroom.run(&["import", "wordpress", &file, "--media", &uploads]);
    assert_eq!(differences(&once, &newsroom.dump()), Vec::<String>::new());
    newsroom.serve();
    let article = newsroom.get("/2022/01/der-kran").body;
    assert!(article.contains("Der Kran</figcaption>") || article.contains("/media/"), "{article}");
    assert!(!article.contains("Aktualisiert"), "for readers it is the same text");
}

#[test]
fn a_text_that_somebody_touched_is_left_as_it_is() {
    let (newsroom, _, uploads) = without_files();
    let text = newsroom.run(&["article", "show", "1"]).replace("Im Hafen", "Am Kai");
    newsroom.run(&["article", "edit", "1", "--file", &newsroom.file("text.md", text)]);
    let there = varied().replace("Eins\nzwei", "Eins\ndrei");
    assert_ne!(there, varied());
    let newer = newsroom.file("newer.xml", there);
    let said = newsroom.run(&["import", "wordpress", &newer, "--media", &uploads]);
    assert!(!said.contains("given their pictures"), "{said}");
    assert!(said.contains("its text is another in this export"), "{said}");
    assert_eq!(newsroom.ask("SELECT count(*) FROM revisions WHERE picture IS NOT NULL"), ["0"]);
}
