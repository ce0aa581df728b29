//! A connection: plain requests for pages are read here and answered by ready bytes. A request of
//! another kind takes its connection over to hyper for good.
//!
//! What is read here is little on purpose (RFC 9112): GET and HEAD without a body, version 1.1.
//! Everything else, also what is no HTTP, is hyper's to judge.

use std::cell::RefCell;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use bytes::{Buf, Bytes, BytesMut};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service;

use crate::page_cache::{Address, Conditions, Wanted, address, http_date, read_http_date};
use crate::state::App;

/// How long a reader may take for the head of a request, and a connection may wait for its next one.
/// Without an end, whoever opens connections and says nothing would keep all others out.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// Longest head that is read here; hyper reads longer ones.
const LONGEST: usize = 16 * 1_024;
/// Most headers of one.
const HEADERS: usize = 64;
/// Connections that share a place to be woken.
const SPREAD: usize = 16;

/// Tells connections that the program is to stop.
#[derive(Default)]
pub(crate) struct Stop {
    asked: AtomicBool,
    wake: [Notify; SPREAD],
}

impl Stop {
    /// Lets connections end as soon as no request is under way.
    pub(crate) fn ask(&self) {
        self.asked.store(true, Ordering::Release);
        for wake in &self.wake {
            wake.notify_waiters();
        }
    }
}

/// How a connection ended.
pub(crate) enum Ended {
    /// For good.
    Closed,
    /// It goes on elsewhere, with what was read of it and not answered.
    Other(TcpStream, Bytes),
}

/// Answers the requests of a connection until it ends or sends one of another kind.
pub(crate) async fn answer(
    app: &App,
    router: &Router,
    stream: TcpStream,
    reader: SocketAddr,
    stop: &Arc<Stop>,
) -> io::Result<Ended> {
    let wake = &stop.wake[usize::from(reader.port()) % SPREAD];
    let mut woken = std::pin::pin!(wake.notified());
    woken.as_mut().enable();
    let mut connection =
        Connection { stream, buffer: BytesMut::with_capacity(2_048), patience: Box::pin(sleep(PATIENCE)) };
    // Behind a proxy that says so, a page depends on how the reader came to it.
    let by_proxy = app.settings.trusted_proxies.contains(&reader.ip().to_canonical());
    loop {
        let next = match connection.turn(app, by_proxy).await? {
            Turn::Answered { close } => Next::Go { close },
            Turn::Make { request, close } => {
                let head_only = request.method() == Method::HEAD;
                let mut request = *request;
                request.extensions_mut().insert(ConnectInfo(reader));
                let Ok(response) = router.clone().call(request).await;
                let close = close || stop.asked.load(Ordering::Acquire);
                connection.send(response, head_only, close, app.now().as_second()).await?;
                Next::Go { close }
            }
            Turn::Read => Next::Read,
            Turn::Other => return Ok(connection.hand_over()),
        };
        match next {
            Next::Go { close: true } => return Ok(Ended::Closed),
            Next::Go { close: false } => connection.forgive(),
            Next::Read => {
                if stop.asked.load(Ordering::Acquire) && connection.buffer.is_empty() {
                    return Ok(Ended::Closed);
                }
                tokio::select! {
                    biased;
                    read = connection.stream.read_buf(&mut connection.buffer) => if read? == 0 {
                        return Ok(Ended::Closed);
                    },
                    () = connection.patience.as_mut() => return Ok(Ended::Closed),
                    () = woken.as_mut() => {
                        woken.set(wake.notified());
                        woken.as_mut().enable();
                    }
                }
            }
        }
    }
}

enum Next {
    Go { close: bool },
    Read,
}

/// What the bytes at hand come to.
enum Turn {
    /// They were a request, and it is answered.
    Answered { close: bool },
    /// They are a request whose page has to be made.
    Make { request: Box<Request<Body>>, close: bool },
    /// They are not a whole request yet.
    Read,
    /// They are a request of another kind.
    Other,
}

struct Connection {
    stream: TcpStream,
    buffer: BytesMut,
    patience: Pin<Box<Sleep>>,
}

