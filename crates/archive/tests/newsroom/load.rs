//! More changes than can be made at once: who waits, who is told so, and who notices nothing.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use archive::{Archive, Arrival, Error, Place};
use newsroom::change::{Cause, Way};
use newsroom::comment::Draft;
use newsroom::ids::ArticleId;

use crate::support::{add_published, archives};

fn cause(way: Way) -> Cause {
    Cause { who: "test".into(), way, why: String::new() }
}

/// A change that holds the writer until it is told to go on.
fn hold(archive: &Arc<Archive>) -> (mpsc::Sender<()>, tokio::task::JoinHandle<archive::Result<()>>) {
    let (go, gone) = mpsc::channel::<()>();
    let (started, running) = mpsc::channel();
    let archive = archive.clone();
    let held = tokio::spawn(async move {
        archive
            .write(cause(Way::Job), move |w| {
                Box::pin(async move {
                    w.put_topic("gehalten", None, &[]).await?;
                    let _ = started.send(());
                    let _ = gone.recv();
                    Ok(())
                })
            })
            .await
    });
    running.recv_timeout(Duration::from_secs(20)).expect("it begins");
    (go, held)
}

async fn comment(archive: Arc<Archive>, article: ArticleId, way: Way) -> archive::Result<()> {
    let draft =
        Draft { text: "Ja.".into(), name: "A".into(), email: "a@example.org".into(), ..Draft::default() };
    let new = draft.check().expect("a valid comment");
    archive
        .write(cause(way), move |w| {
            Box::pin(async move { w.add_comment(article, None, &new, &Arrival::default()).await.map(drop) })
        })
        .await
}

