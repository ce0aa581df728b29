//! A page as it is kept: ready to be written in the encodings that readers want.
//!
//! It is kept plain at first, and in an encoding from when it is asked for again. From then on its plain bytes
//! are dropped, which are most of what a page takes: who wants them gets them from a compressed form.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use jiff::Timestamp;

use super::compression::decompressed;
use super::counts::Hit;
use super::dates::http_date;
use super::form::{Form, exactly, headers, lines};
use super::{Encoding, Wanted};
use crate::counters::RouteName;

/// Smaller bodies are not worth compressing: they fit into one packet.
const SMALLEST: usize = 1_024;
/// Seconds after which the time a page was made tells it from the one before it.
const SETTLED: i64 = 2;
/// How often a page counts as asked for at most.
const MOST_ASKED: u8 = 3;

/// A page that is kept.
pub(crate) struct Kept {
    pub(super) key: Box<[u8]>,
    /// Under which it is filed; the same for the page with more or fewer forms.
    pub(super) number: AtomicU64,
    /// The second from which on it is untrue by itself, in seconds since 1970.
    pub(super) until: Option<i64>,
    /// The second it was made in.
    made: i64,
    last_modified: Bytes,
    asked_for: AtomicU8,
    /// The encodings that were ordered, a bit for each.
    ordered: AtomicU8,
    route: RouteName,
    status: StatusCode,
    /// Status line and the headers that are the same in all encodings and at all times.
    head: Bytes,
    /// The same for who has it already.
    same: Bytes,
    /// Its tag without an encoding; empty where it has none.
    tag: Box<str>,
    /// Whether it becomes smaller by being compressed.
    is_compressible: bool,
    /// How long it is.
    length: usize,
    forms: [Option<Form>; 4],
}

/// What a page is made of before it is kept.
pub(crate) struct PageParts {
    pub(crate) key: Box<[u8]>,
    pub(crate) route: RouteName,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) made: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// What a request is answered with.
pub(crate) struct Answered<'a> {
    /// Status line and headers, each line with its end, in the order they are sent in.
    pub(crate) head: [&'a [u8]; 3],
    /// The body; empty for HEAD and where the reader has it already.
    pub(crate) body: Cow<'a, [u8]>,
    pub(crate) hit: Hit,
}

/// What a request says of the page it wants.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Conditions<'a> {
    pub(crate) wanted: Wanted,
    /// `If-None-Match`.
    pub(crate) known: Option<&'a [u8]>,
    /// `If-Modified-Since`, in seconds since 1970.
    pub(crate) since: Option<i64>,
    pub(crate) head_only: bool,
}

impl Kept {
    pub(crate) fn new(parts: PageParts) -> Kept {
        let PageParts { key, route, status, mut headers, body, made, until } = parts;
        let seconds = made.as_second();
        // Ours says it for each encoding.
        headers.remove(header::CONTENT_LENGTH);
        let tag = headers.remove(header::ETAG);
        let tag: Box<str> = tag.as_ref().and_then(|tag| tag.to_str().ok()).unwrap_or_default().into();
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        // RFC 9110, section 15.4.5: what a 304 carries of the 200 it stands for.
        let mut same = HeaderMap::new();
        for name in [header::CACHE_CONTROL, header::CONTENT_LOCATION, header::EXPIRES, header::VARY] {
            if let Some(value) = headers.get(&name) {
                same.insert(name, value.clone());
            }
        }
        let is_text = headers.get(header::CONTENT_TYPE).is_some_and(|mime| is_text(mime.as_bytes()));
        let reason = status.canonical_reason().unwrap_or_default();
        // It lies in a buffer that was made for it to grow in.
        let plain = Form::new(Encoding::Plain, &tag, Bytes::copy_from_slice(&body));
        Kept {
            key,
            number: AtomicU64::new(0),
            until: until.map(Timestamp::as_second),
            made: seconds,
            last_modified: exactly(format!("last-modified: {}\r\n", http_date(seconds)).into_bytes()),
            asked_for: AtomicU8::new(0),
            ordered: AtomicU8::new(0),
            route,
            status,
            head: lines(&format!("HTTP/1.1 {} {reason}", status.as_u16()), &headers),
            same: lines("HTTP/1.1 304 Not Modified", &same),
            tag,
            is_compressible: is_text && body.len() >= SMALLEST,
            length: body.len(),
            forms: [Some(plain), None, None, None],
        }
    }

