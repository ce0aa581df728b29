//! Signatures of hubs ([WebSub, 7](https://www.w3.org/TR/websub/#signing-content)).

use ring::hmac::{self, Key};

/// The header that carries it.
pub(crate) const HEADER: &str = "x-hub-signature";

/// Whether a body is signed with a secret: `sha256=` and the HMAC of the body, in hexadecimal digits. The
/// comparison takes as long however much of it is right.
pub(crate) fn is_right(header: &str, secret: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = header.trim().split_once('=') else { return false };
    let algorithm = match method.to_ascii_lowercase().as_str() {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let Some(signature) = bytes(digits) else { return false };
    hmac::verify(&Key::new(algorithm, secret.as_bytes()), body, &signature).is_ok()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_body_that_was_signed_with_the_secret_is_right() {
        // RFC 4231, test case 2, and RFC 2202, test case 2.
        let (secret, body) = ("Jefe", b"what do ya want for nothing?");
        let sha256 = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(is_right(sha256, secret, body));
        assert!(is_right(&sha256.to_uppercase(), secret, body));
        assert!(is_right("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", secret, body));
        assert!(!is_right(sha256, "jefe", body) && !is_right(sha256, secret, b"what"));
        for wrong in ["", "sha256", "sha256=", "sha256=5bdc", "md5=00", "sha256=zz", &sha256[..70]] {
            assert!(!is_right(wrong, secret, body), "{wrong}");
        }
    }
}
