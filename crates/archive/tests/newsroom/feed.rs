//! The feed of changes, and what pages note while they are made.

use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Change, List, ListPlace, Noted, Place, Tag, noting};
use jiff::{SignedDuration, Timestamp};
use newsroom::change::Cause;
use newsroom::path::Target;

use crate::support::{add_published, archives, language, places};

/// How long a change may take to be heard of before the test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

type Told = Arc<std::sync::Mutex<Vec<i64>>>;

/// An archive that follows the log, and the numbers of the changes it was told of.
async fn follower(place: &Place) -> (Arc<Archive>, Told) {
    let archive = Arc::new(Archive::open(place).await.expect("it opens"));
    let told = Told::default();
    let list = told.clone();
    archive.on_change(move |changes: &[Change]| {
        list.lock().expect("no fault").extend(changes.iter().map(|change| change.id));
    });
    let following = archive.clone();
    tokio::spawn(async move { following.keep_following().await });
    until(|| archive.is_following()).await;
    (archive, told)
}

async fn until(done: impl Fn() -> bool) {
    let waiting = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it comes true in time");
}

async fn redirect(archive: &Archive, path: String) {
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move { w.put_path(&path, &Target::Redirect("/anderswo".into())).await })
        })
        .await
        .expect("it is written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_change_is_skipped_however_transactions_race() {
    for (_folder, place) in places().await {
        let (reader, told) = follower(&place).await;
        let others =
            [Archive::open(&place).await.expect("it opens"), Archive::open(&place).await.expect("it opens")];
        let writers: Vec<Arc<Archive>> = others.into_iter().map(Arc::new).chain([reader.clone()]).collect();
        let mut tasks = tokio::task::JoinSet::new();
        for (number, archive) in (0..24).zip(writers.iter().cycle()) {
            let archive = archive.clone();
            tasks.spawn(async move {
                for turn in 0..15 {
                    redirect(&archive, format!("/alt/{number}/{turn}")).await;
                }
            });
        }
        tasks.join_all().await;
        let newest = reader.reading().newest_change().await.expect("a number");
        until(|| told.lock().expect("no fault").contains(&newest)).await;
        let mut heard = told.lock().expect("no fault").clone();
        heard.sort_unstable();
        // A node may hear of its own change from the log before it has told of it itself.
        heard.dedup();
        let there: Vec<i64> = reader
            .reading()
            .changes_after(0, 10_000)
            .await
            .expect("they are read")
            .iter()
            .map(|change| change.id)
            .collect();
        assert_eq!(heard, there, "{}", reader.database_name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_never_becomes_visible_before_a_lower_one() {
    let Ok(url) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
        return;
    };
    let (client, place) = crate::postgres::fresh_postgres(&url).await;
    let (archive, told) = follower(&place).await;
    // Another node is slow between taking its number and the end of its transaction.
    client
        .batch_execute(
            "BEGIN; SELECT pg_advisory_xact_lock(4170002); \
             INSERT INTO changes (at, who, way, why, subject, subject_id) VALUES (0, 'x', 'job', '', 'path', 0)",
        )
        .await
        .expect("it is written");
    let second = {
        let archive = archive.clone();
        tokio::spawn(async move { redirect(&archive, "/zwei".into()).await })
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(told.lock().expect("no fault").is_empty(), "a later change overtook an earlier one");
    client.batch_execute("COMMIT").await.expect("it ends");
    second.await.expect("it is written");
    until(|| told.lock().expect("no fault").len() == 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_by_another_process_is_heard_of_at_once() {
    for (_folder, place) in places().await {
        let (reader, told) = follower(&place).await;
        let other = Archive::open(&place).await.expect("it opens");
        let mut newest = reader.follow();
        redirect(&other, "/neu".into()).await;
        tokio::time::timeout(PATIENCE, newest.changed()).await.expect("in time").expect("it lives");
        assert_eq!(told.lock().expect("no fault").len(), 1);
    }
}

#[tokio::test]
async fn a_change_concerns_the_pages_of_a_list_it_is_on_and_no_other() {
    let day = |day: i64| {
        Timestamp::from_second(1_600_000_000 + day * 86_400).expect("a time") + SignedDuration::ZERO
    };
    for (_folder, archive) in archives().await {
        let headlines = ["Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs"];
        for (at, headline) in (0..).zip(headlines) {
            add_published(&archive, headline, day(at)).await;
        }
        let german = language("de");
        let r = || archive.reading();
        let (first, top) = noting(async { r().list(List::Site, &german, ListPlace::TOP, 2).await }).await;
        let first = first.expect("a list");
        let (second, middle) =
            noting(async { r().list(List::Site, &german, first[1].place(), 2).await }).await;
        let (_, last) =
            noting(async { r().list(List::Site, &german, second.expect("a list")[1].place(), 20).await })
                .await;
        let (_, absent) = noting(async { r().target("/gibt/es/nicht").await }).await;
        let (_, number) = noting(async { r().newest_change().await }).await;
        assert!(number.unknown && !top.unknown && !absent.unknown);

        let before = r().newest_change().await.expect("a number");
        let concerned = async |noted: &Noted| {
            let changes = r().changes_after(before, 100).await.expect("they are read");
            changes.iter().any(|change| change.tags.iter().any(|tag| tag.concerns(noted)))
        };
        // A new story is on the first page only.
        let (article, path) = add_published(&archive, "Neu", day(9)).await;
        assert!(concerned(&top).await);
        assert!(!concerned(&middle).await && !concerned(&last).await && !concerned(&absent).await);
        let tags: Vec<Tag> = r()
            .changes_after(before, 100)
            .await
            .expect("they are read")
            .iter()
            .flat_map(|change| change.tags.to_vec())
            .collect();
        assert!(tags.contains(&Tag::Path(path)) && tags.contains(&Tag::Article(article)), "{tags:?}");
        // One that is older than all is on the last.
        add_published(&archive, "Alt", day(-9)).await;
        assert!(concerned(&last).await && !concerned(&middle).await);
        // What comes to an address that was empty concerns the page that said so.
        redirect(&archive, "/gibt/es/nicht".into()).await;
        assert!(concerned(&absent).await);
        // A text that no reader sees concerns nothing.
        let before = r().newest_change().await.expect("a number");
        archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move { w.revise_article(article, &crate::support::text("Ein Entwurf")).await })
            })
            .await
            .expect("it is kept");
        let changes = r().changes_after(before, 10).await.expect("they are read");
        assert_eq!(changes.len(), 1);
        assert!(changes[0].tags.is_empty(), "{changes:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_while_the_notifications_are_cut_is_heard_of_afterwards() {
    let Ok(url) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
        return;
    };
    let (client, place) = crate::postgres::fresh_postgres(&url).await;
    let (archive, told) = follower(&place).await;
    let other = Archive::open(&place).await.expect("it opens");
    for turn in 0..3 {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        assert_eq!(client.query(cut, &[]).await.expect("it is cut").len(), 1);
        until(|| !archive.is_following()).await;
        redirect(&other, format!("/alt/{turn}")).await;
        until(|| archive.is_following() && told.lock().expect("no fault").len() == turn + 1).await;
    }
}
