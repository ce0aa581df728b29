//! Writing: one transaction. The changes of a noun stand in the noun's file.

use std::ops::Deref;

use jiff::Timestamp;
use newsroom::change::Cause;

use crate::Reading;
use crate::changes::ToLog;
use crate::counts::ToCount;
use crate::db::Conn;
use crate::search::ToFile;

/// A transaction under way; it can be asked everything a [`Reading`] can.
pub struct Writing<'a> {
    reading: Reading<'a>,
    cause: Cause,
    now: Timestamp,
    pub(crate) to_file: ToFile,
    pub(crate) to_log: ToLog,
    pub(crate) to_count: ToCount,
}

impl<'a> Writing<'a> {
    pub(crate) fn new(conn: Conn<'a>, cause: Cause, now: Timestamp) -> Writing<'a> {
        Writing {
            reading: Reading::of_change(conn),
            cause,
            now,
            to_file: ToFile::default(),
            to_log: ToLog::default(),
            to_count: ToCount::default(),
        }
    }

    /// The time that its rows carry.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who makes the change, by what way and why.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }
}

impl<'a> Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}
