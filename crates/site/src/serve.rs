//! Serving the site until told to stop.

use std::future::Future;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::routes::router;
use crate::state::App;

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
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let outcome = axum::serve(listener, service).with_graceful_shutdown(shutdown).await;
    fresh.abort();
    outcome
}
