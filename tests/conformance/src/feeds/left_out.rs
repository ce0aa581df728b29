//! What our model cannot express, with reasons. At most three per cent of a kind's facts are left out of the count;
//! what goes beyond counts as wrong.

/// Which facts, by a part of the fixture's name or of the fact, and why.
pub(super) struct LeftOut {
    /// The kind: `feedparser` or `gofeed`.
    pub(super) kind: &'static str,
    /// What is in the name of the fixture.
    pub(super) fixture: &'static str,
    /// What is in the place asked; empty for all.
    pub(super) at: &'static str,
    /// Why.
    pub(super) why: &'static str,
}

/// The list.
pub(super) const LEFT_OUT: [LeftOut; 5] = [
    LeftOut {
        kind: "feedparser",
        fixture: "_crazy",
        at: "",
        why: "half of a script is expected as text, and comments too; ours leaves scripts and comments out whole",
    },
    LeftOut {
        kind: "feedparser",
        fixture: "explicit_whitespace",
        at: "",
        why: "a word counts as another one when there is white space around it",
    },
    LeftOut {
        kind: "feedparser",
        fixture: "psc",
        at: "start_parsed",
        why: "a span of time as an object of Python; ours is the text of the attribute",
    },
    LeftOut {
        kind: "feedparser",
        fixture: "",
        at: "headers",
        why: "headers of HTTP are not read from a file",
    },
    LeftOut {
        kind: "gofeed",
        fixture: "rss_channel_item_enclosure",
        at: "enclosure",
        why: "a field that gofeed's item does not have, with a media type that is not in the feed",
    },
];

/// Why a fact cannot be expressed; nothing where it can.
pub(super) fn reason(kind: &str, fixture: &str, at: &str) -> Option<&'static str> {
    LEFT_OUT
        .iter()
        .find(|one| one.kind == kind && fixture.contains(one.fixture) && at.contains(one.at))
        .map(|one| one.why)
}
