//! Backups: one moment of a newsroom that is written to, restored into either database from either.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use archive::backup;
use archive::{Archive, Arrival, Error, Files, NewAsset, Place};
use newsroom::change::Cause;
use newsroom::comment::{NewComment, State};
use newsroom::email::Email;
use newsroom::ids::ArticleId;

use crate::support::{add_published, places};

/// A paper with comments, a picture, a removed one and a secret.
async fn paper(place: &Place, files: &Files) -> Archive {
    let archive = Archive::open(place).await.expect("it opens");
    for (headline, at) in [("Eins", 1), ("Zwei", 2), ("Über Größe", 3)] {
        let at = jiff::Timestamp::from_second(1_642_780_000 + at).expect("a time");
        add_published(&archive, headline, at).await;
    }
    let hash = files.put(b"a picture").expect("it is stored");
    let gone = files.put(b"another").expect("it is stored");
    let names = [("kai", hash), ("weg", gone.clone())];
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move {
                for (name, hash) in names {
                    let asset = NewAsset {
                        name: name.into(),
                        mime: "text/plain".into(),
                        bytes: 9,
                        hash,
                        focus: Some((0.25, 0.75)),
                        ..NewAsset::default()
                    };
                    w.put_asset(&asset).await?;
                }
                w.secret("comment-token", &[0, 255, 7]).await?;
                let asset = w.asset_id("weg").await?;
                w.remove_asset(asset, "an order of the court").await
            })
        })
        .await
        .expect("it is written");
    files.remove(&gone).expect("it is removed");
    let last = comment(&archive, ArticleId(1)).await;
    archive
        .write(Cause::command("test"), move |w| Box::pin(async move { w.delete_comment(last).await }))
        .await
        .expect("it is deleted");
    archive
}

async fn comment(archive: &Archive, article: ArticleId) -> newsroom::ids::CommentId {
    let new = NewComment {
        name: "Hinnerk".into(),
        email: Email::parse("hinnerk@example.org").expect("an address"),
        website: None,
        text: "Gut gesagt.".into(),
    };
    let arrival = Arrival { state: State::Approved, writer: Some(vec![1, 2]), ..Arrival::default() };
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move { w.add_comment(article, None, &new, &arrival).await })
        })
        .await
        .expect("it is kept")
}

/// All of a backup but its head and its last checksum, which speak of where and when it was made.
fn content(file: &Path) -> Vec<u8> {
    let bytes = std::fs::read(file).expect("a backup");
    let blocks = zstd::decode_all(&bytes[20..]).expect("its blocks");
    let length = u32::from_le_bytes(blocks[1..5].try_into().expect("a length")) as usize;
    let end = blocks.windows(8).rposition(|part| part == b"\"blake3\"").expect("a tail");
    blocks[5 + length..end].to_vec()
}

struct Restored {
    _folder: tempfile::TempDir,
    place: Place,
    files: Files,
}

/// Restores a backup into an empty place of each kind.
async fn restored(from: &Path) -> Vec<Restored> {
    let mut all = Vec::new();
    for (folder, place) in places().await {
        let files = Files::new(folder.path().join("assets"));
        backup::restore(from, &place, &files, folder.path()).await.expect("it is restored");
        all.push(Restored { _folder: folder, place, files });
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_a_newsroom_from_either_database_into_either() {
    for (folder, place) in places().await {
        let files = Files::new(folder.path().join("assets"));
        let archive = paper(&place, &files).await;
        std::fs::write(folder.path().join("depesche.toml"), "[site]\n").expect("written");
        let file = folder.path().join("paper.backup");
        let settings = ["depesche.toml".to_owned()];
        let made = backup::make(&place, &files, folder.path(), &settings, &file).await.expect("it is made");
        assert_eq!((made.files, made.missing.len()), (2, 0));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "others may read it");
        }
        let verified = backup::verify(&file).expect("it is whole");
        assert_eq!((verified.rows, verified.files), (made.rows, made.files));
        for target in restored(&file).await {
            let checked = backup::check(&target.place, &target.files).await.expect("it is read");
            assert_eq!((checked.faults, checked.rows), (Vec::<String>::new(), made.rows));
            let again = folder.path().join(format!("again-{}.backup", target_name(&target.place)));
            backup::make(&target.place, &target.files, folder.path(), &settings, &again)
                .await
                .expect("it is made");
            assert!(content(&file) == content(&again), "{place:?} is not what {:?} is", target.place);
            // It goes on where the other was: the number of the deleted comment is not given again.
            let restored = Archive::open(&target.place).await.expect("it opens");
            let next = comment(&restored, ArticleId(1)).await;
            assert_eq!(next.0, 2);
            let found =
                restored.reading().search(&crate::support::language("de"), "Größe", i64::MAX, 10).await;
            assert_eq!(found.expect("it searches").1.len(), 1);
            let secret = restored
                .write(Cause::command("test"), |w| {
                    Box::pin(async move { w.secret("comment-token", b"other").await })
                })
                .await;
            assert_eq!(secret.expect("the secret"), [0, 255, 7]);
        }
        drop(archive);
    }
}

