//! Seconds as HTTP writes them (RFC 9110, section 5.6.7).

use jiff::Timestamp;

/// A second as HTTP writes it.
pub(crate) fn http_date(second: i64) -> String {
    let at = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Reads such a second; nothing for what is none, which counts as not sent.
pub(crate) fn read_http_date(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let parsed = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text)
        .or_else(|_| jiff::fmt::strtime::parse("%A, %d-%b-%y %H:%M:%S GMT", text))
        .or_else(|_| jiff::fmt::strtime::parse("%a %b %e %H:%M:%S %Y", text))
        .ok()?;
    let at = parsed.to_datetime().ok()?;
    Some(jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?.as_second())
}
