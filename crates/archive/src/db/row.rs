//! Rows that statements yield.

use jiff::Timestamp;
use newsroom::ids::{
    ArticleId, AssetId, AuthorId, ChangeId, CommentId, CorrectionId, DossierId, JobId, PageId, ProviderId,
    RevisionId, SectionId, StoryId, TopicId, WireItemId,
};
use newsroom::language::Language;

use crate::{Error, Result};

/// A row of either database; columns are counted from 0.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// A value that a column can hold.
pub(crate) trait Column: Sized {
    fn read(row: &Row<'_>, at: usize) -> Result<Self>;
}

impl Row<'_> {
    /// The value of a column.
    pub(crate) fn get<T: Column>(&self, at: usize) -> Result<T> {
        T::read(self, at)
    }

    /// The text of a column without copying it.
    pub(crate) fn str(&self, at: usize) -> Result<&str> {
        Ok(match self {
            Row::Sqlite(row) => row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// The outcome of a condition: a number in SQLite, a boolean in PostgreSQL.
    pub(crate) fn truth(&self, at: usize) -> Result<bool> {
        Ok(match self {
            Row::Sqlite(row) => row.get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }
}

macro_rules! plain {
    ($($ty:ty),*) => {$(
        impl Column for $ty {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                Ok(match row {
                    Row::Sqlite(row) => row.get(at)?,
                    Row::Postgres(row) => row.try_get(at)?,
                })
            }
        }
    )*};
}
plain!(i64, f64, String, Vec<u8>, Option<i64>, Option<String>, Option<Vec<u8>>);

impl Column for bool {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        Ok(row.get::<i64>(at)? != 0)
    }
}

impl Column for Timestamp {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        timestamp(row.get(at)?)
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        row.get::<Option<i64>>(at)?.map(timestamp).transpose()
    }
}

impl Column for Language {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        Language::parse(row.str(at)?).map_err(|error| Error::stored("language", error))
    }
}

fn timestamp(milliseconds: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| Error::stored("time", error))
}

macro_rules! ids {
    ($($id:ident),*) => {$(
        impl Column for $id {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                row.get(at).map($id)
            }
        }
        impl Column for Option<$id> {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                Ok(row.get::<Option<i64>>(at)?.map($id))
            }
        }
    )*};
}
ids!(
    ArticleId,
    AssetId,
    AuthorId,
    ChangeId,
    CommentId,
    CorrectionId,
    DossierId,
    JobId,
    PageId,
    ProviderId,
    RevisionId,
    SectionId,
    StoryId,
    TopicId,
    WireItemId
);
