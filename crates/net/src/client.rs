//! Calls: one request, its redirects, and an answer that is not larger or later than was asked for.

use std::fmt;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::CertificateDer;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::connect::{connect, tls};
use crate::error::shown;
use crate::unpack::unpack;
use crate::{Error, Reach};

/// Most bytes of the head of an answer.
const LARGEST_HEAD: usize = 64 << 10;

/// What a call may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From its beginning to the last byte of the answer, redirects included.
    pub time: Duration,
    /// Most bytes of the answer's body, as it comes and unpacked.
    pub bytes: usize,
    /// Most redirects followed; only those of GET and HEAD are.
    pub redirects: usize,
}

/// A request.
#[derive(Clone)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Its headers; `Host`, `Content-Length` and `User-Agent` are set by the client.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, whole and unpacked.
    pub body: Bytes,
    /// Where it came from after redirects.
    pub url: Url,
    /// Where what was asked for has moved to for good: as far as 301 and 308 led before any other redirect.
    pub moved_to: Option<Url>,
}

/// Makes calls.
#[derive(Clone)]
pub struct Client {
    tls: TlsConnector,
    agent: HeaderValue,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: Method, url: Url) -> Request {
        Request { method, url, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// With a header that is in no log.
    #[must_use]
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Request {
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self
    }
}

/// What can be unpacked.
const ENCODINGS: HeaderValue = HeaderValue::from_static("gzip, deflate, br");

impl fmt::Debug for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and queries carry keys.
        write!(out, "{} {}", self.method, shown(&self.url))
    }
}

impl Client {
    /// A client that says by `agent` who calls. It trusts the system's certificates and `more`.
    ///
    /// # Errors
    /// When TLS cannot be used.
    pub fn new(agent: &HeaderValue, more: Vec<CertificateDer<'static>>) -> Result<Client, Error> {
        Ok(Client { tls: tls(more)?, agent: agent.clone() })
    }

    /// Sends a request and gives its answer.
    ///
    /// # Errors
    /// When it may not be sent, nobody answers, or the answer goes beyond `limits`.
    pub async fn send(&self, request: Request, reach: &Reach, limits: &Limits) -> Result<Answer, Error> {
        let address = shown(&request.url);
        tokio::time::timeout(limits.time, self.follow(request, reach, limits))
            .await
            .unwrap_or(Err(Error::Late { address, limit: limits.time }))
    }

    async fn follow(&self, mut request: Request, reach: &Reach, limits: &Limits) -> Result<Answer, Error> {
        let mut moved_to = None;
        let mut for_good = true;
        for _ in 0..=limits.redirects {
            let mut answer = self.once(&request, reach, limits).await?;
            let safe = matches!(request.method, Method::GET | Method::HEAD);
            let Some(next) = leads_on(&answer).filter(|_| safe && limits.redirects > 0) else {
                answer.moved_to = moved_to;
                return Ok(answer);
            };
            let next = request.url.join(&next).map_err(|_| Error::Http {
                address: shown(&request.url),
                why: "it leads to no address".into(),
            })?;
            if request.url.scheme() == "https" && next.scheme() == "http" {
                return Err(Error::Refused { address: shown(&next), why: "an encrypted one led there" });
            }
            if next.origin() != request.url.origin() {
                // They were meant for the server they were given for.
                request.headers.clear();
            }
            for_good &= matches!(answer.status.as_u16(), 301 | 308);
            if for_good {
                moved_to = Some(next.clone());
            }
            request.url = next;
        }
        Err(Error::Astray { address: shown(&request.url), limit: limits.redirects })
    }

    async fn once(&self, request: &Request, reach: &Reach, limits: &Limits) -> Result<Answer, Error> {
        let broken = |error: hyper::Error| Error::Http { address: shown(&request.url), why: said(&error) };
        let stream = connect(&request.url, reach, &self.tls).await?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(LARGEST_HEAD)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        let answered = async {
            let answer = sender.send_request(self.message(request)?).await.map_err(broken)?;
            let (head, body) = answer.into_parts();
            let body = self.read(body, &request.url, limits.bytes).await?;
            let body = unpack(&head.headers, body, limits.bytes)
                .await
                .map_err(|fault| fault.of(&request.url, limits.bytes))?;
            let url = request.url.clone();
            Ok(Answer { status: head.status, headers: head.headers, body, url, moved_to: None })
        };
        // The connection does the work while it is polled, and is dropped with the answer.
        let mut connection = std::pin::pin!(connection);
        let mut answered = std::pin::pin!(answered);
        tokio::select! {
            biased;
            answer = &mut answered => answer,
            ended = &mut connection => {
                ended.map_err(broken)?;
                answered.await
            }
        }
    }

    fn message(&self, request: &Request) -> Result<hyper::Request<Full<Bytes>>, Error> {
        let url = &request.url;
        let wrong = || Error::Http { address: shown(url), why: "it cannot be put into a request".into() };
        let path =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let host = format!("{}{port}", url.host_str().unwrap_or_default());
        let mut message = hyper::Request::new(Full::new(request.body.clone()));
        *message.method_mut() = request.method.clone();
        *message.uri_mut() = path.parse().map_err(|_| wrong())?;
        *message.headers_mut() = request.headers.clone();
        let headers = message.headers_mut();
        headers.insert(header::HOST, HeaderValue::from_str(&host).map_err(|_| wrong())?);
        headers.insert(header::USER_AGENT, self.agent.clone());
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        headers.entry(header::ACCEPT_ENCODING).or_insert(ENCODINGS);
        Ok(message)
    }

    async fn read(&self, mut body: Incoming, url: &Url, most: usize) -> Result<Bytes, Error> {
        let large = || Error::Large { address: shown(url), limit: most };
        if body.size_hint().lower() > most as u64 {
            return Err(large());
        }
        let mut read = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| Error::Http { address: shown(url), why: said(&error) })?;
            if let Some(data) = frame.data_ref() {
                if read.len() + data.len() > most {
                    return Err(large());
                }
                read.extend_from_slice(data);
            }
        }
        Ok(read.freeze())
    }
}

/// Where a redirect leads.
fn leads_on(answer: &Answer) -> Option<String> {
    let leading = [301, 302, 303, 307, 308];
    if !leading.contains(&answer.status.as_u16()) {
        return None;
    }
    Some(answer.headers.get(header::LOCATION)?.to_str().ok()?.to_owned())
}

/// What hyper says, with its causes: by itself it says only “connection error”.
fn said(error: &hyper::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
