//! Addresses as feeds write them: relative ones are completed with the base of their element.
//!
//! [XML Base, 3 and 4](https://www.w3.org/TR/xmlbase/) and
//! [RFC 3986, 5](https://www.rfc-editor.org/rfc/rfc3986#section-5).

use std::borrow::Cow;

use url::Url;

/// Addresses of these kinds lead nowhere, but do something.
const HARMFUL: [&str; 6] = ["javascript", "vbscript", "data", "livescript", "mocha", "jar"];

/// The base that an `xml:base` means within an outer one; nothing where it means none.
pub(crate) fn base(outer: Option<&str>, said: &str) -> Option<String> {
    let said = said.trim();
    if said.is_empty() || is_harmful(said) {
        return None;
    }
    // Browsers make one host of “http:///host/”.
    if said.contains(":///")
        && let Ok(url) = Url::parse(said)
    {
        return Some(url.into());
    }
    match complete(outer, said) {
        Cow::Borrowed(said) if !is_absolute(said) => None,
        base => Some(base.into_owned()),
    }
}

/// An address, completed where it is relative and there is something to complete it with. Absolute ones stay as
/// written.
pub(crate) fn complete<'a>(base: Option<&str>, address: &'a str) -> Cow<'a, str> {
    let address = address.trim();
    let Some(base) = base.filter(|_| !is_absolute(address)) else { return Cow::Borrowed(address) };
    match Url::parse(base).and_then(|base| base.join(address)) {
        Ok(url) => Cow::Owned(url.into()),
        Err(_) => Cow::Borrowed(address),
    }
}

/// [`complete`] for a value that is owned already, perhaps.
pub(crate) fn complete_owned<'a>(base: Option<&str>, address: Cow<'a, str>) -> Cow<'a, str> {
    match address {
        Cow::Borrowed(address) => complete(base, address),
        Cow::Owned(address) => Cow::Owned(complete(base, &address).into_owned()),
    }
}

/// Whether an address names its scheme (RFC 3986, 3.1).
pub(crate) fn is_absolute(address: &str) -> bool {
    scheme(address).is_some()
}

/// Whether following an address would do something else than lead somewhere. White space and control
/// characters, which browsers pass over, hide nothing.
pub(crate) fn is_harmful(address: &str) -> bool {
    let plain: String = address.chars().take(64).filter(|c| *c > ' ' && !c.is_control()).collect();
    scheme(&plain).is_some_and(|scheme| HARMFUL.iter().any(|bad| scheme.eq_ignore_ascii_case(bad)))
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let is_one =
        scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && scheme.bytes().all(letters);
    is_one.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_completed_and_absolute_ones_stay_as_written() {
        let base = Some("http://example.org/a/b");
        assert_eq!(complete(base, " ../c "), "http://example.org/c");
        assert_eq!(complete(base, "HTTP://Example.org/%7e"), "HTTP://Example.org/%7e");
        assert_eq!(complete(None, "c"), "c");
        assert_eq!(complete(base, "urn:x"), "urn:x");
    }

    #[test]
    fn a_base_is_absolute_or_none() {
        assert_eq!(
            super::base(Some("http://example.org/a/"), "b/").as_deref(),
            Some("http://example.org/a/b/")
        );
        assert_eq!(super::base(None, "b/"), None);
        assert_eq!(super::base(Some("http://example.org/"), "java\nscript:x"), None);
    }
}
