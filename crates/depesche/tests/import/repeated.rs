//! Importing twice, or once with a kill and again, gives what one import gives.

use std::time::Duration;

use crate::export::{comment, export, item, many, varied};
use crate::support::Newsroom;

fn differences(a: &[String], b: &[String]) -> Vec<String> {
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
fn a_killed_import_goes_on_where_it_was() {
    let whole = Newsroom::speaking("de,en");
    let export = many(3_000);
    whole.run(&["import", "wordpress", &whole.file("export.xml", &export)]);
    let whole = whole.dump();
    let killed = Newsroom::speaking("de,en");
    let file = killed.file("export.xml", &export);
    let mut partly = 0;
    for wait in [400, 900, 1_300, 1_700] {
        let mut running = killed.start(&["import", "wordpress", &file]);
        std::thread::sleep(Duration::from_millis(wait));
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
        let articles = killed.dump().iter().filter(|line| line.starts_with("articles ")).count();
        partly += usize::from(articles > 0 && articles < 3_000);
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
