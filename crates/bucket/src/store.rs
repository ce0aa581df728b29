//! A bucket as a place for files.

use std::fmt::{self, Debug, Formatter};
use std::io::{Error, ErrorKind, Read};
use std::sync::Arc;

use archive::{FileStore, StoredFile};
use bytes::Bytes;
use net::{Answer, Client, Method, StatusCode, header};
use rusty_s3::actions::{CreateMultipartUpload, ListObjectsV2};
use rusty_s3::{Credentials, S3Action, UrlStyle};
use url::Url;

use crate::calls::{Calls, SIGNED_FOR, refusal};
use crate::reading::Reading;

/// What is larger is sent in parts of this size, each by a call of its own; S3 takes none below 5 MB.
const PART: usize = 8 << 20;
/// Most bytes of answers that tell of something.
const ANSWER: usize = 4 << 20;

/// A bucket, or the part of one whose names begin alike.
#[derive(Debug)]
pub struct Bucket(Arc<Inner>);

/// Where a bucket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Scheme, host and port of the server.
    pub endpoint: Url,
    /// The name of its region.
    pub region: String,
    /// The name of the bucket.
    pub bucket: String,
    /// What all names in it begin with; may be empty.
    pub prefix: String,
    /// Whether the bucket's name stands in the path of addresses, and not before the host.
    pub path_style: bool,
}

/// With what calls are signed.
#[derive(Clone)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// What only its owner and the server know.
    pub secret: String,
}

impl Debug for Key {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("Key")
    }
}

/// A bucket that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// No address can be made of it.
    #[error("the bucket “{bucket}” at {endpoint} has no address: {why}")]
    Address {
        /// Its name.
        bucket: String,
        /// The server.
        endpoint: String,
        /// Why.
        why: String,
    },
    /// The system refuses a thread.
    #[error("no thread for the object store: {0}")]
    Thread(Error),
}

/// What is shared with files that are open.
pub(crate) struct Inner {
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
    prefix: String,
    calls: Calls,
}

impl Debug for Inner {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name())
    }
}

impl Bucket {
    /// A bucket that is there already.
    ///
    /// # Errors
    /// When its address cannot be made.
    pub fn new(place: Place, key: Key, client: Client) -> Result<Bucket, Unusable> {
        let style = if place.path_style { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let (endpoint, name) = (place.endpoint.to_string(), place.bucket.clone());
        let bucket = rusty_s3::Bucket::new(place.endpoint, style, place.bucket, place.region)
            .map_err(|error| Unusable::Address { bucket: name, endpoint, why: error.to_string() })?;
        let calls = Calls::new(client, bucket.base_url()).map_err(Unusable::Thread)?;
        let prefix = match place.prefix.trim_matches('/') {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        };
        Ok(Bucket(Arc::new(Inner {
            bucket,
            credentials: Credentials::new(key.id, key.secret),
            prefix,
            calls,
        })))
    }
}

impl Inner {
    fn name(&self) -> String {
        format!("s3://{}/{}", self.bucket.name(), self.prefix)
    }

    fn object(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn call(&self, method: Method, sign: impl Fn() -> Url, body: Bytes) -> Result<Answer, Error> {
        self.calls.call(method, sign, None, body, ANSWER)
    }

    /// Some bytes of an object, both ends included.
    pub(crate) fn get(&self, name: &str, from: u64, to: u64, most: u64) -> Result<Answer, Error> {
        let object = self.object(name);
        let sign = || self.bucket.get_object(Some(&self.credentials), &object).sign(SIGNED_FOR);
        // A server that knows no ranges sends all.
        let most = usize::try_from(most).map_err(Error::other)? + ANSWER;
        self.calls.call(Method::GET, sign, Some((from, to)), Bytes::new(), most)
    }

    fn put(&self, name: &str, bytes: Bytes) -> Result<(), Error> {
        let object = self.object(name);
        let sign = || self.bucket.put_object(Some(&self.credentials), &object).sign(SIGNED_FOR);
        done(&self.call(Method::PUT, sign, bytes)?)
    }

    /// Stores an object in parts. Until the last word it is not there, and without it never will be.
    fn put_in_parts(
        &self,
        name: &str,
        first: Bytes,
        from: &mut dyn Read,
        is_right: &mut dyn FnMut() -> archive::Result<()>,
    ) -> archive::Result<()> {
        let (object, credentials) = (self.object(name), Some(&self.credentials));
        let failed = |error| self.trouble("storing", name, error);
        let sign = || self.bucket.create_multipart_upload(credentials, &object).sign(SIGNED_FOR);
        let begun = self.call(Method::POST, sign, Bytes::new()).map_err(failed)?;
        done(&begun).map_err(failed)?;
        let upload = CreateMultipartUpload::parse_response(&text(&begun))
            .map_err(|error| failed(Error::other(format!("the object store gives no upload: {error}"))))?;
        let id = upload.upload_id();
        let sent = self.parts(&object, id, first, from).map_err(failed);
        let outcome = sent.and_then(|tags| {
            is_right()?;
            let complete = || {
                let tags = tags.iter().map(String::as_str);
                self.bucket.complete_multipart_upload(credentials, &object, id, tags)
            };
            let body = Bytes::from(complete().body());
            let answer = self.call(Method::POST, || complete().sign(SIGNED_FOR), body).map_err(failed)?;
            done(&answer).map_err(failed)?;
            // It may have failed after the status was sent.
            match text(&answer).contains("CompleteMultipartUploadResult") {
                true => Ok(()),
                false => Err(failed(refusal(&answer))),
            }
        });
        if outcome.is_err() {
            let sign = || self.bucket.abort_multipart_upload(credentials, &object, id).sign(SIGNED_FOR);
            if let Err(error) = self.call(Method::DELETE, sign, Bytes::new()) {
                tracing::warn!(%error, %object, "parts of an upload that failed are left in the object store");
            }
        }
        outcome
    }

    /// Sends the parts; says the tag of each.
    fn parts(&self, object: &str, id: &str, first: Bytes, from: &mut dyn Read) -> Result<Vec<String>, Error> {
        let mut tags = Vec::new();
        let mut part = first;
        while !part.is_empty() {
            let number = u16::try_from(tags.len() + 1).map_err(Error::other)?;
            let sign =
                || self.bucket.upload_part(Some(&self.credentials), object, number, id).sign(SIGNED_FOR);
            let answer = self.call(Method::PUT, sign, part)?;
            done(&answer)?;
            let tag = answer.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
            tags.push(tag.ok_or_else(|| Error::other("the object store gives a part no tag"))?.to_owned());
            part = piece(from)?;
        }
        Ok(tags)
    }

    fn delete(&self, object: &str) -> Result<(), Error> {
        let sign = || self.bucket.delete_object(Some(&self.credentials), object).sign(SIGNED_FOR);
        match done(&self.call(Method::DELETE, sign, Bytes::new())?) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            outcome => outcome,
        }
    }

