//! How much of a corpus is right.

use serde::Serialize;

/// The figures of one corpus.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Its kind and source: “wxr superdesk-core”.
    pub(crate) corpus: String,
    /// How many cases were tried.
    pub(crate) cases: usize,
    /// What was not as expected.
    pub(crate) failures: Vec<Failure>,
    /// The least share that must be right, in per cent.
    pub(crate) at_least: f64,
    /// What a reader of the figures must know.
    pub(crate) notes: Vec<String>,
    /// Of cases that are more or less right, how right all of them are together.
    sum: Option<f64>,
}

/// A case less right than this is listed as a failure.
const RIGHT: f64 = 0.9;

/// A case that was not as expected.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    /// Which one.
    pub(crate) case: String,
    /// What was expected and what was found.
    pub(crate) reason: String,
    /// Whether it is known and meant: counted as wrong, but no reason to fail.
    pub(crate) meant: bool,
}

impl Tally {
    /// No cases yet.
    pub(crate) fn new(corpus: impl Into<String>, at_least: f64) -> Tally {
        Tally {
            corpus: corpus.into(),
            cases: 0,
            failures: Vec::new(),
            at_least,
            notes: Vec::new(),
            sum: None,
        }
    }

    /// No cases yet, each of which will be more or less right: what counts is the mean.
    pub(crate) fn mean(corpus: impl Into<String>, at_least: f64) -> Tally {
        Tally { sum: Some(0.0), ..Tally::new(corpus, at_least) }
    }

    /// Counts a case that is right to some degree, from 0 to 1.
    pub(crate) fn score(&mut self, case: impl Into<String>, right: f64) {
        *self.sum.get_or_insert_default() += right;
        let enough = if right >= RIGHT { Ok(()) } else { Err(format!("only {right:.3} right")) };
        self.count(case, enough);
    }

    /// Counts a case.
    pub(crate) fn count(&mut self, case: impl Into<String>, result: Result<(), String>) {
        self.cases += 1;
        if let Err(reason) = result {
            self.failures.push(Failure { case: case.into(), reason, meant: false });
        }
    }

    /// Counts a case that differs from what is expected for a reason that is known and meant.
    pub(crate) fn deviates(&mut self, case: impl Into<String>, reason: String) {
        self.cases += 1;
        self.failures.push(Failure { case: case.into(), reason, meant: true });
    }

    /// Notes a fault in a case that was counted before; a second fault of the same case joins the first.
    pub(crate) fn fault(&mut self, case: &str, reason: &str) {
        match self.failures.iter_mut().find(|failure| failure.case == case) {
            Some(failure) => failure.reason = format!("{}; {reason}", failure.reason),
            None => {
                self.failures.push(Failure {
                    case: case.to_owned(),
                    reason: reason.to_owned(),
                    meant: false,
                });
            }
        }
    }

    pub(crate) fn right(&self) -> usize {
        self.cases - self.failures.len()
    }

    /// In per cent; the mean where cases are more or less right.
    pub(crate) fn share(&self) -> f64 {
        match self.sum {
            Some(sum) => 100.0 * sum / self.cases.max(1) as f64,
            None => percent(self.right(), self.cases),
        }
    }

    /// Whether enough is right. No case at all is no success.
    pub(crate) fn passes(&self) -> bool {
        if self.sum.is_some() {
            return self.cases > 0 && self.share() >= self.at_least;
        }
        let bad = self.failures.iter().filter(|failure| !failure.meant).count();
        self.cases > 0 && percent(self.cases - bad, self.cases) >= self.at_least
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