    /// The same page with a compressed form more, and from then on without its plain bytes. Without effect
    /// where the form does not save anything.
    pub(super) fn with_form(&self, encoding: Encoding, body: Bytes) -> Option<Kept> {
        if encoding == Encoding::Plain || body.len() >= self.length {
            return None;
        }
        let mut forms = self.forms.clone();
        forms[encoding as usize] = Some(Form::new(encoding, &self.tag, body));
        if let Some(plain) = &mut forms[Encoding::Plain as usize] {
            plain.body = None;
        }
        Some(Kept {
            key: self.key.clone(),
            number: AtomicU64::new(self.number.load(Ordering::Relaxed)),
            until: self.until,
            made: self.made,
            last_modified: self.last_modified.clone(),
            asked_for: AtomicU8::new(self.asked_for()),
            ordered: AtomicU8::new(self.ordered.load(Ordering::Relaxed)),
            route: self.route,
            status: self.status,
            head: self.head.clone(),
            same: self.same.clone(),
            tag: self.tag.clone(),
            is_compressible: self.is_compressible,
            length: self.length,
            forms,
        })
    }

    /// The route that made it.
    pub(super) fn route(&self) -> RouteName {
        self.route
    }

    /// The bytes of the page as it is.
    pub(super) fn plain(&self) -> Option<Bytes> {
        if let Some(body) = self.there(Encoding::Plain)?.body.clone() {
            return Some(body);
        }
        // The fastest to read first.
        [Encoding::Zstd, Encoding::Gzip, Encoding::Brotli].into_iter().find_map(|encoding| {
            let packed = self.there(encoding)?.body.as_deref()?;
            match decompressed(encoding, packed, self.length) {
                Ok(body) => Some(body),
                Err(error) => {
                    tracing::error!(%error, ?encoding, "a page that is kept cannot be read");
                    None
                }
            }
        })
    }

    /// Whether it is there in an encoding.
    #[cfg(test)]
    pub(super) fn has(&self, encoding: Encoding) -> bool {
        self.there(encoding).is_some()
    }

    fn there(&self, encoding: Encoding) -> Option<&Form> {
        self.forms[encoding as usize].as_ref()
    }

    /// The room it takes in all encodings there are.
    pub(super) fn bytes(&self) -> usize {
        let forms: usize = self.forms.iter().flatten().map(Form::bytes).sum();
        forms + self.head.len() + self.same.len() + self.last_modified.len() + 2 * self.key.len()
    }

    /// Notes that it was asked for again. Says the encoding that the reader would like best, once, where it is
    /// not there yet.
    pub(super) fn asked_again(&self, wanted: Wanted) -> Option<Encoding> {
        let asked = self.asked_for();
        if asked < MOST_ASKED {
            self.asked_for.store(asked + 1, Ordering::Relaxed);
        }
        if !self.is_compressible {
            return None;
        }
        let best = wanted.best(|_| true);
        let bit = 1 << best as u8;
        if self.there(best).is_some() || self.ordered.load(Ordering::Relaxed) & bit != 0 {
            return None;
        }
        (self.ordered.fetch_or(bit, Ordering::Relaxed) & bit == 0).then_some(best)
    }

    /// Takes back that an encoding was ordered.
    pub(super) fn not_ordered(&self, encoding: Encoding) {
        self.ordered.fetch_and(!(1 << encoding as u8), Ordering::Relaxed);
    }

    pub(super) fn asked_for(&self) -> u8 {
        self.asked_for.load(Ordering::Relaxed)
    }

