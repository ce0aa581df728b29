//! The whole way of a backup: made under load, restored into both databases, served, and compared byte
//! by byte.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::Newsroom;

/// A paper with everything a page can depend on.
fn paper() -> Newsroom {
    let newsroom = Newsroom::speaking("de,en");
    newsroom.run(&[
        "demo",
        "grow",
        "--articles",
        "300",
        "--comments",
        "900",
        "--until",
        "2026-01-01T00:00:00Z",
    ]);
    newsroom.file("data/locales/de/own.ftl", "# ours\n");
    newsroom.file("data/theme/templates/parts/own.html", "ours\n");
    newsroom.configure("tagline", "\"Mit Sicherung\"");
    newsroom
}

/// Every address of the sitemaps, and what is in none.
fn addresses(newsroom: &Newsroom) -> BTreeSet<String> {
    let mut waiting = vec!["/sitemap.xml".to_owned()];
    let mut found: BTreeSet<String> = [
        "/",
        "/en/",
        "/feeds",
        "/korrekturen",
        "/politik",
        "/politik/bund",
        "/archiv",
        "/robots.txt",
        "/gibt-es-nicht",
    ]
    .map(str::to_owned)
    .into();
    while let Some(map) = waiting.pop() {
        let page = newsroom.get(&map);
        assert_eq!(page.status, 200, "{map}");
        for place in page.body.split("<loc>").skip(1) {
            let place = place.split("</loc>").next().expect("an end");
            let path = place.split_once(":8080").expect("an address of the site").1.to_owned();
            if path.contains("sitemap") && !found.contains(&path) {
                waiting.push(path.clone());
            }
            found.insert(path);
        }
        found.insert(map);
    }
    for link in newsroom.get("/feeds").body.split("href=\"").skip(1) {
        let link = link.split('"').next().expect("an end");
        if link.starts_with('/') {
            found.insert(link.to_owned());
        }
    }
    found
}

fn pages(newsroom: &Newsroom, addresses: &BTreeSet<String>) -> Vec<(u16, String, Vec<u8>)> {
    let page = |path: &String| {
        let answer = newsroom.get(path);
        (answer.status, answer.header("etag").to_owned(), answer.bytes)
    };
    addresses.iter().map(page).collect()
}

/// The search, asked until the server has made its index, which is in no backup.
fn searched(newsroom: &Newsroom) -> Vec<u8> {
    for _ in 0..300 {
        // Until the index is built, the plain search answers.
        let by_index = newsroom.get("/health/ready").body == "ok\n";
        let answer = newsroom.get("/suche?q=hafen");
        if by_index && answer.body.contains("<article class=\"teaser\"") {
            return answer.bytes;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("nothing is found");
}

#[test]
fn a_restored_site_serves_the_same_bytes_from_either_database() {
    let mut newsroom = paper();
    newsroom.serve();
    let newsroom = Arc::new(newsroom);
    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (newsroom, stop) = (Arc::clone(&newsroom), Arc::clone(&stop));
        std::thread::spawn(move || {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                newsroom.run(&[
                    "comment",
                    "add",
                    "--article",
                    "300",
                    "--name",
                    "Hinnerk",
                    "--staff",
                    "--approve",
                    "Unterwegs.",
                ]);
                written += 1;
            }
            written
        })
    };
    let (first, second) =
        (newsroom.file("b/x", "").replace("/x", "/1"), newsroom.file("b/x", "").replace("/x", "/2"));
    newsroom.run(&["backup", &first]);
    assert!(newsroom.run(&["verify", &first]).contains("is whole"));
    // One moment, whatever is written: everything in it agrees.
    let under_load = Newsroom::restored(&first, None);
    assert!(under_load.run(&["verify"]).contains("the archive is well"));
    stop.store(true, Ordering::Relaxed);
    let written = writer.join().expect("it writes");
    assert!(written > 0);

    newsroom.run(&["backup", &second]);
    let mut newsroom = Arc::into_inner(newsroom).expect("nobody else has it");
    let addresses = addresses(&newsroom);
    assert!(addresses.len() > 330, "{}", addresses.len());
    let expected = pages(&newsroom, &addresses);
    let search = searched(&newsroom);
    newsroom.stop();
    let mut databases = vec![None];
    // From PostgreSQL back into SQLite; without a name it would be restored into where it came from.
    let back = Some("archive.db".to_owned());
    match std::env::var("DEPESCHE_TEST_POSTGRES") {
        Ok(url) => databases.extend([Some(crate::postgres::fresh(&url)), back]),
        Err(_) => eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL"),
    }
    let mut from = second;
    for (number, database) in databases.iter().enumerate() {
        let mut restored = Newsroom::restored(&from, database.as_deref());
        assert!(restored.run(&["verify"]).contains("the archive is well"));
        restored.serve();
        let found = pages(&restored, &addresses);
        for (path, (expected, found)) in addresses.iter().zip(expected.iter().zip(&found)) {
            assert!(expected == found, "{path} is not the same from {database:?}: {found:?}");
        }
        assert!(restored.data().join("theme/templates/parts/own.html").exists());
        let found = searched(&restored);
        assert!(found == search, "the search differs: {}", String::from_utf8_lossy(&found));
        from = newsroom.file("b/x", "").replace("/x", &format!("/next-{number}"));
        restored.run(&["backup", &from]);
    }
}

#[test]
fn a_backup_is_restored_into_an_empty_place_only() {
    let newsroom = Newsroom::new();
    let file = newsroom.file("b/x", "").replace("/x", "/1");
    newsroom.run(&["backup", &file]);
    let refused = newsroom.try_run(&["restore", &file]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not empty"));
    assert!(newsroom.run(&["section", "list"]).contains("politik"));
    let nothing = newsroom.try_run(&["restore", &newsroom.file("x", "no backup")]);
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("is not a backup of Depesche"));
    // A folder that has a configuration and an empty archive keeps its configuration.
    let other = Newsroom::speaking("de");
    other.configure("tagline", "\"Bleibt\"");
    other.run(&["restore", &file]);
    assert!(other.run(&["config", "print"]).contains("Bleibt"));
    assert!(other.run(&["section", "list"]).contains("politik"));
}
