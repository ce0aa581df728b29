//! Opening the archive, and the way of a change through it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use newsroom::change::{Cause, Way};

use crate::changes::Change;
use crate::db::dialect::Dialect;
use crate::db::line::Haste;
use crate::db::{Conn, postgres, sqlite, writer::Writer};
use crate::feed::{Feed, Log};
use crate::{Error, Reading, Result, Writing, migrate};

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A SQLite file; made when it does not exist.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

impl Place {
    /// Reads a configured address: a `postgres://` URL or the path of a file, taken from `folder`
    /// where it is relative.
    pub fn parse(address: &str, folder: &Path) -> Place {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Place::Postgres(address.to_owned())
        } else {
            Place::Sqlite(folder.join(address))
        }
    }

    /// Whether it can be a place at all; nothing is opened.
    ///
    /// # Errors
    /// When it is a URL of something else, or one that PostgreSQL would not understand.
    pub fn check(&self) -> Result<()> {
        match self {
            Place::Sqlite(file) => match file.to_str() {
                // Without its end: a URL of another database may hold a password.
                Some(address) if address.contains(":/") => {
                    let scheme = address.split(":/").next().unwrap_or_default();
                    Err(Error::Address(format!("{scheme}://…")))
                }
                _ => Ok(()),
            },
            Place::Postgres(url) => postgres::address(url).map(drop),
        }
    }
}

/// Long questions answered at the same time.
const APART: usize = 2;

/// All that the newsroom keeps; a clone is the same archive.
#[derive(Clone)]
pub struct Archive {
    database: Arc<Database>,
    pub(crate) feed: Arc<Feed>,
}

enum Database {
    // The writer goes first: dropped in order, it still writes what waits.
    Sqlite {
        writer: Writer,
        readers: sqlite::Readers,
        joint: sqlite::JointReaders,
        apart: sqlite::Readers,
        file: PathBuf,
    },
    Postgres {
        pool: deadpool_postgres::Pool,
        url: String,
    },
}

impl Archive {
    /// Opens the database, making or migrating it as needed.
    ///
    /// # Errors
    /// When it cannot be reached or is of an epoch this program cannot serve.
    pub async fn open(place: &Place) -> Result<Archive> {
        // 64 MB: while it is carried over the disk has less time for commits, and pages that change
        // often are carried over once.
        Archive::open_writing(place, None, 16_000).await
    }

