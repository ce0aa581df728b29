//! Reading: questions to the archive. The questions about a noun stand in the noun's file.

use crate::db::Conn;

/// A way to ask the archive questions; cheap to make, one for each request.
pub struct Reading<'a> {
    conn: Conn<'a>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(conn: Conn<'a>) -> Reading<'a> {
        Reading { conn }
    }

    pub(crate) fn conn(&self) -> &Conn<'a> {
        &self.conn
    }
}
