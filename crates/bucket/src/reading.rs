//! Reading an object in pieces, so that a film is never in memory as a whole.

use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use net::{Answer, StatusCode, header};

use crate::calls::refusal;
use crate::store::Inner;

/// The first piece, in which most pictures are whole.
const FIRST: u64 = 1 << 20;
/// Those after it.
const PIECE: u64 = 8 << 20;

/// An object that is being read.
pub(crate) struct Reading {
    bucket: Arc<Inner>,
    name: String,
    length: u64,
    at: u64,
    /// What was read last, and where it stands.
    piece: Bytes,
    from: u64,
}

impl Reading {
    /// Begins at the beginning. Says how long the object is, too.
    pub(crate) fn open(bucket: Arc<Inner>, name: &str) -> Result<(u64, Reading), Error> {
        let answer = bucket.get(name, 0, FIRST - 1, FIRST)?;
        let (length, piece) = match answer.status {
            StatusCode::PARTIAL_CONTENT => (whole_length(&answer)?, answer.body),
            // Nothing has no first byte.
            StatusCode::RANGE_NOT_SATISFIABLE => (0, Bytes::new()),
            StatusCode::OK => (answer.body.len() as u64, answer.body),
            _ => return Err(refusal(&answer)),
        };
        Ok((length, Reading { bucket, name: name.to_owned(), length, at: 0, piece, from: 0 }))
    }

    /// What is there at the place that is read next; empty at the end.
    fn here(&mut self) -> Result<&[u8], Error> {
        if self.at >= self.length {
            return Ok(&[]);
        }
        let within = self.at.checked_sub(self.from).filter(|within| *within < self.piece.len() as u64);
        if within.is_none() {
            let to = (self.at + PIECE).min(self.length) - 1;
            let answer = self.bucket.get(&self.name, self.at, to, PIECE)?;
            let wanted = to - self.at + 1;
            if answer.status != StatusCode::PARTIAL_CONTENT {
                return Err(refusal(&answer));
            }
            if answer.body.len() as u64 != wanted {
                let why = format!("{} bytes of {wanted} came", answer.body.len());
                return Err(Error::new(ErrorKind::UnexpectedEof, why));
            }
            (self.piece, self.from) = (answer.body, self.at);
        }
        let within = usize::try_from(self.at - self.from).map_err(Error::other)?;
        Ok(self.piece.get(within..).unwrap_or_default())
    }
}

impl Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let here = self.here()?;
        let count = here.len().min(into.len());
        into[..count].copy_from_slice(&here[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> Result<u64, Error> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}

/// The length of the whole, which `Content-Range` says of a part (RFC 9110, section 14.4).
fn whole_length(answer: &Answer) -> Result<u64, Error> {
    let range = answer.headers.get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
    range
        .and_then(|range| range.rsplit_once('/')?.1.parse().ok())
        .ok_or_else(|| Error::other("the object store does not say how long an object is"))
}
