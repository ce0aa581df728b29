//! Calls of the server, from threads that may wait for it.

use std::fmt::{self, Debug, Formatter};
use std::io::{Error, ErrorKind};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use bytes::Bytes;
use net::{Answer, Client, HeaderName, HeaderValue, Limits, Method, Reach, Request, StatusCode, header};
use tokio::runtime::Runtime;
use url::Url;

/// How long an address that was signed is good for. Clocks may differ by some minutes.
pub(crate) const SIGNED_FOR: Duration = Duration::from_secs(900);
/// How often a call is made until it is given up, and how long is waited after the first failure; after each more,
/// twice as long.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(200);
/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Makes calls. They are all such as can be made twice.
pub(crate) struct Calls {
    client: Client,
    reach: Reach,
    /// Has a thread of its own, so that whoever waits may be any thread.
    runtime: Option<Runtime>,
}

impl Debug for Calls {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("Calls")
    }
}

impl Calls {
    /// Calls of one server.
    pub(crate) fn new(client: Client, server: &Url) -> std::io::Result<Calls> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("bucket")
            .enable_all()
            .build()?;
        Ok(Calls { client, reach: Reach::server_of(server), runtime: Some(runtime) })
    }

    /// Calls an address, which is signed anew for each try, until it is answered by something else than a
    /// failure of the server.
    pub(crate) fn call(
        &self,
        method: Method,
        sign: impl Fn() -> Url,
        range: Option<(u64, u64)>,
        body: Bytes,
        most: usize,
    ) -> Result<Answer, Error> {
        let limits = Limits { time: PATIENCE, bytes: most, redirects: 0 };
        let mut pause = PAUSE;
        let mut tries = 1;
        loop {
            let mut request = Request::new(method.clone(), sign());
            request.body = body.clone();
            if let Some((from, to)) = range {
                request = with(request, header::RANGE, &format!("bytes={from}-{to}"))?;
            }
            let failed = match self.once(request, limits)? {
                Ok(answer) if !may_pass(answer.status) => return Ok(answer),
                Ok(answer) => refusal(&answer),
                Err(error @ (net::Error::Refused { .. } | net::Error::Large { .. })) => {
                    return Err(Error::other(error));
                }
                Err(error) => Error::other(error),
            };
            if tries == TRIES {
                return Err(failed);
            }
            tracing::debug!(error = %failed, tries, "a call of the object store is made again");
            std::thread::sleep(pause);
            pause *= 2;
            tries += 1;
        }
    }

    fn once(&self, request: Request, limits: Limits) -> Result<Result<Answer, net::Error>, Error> {
        let gone = || Error::other("the program ends");
        let (client, reach) = (self.client.clone(), self.reach.clone());
        let (tell, told) = sync_channel(1);
        self.runtime.as_ref().ok_or_else(gone)?.spawn(async move {
            // Nobody waits any more if this fails.
            drop(tell.send(client.send(request, &reach, &limits).await));
        });
        told.recv().map_err(|_| gone())
    }
}

impl Drop for Calls {
    fn drop(&mut self) {
        // Waiting for it is not allowed everywhere.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn with(request: Request, name: HeaderName, value: &str) -> Result<Request, Error> {
    Ok(request.header(name, HeaderValue::from_str(value).map_err(Error::other)?))
}

/// Whether a failure may have passed by the next try.
fn may_pass(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
}

/// What a server says that does not do what it is asked: the code that S3 gives in its answer, or the status.
pub(crate) fn refusal(answer: &Answer) -> Error {
    let kind = match answer.status {
        StatusCode::NOT_FOUND => ErrorKind::NotFound,
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    };
    let text = String::from_utf8_lossy(&answer.body);
    let code = text.split_once("<Code>").and_then(|(_, rest)| Some(rest.split_once("</Code>")?.0));
    // Codes are words of letters; anything else is not repeated.
    let code = code.filter(|code| code.len() < 80 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let status = answer.status;
    match code {
        Some(code) => Error::new(kind, format!("the object store answers {status}: {code}")),
        None => Error::new(kind, format!("the object store answers {status}")),
    }
}
