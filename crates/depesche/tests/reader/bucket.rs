//! Pictures in an object store: taken in, served, backed up, and moved between it and a folder.

use image::{ImageFormat, RgbImage};

use crate::store::{KEY, REGION, SECRET, Store};
use crate::support::Newsroom;

fn picture() -> Vec<u8> {
    let pixels = RgbImage::from_fn(500, 300, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut png = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut png, ImageFormat::Png).expect("a PNG");
    png.into_inner()
}

/// Keeps the pictures of a newsroom in a bucket from now on.
fn into_bucket(newsroom: &Newsroom, store: &Store, prefix: &str) {
    let secret = newsroom.file("secret", format!("{SECRET}\n"));
    for (key, value) in [
        ("store", format!("s3://presse/{prefix}")),
        ("s3_endpoint", store.endpoint.clone()),
        ("s3_region", REGION.to_owned()),
        ("s3_key", KEY.to_owned()),
        ("s3_secret_file", secret),
    ] {
        newsroom.configure(key, &format!("{value:?}"));
    }
}

/// The addresses of the picture that the front page offers, with what is there.
fn media(newsroom: &mut Newsroom) -> Vec<(String, Vec<u8>)> {
    newsroom.serve();
    let page = newsroom.get("/politik").body;
    let mut addresses: Vec<String> = page
        .split(['"', ' ', ','])
        .filter_map(|word| Some(word[word.find("/media/")?..].to_owned()))
        // Until one is made, which takes long, another stands in for it.
        .filter(|address| !address.ends_with(".avif"))
        .collect();
    addresses.sort();
    addresses.dedup();
    assert!(!addresses.is_empty(), "{page}");
    let found = addresses.into_iter().map(|address| {
        let answer = newsroom.get(&address);
        assert_eq!(answer.status, 200, "{address}");
        (address, answer.bytes)
    });
    let found = found.collect();
    newsroom.stop();
    found
}

fn assert_same(found: &[(String, Vec<u8>)], expected: &[(String, Vec<u8>)]) {
    let told = |all: &[(String, Vec<u8>)]| -> Vec<(String, usize)> {
        all.iter().map(|(address, bytes)| (address.clone(), bytes.len())).collect()
    };
    assert_eq!(told(found), told(expected));
    for ((address, found), (_, expected)) in found.iter().zip(expected) {
        assert!(found == expected, "{address} has other bytes");
    }
}

#[test]
fn a_site_moves_between_a_folder_and_an_object_store_by_its_backup() {
    let store = Store::start();
    let mut newsroom = Newsroom::new();
    into_bucket(&newsroom, &store, "bilder");
    let file = newsroom.file("Kran.png", picture());
    newsroom.run(&["asset", "add", &file, "--alt", "Ein Kran"]);
    let originals: Vec<String> = store.objects().into_keys().collect();
    newsroom.publish(
        "headline = \"Der Kran\"\nsection = \"politik\"\npicture = \"kran\"",
        "2026-01-02T03:04:05Z",
    );
    let served = media(&mut newsroom);
    let kept = store.objects();
    let is_kept = |bytes: &Vec<u8>| kept.values().any(|object| object == bytes);
    assert!(
        served.iter().all(|(_, bytes)| is_kept(bytes)),
        "each rendition is an object: {:?}",
        store.calls()
    );
    assert!(!newsroom.data().join("assets").exists());
    assert!(newsroom.run(&["verify"]).contains("the archive is well"));

    let backup = newsroom.file("b/x", "").replace("/x", "/1");
    newsroom.run(&["backup", &backup]);
    // Into the same place it would overwrite what is there.
    let other = tempfile::tempdir().expect("a folder");
    let data = other.path().join("data").display().to_string();
    let refused = newsroom.try_run(&["--data", &data, "restore", &backup]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("s3://presse/bilder/ is not empty"), "{words}");

    let mut in_folder = Newsroom::restored_with(&backup, &["--assets", "folder"]);
    let calls = store.calls().len();
    assert_same(&media(&mut in_folder), &served);
    assert!(in_folder.run(&["verify"]).contains("the archive is well"));
    assert_eq!(store.calls().len(), calls, "nobody asks the bucket");

    let back = in_folder.file("b/x", "").replace("/x", "/2");
    in_folder.run(&["backup", &back]);
    let mut again = Newsroom::speaking("de,en");
    into_bucket(&again, &store, "wieder");
    again.run(&["restore", &back]);
    assert_same(&media(&mut again), &served);
    let is_there = |name: &String| store.objects().contains_key(&name.replace("bilder/", "wieder/"));
    assert!(originals.iter().all(is_there), "the picture itself is there again");
}

#[test]
fn an_object_store_that_fails_or_lost_something_is_told_of_in_words() {
    let store = Store::start();
    let newsroom = Newsroom::new();
    into_bucket(&newsroom, &store, "");
    let file = newsroom.file("Kran.png", picture());
    newsroom.run(&["asset", "add", &file, "--alt", "Ein Kran"]);
    let (name, _) = store.objects().into_iter().next().expect("an object");
    store.replace(&name, b"another");
    let found = newsroom.try_run(&["verify"]);
    let words = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(
        !found.status.success() && words.contains(&format!("the file {name} has the bytes of")),
        "{words}"
    );
    newsroom.configure("s3_key", "\"AKOTHER\"");
    let refused = newsroom.try_run(&["asset", "add", &newsroom.file("b.png", picture()), "--alt", "x"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("InvalidAccessKeyId") && !words.contains(SECRET), "{words}");
    newsroom.configure("s3_key", "\"\"");
    let refused = newsroom.try_run(&["asset", "add", &newsroom.file("b.png", picture()), "--alt", "x"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("the variable AWS_ACCESS_KEY_ID is not set"), "{words}");
}
