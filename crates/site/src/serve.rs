//! Serving the site until told to stop.

use std::future::Future;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower_service::Service;

use crate::routes::router;
use crate::state::App;

/// How long a reader may take for the head of a request, and a connection may wait for its next one.
/// Without an end, whoever opens connections and says nothing would keep all others out.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves the site on a listener until `shutdown` is ready; requests under way are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let fresh = tokio::spawn({
        let app = app.clone();
        async move { app.keep_fresh().await }
    });
    let router = router(&app);
    let connections = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, reader)) => connect(&connections, router.clone(), stream, reader),
                Err(error) => wait_after(&error).await,
            },
        }
    }
    drop(listener);
    connections.shutdown().await;
    fresh.abort();
    Ok(())
}

/// Answers the requests of a connection in a task of its own.
fn connect(connections: &GracefulShutdown, router: Router, stream: TcpStream, reader: SocketAddr) {
    // Answers are written whole; waiting for more to send along would only delay them.
    drop(stream.set_nodelay(true));
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(reader));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        // A reader who went away or sent what is no HTTP: nobody is left to be told.
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// A reader who gave up costs nothing; where files or memory ran out, those under way go first.
async fn wait_after(error: &Error) {
    let gave_up = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset];
    if !gave_up.contains(&error.kind()) {
        tracing::error!(%error, "no connection can be taken; trying again");
        tokio::time::sleep(PAUSE).await;
    }
}
