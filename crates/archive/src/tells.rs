//! What a page tells of the articles in a list, and what is told differently of one.

use std::ops::BitOr;

/// Some of what can be told of an article besides that it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tells(u8);

impl Tells {
    /// That it is there and nothing else.
    pub const THERE: Tells = Tells(0);
    /// The words that announce it, and who wrote it.
    pub const WORDS: Tells = Tells(1);
    /// Its picture.
    pub const PICTURES: Tells = Tells(2);
    /// When it was changed.
    pub const CHANGES: Tells = Tells(4);
    /// In which other languages it can be read.
    pub const LANGUAGES: Tells = Tells(8);
    /// What lists for people tell.
    pub const TEASERS: Tells = Tells(1 | 2);
    /// What sitemaps tell.
    pub const SITEMAPS: Tells = Tells(4 | 8);

    /// Whether there is something of the one in the other.
    pub fn meets(self, other: Tells) -> bool {
        self.0 & other.0 != 0
    }

    /// As a number that is kept.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    pub(crate) fn of_number(number: u8) -> Tells {
        Tells(number)
    }
}

impl BitOr for Tells {
    type Output = Tells;

    fn bitor(self, other: Tells) -> Tells {
        Tells(self.0 | other.0)
    }
}
