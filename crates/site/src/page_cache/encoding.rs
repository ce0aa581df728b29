//! Which encoding of a page a reader gets (RFC 9110, section 12.5.3).

/// The encodings a page is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

impl Encoding {
    /// Its content coding, as headers name it.
    pub(crate) fn coding(self) -> Option<&'static str> {
        match self {
            Encoding::Plain => None,
            Encoding::Gzip => Some("gzip"),
            Encoding::Brotli => Some("br"),
            Encoding::Zstd => Some("zstd"),
        }
    }

    /// What tells the tags of its pages from those of others.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Encoding::Plain => "",
            Encoding::Gzip => "-gz",
            Encoding::Brotli => "-br",
            Encoding::Zstd => "-zs",
        }
    }
}

/// How much each encoding is wanted, in thousandths; 0 where a reader refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted([u16; 4]);

impl Default for Wanted {
    /// Without a word about it everything is acceptable, but what everybody understands is sent.
    fn default() -> Wanted {
        Wanted([1_000, 0, 0, 0])
    }
}

impl Wanted {
    /// Reads `Accept-Encoding`; several lines of it are joined by commas before.
    pub(crate) fn read(header: &[u8]) -> Wanted {
        if header == b"gzip, deflate, br, zstd" {
            // Today's browsers.
            return Wanted([1, 1_000, 1_000, 1_000]);
        }
        let mut named = [None; 4];
        let mut others = None;
        for part in header.split(|byte| *byte == b',') {
            let mut words = part.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let Some(coding) = words.next().filter(|coding| !coding.is_empty()) else { continue };
            let quality = words.find_map(quality).unwrap_or(1_000);
            let is = |name: &str| coding.eq_ignore_ascii_case(name.as_bytes());
            if is("*") {
                others = Some(quality);
            } else if is("identity") {
                named[0] = Some(quality);
            } else if is("gzip") || is("x-gzip") {
                named[1] = Some(quality);
            } else if is("br") {
                named[2] = Some(quality);
            } else if is("zstd") {
                named[3] = Some(quality);
            }
        }
        let mut wanted = named.map(|quality| quality.or(others).unwrap_or(0));
        if named[0].is_none() && others != Some(0) {
            // Always acceptable unless it is refused, and the last resort.
            wanted[0] = 1;
        }
        Wanted(wanted)
    }

    /// The best of those that are there; ties go to what is smallest. Plain where nothing is
    /// acceptable: better than nothing, as section 12.4.1 allows.
    pub(crate) fn best(self, is_there: impl Fn(Encoding) -> bool) -> Encoding {
        const SMALLEST_FIRST: [(Encoding, usize); 4] =
            [(Encoding::Brotli, 2), (Encoding::Zstd, 3), (Encoding::Gzip, 1), (Encoding::Plain, 0)];
        let mut best = (Encoding::Plain, 0);
        for (encoding, at) in SMALLEST_FIRST {
            if self.0[at] > best.1 && is_there(encoding) {
                best = (encoding, self.0[at]);
            }
        }
        best.0
    }
}

/// `q=0.8` in thousandths; nothing for another parameter. One that cannot be read refuses nothing.
fn quality(parameter: &[u8]) -> Option<u16> {
    let (name, value) = parameter.split_at_checked(2)?;
    if !name.eq_ignore_ascii_case(b"q=") {
        return None;
    }
    let value: f32 = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
    // At most three digits behind the point (section 12.4.2).
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 1000")]
    (0.0..=1.0).contains(&value).then(|| (value * 1_000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_encoding_is_what_a_reader_wants_most() {
        let all = |header: &str| Wanted::read(header.as_bytes()).best(|_| true);
        for (header, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("x-gzip;q=0.5", Encoding::Gzip),
            ("", Encoding::Plain),
            ("deflate", Encoding::Plain),
            ("gzip;q=1.0, br;q=0.5", Encoding::Gzip),
            ("br;q=0, *", Encoding::Zstd),
            ("*;q=0", Encoding::Plain),
            ("identity;q=0, gzip;q=0.1", Encoding::Gzip),
            ("gzip;q=0", Encoding::Plain),
            ("identity, gzip;q=0.9", Encoding::Plain),
            ("GZIP ; Q=0.3 , br ; q=0.2", Encoding::Gzip),
            ("zstd;q=0.8,gzip;q=0.8", Encoding::Zstd),
            (",,;q=1, gzip", Encoding::Gzip),
        ] {
            assert_eq!(all(header), best, "{header}");
        }
        assert_eq!(Wanted::default().best(|_| true), Encoding::Plain);
        assert_eq!(Wanted::read(b"br, gzip").best(|there| there != Encoding::Brotli), Encoding::Gzip);
    }
}
