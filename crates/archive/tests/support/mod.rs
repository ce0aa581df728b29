//! What several tests of the archive need.

use archive::Place;
use jiff::Timestamp;

/// A fresh database on the server of a URL, with a connection of the test's own.
pub(crate) async fn fresh_postgres(url: &str) -> (tokio_postgres::Client, Place) {
    let name = format!("test_{}_{}", std::process::id(), Timestamp::now().as_nanosecond());
    let client = connected(url).await;
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database is made");
    let (base, query) = url.split_once('?').map_or((url, String::new()), |(b, q)| (b, format!("?{q}")));
    let host_end = base.find("://").map_or(0, |at| at + 3);
    let server = base[host_end..].find('/').map_or(base, |slash| &base[..host_end + slash]);
    let fresh = format!("{server}/{name}{query}");
    (connected(&fresh).await, Place::Postgres(fresh))
}

async fn connected(url: &str) -> tokio_postgres::Client {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}
