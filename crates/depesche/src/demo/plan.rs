//! What is grown: how many articles when, and how many comments under each. Everything follows from
//! the plan and an article's number, so that growth can stop anywhere and go on.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::random::{Random, Zipf};

/// Years that a layer covers.
const YEARS: f64 = 20.0;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// One in so many articles can be commented on: the newest.
const COMMENTED: usize = 3;
/// How flat Zipf's law begins for comments: the most discussed article has no whole city's.
const FLAT: f64 = 50.0;
/// Most articles and most comments of one transaction.
const ARTICLES: usize = 500;
const COMMENTS: u64 = 5_000;

/// Everything that was grown or is about to be, as it is kept in the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Growth {
    /// The layers; each lies over the same years.
    pub(super) layers: Vec<Layer>,
    /// Articles of the last layer that are written.
    pub(super) written: usize,
}

/// What one call asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Layer {
    pub(super) seed: u64,
    /// The time it ends, in milliseconds since 1970.
    pub(super) until: i64,
    pub(super) articles: usize,
    pub(super) comments: u64,
}

impl Growth {
    /// Articles in all layers, and comments.
    pub(super) fn planned(&self) -> (usize, u64) {
        let articles = self.layers.iter().map(|layer| layer.articles).sum();
        (articles, self.layers.iter().map(|layer| layer.comments).sum())
    }

    /// The layer that is not complete.
    pub(super) fn open(&self) -> Option<&Layer> {
        self.layers.last().filter(|layer| self.written < layer.articles)
    }

    /// Adds what is missing to so many articles and comments; says whether anything is.
    pub(super) fn reach(&mut self, articles: usize, comments: u64, seed: u64, until: Timestamp) -> bool {
        let planned = self.planned();
        let articles = articles.saturating_sub(planned.0);
        if articles == 0 {
            return false;
        }
        let comments = comments.saturating_sub(planned.1);
        self.layers.push(Layer { seed, until: until.as_millisecond(), articles, comments });
        self.written = 0;
        true
    }
}

impl Layer {
    /// The articles of the transaction that begins with a number.
    pub(super) fn batch(&self, first: usize) -> Range<usize> {
        let (mut end, mut comments) = (first, 0);
        while end < self.articles && end - first < ARTICLES && comments < COMMENTS {
            comments += self.comments_of(end);
            end += 1;
        }
        first..end
    }

    /// Chance of its own for an article.
    pub(super) fn random(&self, number: usize) -> Random {
        Random::of(&[self.seed, self.until.cast_unsigned(), self.articles as u64, number as u64])
    }

    /// When an article is published: evenly more from year to year, at day and never in the future.
    pub(super) fn published(&self, number: usize, random: &mut Random) -> Timestamp {
        let place = (number as f64 + 0.5) / self.articles as f64;
        // A density of 0.4 + 1.2 t between 0 and 1, its sum turned round.
        let since = ((0.16 + 2.4 * place).sqrt() - 0.4) / 1.2;
        let back = (YEARS * 365.25 * DAY as f64 * (1.0 - since)) as i64;
        let day = (self.until - back).div_euclid(DAY) * DAY;
        let hour = [4, 5, 6, 7, 8, 9, 9, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21];
        let minutes = random.one_of(&hour) * 60 + random.between(0, 59);
        let at = day + i64::try_from(minutes).unwrap_or(0) * 60_000;
        // Within the last day those of later hours come early.
        let at = if at > self.until { at - DAY } else { at };
        Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Whether readers may still comment on it.
    pub(super) fn is_open(&self, number: usize) -> bool {
        number >= self.articles - self.commented()
    }

    /// How many comments an article has: Zipf over the newer ones, in an order of no meaning.
    pub(super) fn comments_of(&self, number: usize) -> u64 {
        let count = self.commented();
        let Some(place) = number.checked_sub(self.articles - count) else { return 0 };
        let rank = (place * step(count) + count / 2) % count;
        Zipf::new(count, FLAT).part_of(self.comments, rank)
    }

    fn commented(&self) -> usize {
        self.articles.div_ceil(COMMENTED)
    }
}

/// A step that meets each of `count` places once: near the golden section, without a common factor.
fn step(count: usize) -> usize {
    let mut step = ((count as f64 * 0.618_034) as usize).max(1);
    while common(step, count) != 1 {
        step += 1;
    }
    step
}

fn common(mut a: usize, mut b: usize) -> usize {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(articles: usize, comments: u64) -> Layer {
        Layer { seed: 1, until: 1_790_000_000_000, articles, comments }
    }

    #[test]
    fn comments_add_up_and_stand_under_newer_articles() {
        for (articles, comments) in [(1, 7), (3, 0), (1_000, 2_500), (30_001, 60_000)] {
            let layer = layer(articles, comments);
            let each: Vec<u64> = (0..articles).map(|number| layer.comments_of(number)).collect();
            assert_eq!(each.iter().sum::<u64>(), comments);
            assert_eq!(each[..articles - layer.commented()].iter().sum::<u64>(), 0);
        }
    }

    #[test]
    fn batches_follow_each_other_to_the_end() {
        let layer = layer(3_000, 50_000);
        let mut next = 0;
        while next < layer.articles {
            let batch = layer.batch(next);
            assert!(batch.start == next && !batch.is_empty() && batch.len() <= ARTICLES);
            next = batch.end;
        }
        assert_eq!(next, 3_000);
    }

    #[test]
    fn dates_cover_twenty_years_and_are_denser_lately() {
        let layer = layer(10_000, 0);
        let at = |number| layer.published(number, &mut layer.random(number)).as_millisecond();
        let year = (DAY as f64 * 365.25) as i64;
        assert!((layer.until - at(0) - 20 * year).abs() < year / 10);
        assert!((0..10_000).all(|number| at(number) <= layer.until));
        let lately = (0..10_000).filter(|number| at(*number) > layer.until - year).count();
        let first = (0..10_000).filter(|number| at(*number) < layer.until - 19 * year).count();
        assert!(lately > 700 && first < 300, "{first} in the first year, {lately} in the last");
    }

    #[test]
    fn growth_adds_what_is_missing() {
        let mut growth = Growth::default();
        let now = Timestamp::UNIX_EPOCH;
        assert!(growth.reach(100, 20, 1, now));
        assert_eq!(growth.open().map(|layer| layer.articles), Some(100));
        growth.written = 100;
        assert!(growth.open().is_none() && !growth.reach(100, 20, 1, now));
        assert!(growth.reach(250, 10, 1, now));
        assert_eq!(growth.layers[1], Layer { seed: 1, until: 0, articles: 150, comments: 0 });
    }
}
