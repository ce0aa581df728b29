//! IPTC-IIM (Information Interchange Model, version 4.2): what agencies have written since the wire days.

use super::Metadata;
use crate::header::Bytes;

/// The escape sequence of data set 1:90 that announces UTF-8 (ISO/IEC 2022).
const UTF8: &[u8] = b"\x1b%G";

pub(super) fn metadata(bytes: &[u8]) -> Metadata {
    let sets = data_sets(bytes);
    let utf8 =
        sets.iter().any(|(record, number, data)| (*record, *number) == (1, 90) && data.starts_with(UTF8));
    let text = |data: &[u8]| {
        let text = if utf8 { String::from_utf8_lossy(data).trim().to_owned() } else { super::decode(data) };
        super::filled(&text)
    };
    let first = |number: u8| {
        sets.iter().find(|set| (set.0, set.1) == (2, number)).and_then(|(_, _, data)| text(data))
    };
    Metadata {
        headline: first(105),
        caption: first(120),
        creators: sets.iter().filter(|set| (set.0, set.1) == (2, 80)).filter_map(|set| text(set.2)).collect(),
        credit: first(110),
        source: first(115),
        copyright: first(116),
        created: first(55).and_then(|day| super::date(&day, first(60).as_deref())),
        instructions: first(40),
    }
}

/// The data sets in order: record, number, data. Stops where the walk runs out.
fn data_sets(bytes: &[u8]) -> Vec<(u8, u8, &[u8])> {
    let mut bytes = Bytes(bytes);
    std::iter::from_fn(|| {
        if bytes.u8()? != 0x1c {
            return None;
        }
        let (record, number, length) = (bytes.u8()?, bytes.u8()?, bytes.u16_be()?);
        // With the high bit set, the length follows in as many bytes as the rest says.
        let length = if length & 0x8000 == 0 {
            usize::from(length)
        } else {
            let digits = bytes.take(usize::from(length & 0x7fff)).filter(|digits| digits.len() <= 4)?;
            digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit))
        };
        Some((record, number, bytes.take(length)?))
    })
    .collect()
}
