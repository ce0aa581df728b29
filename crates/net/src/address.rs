//! Which addresses and names are in public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public Internet: none of the machine itself, of a network behind it, of
/// a cloud's metadata or of a special purpose (the registries of RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special: [(Ipv4Addr, u32); 15] = [
        (Ipv4Addr::new(0, 0, 0, 0), 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        // Shared by carriers; one cloud has its metadata there.
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 0, 0, 0), 24),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(192, 88, 99, 0), 24),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        // To many, and for later.
        (Ipv4Addr::new(224, 0, 0, 0), 4),
        (Ipv4Addr::new(240, 0, 0, 0), 4),
    ];
    let number = u32::from(address);
    !special.iter().any(|(network, bits)| (number ^ u32::from(*network)) >> (32 - bits) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = within(address) {
        return is_public_v4(v4);
    }
    let special: [(u128, u32); 4] = [
        // Protocols: tunnels, benchmarks, lookups of keys.
        (0x2001_0000 << 96, 23),
        // For documentation.
        (0x2001_0db8 << 96, 32),
        // A tunnel with an IPv4 address in it.
        (0x2002_0000 << 96, 16),
        (0x3fff_0000 << 96, 20),
    ];
    let number = u128::from(address);
    // Of all of IPv6 only 2000::/3 is given out.
    number >> 125 == 1 && !special.iter().any(|(network, bits)| (number ^ network) >> (128 - bits) == 0)
}

/// The IPv4 address that is meant by an IPv6 address: of `::ffff:0:0/96`, and of `64:ff9b::/96`, by which
/// networks without IPv4 reach it (RFC 6052).
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let number = u128::from(address);
    // The last 32 bits.
    let v4 = Ipv4Addr::from((number & 0xffff_ffff) as u32);
    (number >> 32 == 0xffff || number >> 32 == 0x0064_ff9b << 64).then_some(v4)
}

/// Why a name is not looked up: it is one that machines know by themselves, or networks among themselves.
pub(crate) fn is_inner_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let inner =
        ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"];
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.') || inner.contains(&last) || name.ends_with(".home.arpa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        let public = |text: &str| is_public(text.parse().expect("an address"));
        for inner in [
            "0.0.0.0",
            "0.1.2.3",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.0.3",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.19.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:a9fe:a9fe",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(inner), "{inner}");
        }
        for outer in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "198.17.255.255",
            "223.255.255.255",
            "2001:200::1",
            "2003::1",
            "2606:4700::1111",
            "3ffe::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ] {
            assert!(public(outer), "{outer}");
        }
    }

    #[test]
    fn names_of_inner_networks_are_known_by_their_ends() {
        for inner in
            ["localhost", "LOCALHOST.", "a.localhost", "printer", "ip6-loopback", "metadata.google.internal"]
        {
            assert!(is_inner_name(inner), "{inner}");
        }
        assert!(!is_inner_name("zeitung.example.org"));
    }
}
