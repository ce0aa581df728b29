//! PostgreSQL: tokio-postgres with prepared statements, kept for each connection by its pool.

use std::path::PathBuf;
use std::time::Duration;

use deadpool_postgres::{Client, Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures_util::stream::{BoxStream, poll_fn};
use futures_util::{StreamExt, pin_mut};
use percent_encoding::percent_decode_str;
use tokio::sync::OnceCell;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, NoTls, RowStream, Socket};

use super::line::Haste;
use super::{Param, Row, tls};
use crate::{Error, Result};

/// Connections of one node. PostgreSQL's own default allows a hundred in all.
const CONNECTIONS: usize = 16;
/// How long one waits for a connection, and how many do at the same time.
const WAIT: Duration = Duration::from_secs(5);
const MOST_WAITING: usize = 4_096;
/// How long what is not in haste pauses when too many wait.
const PAUSE: Duration = Duration::from_millis(200);

/// How the part of a URL begins that names the certificates to trust.
const ROOTS: &str = "sslrootcert=";

/// A pool for the database of a `postgres://` URL. Nothing is connected yet.
pub(crate) fn pool(url: &str) -> Result<Pool> {
    let Address { config, roots } = address(url)?;
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = match config.get_ssl_mode() {
        SslMode::Require => Manager::from_config(config, tls::connector(roots.as_deref())?, recycling),
        _ => Manager::from_config(config, NoTls, recycling),
    };
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(WAIT))
        .post_create(Hook::async_fn(|client, _| {
            Box::pin(async move { make_durable(client).await.map_err(HookError::Backend) })
        }))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| Error::Closed(error.to_string()))
}

/// The notifications that something changed, on a connection of its own; what it yields only says that there
/// is one.
pub(crate) async fn notifications(url: &str) -> Result<BoxStream<'static, Result<()>>> {
    let Address { config, roots } = address(url)?;
    match config.get_ssl_mode() {
        SslMode::Require => listen(&config, tls::connector(roots.as_deref())?).await,
        _ => listen(&config, NoTls).await,
    }
}

async fn listen<T>(config: &tokio_postgres::Config, tls: T) -> Result<BoxStream<'static, Result<()>>>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, mut connection) = config.connect(tls).await?;
    let mut messages = poll_fn(move |context| connection.poll_message(context));
    // The connection does nothing unless it is polled, also while it is asked to listen.
    {
        let mut asked = std::pin::pin!(client.batch_execute("LISTEN depesche_changes"));
        loop {
            tokio::select! {
                done = &mut asked => {
                    done?;
                    break;
                }
                message = messages.next() => match message {
                    Some(message) => drop(message?),
                    None => return Err(Error::Closed("the connection for notifications ended".into())),
                },
            }
        }
    }
    Ok(messages
        .filter_map(move |message| {
            // Dropping the client would end the connection.
            let _kept = &client;
            std::future::ready(match message {
                Ok(AsyncMessage::Notification(_)) => Some(Ok(())),
                Ok(_) => None,
                Err(error) => Some(Err(error.into())),
            })
        })
        .boxed())
}

/// A connection.
///
/// # Errors
/// [`Error::Busy`] when none becomes free in time, or too many wait for one.
pub(crate) async fn take(pool: &Pool) -> Result<Client> {
    if pool.status().waiting >= MOST_WAITING {
        return Err(Error::Busy);
    }
    Ok(pool.get().await?)
}

/// A connection for a change; what is not in haste waits until there is one.
pub(crate) async fn writer(pool: &Pool, haste: Haste) -> Result<Client> {
    loop {
        match take(pool).await {
            Err(Error::Busy) if haste == Haste::None => tokio::time::sleep(PAUSE).await,
            taken => return taken,
        }
    }
}

/// Makes commits of a connection durable where the server is set not to wait for its disk. Settings
/// that wait for other servers too stay as they are.
async fn make_durable(client: &tokio_postgres::Client) -> std::result::Result<(), tokio_postgres::Error> {
    let set: String = client.query_one("SHOW synchronous_commit", &[]).await?.get(0);
    if set == "off" {
        client.batch_execute("SET synchronous_commit TO on").await?;
    }
    Ok(())
}

/// Says in the log when the server does not write to the disk at all; that is its operator's choice,
/// as for tests.
pub(crate) async fn check_durable(client: &Client) -> Result<()> {
    let kept: String = client.query_one("SHOW fsync", &[]).await?.get(0);
    if kept != "on" {
        tracing::warn!("PostgreSQL runs with fsync off: what is acknowledged can be lost with its machine");
    }
    Ok(())
}

/// What a `postgres://` URL says.
pub(crate) struct Address {
    config: tokio_postgres::Config,
    /// The certificates to trust; the library does not know this part of libpq's URLs.
    roots: Option<PathBuf>,
}

/// Reads a `postgres://` URL. `sslmode=require` asks for TLS, and so does `sslrootcert=FILE`.
pub(crate) fn address(url: &str) -> Result<Address> {
    let wrong = || Error::Address(without_password(url));
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (own, theirs): (Vec<&str>, Vec<&str>) =
        query.split('&').filter(|part| !part.is_empty()).partition(|part| part.starts_with(ROOTS));
    let mut config: tokio_postgres::Config =
        format!("{base}?{}", theirs.join("&")).parse().map_err(|_| wrong())?;
    let roots = match own.first() {
        Some(given) => {
            config.ssl_mode(SslMode::Require);
            let file = percent_decode_str(&given[ROOTS.len()..]).decode_utf8().map_err(|_| wrong())?;
            Some(PathBuf::from(file.as_ref()))
        }
        None => None,
    };
    Ok(Address { config, roots })
}

/// Questions that belong together: they share a connection, so that those asked at the same time
/// are sent one after the other without waiting for answers.
pub(crate) struct Joint<'a> {
    pool: &'a Pool,
    client: OnceCell<Client>,
}

impl<'a> Joint<'a> {
    /// The connection is taken for the first question.
    pub(crate) fn new(pool: &'a Pool) -> Joint<'a> {
        Joint { pool, client: OnceCell::new() }
    }

    /// The connection.
    pub(crate) async fn client(&self) -> Result<&Client> {
        self.client.get_or_try_init(|| take(self.pool)).await
    }
}

/// All rows a statement yields.
pub(crate) async fn all<T>(
    client: &Client,
    sql: &'static str,
    params: &[Param<'_>],
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let statement = client.prepare_cached(sql).await?;
    rows(client.query_raw(&statement, params.iter().copied()).await?, read).await
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
