//! Serving the site until told to stop.

use std::future::Future;
use std::io::{self, Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use bytes::{Buf, Bytes};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tower_service::Service;

use crate::connection::{self, Ended, PATIENCE, Stop};
use crate::routes::router;
use crate::state::App;

/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves the site, and `beside` what is none of its pages, on a listener until `shutdown` is ready; requests under way are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    beside: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let following = tokio::spawn({
        let app = app.clone();
        async move { app.archive.keep_following().await }
    });
    let router = router(&app).merge(beside);
    let others = GracefulShutdown::new();
    let stop = Arc::new(Stop::default());
    // Each connection holds a sender; when all are gone, so are the connections.
    let (held, mut all_gone) = mpsc::channel::<()>(1);
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, reader)) => {
                    let (app, router, stop, held) = (app.clone(), router.clone(), stop.clone(), held.clone());
                    let watcher = others.watcher();
                    tokio::spawn(async move {
                        connect(&app, router, stream, reader, &stop, watcher).await;
                        drop(held);
                    });
                }
                Err(error) => wait_after(&error).await,
            },
        }
    }
    drop(listener);
    stop.ask();
    drop(held);
    others.shutdown().await;
    // Nothing is ever sent: this ends when the last connection does.
    let _: Option<()> = all_gone.recv().await;
    following.abort();
    Ok(())
}

/// Answers the requests of a connection.
async fn connect(
    app: &App,
    router: Router,
    stream: TcpStream,
    reader: SocketAddr,
    stop: &Arc<Stop>,
    watcher: Watcher,
) {
    // Answers are written whole; waiting for more to send along would only delay them.
    drop(stream.set_nodelay(true));
    let ended = match connection::answer(app, &router, stream, reader, stop).await {
        Ok(Ended::Closed) => Ok(()),
        Ok(Ended::Other(stream, read)) => by_hyper(router, Rewound { read, stream }, reader, watcher).await,
        Err(error) => Err(error.into()),
    };
    // A reader who went away or sent what is no HTTP: nobody is left to be told.
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended early");
    }
}

async fn by_hyper(
    router: Router,
    stream: Rewound,
    reader: SocketAddr,
    watcher: Watcher,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(reader));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    Ok(watcher.watch(connection).await?)
}

/// A connection of which something was read already.
struct Rewound {
    read: Bytes,
    stream: TcpStream,
}

impl AsyncRead for Rewound {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.read.has_remaining() {
            let length = self.read.len().min(buffer.remaining());
            buffer.put_slice(&self.read[..length]);
            self.read.advance(length);
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Rewound {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A reader who gave up costs nothing; where files or memory ran out, those under way go first.
async fn wait_after(error: &Error) {
    let gave_up = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset];
    if !gave_up.contains(&error.kind()) {
        tracing::error!(%error, "no connection can be taken; trying again");
        tokio::time::sleep(PAUSE).await;
    }
}