impl Connection {
    async fn turn(&mut self, app: &App, by_proxy: bool) -> io::Result<Turn> {
        if self.buffer.is_empty() {
            return Ok(Turn::Read);
        }
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let length = match parsed.parse(&self.buffer) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) if self.buffer.len() < LONGEST => return Ok(Turn::Read),
            Ok(httparse::Status::Partial) | Err(_) => return Ok(Turn::Other),
        };
        let Some(asked) = Asked::read(&parsed) else { return Ok(Turn::Other) };
        let close = asked.close;
        if !asked.is_odd
            && !by_proxy
            && app.archive.is_following()
            && let Address::Kept(key) = address(asked.target)
        {
            let second = app.now().as_second();
            let page = app.pages.get(key.as_bytes(), second, asked.conditions.wanted);
            if let Some(answer) = page.as_ref().and_then(|page| page.answer(asked.conditions, second)) {
                app.pages.counts.hit(answer.hit);
                let date = date_line(second);
                let end: &[u8] = if close { b"connection: close\r\n\r\n" } else { b"\r\n" };
                let mut parts = [
                    IoSlice::new(answer.head[0]),
                    IoSlice::new(answer.head[1]),
                    IoSlice::new(answer.head[2]),
                    IoSlice::new(&date),
                    IoSlice::new(end),
                    IoSlice::new(&answer.body),
                ];
                write_all(&mut self.stream, &mut parts).await?;
                self.buffer.advance(length);
                return Ok(Turn::Answered { close });
            }
        }
        let Some(request) = request(&parsed) else { return Ok(Turn::Other) };
        self.buffer.advance(length);
        Ok(Turn::Make { request: Box::new(request), close })
    }

    /// A request was answered: the reader may take as long again for the next one.
    fn forgive(&mut self) {
        let now = Instant::now();
        // Setting the clock costs more than reading it.
        if self.patience.deadline() < now + PATIENCE / 2 {
            self.patience.as_mut().reset(now + PATIENCE);
        }
    }

    fn hand_over(self) -> Ended {
        Ended::Other(self.stream, self.buffer.freeze())
    }

    /// Sends an answer that is not kept, frame by frame.
    async fn send(
        &mut self,
        response: Response,
        head_only: bool,
        close: bool,
        second: i64,
    ) -> io::Result<()> {
        let (parts, mut body) = response.into_parts();
        let has_no_body = parts.status == StatusCode::NOT_MODIFIED || parts.status == StatusCode::NO_CONTENT;
        let length = match parts.headers.get(header::CONTENT_LENGTH) {
            Some(length) => length.to_str().ok().and_then(|length| length.parse::<u64>().ok()),
            None => body.size_hint().exact(),
        };
        let reason = parts.status.canonical_reason().unwrap_or_default();
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", parts.status.as_u16()).into_bytes();
        for (name, value) in &parts.headers {
            let ours = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION, header::DATE];
            if !ours.contains(name) {
                head.extend_from_slice(name.as_str().as_bytes());
                head.extend_from_slice(b": ");
                head.extend_from_slice(value.as_bytes());
                head.extend_from_slice(b"\r\n");
            }
        }
        let chunked = length.is_none() && !has_no_body;
        if let Some(length) = length.filter(|_| !has_no_body) {
            head.extend_from_slice(format!("content-length: {length}\r\n").as_bytes());
        } else if chunked {
            head.extend_from_slice(b"transfer-encoding: chunked\r\n");
        }
        head.extend_from_slice(&date_line(second));
        head.extend_from_slice(if close { b"connection: close\r\n\r\n" } else { b"\r\n" });
        if head_only || has_no_body {
            return write_all(&mut self.stream, &mut [IoSlice::new(&head)]).await;
        }
        let mut before = head;
        let mut left = length;
        loop {
            let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
            // A body that breaks off ends the connection: the reader must not take it for whole.
            let Some(frame) = frame.transpose().map_err(io::Error::other)? else { break };
            let Ok(data) = frame.into_data() else { continue };
            if data.is_empty() {
                continue;
            }
            if let Some(left) = &mut left {
                *left = left.checked_sub(data.len() as u64).ok_or_else(|| io::Error::other("too long"))?;
            }
            if chunked {
                before.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
            }
            let after: &[u8] = if chunked { b"\r\n" } else { b"" };
            let mut slices = [IoSlice::new(&before), IoSlice::new(&data), IoSlice::new(after)];
            write_all(&mut self.stream, &mut slices).await?;
            before.clear();
        }
        if left.is_some_and(|left| left > 0) {
            return Err(io::Error::other("a body ended before its length"));
        }
        if chunked {
            before.extend_from_slice(b"0\r\n\r\n");
        }
        write_all(&mut self.stream, &mut [IoSlice::new(&before)]).await
    }
}