    /// Some of the objects that are there.
    fn list(&self, most: usize) -> Result<Vec<String>, Error> {
        let sign = || {
            let mut list = self.bucket.list_objects_v2(Some(&self.credentials));
            list.with_prefix(&self.prefix);
            list.with_max_keys(most);
            list.sign(SIGNED_FOR)
        };
        let answer = self.call(Method::GET, sign, Bytes::new())?;
        done(&answer)?;
        let list = ListObjectsV2::parse_response(&text(&answer))
            .map_err(|error| Error::other(format!("the list of objects cannot be read: {error}")))?;
        Ok(list.contents.into_iter().map(|object| object.key).collect())
    }

    fn trouble(&self, doing: &str, name: &str, error: Error) -> archive::Error {
        archive::Error::File { what: format!("{doing} {}{name}", self.name()), error }
    }
}

impl FileStore for Bucket {
    fn put(&self, name: &str, bytes: &[u8]) -> archive::Result<()> {
        self.put_from(name, &mut &bytes[..], &mut || Ok(()))
    }

    fn put_from(
        &self,
        name: &str,
        from: &mut dyn Read,
        is_right: &mut dyn FnMut() -> archive::Result<()>,
    ) -> archive::Result<()> {
        let failed = |error| self.0.trouble("storing", name, error);
        let first = piece(from).map_err(failed)?;
        if first.len() == PART {
            return self.0.put_in_parts(name, first, from, is_right);
        }
        is_right()?;
        self.0.put(name, first).map_err(failed)
    }

    fn open(&self, name: &str) -> archive::Result<StoredFile> {
        let opened = Reading::open(self.0.clone(), name);
        let (length, bytes) = opened.map_err(|error| self.0.trouble("reading", name, error))?;
        Ok(StoredFile::new(length, bytes))
    }

    fn has(&self, name: &str) -> archive::Result<bool> {
        // The first byte, and not the head alone: an answer to HEAD could not say what is wrong.
        let answer = self.0.get(name, 0, 0, 1);
        let answer = answer.map_err(|error| self.0.trouble("looking for", name, error))?;
        match answer.status {
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => Ok(true),
            StatusCode::NOT_FOUND => Ok(false),
            _ => Err(self.0.trouble("looking for", name, refusal(&answer))),
        }
    }

    fn remove(&self, name: &str) -> archive::Result<()> {
        self.0.delete(&self.0.object(name)).map_err(|error| self.0.trouble("removing", name, error))
    }

    fn is_empty(&self) -> archive::Result<bool> {
        let there = self.0.list(1).map_err(|error| self.0.trouble("listing", "", error))?;
        Ok(there.is_empty())
    }

    fn remove_all(&self) -> archive::Result<()> {
        let failed = |error| self.0.trouble("removing", "", error);
        loop {
            let objects = self.0.list(1_000).map_err(failed)?;
            if objects.is_empty() {
                return Ok(());
            }
            for object in objects {
                self.0.delete(&object).map_err(failed)?;
            }
        }
    }

    fn name(&self) -> String {
        self.0.name()
    }
}

/// The next bytes, as many as make a part; fewer at the end.
fn piece(from: &mut dyn Read) -> Result<Bytes, Error> {
    let mut piece = Vec::new();
    from.take(PART as u64).read_to_end(&mut piece)?;
    Ok(piece.into())
}

fn done(answer: &Answer) -> Result<(), Error> {
    if answer.status.is_success() { Ok(()) } else { Err(refusal(answer)) }
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}
