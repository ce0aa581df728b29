//! A page as it is kept: ready to be written, once in each encoding.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use jiff::Timestamp;

use super::counts::Hit;
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
    /// Under which it is filed.
    pub(super) number: AtomicU64,
    /// The second from which on it is untrue by itself, in seconds since 1970.
    pub(super) until: Option<i64>,
    /// The second it was made in.
    made: i64,
    last_modified: Bytes,
    asked_for: AtomicU8,
    route: RouteName,
    status: StatusCode,
    headers: HeaderMap,
    has_tag: bool,
    forms: [OnceLock<Form>; 4],
}

/// A page in one encoding.
struct Form {
    /// Status line and headers without those that change by the second, and without the empty line.
    head: Bytes,
    /// The same for who has it already.
    same: Bytes,
    tag: HeaderValue,
    body: Bytes,
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
    /// Status line and headers, each line with its end.
    pub(crate) head: &'a [u8],
    /// Another header line, or nothing.
    pub(crate) last_modified: &'a [u8],
    /// The body; empty for HEAD and where the reader has it already.
    pub(crate) body: &'a [u8],
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
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        let has_tag = headers.contains_key(header::ETAG);
        let kept = Kept {
            key,
            number: AtomicU64::new(0),
            until: until.map(Timestamp::as_second),
            made: seconds,
            last_modified: Bytes::from(format!("last-modified: {}\r\n", http_date(seconds))),
            asked_for: AtomicU8::new(0),
            route,
            status,
            headers,
            has_tag,
            forms: Default::default(),
        };
        kept.add_form(Encoding::Plain, body);
        kept
    }

    /// The route that made it.
    pub(super) fn route(&self) -> RouteName {
        self.route
    }

    /// Adds the page in an encoding.
    pub(super) fn add_form(&self, encoding: Encoding, body: Bytes) {
        let mut headers = self.headers.clone();
        let tag = match headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()) {
            Some(tag) => {
                let marked = format!("{}{}\"", tag.trim_end_matches('"'), encoding.mark());
                HeaderValue::from_str(&marked).unwrap_or(HeaderValue::from_static("\"\""))
            }
            None => HeaderValue::from_static(""),
        };
        if self.has_tag {
            headers.insert(header::ETAG, tag.clone());
        }
        if let Some(coding) = encoding.coding() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        // RFC 9110, section 15.4.5: what a 304 carries of the 200 it stands for.
        let mut same = HeaderMap::new();
        for name in
            [header::CACHE_CONTROL, header::CONTENT_LOCATION, header::ETAG, header::EXPIRES, header::VARY]
        {
            if let Some(value) = headers.get(&name) {
                same.insert(name, value.clone());
            }
        }
        let reason = self.status.canonical_reason().unwrap_or_default();
        let mut head = lines(&format!("HTTP/1.1 {} {reason}", self.status.as_u16()), &headers);
        head.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
        let form =
            Form { head: head.into(), same: lines("HTTP/1.1 304 Not Modified", &same).into(), tag, body };
        // Made twice, the first stays: it may have been sent.
        drop(self.forms[encoding as usize].set(form));
    }

    /// The bytes of the page as it is.
    pub(super) fn plain(&self) -> Option<&Bytes> {
        self.forms[0].get().map(|form| &form.body)
    }

    /// Whether it should be there in other encodings and is not.
    pub(super) fn wants_compression(&self) -> bool {
        self.forms[1].get().is_none()
            && self.plain().is_some_and(|body| body.len() >= SMALLEST)
            && self.headers.get(header::CONTENT_TYPE).is_some_and(|mime| is_text(mime.as_bytes()))
    }

    /// The room it takes in all encodings there are.
    pub(super) fn bytes(&self) -> usize {
        let forms = self.forms.iter().filter_map(OnceLock::get);
        forms.map(|form| form.body.len() + form.head.len() + form.same.len()).sum::<usize>() + self.key.len()
    }

    /// Notes that it was asked for; true the first time, when it proves worth compressing.
    pub(super) fn is_wanted_again(&self) -> bool {
        let asked = self.asked_for.load(Ordering::Relaxed);
        if asked < MOST_ASKED {
            self.asked_for.store(asked + 1, Ordering::Relaxed);
        }
        asked == 0
    }

    pub(super) fn asked_for(&self) -> u8 {
        self.asked_for.load(Ordering::Relaxed)
    }

    pub(super) fn forget_one(&self) {
        let asked = self.asked_for.load(Ordering::Relaxed);
        self.asked_for.store(asked.saturating_sub(1), Ordering::Relaxed);
    }

    /// What a request is answered with at a second.
    pub(crate) fn answer(&self, conditions: Conditions<'_>, now: i64) -> Answered<'_> {
        let (form, same) = self.choose(conditions, now);
        let is_settled = self.has_tag && now >= self.made + SETTLED;
        let last_modified = if is_settled { &self.last_modified[..] } else { &[] };
        match (form, same) {
            (form, true) => Answered { head: &form.same, last_modified, body: &[], hit: Hit::Same },
            (form, false) if conditions.head_only => {
                Answered { head: &form.head, last_modified, body: &[], hit: Hit::Head }
            }
            (form, false) => Answered { head: &form.head, last_modified, body: &form.body, hit: Hit::Whole },
        }
    }

    /// The same as an answer for the router.
    pub(crate) fn response(&self, conditions: Conditions<'_>, now: i64) -> (Response<Body>, Hit) {
        let (form, same) = self.choose(conditions, now);
        let mut response = Response::new(Body::empty());
        *response.status_mut() = if same { StatusCode::NOT_MODIFIED } else { self.status };
        let wanted = parse(if same { &form.same } else { &form.head });
        let headers = response.headers_mut();
        headers.extend(wanted);
        if self.has_tag && now >= self.made + SETTLED {
            headers.extend(parse(&self.last_modified));
        }
        match (same, conditions.head_only) {
            (true, _) => (response, Hit::Same),
            (false, true) => (response, Hit::Head),
            (false, false) => {
                *response.body_mut() = Body::from(form.body.clone());
                (response, Hit::Whole)
            }
        }
    }

    /// The form to answer with, and whether the reader has it already (RFC 9110, section 13.2.2): tags
    /// decide where some are given. A time is compared as a tag is: what a reader sends may also be the
    /// date of an answer that is older than the page. A form whose tag the reader names is chosen over a better one.
    fn choose(&self, conditions: Conditions<'_>, now: i64) -> (&Form, bool) {
        let there = |encoding: Encoding| self.forms[encoding as usize].get();
        let can_be_known = self.status == StatusCode::OK && self.has_tag;
        if let Some(known) = conditions.known.filter(|_| can_be_known) {
            let named = Encoding::ALL.into_iter().filter_map(there);
            if let Some(form) = named.into_iter().find(|form| has_tag(known, form.tag.as_bytes())) {
                return (form, true);
            }
        }
        let best = conditions.wanted.best(|encoding| there(encoding).is_some());
        // The plain form is there from the start.
        let form =
            there(best).or_else(|| there(Encoding::Plain)).unwrap_or_else(|| EMPTY.get_or_init(Form::empty));
        let is_known = match (conditions.known, conditions.since) {
            (Some(known), _) => known.trim_ascii() == b"*",
            (None, Some(since)) => now >= self.made + SETTLED && self.made == since,
            (None, None) => false,
        };
        (form, can_be_known && is_known)
    }
}

