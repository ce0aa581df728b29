//! The headers of every answer, in one place.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::limits::is_encrypted;
use crate::state::App;

/// Sets what is the same for all answers; a handler's own value stays.
pub(crate) async fn set(State(app): State<App>, request: Request, next: Next) -> Response {
    let trusted = &app.settings.trusted_proxies;
    let encrypted =
        app.site.url.scheme() == "https" || is_encrypted(request.extensions(), request.headers(), trusted);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| app.policies.usual.clone());
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    put(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    );
    put(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if encrypted {
        put(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
