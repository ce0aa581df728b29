//! Parts of files: `Range` requests (RFC 9110 §14).

/// What of a file is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: nothing else was asked for, or what was asked for makes no sense and is ignored.
    Whole,
    /// From the first byte to the last, both counted from 0 and included.
    From(u64, u64),
    /// Nothing: what was asked for lies outside of it (416).
    Outside,
}

/// Reads the value of a `Range` header for a file of so many bytes. Several ranges at once are
/// answered with the whole file, as RFC 9110 §14.2 allows.
pub(crate) fn part(range: &str, length: u64) -> Part {
    let Some(set) = range.trim().strip_prefix("bytes=") else { return Part::Whole };
    let Some((first, last)) = set.trim().split_once('-').filter(|_| !set.contains(',')) else {
        return Part::Whole;
    };
    let number = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u64>().ok()).flatten()
    };
    match (first, last) {
        ("", last) => match number(last) {
            None => Part::Whole,
            Some(0) => Part::Outside,
            Some(_) if length == 0 => Part::Outside,
            Some(count) => Part::From(length - count.min(length), length - 1),
        },
        (first, last) => {
            let Some(first) = number(first) else { return Part::Whole };
            let last = match last {
                "" => u64::MAX,
                last => match number(last) {
                    Some(last) if last >= first => last,
                    _ => return Part::Whole,
                },
            };
            if first >= length { Part::Outside } else { Part::From(first, last.min(length - 1)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_has_them() {
        for (range, expected) in [
            ("bytes=0-499", Part::From(0, 499)),
            ("bytes=500-", Part::From(500, 999)),
            ("bytes=-200", Part::From(800, 999)),
            ("bytes=-2000", Part::From(0, 999)),
            ("bytes=0-5000", Part::From(0, 999)),
            ("bytes=999-999", Part::From(999, 999)),
            ("bytes=1000-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part(range, 1000), expected, "{range}");
        }
        assert_eq!(part("bytes=0-0", 0), Part::Outside);
    }
}