static EMPTY: OnceLock<Form> = OnceLock::new();

impl Form {
    fn empty() -> Form {
        Form { head: Bytes::new(), same: Bytes::new(), tag: HeaderValue::from_static(""), body: Bytes::new() }
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

fn lines(first: &str, headers: &HeaderMap) -> Vec<u8> {
    let mut lines = format!("{first}\r\n").into_bytes();
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

/// The headers of lines that were written here.
fn parse(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(at) = line.windows(2).position(|two| two == b": ") else { continue };
        let value = line[at + 2..].trim_ascii_end();
        if let (Ok(name), Ok(value)) =
            (header::HeaderName::from_bytes(&line[..at]), HeaderValue::from_bytes(value))
        {
            headers.append(name, value);
        }
    }
    headers
}

/// A second as HTTP writes it (RFC 9110, section 5.6.7).
pub(crate) fn http_date(second: i64) -> String {
    let at = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Reads such a second; nothing for what is none, which counts as not sent.
pub(crate) fn read_http_date(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let parsed = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text)
        .or_else(|_| jiff::fmt::strtime::parse("%A, %d-%b-%y %H:%M:%S GMT", text))
        .or_else(|_| jiff::fmt::strtime::parse("%a %b %e %H:%M:%S %Y", text))
        .ok()?;
    let at = parsed.to_datetime().ok()?;
    Some(jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?.as_second())
}
