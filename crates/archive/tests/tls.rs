//! TLS to PostgreSQL, where `DEPESCHE_TEST_POSTGRES` names a server and `DEPESCHE_TEST_POSTGRES_CA`
//! the certificate it can be trusted by.

use archive::{Archive, Place};
use jiff::Timestamp;
use tokio_postgres::NoTls;

async fn opened(url: &str) -> Result<Archive, String> {
    Archive::open(&Place::Postgres(url.into())).await.map_err(|error| error.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_encrypted_and_its_certificate_checked() {
    let (Ok(url), Ok(ca)) =
        (std::env::var("DEPESCHE_TEST_POSTGRES"), std::env::var("DEPESCHE_TEST_POSTGRES_CA"))
    else {
        eprintln!("DEPESCHE_TEST_POSTGRES or DEPESCHE_TEST_POSTGRES_CA is not set: TLS is NOT tested");
        return;
    };
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    let name = format!("tls_{}_{}", std::process::id(), Timestamp::now().as_nanosecond());
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database is made");
    let url = url.replace("/postgres", &format!("/{name}"));
    let encrypted = async || -> Vec<bool> {
        let sql = "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.datname = $1";
        let rows = client.query(sql, &[&name]).await.expect("it says who is connected");
        rows.iter().map(|row| row.get(0)).collect()
    };

    let words = opened(&format!("{url}?sslmode=require")).await.err().expect("nobody vouches for it");
    assert!(words.contains("certificate"), "{words}");
    let words = opened(&format!("{url}?sslrootcert=/none.pem")).await.err().expect("there is no such file");
    assert!(words.contains("/none.pem"), "{words}");
    assert_eq!(encrypted().await, [false; 0], "a refused server was spoken to");

    let archive = opened(&format!("{url}?sslmode=require&sslrootcert={ca}")).await.expect("it opens");
    assert_eq!(encrypted().await, [true]);
    archive.ping().await.expect("it answers");

    let elsewhere = format!("{}?hostaddr=127.0.0.1", url.replace("127.0.0.1", "db.example"));
    let words = opened(&format!("{elsewhere}&sslrootcert={ca}")).await.err().expect("another name");
    assert!(words.contains("not valid for name"), "{words}");
}
