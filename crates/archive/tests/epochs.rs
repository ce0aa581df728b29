//! Databases of other programs: of another epoch, and of a newer one of the same epoch. On SQLite
//! always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

use archive::{Archive, Error, Files, Place, backup};
use jiff::Timestamp;

/// A database with no tables yet, spoken to past the archive.
enum Bare {
    Sqlite(tempfile::TempDir),
    Postgres { url: String, client: tokio_postgres::Client },
}

impl Bare {
    async fn all() -> Vec<Bare> {
        let mut all = vec![Bare::Sqlite(tempfile::tempdir().expect("a folder"))];
        match std::env::var("DEPESCHE_TEST_POSTGRES") {
            Ok(url) => all.push(Bare::postgres(&url).await),
            Err(_) => eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL"),
        }
        all
    }

    async fn postgres(url: &str) -> Bare {
        let name = format!("epochs_{}_{}", std::process::id(), Timestamp::now().as_nanosecond());
        let client = connect(url).await;
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database is made");
        let (base, query) = url.split_once('?').map_or((url, String::new()), |(b, q)| (b, format!("?{q}")));
        let host_end = base.find("://").map_or(0, |at| at + 3);
        let server = base[host_end..].find('/').map_or(base, |slash| &base[..host_end + slash]);
        let url = format!("{server}/{name}{query}");
        let client = connect(&url).await;
        Bare::Postgres { url, client }
    }

    fn place(&self) -> Place {
        match self {
            Bare::Sqlite(folder) => Place::Sqlite(folder.path().join("archive.db")),
            Bare::Postgres { url, .. } => Place::Postgres(url.clone()),
        }
    }

    fn sqlite(folder: &tempfile::TempDir) -> rusqlite::Connection {
        rusqlite::Connection::open(folder.path().join("archive.db")).expect("SQLite opens it")
    }

    async fn run(&self, sql: &str) {
        match self {
            Bare::Sqlite(folder) => Bare::sqlite(folder).execute_batch(sql).expect("SQLite runs it"),
            Bare::Postgres { client, .. } => client.batch_execute(sql).await.expect("PostgreSQL runs it"),
        }
    }

    async fn texts(&self, sqlite: &str, postgres: &str) -> Vec<String> {
        match self {
            Bare::Sqlite(folder) => {
                let connection = Bare::sqlite(folder);
                let mut statement = connection.prepare(sqlite).expect("it is understood");
                let rows = statement.query_map([], |row| row.get(0)).expect("it runs");
                rows.collect::<Result<_, _>>().expect("texts")
            }
            Bare::Postgres { client, .. } => {
                let rows = client.query(postgres, &[]).await.expect("it runs");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    async fn tables(&self) -> Vec<String> {
        self.texts(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        )
        .await
    }

    async fn state(&self) -> Vec<String> {
        let sql = "SELECT name || '=' || CAST(value AS TEXT) FROM schema_state ORDER BY 1";
        self.texts(sql, sql).await
    }
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_epoch_is_refused_with_words_and_left_as_it_is() {
    for bare in Bare::all().await {
        bare.run("CREATE TABLE schema_state (name TEXT PRIMARY KEY, value BIGINT NOT NULL)").await;
        bare.run("INSERT INTO schema_state VALUES ('epoch', 2), ('migrations', 1)").await;
        bare.run("CREATE TABLE letters (id BIGINT)").await;
        let words = match Archive::open(&bare.place()).await {
            Ok(_) => panic!("it was opened"),
            Err(error @ Error::Epoch { found: 2, served: 1 }) => error.to_string(),
            Err(other) => panic!("refused for another reason: {other}"),
        };
        assert!(words.contains("epoch 2") && words.contains("backup"), "{words}");
        assert_eq!(bare.tables().await, ["letters", "schema_state"]);
        assert_eq!(bare.state().await, ["epoch=2", "migrations=1"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_a_newer_program_of_the_epoch_migrated_is_served() {
    for bare in Bare::all().await {
        drop(Archive::open(&bare.place()).await.expect("it is made"));
        bare.run("UPDATE schema_state SET value = 99 WHERE name = 'migrations'").await;
        bare.run("CREATE TABLE newer (id BIGINT); ALTER TABLE articles ADD COLUMN newer TEXT").await;
        let tables = bare.tables().await;
        let archive = Archive::open(&bare.place()).await.expect("it is served");
        assert_eq!(archive.reading().sections().await.expect("it answers").len(), 0);
        drop(archive);
        assert_eq!(bare.tables().await, tables);
        assert_eq!(bare.state().await, ["epoch=1", "migrations=99"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_newer_program_is_refused_with_words() {
    for bare in Bare::all().await {
        drop(Archive::open(&bare.place()).await.expect("it is made"));
        bare.run("UPDATE schema_state SET value = 99 WHERE name = 'migrations'").await;
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::new(folder.path().join("assets"));
        let file = folder.path().join("newer.backup");
        backup::make(&bare.place(), &files, folder.path(), &[], &file).await.expect("it is made");
        let place = Place::Sqlite(folder.path().join("archive.db"));
        let refused = backup::restore(&file, &place, &files, folder.path()).await.expect_err("refused");
        assert!(refused.to_string().contains("migration 99"), "{refused}");
        assert!(!folder.path().join("archive.db").exists());
    }
}
