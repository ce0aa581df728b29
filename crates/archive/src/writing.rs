//! Writing: one transaction. The changes of a noun stand in the noun's file.

use std::ops::Deref;

use jiff::Timestamp;
use newsroom::change::{Cause, Subject};

use crate::db::{Conn, params};
use crate::{Reading, Result};

/// A transaction under way; it can be asked everything a [`Reading`] can.
pub struct Writing<'a> {
    reading: Reading<'a>,
    cause: Cause,
    now: Timestamp,
}

impl<'a> Writing<'a> {
    pub(crate) fn new(conn: Conn<'a>, cause: Cause, now: Timestamp) -> Writing<'a> {
        Writing { reading: Reading::new(conn), cause, now }
    }

    /// The time that its rows carry.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who makes the change, by what way and why.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// Notes in the log that something changed. Everything that changes a row calls it.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn changed(&self, subject: Subject, id: i64) -> Result<()> {
        self.changed_because(subject, id, &self.cause.why).await
    }

    /// The same with a reason of its own.
    pub(crate) async fn changed_because(&self, subject: Subject, id: i64, why: &str) -> Result<()> {
        if self.conn().is_postgres() {
            // Numbers must become visible in order: whoever writes the log holds this until commit.
            self.conn().all("SELECT pg_advisory_xact_lock(4170002)", &[], |_| Ok(())).await?;
        }
        self.conn()
            .execute(
                "INSERT INTO changes (at, who, way, why, subject, subject_id) VALUES ($1, $2, $3, $4, $5, $6)",
                params![self.now, &self.cause.who, self.cause.way.as_str(), why, subject.as_str(), id],
            )
            .await
            .map(drop)
    }
}

impl<'a> Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}