    /// The same with a log of so many pages on SQLite, after which it is carried over: for tests of that.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub async fn open_with_log(place: &Place, pages: i32) -> Result<Archive> {
        Archive::open_writing(place, None, pages).await
    }

    /// The same for one who writes much more than fits into memory and reads little. On SQLite its
    /// writer keeps 128 MB of the database in memory and carries 256 MB over at once: in a large
    /// archive each article touches pages all over it, and most of them are touched again soon.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub async fn open_for_bulk(place: &Place) -> Result<Archive> {
        Archive::open_writing(place, Some(128 << 10), 64_000).await
    }

    /// With a cache of so many KiB for the writer on SQLite, and a log of so many pages.
    async fn open_writing(place: &Place, cache: Option<i64>, log_pages: i32) -> Result<Archive> {
        let database = match place {
            Place::Sqlite(file) => {
                let connection = sqlite::open(file)?;
                // Mapped, an import's whole archive would come to count as memory of the program.
                connection.pragma_update(None, "mmap_size", 0)?;
                if let Some(cache) = cache {
                    connection.pragma_update(None, "cache_size", -cache)?;
                }
                let writer = Writer::start(connection, file, log_pages)?;
                writer
                    .run(
                        Haste::None,
                        |conn| Box::pin(async move { migrate::migrate(&conn, Dialect::Sqlite).await }),
                        |_| {},
                    )
                    .await?;
                let threads = std::thread::available_parallelism().map_or(2, usize::from);
                Database::Sqlite {
                    writer,
                    readers: sqlite::Readers::open(file, threads + 1)?,
                    joint: sqlite::JointReaders::new(file),
                    apart: sqlite::Readers::open(file, APART)?,
                    file: file.clone(),
                }
            }
            Place::Postgres(url) => {
                let pool = postgres::pool(url)?;
                let mut client = postgres::take(&pool).await?;
                postgres::check_durable(&client).await?;
                let transaction = client.transaction().await?;
                migrate::migrate(&Conn::PostgresWriter(&transaction), Dialect::Postgres).await?;
                transaction.commit().await?;
                drop(client);
                Database::Postgres { pool, url: url.clone() }
            }
        };
        let mut archive = Archive { database: Arc::new(database), feed: Arc::new(Feed::new(0)) };
        let newest = archive.reading().newest_change().await?;
        archive.feed = Arc::new(Feed::new(newest));
        Ok(archive)
    }

    /// Asks questions.
    pub fn reading(&self) -> Reading<'_> {
        Reading::new(match &*self.database {
            Database::Sqlite { readers, .. } => Conn::Sqlite(readers),
            Database::Postgres { pool, .. } => Conn::Postgres(pool),
        })
    }

    /// Asks questions that belong together, such as those of a page, and is dropped after the last.
    /// On SQLite they see one state of the archive and take its locks once; on PostgreSQL they share
    /// a connection, and those asked at the same time do not wait for each other. Who holds it asks
    /// nothing else of the archive: on PostgreSQL that would be a second connection.
    pub fn joint_reading(&self) -> Reading<'_> {
        Reading::new(match &*self.database {
            Database::Sqlite { joint, .. } => Conn::SqliteJoint(sqlite::Joint::new(joint)),
            Database::Postgres { pool, .. } => Conn::PostgresJoint(postgres::Joint::new(pool)),
        })
    }

    /// Asks questions that may take long (counts, lists of thousands). On SQLite they run off the
    /// threads that answer requests, a few at the same time; the others wait for them, not for a thread.
    pub fn long_reading(&self) -> Reading<'_> {
        Reading::new(match &*self.database {
            Database::Sqlite { apart, .. } => Conn::SqliteApart(apart),
            Database::Postgres { pool, .. } => Conn::Postgres(pool),
        })
    }

    /// Makes a change: all of `work` or nothing, durable before this answers.
    ///
    /// `work` awaits nothing but the methods of the [`Writing`] it is given.
    ///
    /// # Errors
    /// What `work` says, after which nothing has changed; or that it could not be made durable. For
    /// changes of readers [`Error::Busy`] when too many wait; all others wait for their turn.
    pub async fn write<T, F>(&self, cause: Cause, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'w> FnOnce(&'w Writing<'w>) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        self.write_at(cause, Timestamp::now(), work).await
    }

    /// The same with another time than now in its rows: for imports, demos and tests.
    ///
    /// # Errors
    /// As [`Archive::write`].
    pub async fn write_at<T, F>(&self, cause: Cause, now: Timestamp, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'w> FnOnce(&'w Writing<'w>) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        let haste = match cause.way {
            Way::Site => Haste::Reader,
            Way::Command | Way::Import | Way::Job | Way::Wire => Haste::None,
        };
        match &*self.database {
            Database::Sqlite { writer, .. } => {
                let feed = self.feed.clone();
                let written = writer.run(
                    haste,
                    move |conn| Box::pin(async move { done(Writing::new(conn, cause, now), work).await }),
                    move |(_, changes): &(T, Vec<Change>)| feed.tell_own(changes),
                );
                Ok(written.await?.0)
            }
            Database::Postgres { pool, .. } => {
                let mut client = postgres::writer(pool, haste).await?;
                let transaction = client.transaction().await?;
                let writing = Writing::new(Conn::PostgresWriter(&transaction), cause, now);
                let (outcome, changes) = done(writing, work).await?;
                transaction.commit().await?;
                self.feed.tell_own(&changes);
                Ok(outcome)
            }
        }
    }

    pub(crate) fn log(&self) -> Log<'_> {
        match &*self.database {
            Database::Sqlite { file, .. } => Log::Sqlite(file),
            Database::Postgres { url, .. } => Log::Postgres(url),
        }
    }

    /// Which of the two databases it is, in a word for people.
    pub fn database_name(&self) -> &'static str {
        match &*self.database {
            Database::Sqlite { .. } => "SQLite",
            Database::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.reading().conn().all("SELECT 1", &[], |_| Ok(())).await.map(drop)
    }
}

/// Does a piece of work, and what a transaction ends with; says what it changed.
async fn done<T, F>(writing: Writing<'_>, work: F) -> Result<(T, Vec<Change>)>
where
    F: for<'w> FnOnce(&'w Writing<'w>) -> BoxFuture<'w, Result<T>>,
{
    let outcome = work(&writing).await?;
    writing.file_articles().await?;
    writing.keep_counts().await?;
    let changes = writing.log_changes().await?;
    Ok((outcome, changes))
}
