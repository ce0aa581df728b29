//! `depesche health`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::output::say;
use crate::{config, newsroom_folder};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/health/ready` of a running server: for containers, which have no other client.
///
/// # Errors
/// When it cannot be reached, does not answer in time or says that it is not ready.
pub(crate) async fn run(folder: &Path, at: Option<&str>) -> Result<()> {
    let address = match at {
        Some(address) => address.to_owned(),
        None => config::load(&newsroom_folder::file(folder))?.server.listen,
    };
    let answer = tokio::time::timeout(PATIENCE, ask(&address))
        .await
        .with_context(|| format!("{address} did not answer within {} seconds", PATIENCE.as_secs()))?
        .with_context(|| format!("asking {address}"))?;
    if !answer.starts_with("HTTP/1.1 200 ") {
        bail!("{address} is not ready: {}", answer.lines().next().unwrap_or("it said nothing"));
    }
    say!("{address} is ready");
    Ok(())
}

async fn ask(address: &str) -> std::io::Result<String> {
    let mut addresses = tokio::net::lookup_host(address).await?;
    let address = addresses.next().ok_or_else(|| std::io::Error::other("the name has no address"))?;
    let mut stream = TcpStream::connect(reachable(address)).await?;
    let request = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A server that listens on all addresses is asked on the one of the machine itself.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
