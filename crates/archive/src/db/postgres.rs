//! PostgreSQL: tokio-postgres with prepared statements, kept for each connection by its pool.

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures_util::{StreamExt, pin_mut};
use tokio_postgres::{NoTls, RowStream};

use super::Row;
use crate::{Error, Result};

/// Connections of one node. PostgreSQL's own default allows a hundred in all.
const CONNECTIONS: usize = 16;

/// A pool for the database of a `postgres://` URL. Nothing is connected yet.
pub(crate) fn pool(url: &str) -> Result<Pool> {
    let manager = Manager::from_config(
        configuration(url)?,
        NoTls,
        ManagerConfig { recycling_method: RecyclingMethod::Fast },
    );
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| Error::Closed(error.to_string()))
}

/// What a `postgres://` URL says.
pub(crate) fn configuration(url: &str) -> Result<tokio_postgres::Config> {
    url.parse().map_err(|_| Error::Address(without_password(url)))
}

/// Reads all rows of an answer.
pub(crate) async fn rows<T>(
    stream: RowStream,
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    pin_mut!(stream);
    let mut all = Vec::new();
    while let Some(row) = stream.next().await {
        all.push(read(&Row::Postgres(&row?))?);
    }
    Ok(all)
}

/// The URL as it may be shown: what stands between the user's name and the host is left out.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let user = url[scheme + 3..at].split(':').next().unwrap_or_default();
            format!("{}{user}:…{}", &url[..scheme + 3], &url[at..])
        }
        _ => url.to_owned(),
    }
}