/// What is read of a request.
struct Asked<'a> {
    target: &'a str,
    conditions: Conditions<'a>,
    close: bool,
    /// It says something twice, or says whom it asks for by a whole address: the router judges.
    is_odd: bool,
}

impl<'a> Asked<'a> {
    /// Nothing for a request of another kind than is answered here.
    fn read(parsed: &httparse::Request<'_, 'a>) -> Option<Asked<'a>> {
        let head_only = match parsed.method? {
            "GET" => false,
            "HEAD" => true,
            _ => return None,
        };
        if parsed.version != Some(1) {
            return None;
        }
        let target = parsed.path?;
        let mut asked = Asked {
            target,
            conditions: Conditions { head_only, ..Conditions::default() },
            close: false,
            is_odd: !target.starts_with('/'),
        };
        let (mut encodings, mut hosts) = (0, 0);
        for header in parsed.headers.iter() {
            let (name, value) = (header.name, header.value);
            let is = |known: &str| name.len() == known.len() && name.eq_ignore_ascii_case(known);
            match name.len() {
                4 if is("host") => hosts += 1,
                6 if is("expect") => return None,
                7 if is("upgrade") => return None,
                10 if is("connection") => {
                    if value.eq_ignore_ascii_case(b"close") {
                        asked.close = true;
                    } else if !value.eq_ignore_ascii_case(b"keep-alive") {
                        return None;
                    }
                }
                13 if is("if-none-match") => {
                    asked.is_odd |= asked.conditions.known.is_some();
                    asked.conditions.known = Some(value);
                }
                14 if is("content-length") => return None,
                15 if is("accept-encoding") => {
                    encodings += 1;
                    asked.conditions.wanted = Wanted::read(value);
                }
                17 if is("transfer-encoding") => return None,
                17 if is("if-modified-since") => asked.conditions.since = read_http_date(value),
                _ => {}
            }
        }
        // RFC 9112, section 3.2: exactly one Host, or it is refused.
        asked.is_odd |= encodings > 1;
        (hosts == 1).then_some(asked)
    }
}

/// The request for the router.
fn request(parsed: &httparse::Request<'_, '_>) -> Option<Request<Body>> {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = parsed.method?.parse().ok()?;
    *request.uri_mut() = parsed.path?.parse().ok()?;
    for header in parsed.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        request.headers_mut().append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    Some(request)
}

/// Writes all of some pieces; a reader who takes nothing for too long is given up.
async fn write_all(stream: &mut TcpStream, mut parts: &mut [IoSlice<'_>]) -> io::Result<()> {
    IoSlice::advance_slices(&mut parts, 0);
    while !parts.is_empty() {
        match stream.try_write_vectored(parts) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut parts, written),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                tokio::time::timeout(PATIENCE, stream.writable())
                    .await
                    .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// `date: Wed, 25 Nov 2026 17:00:00 GMT` and the end of the line.
type DateLine = [u8; 37];

fn date_line(second: i64) -> DateLine {
    thread_local!(static LAST: RefCell<(i64, DateLine)> = const { RefCell::new((i64::MIN, [b' '; 37])) });
    LAST.with_borrow_mut(|(known, line)| {
        if *known != second {
            let text = format!("date: {}\r\n", http_date(second));
            if text.len() == line.len() {
                line.copy_from_slice(text.as_bytes());
                *known = second;
            }
        }
        *line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_line_is_as_long_as_all_others() {
        for second in [0, 1_642_780_000, 4_102_444_799] {
            let line = date_line(second);
            assert!(line.starts_with(b"date: ") && line.ends_with(b" GMT\r\n"), "{line:?}");
            assert_eq!(read_http_date(&line[6..35]), Some(second));
        }
    }

    #[test]
    fn only_plain_requests_are_read_here() {
        let read = |text: &str| {
            let mut headers = [httparse::EMPTY_HEADER; HEADERS];
            let mut parsed = httparse::Request::new(&mut headers);
            let complete = parsed.parse(text.as_bytes()).is_ok_and(|status| status.is_complete());
            complete.then(|| Asked::read(&parsed).map(|asked| (asked.close, asked.is_odd))).flatten()
        };
        assert_eq!(read("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Some((false, false)));
        assert_eq!(read("HEAD /x HTTP/1.1\r\nhost: a\r\nConnection: Close\r\n\r\n"), Some((true, false)));
        assert_eq!(
            read("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\nAccept-Encoding: gzip\r\n\r\n"),
            Some((false, true))
        );
        for other in [
            "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
