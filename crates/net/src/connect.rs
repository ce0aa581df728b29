//! Connections: a name is looked up once, and what it led to is looked at before it is connected to.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::error::shown;
use crate::{Error, Reach};

/// Addresses of a name that are tried.
const MOST_TRIED: usize = 4;
/// How long each may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A stream of bytes, encrypted or not.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What makes encrypted connections, to servers whose certificate this system trusts or is among `more`.
pub(crate) fn tls(more: Vec<CertificateDer<'static>>) -> Result<TlsConnector, Error> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    trusted.add_parsable_certificates(more);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Tls(error.to_string()))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Connects to the server of an address.
pub(crate) async fn connect(url: &Url, reach: &Reach, tls: &TlsConnector) -> Result<Box<dyn Stream>, Error> {
    let stream = dial(&addresses(url, reach).await?, url).await?;
    // Calls are written whole.
    drop(stream.set_nodelay(true));
    if url.scheme() != "https" {
        return Ok(Box::new(stream));
    }
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(host)
        .map_err(|_| Error::Refused { address: shown(url), why: "no certificate can name its host" })?;
    let encrypted =
        tls.connect(name, stream).await.map_err(|error| Error::Connect { host: place(url), error })?;
    Ok(Box::new(encrypted))
}

/// The addresses of the server, all of which may be reached.
async fn addresses(url: &Url, reach: &Reach) -> Result<Vec<SocketAddr>, Error> {
    let found = match without_lookup(url, reach)? {
        Step::There(address) => vec![address],
        Step::Lookup(name, port) => tokio::net::lookup_host((name, port))
            .await
            .map_err(|error| Error::Name { host: name.to_owned(), error })?
            .collect(),
    };
    all_in_reach(found, url, reach)
}

/// The addresses that would be connected to if its name led to those that `lookup` says.
///
/// # Errors
/// When the address, or one that its name leads to, may not be reached.
pub fn connected_to(
    url: &Url,
    reach: &Reach,
    lookup: impl FnOnce(&str) -> Vec<IpAddr>,
) -> Result<Vec<SocketAddr>, Error> {
    let found = match without_lookup(url, reach)? {
        Step::There(address) => vec![address],
        Step::Lookup(name, port) => lookup(name).into_iter().map(|ip| (ip, port).into()).collect(),
    };
    all_in_reach(found, url, reach)
}

/// What is known of a server by its address alone.
enum Step<'a> {
    There(SocketAddr),
    Lookup(&'a str, u16),
}

fn without_lookup<'a>(url: &'a Url, reach: &Reach) -> Result<Step<'a>, Error> {
    reach.check(url)?;
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        Some(Host::Domain(name)) => Ok(Step::Lookup(name, port)),
        Some(Host::Ipv4(v4)) => Ok(Step::There((IpAddr::V4(v4), port).into())),
        Some(Host::Ipv6(v6)) => Ok(Step::There((IpAddr::V6(v6), port).into())),
        None => Err(Error::Refused { address: shown(url), why: "it has no host" }),
    }
}

/// One inner address among others is no accident: names are made so to be let through.
fn all_in_reach(found: Vec<SocketAddr>, url: &Url, reach: &Reach) -> Result<Vec<SocketAddr>, Error> {
    match found.iter().find(|address| !reach.allows(url, address.ip())) {
        None => Ok(found),
        Some(inner) => {
            let address = format!("{} (its name leads to {})", shown(url), inner.ip());
            Err(Error::Refused { address, why: "that address is not in public" })
        }
    }
}

async fn dial(addresses: &[SocketAddr], url: &Url) -> Result<TcpStream, Error> {
    let mut last = std::io::Error::other("its name has no address");
    for address in addresses.iter().take(MOST_TRIED) {
        match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = std::io::ErrorKind::TimedOut.into(),
        }
    }
    Err(Error::Connect { host: place(url), error: last })
}

fn place(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_inside_among_others_is_refused() {
        let url = Url::parse("https://zeitung.example.org/feed?key=1").expect("a URL");
        let addresses = |all: &[&str]| -> Vec<SocketAddr> {
            all.iter().map(|address| address.parse().expect("an address")).collect()
        };
        let outer = addresses(&["93.184.215.14:443", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443"]);
        assert_eq!(all_in_reach(outer.clone(), &url, &Reach::Public).expect("public"), outer);
        for inner in ["10.0.0.5:443", "[::ffff:127.0.0.1]:443", "[fe80::1]:443"] {
            let mixed = addresses(&["93.184.215.14:443", inner]);
            let words = all_in_reach(mixed.clone(), &url, &Reach::Public).expect_err("refused").to_string();
            assert!(words.contains("not in public") && !words.contains("key="), "{words}");
            assert!(all_in_reach(mixed.clone(), &url, &Reach::server_of(&url)).is_ok(), "it was named");
            let besides = |server: &str| Reach::Besides([server.parse().expect("a server")].into());
            assert!(
                all_in_reach(mixed.clone(), &url, &besides("zeitung.example.org")).is_ok(),
                "it was named"
            );
            assert!(all_in_reach(mixed, &url, &besides("10.0.0.5")).is_err(), "another was named");
        }
    }
}
