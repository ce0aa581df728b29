//! What can go wrong in the archive.

/// Result of the archive's methods.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in the archive.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused or failed.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused or failed.
    #[error("PostgreSQL: {}", describe(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL could be had.
    #[error("no connection to PostgreSQL: {}", describe_pool(.0))]
    Pool(deadpool_postgres::PoolError),
    /// More changes or questions come in than the database can take; nothing has changed.
    #[error("the database has more to do than it can; try again in a moment")]
    Busy,
    /// The database's address is neither a file nor a PostgreSQL URL this program can use.
    #[error("the database address “{0}” cannot be used; give a file or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database was written by a program of another epoch.
    #[error(
        "the database is of epoch {found}, this program serves epoch {served}; \
         start it with a Depesche of that epoch, or restore a backup made before the upgrade"
    )]
    Epoch {
        /// The database's epoch.
        found: i64,
        /// The epoch this program serves.
        served: i64,
    },
    /// A stored value does not mean what its column promises.
    #[error("stored value of {column} cannot be read: {reason}")]
    Stored {
        /// Which column.
        column: &'static str,
        /// Why.
        reason: String,
    },
    /// Something a change depends on does not exist.
    #[error("there is no {what} “{name}”")]
    Missing {
        /// What kind of thing.
        what: &'static str,
        /// What was asked for.
        name: String,
    },
    /// A change breaks a rule of the newsroom.
    #[error("{0}")]
    Refused(String),
    /// The file system refused.
    #[error("{what}: {error}")]
    File {
        /// What was tried, with the path.
        what: String,
        /// Why it failed.
        error: std::io::Error,
    },
    /// The writer has stopped; only met while the program ends or after it failed.
    #[error("the archive no longer takes changes: {0}")]
    Closed(String),
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Error {
        match error {
            deadpool_postgres::PoolError::Timeout(_) => Error::Busy,
            other => Error::Pool(other),
        }
    }
}

impl Error {
    /// Whether the same may well succeed in a moment: the database is busy or cannot be reached.
    pub fn is_passing(&self) -> bool {
        matches!(self, Error::Busy | Error::Pool(_))
    }

    /// A thing that does not exist.
    pub fn missing(what: &'static str, name: impl ToString) -> Error {
        Error::Missing { what, name: name.to_string() }
    }

    /// A stored value that cannot be read.
    pub(crate) fn stored(column: &'static str, reason: impl ToString) -> Error {
        Error::Stored { column, reason: reason.to_string() }
    }
}

/// PostgreSQL's own message where it sent one, else the error with its causes; the error type alone
/// says only “db error” or “error performing TLS handshake”.
fn describe(error: &tokio_postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        return format!("{} ({})", db.message(), db.code().code());
    }
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string();
        if !words.ends_with(&said) {
            words.push_str(": ");
            words.push_str(&said);
        }
        cause = error.source();
    }
    words
}

fn describe_pool(error: &deadpool_postgres::PoolError) -> String {
    match error {
        deadpool_postgres::PoolError::Backend(error) => describe(error),
        other => other.to_string(),
    }
}
