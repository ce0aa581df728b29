//! Every statement of the program is explained on a grown archive, on SQLite always and on
//! PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one. A scan of a long table fails.
//!
//! The statements come from the program: those that ran while `plans/walk.rs` wrote and read a
//! small newsroom in every way. A statement that stands in the source and did not run fails too.

#[path = "plans/explain.rs"]
mod explain;
#[path = "plans/grow.rs"]
mod grow;
#[path = "plans/source.rs"]
mod source;
#[path = "plans/walk.rs"]
mod walk;
#[path = "plans/wire.rs"]
mod wire;

mod support;

use archive::{Archive, Place};

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_finds_its_rows_by_an_index() {
    archive::watch_statements();
    let mut faults = Vec::new();

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("archive.db");
    let archive = Archive::open(&Place::Sqlite(file.clone())).await.expect("it opens");
    walk::everything(&archive).await;
    let connection = rusqlite::Connection::open(&file).expect("a second connection");
    connection.execute_batch(walk::TOO_LONG).expect("parts become too long");
    walk::parts(&archive).await;
    connection.execute_batch(&grow::script(grow::SQLITE_WORDS)).expect("it grows");
    // Nobody analyses a newsroom's archive: the plans must be right without its statistics too.
    for analysed in [false, true] {
        if analysed {
            connection.execute_batch("ANALYZE").expect("it is analysed");
        }
        for sql in archive::statements_seen() {
            faults.extend(explain::on_sqlite(&connection, sql));
        }
    }

    let postgres = std::env::var("DEPESCHE_TEST_POSTGRES").ok();
    if let Some(url) = &postgres {
        let (client, place) = support::fresh_postgres(url).await;
        let archive = Archive::open(&place).await.expect("it opens");
        walk::everything(&archive).await;
        client.batch_execute(walk::TOO_LONG).await.expect("parts become too long");
        walk::parts(&archive).await;
        client.batch_execute(&grow::script(grow::POSTGRES_WORDS)).await.expect("it grows");
        client.batch_execute("ANALYZE; SET plan_cache_mode = force_generic_plan").await.expect("analysed");
        for sql in archive::statements_seen() {
            faults.extend(explain::on_postgres(&client, sql).await);
        }
    } else {
        eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
    }

    let seen = archive::statements_seen();
    assert!(seen.len() > 100, "only {} statements ran", seen.len());
    for text in source::statements() {
        let of_postgres = explain::is_of_postgres(&text);
        if (postgres.is_some() || !of_postgres) && !seen.iter().any(|sql| sql.contains(text.as_str())) {
            faults.push(format!("never ran; let tests/plans/walk.rs call its method: {text}"));
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
    println!("{} statements explained", seen.len());
}
