//! E-mail addresses by RFC 5321, section 4.1.2: what a mail server takes, no more and no less.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An address in the form of an RFC 5321 `Mailbox`. It shows itself to nobody: neither `Debug`
/// nor `Display` writes it out, so that it cannot slip into a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// No `@` outside quotation marks.
    #[error("there is no @ in it")]
    NoAt,
    /// The part before the `@`.
    #[error("the part before the @ is not of the form RFC 5321 asks for")]
    Local,
    /// The part after the `@`.
    #[error("the part after the @ is neither a domain nor an address in brackets")]
    Domain,
    /// Longer than mail servers take (RFC 5321, section 4.5.3.1).
    #[error("it is longer than mail servers take")]
    TooLong,
}

impl Email {
    /// Reads an address; it must be nothing but the address. Domains in other scripts are taken
    /// (RFC 6531) and kept as written.
    ///
    /// # Errors
    /// Which part is wrong.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let at = text.rfind('@').ok_or(EmailError::NoAt)?;
        let (local, domain) = (&text[..at], &text[at + 1..]);
        if !(is_dot_string(local) || is_quoted_string(local)) {
            return Err(EmailError::Local);
        }
        if domain.starts_with('[') {
            if !is_literal(domain) {
                return Err(EmailError::Domain);
            }
        } else {
            check_domain(domain)?;
        }
        // 254: a path of 256 octets less its angle brackets.
        if local.len() > 64 || text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        Ok(Email(text.to_owned()))
    }

    /// No address: of a comment that the newsroom wrote itself.
    pub fn none() -> Email {
        Email(String::new())
    }

    /// The address itself, for storing and for sending mail; never for pages or logs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

/// `Atom *("." Atom)`, with letters of other scripts (RFC 6531, section 3.3).
fn is_dot_string(local: &str) -> bool {
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || is_foreign(c))
    })
}

/// `DQUOTE *QcontentSMTP DQUOTE`; the grammar takes an empty one.
fn is_quoted_string(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        let fine = match letter {
            '"' => false,
            '\\' => letters.next().is_some_and(|escaped| matches!(escaped, ' '..='~')),
            ' '..='~' => true,
            other => is_foreign(other),
        };
        if !fine {
            return false;
        }
    }
    local.len() > 1
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let ascii = idna_form(domain).ok_or(EmailError::Domain)?;
    let labels_fit = ascii.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    if !labels_fit {
        return Err(EmailError::Domain);
    }
    if ascii.len() > 253 { Err(EmailError::TooLong) } else { Ok(()) }
}

fn idna_form(domain: &str) -> Option<String> {
    if domain.is_ascii() {
        return Some(domain.to_owned());
    }
    match url::Host::parse(domain) {
        Ok(url::Host::Domain(ascii)) => Some(ascii),
        _ => None,
    }
}

/// `address-literal` of RFC 5321, section 4.1.3: IPv4, `IPv6:` or another registered tag.
fn is_literal(domain: &str) -> bool {
    let Some(inner) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    if inner.parse::<Ipv4Addr>().is_ok() {
        return true;
    }
    match inner.split_once(':') {
        Some((tag, address)) if tag.eq_ignore_ascii_case("ipv6") => address.parse::<Ipv6Addr>().is_ok(),
        // A general literal: a tag of letters, digits and hyphens, then printable characters
        // other than brackets and backslash.
        Some((tag, content)) => {
            !tag.is_empty()
                && !tag.ends_with('-')
                && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !content.is_empty()
                && content.bytes().all(|b| matches!(b, 33..=90 | 94..=126))
        }
        None => false,
    }
}

fn is_foreign(letter: char) -> bool {
    !letter.is_ascii() && !letter.is_control() && !letter.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_rfc_5321_lets_through_and_nothing_else() {
        for good in [
            "a@example.org",
            "a.b+c@example.org",
            "\"a b\"@example.org",
            "\"\"@example.org",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "ü@bücher.example",
            "a@localhost",
        ] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@example.org",
            "a@",
            ".a@example.org",
            "a..b@example.org",
            "a b@example.org",
            "a@-example.org",
            "a@example..org",
            "a@[1.2.3]",
            "\"a\"b@example.org",
            "a@exa mple.org",
            "a@example.org ",
            "a(c)@example.org",
            "a@example.org\n",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Email::parse(&format!("{}@example.org", "a".repeat(65))), Err(EmailError::TooLong));
    }

    #[test]
    fn an_address_does_not_show_itself_in_logs() {
        let email = Email::parse("geheim@example.org").expect("valid");
        assert!(!format!("{email:?}").contains("geheim"));
    }
}