    pub(super) fn forget_one(&self) {
        self.asked_for.store(self.asked_for().saturating_sub(1), Ordering::Relaxed);
    }

    /// What a request is answered with at a second; nothing where the page cannot be read any more.
    pub(crate) fn answer(&self, conditions: Conditions<'_>, now: i64) -> Option<Answered<'_>> {
        let (form, same) = self.choose(conditions, now)?;
        let last_modified = if self.has_time(now) { &self.last_modified[..] } else { &[] };
        if same {
            let head = [&self.same, form.tag_line(), last_modified];
            return Some(Answered { head, body: Cow::Borrowed(&[]), hit: Hit::Same });
        }
        let head = [&self.head, form.lines(), last_modified];
        if conditions.head_only {
            return Some(Answered { head, body: Cow::Borrowed(&[]), hit: Hit::Head });
        }
        let body = match &form.body {
            Some(body) => Cow::Borrowed(&body[..]),
            None => Cow::Owned(self.plain()?.into()),
        };
        Some(Answered { head, body, hit: Hit::Whole })
    }

    /// The same as an answer for the router.
    pub(crate) fn response(&self, conditions: Conditions<'_>, now: i64) -> Option<(Response<Body>, Hit)> {
        let (form, same) = self.choose(conditions, now)?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = if same { StatusCode::NOT_MODIFIED } else { self.status };
        let parts: [&[u8]; 2] = if same { [&self.same, form.tag_line()] } else { [&self.head, form.lines()] };
        let ours = response.headers_mut();
        parts.into_iter().for_each(|part| ours.extend(headers(part)));
        if self.has_time(now) {
            ours.extend(headers(&self.last_modified));
        }
        match (same, conditions.head_only) {
            (true, _) => Some((response, Hit::Same)),
            (false, true) => Some((response, Hit::Head)),
            (false, false) => {
                let body = form.body.clone().or_else(|| self.plain())?;
                *response.body_mut() = Body::from(body);
                Some((response, Hit::Whole))
            }
        }
    }

    /// Whether the time it was made tells it from the page before.
    fn has_time(&self, now: i64) -> bool {
        !self.tag.is_empty() && now >= self.made + SETTLED
    }

    /// The form to answer with, and whether the reader has it already (RFC 9110, section 13.2.2): tags
    /// decide where some are given. A time is compared as a tag is: what a reader sends may also be the
    /// date of an answer that is older than the page. A form whose tag the reader names is chosen over a better one.
    fn choose(&self, conditions: Conditions<'_>, now: i64) -> Option<(&Form, bool)> {
        let can_be_known = self.status == StatusCode::OK && !self.tag.is_empty();
        if let Some(known) = conditions.known.filter(|_| can_be_known)
            && let Some(form) = self.forms.iter().flatten().find(|form| has_tag(known, form.tag()))
        {
            return Some((form, true));
        }
        let best = conditions.wanted.best(|encoding| self.there(encoding).is_some());
        // The plain form is always there.
        let form = self.there(best).or_else(|| self.there(Encoding::Plain))?;
        let is_known = match (conditions.known, conditions.since) {
            (Some(known), _) => known.trim_ascii() == b"*",
            (None, Some(since)) => self.has_time(now) && self.made == since,
            (None, None) => false,
        };
        Some((form, can_be_known && is_known))
    }
}

/// Whether a list of tags has one, weakly compared.
fn has_tag(list: &[u8], tag: &[u8]) -> bool {
    list.split(|byte| *byte == b',').any(|known| {
        let known = known.trim_ascii();
        known.strip_prefix(b"W/").unwrap_or(known) == tag
    })
}

fn is_text(mime: &[u8]) -> bool {
    mime.starts_with(b"text/")
        || [&b"xml"[..], b"json", b"javascript", b"svg"]
            .iter()
            .any(|word| mime.windows(word.len()).any(|part| part == *word))
}
