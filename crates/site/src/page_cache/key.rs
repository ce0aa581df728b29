//! Under which address a page is kept.

use std::borrow::Cow;

/// Longest address that is kept.
const LONGEST: usize = 1_024;

/// What reports of visits put into addresses: they never make another page.
const IGNORED: [&str; 9] =
    ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "_ga"];

/// Where a page of a list begins: the only thing in a query that makes a page that is kept.
const KNOWN: [&str; 2] = ["vor", "nach"];

/// What a request's target means for the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address<'a> {
    /// The page is kept under this address, and made from it.
    Kept(Cow<'a, str>),
    /// It is made for each request: it is a search, or has in its query what nobody knows.
    Made,
}

/// The address of a target: its path, and of its query what makes another page.
pub(crate) fn address(target: &str) -> Address<'_> {
    if target.len() > LONGEST || !target.starts_with('/') {
        return Address::Made;
    }
    let Some((path, query)) = target.split_once('?') else { return Address::Kept(Cow::Borrowed(target)) };
    let mut kept: Option<&str> = None;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if name.starts_with("utm_") || IGNORED.contains(&name) {
            continue;
        }
        if kept.is_some() || !KNOWN.contains(&name) || !is_place(value) {
            return Address::Made;
        }
        kept = Some(pair);
    }
    Address::Kept(match kept {
        None => Cow::Borrowed(path),
        Some(kept) if kept == query => Cow::Borrowed(target),
        Some(kept) => Cow::Owned(format!("{path}?{kept}")),
    })
}

/// Whether a value is a place in a list: `1642780000000-17`.
fn is_place(value: &str) -> bool {
    let digits =
        |text: &str| (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    value.strip_prefix('-').unwrap_or(value).split_once('-').is_some_and(|(at, of)| digits(at) && digits(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_another_page_is_part_of_its_address() {
        let kept = |target: &str| match address(target) {
            Address::Kept(kept) => Some(kept.into_owned()),
            Address::Made => None,
        };
        assert_eq!(kept("/politik").as_deref(), Some("/politik"));
        assert_eq!(kept("/politik?utm_source=x&fbclid=1").as_deref(), Some("/politik"));
        assert_eq!(kept("/politik?").as_deref(), Some("/politik"));
        assert_eq!(kept("/politik?vor=1642780000000-17").as_deref(), Some("/politik?vor=1642780000000-17"));
        assert_eq!(kept("/politik?utm_id=1&vor=-5-17").as_deref(), Some("/politik?vor=-5-17"));
        for made in
            ["/politik?x=1", "/?p=7", "/politik?vor=a", "/politik?vor=1-1&nach=1-1", "/suche?q=x", "*"]
        {
            assert_eq!(kept(made), None, "{made}");
        }
    }
}
