//! Files in a bucket, with an object store that checks what it is asked.

mod server;

use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use archive::{Error, Files};
use bucket::{Bucket, Key, Place};
use net::{Client, HeaderValue};
use server::{KEY, REGION, SECRET, Store};

fn files(store: &Store, prefix: &str, secret: &str) -> Files {
    let place = Place {
        endpoint: store.endpoint.parse().expect("a URL"),
        region: REGION.into(),
        bucket: "presse".into(),
        prefix: prefix.into(),
        path_style: true,
    };
    let key = Key { id: KEY.into(), secret: secret.into() };
    let client = Client::new(&HeaderValue::from_static("test"), Vec::new()).expect("a client");
    Files::of(Arc::new(Bucket::new(place, key, client).expect("a bucket")))
}

/// Bytes that are nowhere the same.
fn film(length: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| number.to_le_bytes()).take(length).collect()
}

#[test]
fn a_picture_is_stored_once_read_and_removed() {
    let store = Store::start();
    let files = files(&store, "bilder", SECRET);
    let hash = files.put(b"a picture").expect("it is stored");
    assert_eq!(files.put(b"a picture").expect("it is there"), hash);
    let stored = store.calls().iter().filter(|call| call.starts_with("PUT")).count();
    assert_eq!((stored, store.objects().len()), (1, 1));
    assert_eq!(store.objects()[&format!("bilder/{hash}")], b"a picture");
    assert_eq!(files.get(&hash).expect("it is read"), b"a picture");
    files.remove(&hash).expect("it is removed");
    files.remove(&hash).expect("nothing is there to be removed");
    let Err(Error::File { what, error }) = files.get(&hash) else { panic!("it is gone") };
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(what, format!("reading s3://presse/bilder/{hash}"));
}

#[test]
fn nothing_at_all_is_a_file_too() {
    let store = Store::start();
    let files = files(&store, "", SECRET);
    let hash = files.put(b"").expect("it is stored");
    let mut opened = files.open(&hash).expect("it is opened");
    assert_eq!((opened.length(), opened.read(&mut [0; 9]).expect("it is read")), (0, 0));
}

#[test]
fn a_film_goes_in_parts_and_is_read_from_anywhere() {
    let store = Store::start();
    let files = files(&store, "", SECRET);
    let film = film((20 << 20) + 3);
    let hash = files.put(&film).expect("it is stored");
    assert!(store.objects()[&hash] == film && store.uploads() == 0);
    let mut opened = files.open(&hash).expect("it is opened");
    assert_eq!(opened.length(), film.len() as u64);
    for at in [0, 1 << 20, (1 << 20) - 2, film.len() - 5, 9 << 20] {
        opened.seek(SeekFrom::Start(at as u64)).expect("a place in it");
        let mut read = vec![0; 5.min(film.len() - at)];
        opened.read_exact(&mut read).expect("it is read");
        assert_eq!(read, film[at..at + read.len()], "at {at}");
    }
    assert!(files.get(&hash).expect("it is read") == film);
}

#[test]
fn what_has_another_hash_is_not_stored() {
    let store = Store::start();
    let files = files(&store, "", SECRET);
    let film = film(9 << 20);
    for bytes in [&film[..100], &film] {
        let other = "0".repeat(64);
        let refused = files.put_from(&other, &mut &bytes[..]).expect_err("another hash");
        assert!(refused.to_string().contains(&format!("the bytes of the file {other} are those of")));
    }
    assert!(store.objects().is_empty() && store.uploads() == 0);
}

#[test]
fn a_call_that_failed_is_made_again() {
    let store = Store::start();
    let files = files(&store, "", SECRET);
    store.fail(2);
    let hash = files.put(b"a picture").expect("it is stored");
    store.fail(1);
    assert_eq!(files.get(&hash).expect("it is read"), b"a picture");
    store.fail(100);
    let refused = files.get(&hash).expect_err("the store fails");
    assert!(refused.to_string().ends_with("503 Service Unavailable: SlowDown"), "{refused}");
}

#[test]
fn what_is_wrong_with_a_key_is_told_without_it() {
    let store = Store::start();
    let refused = files(&store, "", "another secret").put(b"a picture").expect_err("it is refused");
    let Error::File { error, .. } = &refused else { panic!("{refused}") };
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    let words = format!("{refused} {refused:?}");
    assert!(!words.contains("secret") && !words.contains("X-Amz"), "{words}");
}

#[tokio::test]
async fn files_are_read_from_wherever_one_is() {
    let store = Store::start();
    let files = files(&store, "", SECRET);
    let hash = files.put(b"a picture").expect("it is stored");
    assert_eq!(files.get(&hash).expect("it is read"), b"a picture");
}
