//! The site as files: what a file server has is what the program serves, and an export that is brought up
//! to date is the one that a new export would be.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::Newsroom;

const FRONT: &str = "language = \"de\"\nsection = \"politik\"\nheadline = ";

#[test]
fn files_are_what_is_served_and_an_export_brought_up_to_date_is_a_new_one() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    let mut paths = Vec::new();
    for number in 0..25 {
        let at = format!("2022-{:02}-{:02}T10:00:00Z", number % 12 + 1, number + 1);
        paths.push(newsroom.publish(&format!("{FRONT}\"Bericht {number}\""), &at));
    }
    newsroom.run(&["redirect", "add", "/alt", "/politik"]);
    let folders = tempfile::tempdir().expect("a folder");
    let (kept, anew) = (folders.path().join("kept"), folders.path().join("anew"));
    let export = |newsroom: &Newsroom, to: &Path, compress: &str| {
        newsroom.run(&["export", "static", to.to_str().expect("UTF-8"), "--compress", compress])
    };
    export(&newsroom, &kept, "best");
    for path in ["/", "/politik", "/archiv/2022/03", "/sitemap.xml", "/feed.rss", &paths[0]] {
        let served = newsroom.get(path);
        assert_eq!(served.status, 200, "{path}");
        let file = kept.join(path.trim_start_matches('/'));
        let file = if file.is_dir() { file.join("index.html") } else { file };
        let exported =
            std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if path == "/politik" {
            // Its second page is asked for by a query; here the archive of that month stands in.
            assert!(served.body.contains("?vor=") && !exported.contains("?vor="), "{exported}");
        } else {
            assert_eq!(exported, served.body, "{path}");
        }
    }
    let page = kept.join("index.html");
    let zstd = std::fs::read(page.with_extension("html.zst")).expect("a compressed file");
    let plain = zstd::decode_all(&zstd[..]).expect("it is zstd");
    assert_eq!(plain, std::fs::read(&page).expect("a page"));
    assert!(
        std::fs::read_to_string(kept.join("_redirects")).expect("redirects").contains("/alt /politik 301")
    );
    assert!(!kept.join("suche").exists());

    // One is published, one withdrawn, one gets a comment: few pages are made anew, and all are right.
    let new = newsroom.publish(&format!("{FRONT}\"Ganz neu\""), "2022-12-24T10:00:00Z");
    newsroom.run(&["article", "withdraw", "3", "--reason", "Ein Irrtum."]);
    let said = export(&newsroom, &kept, "best");
    let number = |word: &str| -> u64 {
        let before = said.split(word).next().expect("a part").trim_end();
        before
            .rsplit(|c: char| !c.is_ascii_digit())
            .find(|part| !part.is_empty())
            .expect("a number")
            .parse()
            .expect("a number")
    };
    assert!(number("as they were") > number("made"), "{said}");
    assert_eq!(number("removed"), 1, "{said}");
    assert!(kept.join(new.trim_start_matches('/')).join("index.html").exists());
    assert!(!kept.join(paths[2].trim_start_matches('/')).join("index.html").exists());
    export(&newsroom, &anew, "best");
    let (kept, anew) = (files(&kept), files(&anew));
    for (name, bytes) in &anew {
        assert!(kept.get(name) == Some(bytes), "{name} is another");
    }
    // Days on which nothing stands any more have pages that nothing links to.
    for name in kept.keys().filter(|name| !anew.contains_key(*name)) {
        assert!(name.starts_with("archiv/2022/03/03") || name.starts_with("en/archive/2022/03/03"), "{name}");
    }
}

#[test]
fn a_folder_that_holds_something_else_is_refused() {
    let newsroom = Newsroom::new();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("wichtig.txt"), "x").expect("written");
    let refused = newsroom.try_run(&["export", "static", folder.path().to_str().expect("UTF-8")]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("no export"), "{said}");
    assert!(folder.path().join("wichtig.txt").exists());
}

/// Every file of an export with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.extend((!path.ends_with(".depesche")).then_some(path));
            } else {
                let name = path.strip_prefix(folder).expect("within").display().to_string();
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}
