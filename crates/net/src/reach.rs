//! What a call may reach, and the addresses of calls.

use std::net::IpAddr;

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
    /// One server that the operator has named, wherever it is: host and port of an address, and no other.
    Named(Box<str>, u16),
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
        match url.host() {
            None => refused("it has no host"),
            Some(Host::Domain(name)) if is_inner_name(name) => refused("its name is one of an inner network"),
            Some(Host::Domain(_)) => Ok(()),
            Some(Host::Ipv4(v4)) if is_public(v4.into()) => Ok(()),
            Some(Host::Ipv6(v6)) if is_public(v6.into()) => Ok(()),
            Some(_) => refused("its address is not in public"),
        }
    }

    /// Whether a connection may be made to an address that a name led to.
    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        matches!(self, Reach::Named(..)) || is_public(address)
    }
}

/// Reads an address that somebody gave.
///
/// # Errors
/// When it is none, or one whose host is spelled so as to look like another.
pub fn parse(text: &str) -> Result<Url, Error> {
    let refused = |why| Error::Refused { address: safe(text), why };
    let url = Url::parse(text).map_err(|_| refused("it is no address"))?;
    // Letters such as “ⓔ” that stand for others hide where it leads. Words of other scripts do not.
    let host = url.host_str().unwrap_or_default();
    let written = authority(text);
    if !written.is_ascii() && !host.split('.').any(|label| label.starts_with("xn--")) {
        return Err(refused("its host is written in letters that stand for others"));
    }
    if written.contains('%') {
        return Err(refused("its host is written in escapes"));
    }
    Ok(url)
}

/// The part of an address between the slashes and the path, as it was written.
fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', '\\']).next().unwrap_or_default()
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
