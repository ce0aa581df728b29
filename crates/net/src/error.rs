//! Why a call came to nothing. No message holds a header, a query or what stands before an `@`.

use std::time::Duration;

use url::Url;

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no address this program calls.
    #[error("“{address}” is not called: {why}")]
    Refused {
        /// The address, as far as it may be shown.
        address: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A name that no server knows.
    #[error("the name {host} leads nowhere: {error}")]
    Name {
        /// The name.
        host: String,
        /// Why.
        error: std::io::Error,
    },
    /// Nobody answers there.
    #[error("{host} cannot be reached: {error}")]
    Connect {
        /// Where.
        host: String,
        /// Why.
        error: std::io::Error,
    },
    /// The call or its answer is no HTTP, or broke off.
    #[error("{address}: {why}")]
    Http {
        /// The address, as far as it may be shown.
        address: String,
        /// What happened.
        why: String,
    },
    /// It took too long.
    #[error("{address} did not answer within {} seconds", .limit.as_secs())]
    Late {
        /// The address, as far as it may be shown.
        address: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The answer is larger than was asked for.
    #[error("{address} answered with more than {limit} bytes")]
    Large {
        /// The address, as far as it may be shown.
        address: String,
        /// The most bytes taken.
        limit: usize,
    },
    /// It leads on and on.
    #[error("{address} leads on more than {limit} times")]
    Astray {
        /// Where it last led.
        address: String,
        /// The most redirects followed.
        limit: usize,
    },
    /// The system has no certificate to trust.
    #[error("TLS cannot be used: {0}")]
    Tls(String),
}

/// The address without what may be secret: name and password, query and fragment.
pub(crate) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}
