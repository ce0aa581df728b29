//! Chance that is the same at every run, and Zipf's law.

/// A row of numbers that looks random and follows from its seed (SplitMix64, Steele and others 2014,
/// <https://doi.org/10.1145/2660193.2660195>).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The row of these numbers; other numbers have another row.
    pub(super) fn of(numbers: &[u64]) -> Random {
        numbers.iter().fold(Random(0), |mut random, number| {
            random.0 ^= number.wrapping_mul(0xD6E8_FEB8_6659_FD93);
            Random(random.next())
        })
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but without, 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 up to, but without, `end`; 0 where that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // The product of a 64-bit share and the end; the bias is far below what anyone could see.
        let product = u128::from(self.next()) * end as u128;
        (product >> 64) as usize
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Whether something of this chance in a hundred happens.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub(super) fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.below(these.len())]
    }
}

/// Ranks by the law of Zipf and Mandelbrot: rank r, counted from 0, comes in proportion to
/// 1 / (r + offset). The greater the offset, the flatter the beginning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zipf {
    ranks: usize,
    offset: f64,
    /// Natural logarithm of (ranks + offset) / offset: the sum of all, but for a constant.
    whole: f64,
}

impl Zipf {
    pub(super) fn new(ranks: usize, offset: f64) -> Zipf {
        let ranks = ranks.max(1);
        Zipf { ranks, offset, whole: ((ranks as f64 + offset) / offset).ln() }
    }

    /// A rank by chance.
    pub(super) fn rank(&self, random: &mut Random) -> usize {
        let rank = self.offset * (random.share() * self.whole).exp() - self.offset;
        (rank as usize).min(self.ranks - 1)
    }

    /// How many of `total` things fall to a rank; over all ranks that is `total` exactly.
    pub(super) fn part_of(&self, total: u64, rank: usize) -> u64 {
        self.up_to(total, rank + 1) - self.up_to(total, rank)
    }

    fn up_to(&self, total: u64, rank: usize) -> u64 {
        if rank >= self.ranks {
            return total;
        }
        let share = ((rank as f64 + self.offset) / self.offset).ln() / self.whole;
        ((total as f64 * share) as u64).min(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_have_the_same_row_and_others_another() {
        let row = |numbers: &[u64]| {
            let mut random = Random::of(numbers);
            [random.below(1_000_000), random.below(1_000_000), random.below(1_000_000)]
        };
        assert_eq!(row(&[1, 2]), row(&[1, 2]));
        assert_ne!(row(&[1, 2]), row(&[2, 1]));
        assert_ne!(row(&[1]), row(&[1, 0]));
    }

    #[test]
    fn parts_by_zipf_add_up_and_become_smaller() {
        let zipf = Zipf::new(1_000, 20.0);
        let parts: Vec<u64> = (0..1_000).map(|rank| zipf.part_of(30_000, rank)).collect();
        assert_eq!(parts.iter().sum::<u64>(), 30_000);
        assert!(parts[0] > 300 && parts[999] < 12, "{} … {}", parts[0], parts[999]);
    }

    #[test]
    fn ranks_come_as_often_as_zipf_says() {
        let (zipf, mut random) = (Zipf::new(100_000, 1.0), Random::of(&[7]));
        let ranks: Vec<usize> = (0..50_000).map(|_| zipf.rank(&mut random)).collect();
        // ln(2) / ln(100,001) of all are the first, and half of them are among the first 315.
        let first = ranks.iter().filter(|rank| **rank == 0).count();
        let common = ranks.iter().filter(|rank| **rank < 315).count();
        assert!((2_700..3_300).contains(&first), "{first}");
        assert!((24_000..26_000).contains(&common), "{common}");
    }
}
