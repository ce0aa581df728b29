//! How often one network may send a comment, and where a request comes from.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use parking_lot::Mutex;

/// Comments one network may send within [`WINDOW`].
const MOST: usize = 6;
const WINDOW: Duration = Duration::from_secs(600);
/// Networks remembered that sent something lately, and as many that did so before them: beyond that
/// the stalest are forgotten.
const NETWORKS: usize = 50_000;

/// Who has sent how much lately; kept in memory only.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    seen: Mutex<Seen>,
}

/// In two generations, so that nobody has to go through all of them to forget the stalest.
#[derive(Debug, Default)]
struct Seen {
    young: HashMap<Network, VecDeque<Instant>>,
    old: HashMap<Network, VecDeque<Instant>>,
    young_since: Option<Instant>,
}

/// An IPv4 address, or the /64 network of an IPv6 address: what one household has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl Network {
    /// The network of an address.
    pub(crate) fn of(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
            }
            v4 => v4,
        })
    }

    /// A keyed hash, by which it is recognised but not known.
    pub(crate) fn hash(self, key: &[u8; 32]) -> Vec<u8> {
        blake3::keyed_hash(key, self.0.to_string().as_bytes()).as_bytes().to_vec()
    }
}

impl Limits {
    /// Counts one more from a network; whether it was still allowed.
    pub(crate) fn allow(&self, network: Network) -> bool {
        let now = Instant::now();
        let mut seen = self.seen.lock();
        let times = seen.times(network, now);
        while times.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
            times.pop_front();
        }
        if times.len() >= MOST {
            return false;
        }
        times.push_back(now);
        true
    }

    /// Takes back what was counted last: it was not the sender's fault that nothing came of it.
    pub(crate) fn give_back(&self, network: Network) {
        self.seen.lock().times(network, Instant::now()).pop_back();
    }
}

impl Seen {
    /// When a network has sent something, in order.
    fn times(&mut self, network: Network, now: Instant) -> &mut VecDeque<Instant> {
        let since = *self.young_since.get_or_insert(now);
        if self.young.len() >= NETWORKS || now.duration_since(since) >= WINDOW {
            self.old = std::mem::take(&mut self.young);
            self.young_since = Some(now);
        }
        let before = self.old.remove(&network);
        self.young.entry(network).or_insert_with(|| before.unwrap_or_default())
    }
}

/// Whether a trusted proxy says that the reader came to it by TLS.
pub(crate) fn is_encrypted(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> bool {
    let Some(peer) = extensions.get::<ConnectInfo<SocketAddr>>() else { return false };
    // A header that came twice, or a list, says nothing certain.
    let mut told = headers.get_all("x-forwarded-proto").iter();
    trusted.contains(&peer.0.ip().to_canonical())
        && told.next().is_some_and(|told| told.as_bytes().eq_ignore_ascii_case(b"https"))
        && told.next().is_none()
}

/// Where a request comes from: the peer, or what a trusted proxy says of it.
///
/// Of `X-Forwarded-For` the last address that is no trusted proxy counts; what stands before it
/// was written by the client.
pub(crate) fn client(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let mut client = peer;
    let told: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    for address in told.join(",").rsplit(',') {
        let Ok(address) = address.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !trusted.contains(&client) {
            break;
        }
    }
    Some(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_ipv6_network_are_one_sender() {
        let network = |text: &str| Network::of(text.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::4"), network("2001:db8:1:3::4"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }

    #[test]
    fn a_proxy_is_believed_only_if_it_is_named() {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().expect("a header"));
        let proxy: IpAddr = [10, 0, 0, 1].into();
        assert_eq!(client(&extensions, &headers, &[]), Some(proxy));
        assert_eq!(client(&extensions, &headers, &[proxy]), Some([198, 51, 100, 7].into()));
    }

    #[test]
    fn a_network_that_sends_too_much_is_stopped() {
        let limits = Limits::default();
        let network = Network::of([192, 0, 2, 1].into());
        assert!((0..MOST).all(|_| limits.allow(network)));
        assert!(!limits.allow(network));
        assert!(limits.allow(Network::of([192, 0, 2, 2].into())));
        limits.give_back(network);
        assert!(limits.allow(network) && !limits.allow(network));
    }

    #[test]
    fn a_flood_from_many_networks_is_remembered_up_to_a_bound() {
        let limits = Limits::default();
        let first = Network::of([192, 0, 2, 1].into());
        assert!((0..MOST).all(|_| limits.allow(first)));
        let others = |from: u32, count: usize| {
            (from..).take(count).all(|number| limits.allow(Network::of(IpAddr::V4(number.into()))))
        };
        assert!(others(1 << 24, NETWORKS));
        assert!(!limits.allow(first), "it was forgotten too early");
        assert!(others(2 << 24, 3 * NETWORKS));
        let seen = limits.seen.lock();
        assert!(seen.young.len() + seen.old.len() <= 2 * NETWORKS);
    }
}