async fn sqlite() -> (tempfile::TempDir, Arc<Archive>, ArticleId) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(&Place::Sqlite(folder.path().join("archive.db"))).await.expect("it opens");
    let (article, _) =
        add_published(&archive, "Offen", "2022-01-21T15:30:00Z".parse().expect("a time")).await;
    (folder, Arc::new(archive), article)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_line_sends_readers_away_at_once_while_jobs_wait_and_nothing_taken_is_lost() {
    let (_folder, archive, article) = sqlite().await;
    let (go, held) = hold(&archive);
    let readers: Vec<_> =
        (0..6_000).map(|_| tokio::spawn(comment(archive.clone(), article, Way::Site))).collect();
    let job = tokio::spawn(comment(archive.clone(), article, Way::Job));
    let began = Instant::now();
    while readers.iter().filter(|reader| reader.is_finished()).count() < 6_000 - 4_095 {
        assert!(began.elapsed() < Duration::from_secs(4), "those without a place were not answered");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!job.is_finished(), "the job did not wait");
    drop(go);
    held.await.expect("it ran").expect("it was written");
    let (mut taken, mut sent_away) = (0, 0);
    for reader in readers {
        match reader.await.expect("it ran") {
            Ok(()) => taken += 1,
            Err(Error::Busy) => sent_away += 1,
            Err(other) => panic!("{other}"),
        }
    }
    job.await.expect("it ran").expect("it was written");
    assert_eq!((taken, sent_away), (4_095, 6_000 - 4_095));
    let kept = archive.reading().comments_in(newsroom::comment::State::Waiting, 10_000).await.expect("read");
    assert_eq!(kept.len(), taken + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_is_told_when_the_line_does_not_move_and_then_nothing_is_written() {
    let (_folder, archive, article) = sqlite().await;
    let (go, held) = hold(&archive);
    let began = Instant::now();
    let waited = comment(archive.clone(), article, Way::Site).await;
    assert!(matches!(waited, Err(Error::Busy)), "{waited:?}");
    assert!(began.elapsed() < Duration::from_secs(10), "that took {:?}", began.elapsed());
    let again = Instant::now();
    let at_once = comment(archive.clone(), article, Way::Site).await;
    assert!(matches!(at_once, Err(Error::Busy)) && again.elapsed() < Duration::from_secs(4), "{at_once:?}");
    drop(go);
    held.await.expect("it ran").expect("it was written");
    // What left the line stands in it until the writer comes to it.
    let moving = Instant::now();
    while let Err(error) = comment(archive.clone(), article, Way::Site).await {
        assert!(matches!(error, Error::Busy) && moving.elapsed() < Duration::from_secs(5), "{error}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let kept = archive.reading().comments_in(newsroom::comment::State::Waiting, 10).await.expect("read");
    assert_eq!(kept.len(), 1, "a comment was kept although its reader was told otherwise");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_change_delays_no_reader() {
    let (_folder, archive, article) = sqlite().await;
    let (go, held) = hold(&archive);
    let reading = async {
        for _ in 0..200 {
            assert!(archive.joint_reading().public_article(article).await.expect("an answer").is_some());
        }
    };
    // Whoever waited for the change would wait for ever: it ends only when the readers have been answered.
    tokio::time::timeout(Duration::from_secs(30), reading).await.expect("readers are answered meanwhile");
    drop(go);
    held.await.expect("it ran").expect("it was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_sqlite_begins_anew_while_all_read_and_write() {
    let (folder, archive, article) = sqlite().await;
    let reading = tokio::spawn({
        let archive = archive.clone();
        async move {
            loop {
                archive.joint_reading().public_article(article).await.expect("an answer");
                tokio::task::yield_now().await;
            }
        }
    });
    // 400 MB of log if it never did.
    for number in 0..400 {
        archive
            .write(cause(Way::Import), move |w| {
                Box::pin(async move {
                    let text = format!("{number} {}", "Hafen ".repeat(100));
                    let draft =
                        Draft { text, name: "A".into(), email: "a@example.org".into(), ..Draft::default() };
                    let new = draft.check().expect("a valid comment");
                    for _ in 0..1_000 {
                        w.add_comment(article, None, &new, &Arrival::default()).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("it is written");
    }
    reading.abort();
    let log = std::fs::metadata(folder.path().join("archive.db-wal")).expect("a log").len();
    assert!(log < 200 << 20, "the log has grown to {} MB", log >> 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_free_connection_to_postgres_readers_are_sent_away_and_jobs_wait() {
    for (_folder, archive) in archives().await.into_iter().filter(|(_, a)| a.database_name() != "SQLite") {
        let (article, _) =
            add_published(&archive, "Offen", "2022-01-21T15:30:00Z".parse().expect("a time")).await;
        let archive = Arc::new(archive);
        // Each holds a connection once it has asked something.
        let mut holding = Vec::new();
        for _ in 0..16 {
            let together = archive.joint_reading();
            together.newest_change().await.expect("an answer");
            holding.push(together);
        }
        let job = tokio::spawn(comment(archive.clone(), article, Way::Job));
        let began = Instant::now();
        let waited = comment(archive.clone(), article, Way::Site).await;
        assert!(matches!(waited, Err(Error::Busy)), "{waited:?}");
        assert!(began.elapsed() < Duration::from_secs(10), "that took {:?}", began.elapsed());
        assert!(matches!(archive.reading().newest_change().await, Err(Error::Busy)));
        assert!(!job.is_finished(), "the job did not wait");
        drop(holding);
        job.await.expect("it ran").expect("it was written");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_would_not_wait_for_its_disk_does_so_for_us() {
    let Ok(url) = std::env::var("DEPESCHE_TEST_POSTGRES") else { return };
    let (client, Place::Postgres(url)) = crate::postgres::fresh_postgres(&url).await else {
        panic!("it is no PostgreSQL")
    };
    let name: String = client.query_one("SELECT current_database()", &[]).await.expect("a name").get(0);
    client
        .batch_execute(&format!("ALTER DATABASE {name} SET synchronous_commit TO off"))
        .await
        .expect("it is set");
    let archive = Archive::open(&Place::Postgres(url)).await.expect("it opens");
    client
        .batch_execute(
            "CREATE TABLE seen (how TEXT); \
             CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS \
                 'BEGIN INSERT INTO seen VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END'; \
             CREATE TRIGGER see BEFORE INSERT ON topics FOR EACH ROW EXECUTE FUNCTION see()",
        )
        .await
        .expect("changes are watched");
    archive
        .write(cause(Way::Job), |w| Box::pin(async move { w.put_topic("hafen", None, &[]).await }))
        .await
        .expect("it is written");
    let seen: String = client.query_one("SELECT how FROM seen", &[]).await.expect("it was seen").get(0);
    assert_eq!(seen, "on");
}
