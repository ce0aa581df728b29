//! What a call may reach, and the addresses of calls.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use url::{Host, Url};

use crate::Error;
use crate::address::{is_inner_name, is_public};
use crate::error::shown;

/// What a call may reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The public Internet.
    #[default]
    Public,
    /// The public Internet, and the servers that the operator has named, wherever they are.
    Besides(Arc<[Server]>),
    /// One server that the operator has named, wherever it is: host and port of an address, and no other.
    Named(Box<str>, u16),
}

/// A server that an operator has named: `10.0.0.5`, `cms.intern:8080`, `[fd00::5]:80`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// As addresses spell it.
    host: Box<str>,
    /// The only port that is meant; without one all are.
    port: Option<u16>,
}

impl Server {
    fn is_that_of(&self, url: &Url) -> bool {
        url.host_str() == Some(&self.host)
            && self.port.is_none_or(|port| url.port_or_known_default() == Some(port))
    }
}

impl fmt::Display for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(out, ":{port}"))
    }
}

impl FromStr for Server {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Server, &'static str> {
        let wrong = "expected a host, with a port or without: 10.0.0.5, cms.intern:8080, [fd00::5]:80";
        let url = Url::parse(&format!("http://{text}/")).map_err(|_| wrong)?;
        let is_bare = url.path() == "/" && url.username().is_empty() && url.password().is_none();
        let port = match text.rsplit_once(':') {
            Some((before, port)) if !before.contains(':') || before.ends_with(']') => {
                Some(port.parse().map_err(|_| wrong)?)
            }
            _ => None,
        };
        match url.host_str() {
            Some(host) if is_bare && !text.contains(['/', '?', '#', '\\']) => {
                Ok(Server { host: host.into(), port })
            }
            _ => Err(wrong),
        }
    }
}

impl Reach {
    /// The server of an address from the configuration.
    pub fn server_of(url: &Url) -> Reach {
        let host = url.host_str().unwrap_or_default();
        Reach::Named(host.into(), url.port_or_known_default().unwrap_or_default())
    }

    /// Whether an address may be tried at all, before its name is looked up.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Error> {
        let refused = |why| Err(Error::Refused { address: shown(url), why });
        if !matches!(url.scheme(), "http" | "https") {
            return refused("only http:// and https:// are");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("it holds a name or password");
        }
        if let Reach::Named(host, port) = self {
            return match url.host_str() == Some(host) && url.port_or_known_default() == Some(*port) {
                true => Ok(()),
                false => refused("it is another server than the one that was named"),
            };
        }
        if self.names(url) {
            return Ok(());
        }
        match url.host() {
            None => refused("it has no host"),
            Some(Host::Domain(name)) if is_inner_name(name) => refused("its name is one of an inner network"),
            Some(Host::Domain(_)) => Ok(()),
            Some(Host::Ipv4(v4)) if is_public(v4.into()) => Ok(()),
            Some(Host::Ipv6(v6)) if is_public(v6.into()) => Ok(()),
            Some(_) => refused("its address is not in public"),
        }
    }

    /// Whether a connection may be made to an address that the name in `url` led to.
    pub(crate) fn allows(&self, url: &Url, address: IpAddr) -> bool {
        matches!(self, Reach::Named(..)) || self.names(url) || is_public(address)
    }

    fn names(&self, url: &Url) -> bool {
        matches!(self, Reach::Besides(servers) if servers.iter().any(|server| server.is_that_of(url)))
    }
}

/// Reads an address that somebody gave. However its host is spelled, what it holds then is the name that is
/// looked up or the address that is connected to, and that is what is looked at.
///
/// # Errors
/// When it is none.
pub fn parse(text: &str) -> Result<Url, Error> {
    Url::parse(text).map_err(|_| Error::Refused { address: safe(text), why: "it is no address" })
}

/// What may be shown of what is no address.
fn safe(text: &str) -> String {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let shown: String = text[..end].chars().take(100).map(|c| if c.is_control() { ' ' } else { c }).collect();
    match (shown.find("://"), shown.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}…{}", &shown[..scheme + 3], &shown[at..]),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_named_with_a_port_or_without() {
        let names = |server: &str, address: &str| {
            let server: Server = server.parse().expect("a server");
            server.is_that_of(&parse(address).expect("an address"))
        };
        assert!(names("10.0.0.5", "http://10.0.0.5:8080/a") && names("10.0.0.5", "https://10.0.0.5/"));
        assert!(
            names("cms.intern:80", "http://CMS.intern/") && !names("cms.intern:80", "https://cms.intern/")
        );
        assert!(names("[fd00::5]:81", "http://[fd00:0::5]:81/") && names("[fd00::5]", "http://[fd00::5]/"));
        assert!(!names("10.0.0.5", "http://10.0.0.50/") && !names("intern", "http://cms.intern/"));
        for wrong in
            ["", "http://cms.intern", "cms.intern/feed", "a@cms.intern", "cms.intern:port", "fd00::5"]
        {
            assert!(wrong.parse::<Server>().is_err(), "{wrong}");
        }
    }
}