fn target_name(place: &Place) -> &'static str {
    match place {
        Place::Sqlite(_) => "sqlite",
        Place::Postgres(_) => "postgres",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_shows_one_moment() {
    for (folder, place) in places().await {
        let files = Files::new(folder.path().join("assets"));
        let archive = Arc::new(paper(&place, &files).await);
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (1..=3)
            .map(|article| {
                let (archive, stop) = (Arc::clone(&archive), Arc::clone(&stop));
                tokio::spawn(async move {
                    let mut written = 0;
                    while !stop.load(Ordering::Relaxed) {
                        comment(&archive, ArticleId(article)).await;
                        written += 1;
                    }
                    written
                })
            })
            .collect();
        let mut rows = Vec::new();
        for number in 0..3 {
            let file = folder.path().join(format!("{number}.backup"));
            rows.push(backup::make(&place, &files, folder.path(), &[], &file).await.expect("made").rows);
            for target in restored(&file).await {
                // A comment and the count beside it are written together, and seen together.
                let checked = backup::check(&target.place, &target.files).await.expect("it is read");
                assert_eq!(checked.faults, Vec::<String>::new());
            }
        }
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            assert!(writer.await.expect("it ends") > 0);
        }
        assert!(rows[0] < rows[1] && rows[1] < rows[2], "nothing was written meanwhile: {rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_found_and_restores_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite(folder.path().join("archive.db"));
    let files = Files::new(folder.path().join("assets"));
    drop(paper(&place, &files).await);
    let file = folder.path().join("paper.backup");
    backup::make(&place, &files, folder.path(), &[], &file).await.expect("it is made");
    let whole = std::fs::read(&file).expect("a backup");
    let damaged = folder.path().join("damaged.backup");
    let (blocks, mut unnoticed) = (zstd::decode_all(&whole[20..]).expect("its blocks"), 0);
    let step = (whole.len() / 60).max(1);
    for at in (0..whole.len()).step_by(step) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(&damaged, &bytes).expect("written");
        // Compressed data has bits that mean nothing; nothing else may go unnoticed.
        let harmless =
            bytes[..20] == whole[..20] && zstd::decode_all(&bytes[20..]).ok().as_ref() == Some(&blocks);
        assert!(harmless || backup::verify(&damaged).is_err(), "byte {at} is another and nobody noticed");
        unnoticed += usize::from(harmless);
        std::fs::write(&damaged, &whole[..at]).expect("written");
        assert!(backup::verify(&damaged).is_err(), "it ends at byte {at} and nobody noticed");
    }
    assert!(unnoticed < 5, "{unnoticed} bytes mean nothing");
    std::fs::write(&damaged, [&whole[..], b"x"].concat()).expect("written");
    assert!(backup::verify(&damaged).is_err(), "there is more behind its end and nobody noticed");

    std::fs::write(&damaged, &whole[..whole.len() - 30]).expect("written");
    for (target, place) in places().await {
        let files = Files::new(target.path().join("assets"));
        let refused = backup::restore(&damaged, &place, &files, target.path()).await;
        assert!(refused.expect_err("refused").to_string().contains("damaged"));
        assert_eq!(entries(target.path()), Vec::<PathBuf>::new());
        // Nothing is in the way of the right one.
        backup::restore(&file, &place, &files, target.path()).await.expect("it is restored");
        let full =
            backup::restore(&file, &place, &Files::new(target.path().join("other")), target.path()).await;
        assert!(full.expect_err("refused").to_string().contains("not empty"));
        let full = backup::restore(&file, &place, &files, target.path()).await;
        assert!(full.expect_err("refused").to_string().contains("not empty"));
        let checked = backup::check(&place, &files).await.expect("it is read");
        assert_eq!(checked.faults, Vec::<String>::new());
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_agree_is_told() {
    for (folder, place) in places().await {
        let files = Files::new(folder.path().join("assets"));
        let archive = paper(&place, &files).await;
        let picture = archive.reading().asset_named("kai").await.expect("asked").expect("it is there");
        let hash = archive.reading().asset(picture).await.expect("asked").expect("it is there").hash;
        let well = backup::check(&place, &files).await.expect("it is read");
        assert_eq!((well.faults.len(), well.files), (0, 1));

        let path = folder.path().join("assets").join(&hash[..2]).join(&hash[2..]);
        std::fs::write(&path, "other bytes").expect("written");
        let file = folder.path().join("x.backup");
        let refused = backup::make(&place, &files, folder.path(), &[], &file).await.expect_err("refused");
        assert!(matches!(&refused, Error::Refused(why) if why.contains(&hash)), "{refused}");
        assert!(!file.exists());
        let found = backup::check(&place, &files).await.expect("it is read");
        assert_eq!(found.faults.len(), 1, "{:?}", found.faults);

        std::fs::remove_file(&path).expect("removed");
        let found = backup::check(&place, &files).await.expect("it is read");
        assert!(found.faults[0].contains("lacks its file"), "{:?}", found.faults);
        let made = backup::make(&place, &files, folder.path(), &[], &file).await.expect("it is made");
        assert_eq!(made.missing, [hash]);
    }
}
