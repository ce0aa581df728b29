//! Following the log of changes, and telling each cache in its order which pages to drop.
//!
//! Each cache has a stream of its own: one that fails holds up no other. How far it was told is in the
//! database, so that nothing is forgotten when the program ends; what is told twice does no harm. A
//! change is told several times in any case ([`Cache::again`]): a page that was being fetched while the
//! cache was told for the first time, or that another node made before it had heard of the change, may
//! have come to be kept after that.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Change, EVERY_PAGE, Purges};
use jiff::{SignedDuration, Timestamp};
use newsroom::change::{Cause, Way};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::{Cache, Failure, purge};

/// How long a stream is held without another word: so long others wait when a node dies.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// How often the lease is renewed, and the log looked at without being told to.
const RENEW: Duration = Duration::from_secs(4);
/// How often the log is looked at while it cannot be followed.
const LOOK: Duration = Duration::from_millis(200);
/// Changes read at once.
const BATCH: i64 = 1_000;
/// More keys than this, or more changes since the cache was last told: then all pages go.
const MOST_KEYS: usize = 5_000;
const MOST_BEHIND: i64 = 50_000;
/// The same for more than a cache takes in so many calls: some allow only a few a minute.
const MOST_CALLS: usize = 4;
/// How far a cache was told that was never told anything.
const NEVER: i64 = -1;
/// How long a stream rests after a failure, at first and at most.
const FIRST_REST: Duration = Duration::from_millis(250);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// Tells a cache what to drop, until told to stop. `holder` is a name no other process has.
pub async fn keep_purging(
    archive: &Archive,
    cache: Arc<dyn Cache>,
    holder: &str,
    mut stopped: watch::Receiver<bool>,
) {
    let stream = Stream { archive, cache: cache.as_ref(), holder };
    let mut failures = 0_u32;
    while !*stopped.borrow() {
        let rest = tokio::select! {
            ended = stream.run(&mut failures) => match ended {
                Ok(Ended::HeldByOthers) => RENEW,
                Err(failure) => stream.failed(&failure, &mut failures).await,
            },
            () = stop(&mut stopped) => break,
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = stop(&mut stopped) => break,
        }
    }
    let name = holder.to_owned();
    let released = archive.write(cause(), move |w| Box::pin(async move { w.release_purges(&name).await }));
    if let Err(error) = released.await {
        tracing::warn!(%error, "another node goes on telling the caches only in a while");
    }
}

/// Ready when it is time to stop.
async fn stop(stopped: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone, which is also the end.
    drop(stopped.wait_for(|stop| *stop).await);
}

struct Stream<'a> {
    archive: &'a Archive,
    cache: &'a dyn Cache,
    holder: &'a str,
}

enum Ended {
    HeldByOthers,
}

impl From<archive::Error> for Failure {
    fn from(error: archive::Error) -> Failure {
        Failure::new(error)
    }
}

impl Stream<'_> {
    /// Tells the cache of changes for as long as the stream is held.
    async fn run(&self, failures: &mut u32) -> Result<Ended, Failure> {
        let mut newest = self.archive.follow();
        let mut again = Again::new(self.cache.again());
        let Some(begun) = self.begin(&mut again, failures).await? else { return Ok(Ended::HeldByOthers) };
        // Whatever was not told often enough is told again.
        let (mut told, mut settled) = (begun, begun);
        let mut noted = (told, settled);
        let mut renew = Instant::now() + RENEW;
        loop {
            newest.borrow_and_update();
            let changes = self.archive.reading().changes_after(told, BATCH).await?;
            if let Some(last) = changes.last() {
                let keys = self.all_or(keys(&changes));
                self.tell(&keys, failures).await?;
                told = last.id;
                again.push(told, keys);
            }
            let due = again.due(&mut settled);
            self.tell(&self.all_or(due), failures).await?;
            if Instant::now() >= renew {
                if !self.hold().await? {
                    return Ok(Ended::HeldByOthers);
                }
                renew = Instant::now() + RENEW;
            }
            if noted != (told, settled) {
                noted = (told, settled);
                if !self.note(told, settled).await? {
                    return Ok(Ended::HeldByOthers);
                }
            }
            if i64::try_from(changes.len()).is_ok_and(|count| count == BATCH) {
                continue;
            }
            let until = again.next().map_or(renew, |at| at.min(renew));
            // While nobody says that something changed, it is to be found out.
            let until = if self.archive.is_following() { until } else { until.min(Instant::now() + LOOK) };
            tokio::select! {
                changed = newest.changed() => {
                    if changed.is_err() {
                        // The archive is going away.
                        tokio::time::sleep(RENEW).await;
                    }
                }
                () = tokio::time::sleep_until(until) => {}
            }
        }
    }

    /// Takes the stream and says the change from which it goes on; `None` when another has it. A cache
    /// that is new here, or was not told for long, or by a database that knew more, drops all it has.
    async fn begin(&self, again: &mut Again, failures: &mut u32) -> Result<Option<i64>, Failure> {
        if self.read().await?.is_none() {
            let name = self.cache.name().to_owned();
            self.archive
                .write(cause(), move |w| Box::pin(async move { w.begin_purges(&name, NEVER).await }))
                .await?;
        }
        if !self.hold().await? {
            return Ok(None);
        }
        let settled = self.read().await?.map_or(NEVER, |purges| purges.settled);
        let newest = self.archive.reading().newest_change().await?;
        if settled != NEVER && (settled..=settled.saturating_add(MOST_BEHIND)).contains(&newest) {
            return Ok(Some(settled));
        }
        self.tell(&[EVERY_PAGE.to_owned()], failures).await?;
        self.note(newest, newest).await?;
        again.push(newest, vec![EVERY_PAGE.to_owned()]);
        Ok(Some(newest))
    }

    /// Each key once; where all pages are concerned, or so many that it comes to the same, or more than the
    /// cache takes in a few calls, the key of all.
    fn all_or(&self, keys: Vec<String>) -> Vec<String> {
        all_or(keys, MOST_KEYS.min(self.cache.most().keys.saturating_mul(MOST_CALLS)))
    }

    async fn read(&self) -> Result<Option<Purges>, Failure> {
        let all = self.archive.reading().purges().await?;
        Ok(all.into_iter().find(|purges| purges.cache == self.cache.name()))
    }

    async fn hold(&self) -> Result<bool, Failure> {
        let (cache, holder) = (self.cache.name().to_owned(), self.holder.to_owned());
        Ok(self
            .archive
            .write(cause(), move |w| Box::pin(async move { w.hold_purges(&cache, &holder, LEASE).await }))
            .await?)
    }

    async fn tell(&self, keys: &[String], failures: &mut u32) -> Result<(), Failure> {
        if keys.is_empty() {
            return Ok(());
        }
        purge(self.cache, keys).await?;
        if std::mem::take(failures) > 0 {
            tracing::info!(cache = self.cache.name(), "a cache is told again what to drop");
        }
        Ok(())
    }

    async fn note(&self, told: i64, settled: i64) -> Result<bool, Failure> {
        let (cache, holder) = (self.cache.name().to_owned(), self.holder.to_owned());
        Ok(self
            .archive
            .write(cause(), move |w| {
                Box::pin(async move { w.note_purged(&cache, &holder, told, settled).await })
            })
            .await?)
    }

    /// Notes a failure; says how long to rest.
    async fn failed(&self, failure: &Failure, failures: &mut u32) -> Duration {
        *failures = failures.saturating_add(1);
        let usual = FIRST_REST.saturating_mul(1 << (*failures - 1).min(10)).min(LONGEST_REST);
        let rest = failure.again_after.unwrap_or(usual).max(FIRST_REST);
        let (name, why) = (self.cache.name(), &failure.why);
        // The first time, and then each time that the number doubles.
        if failures.is_power_of_two() {
            let seconds = rest.as_secs_f64();
            tracing::error!(
                cache = name,
                why,
                failures,
                seconds,
                "a cache cannot be told what to drop; it may send old pages"
            );
        }
        let (cache, holder, why) = (name.to_owned(), self.holder.to_owned(), why.clone());
        let noted = self
            .archive
            .write(cause(), move |w| {
                Box::pin(async move { w.note_purge_failed(&cache, &holder, &why).await })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the failure of a cache could not be noted");
        }
        rest
    }
}

/// What is to be told again, and when: for each delay in the order in which it was told first.
struct Again {
    delays: Vec<(Duration, VecDeque<Told>)>,
}

struct Told {
    at: Instant,
    change: i64,
    keys: Arc<[String]>,
}

impl Again {
    fn new(delays: &[Duration]) -> Again {
        Again { delays: delays.iter().map(|delay| (*delay, VecDeque::new())).collect() }
    }

    fn push(&mut self, change: i64, keys: Vec<String>) {
        let (now, keys) = (Instant::now(), Arc::<[String]>::from(keys));
        for (delay, waiting) in &mut self.delays {
            waiting.push_back(Told { at: now + *delay, change, keys: keys.clone() });
        }
    }

    /// The keys whose time has come. What is then told for the last time is `settled`.
    fn due(&mut self, settled: &mut i64) -> Vec<String> {
        let (now, mut due) = (Instant::now(), Vec::new());
        let last = self.delays.len().saturating_sub(1);
        for (number, (_, waiting)) in self.delays.iter_mut().enumerate() {
            while let Some(told) = waiting.pop_front_if(|told| told.at <= now) {
                due.extend(told.keys.iter().cloned());
                if number == last {
                    *settled = told.change;
                }
            }
        }
        due
    }

    fn next(&self) -> Option<Instant> {
        self.delays.iter().filter_map(|(_, waiting)| Some(waiting.front()?.at)).min()
    }
}

/// The keys of the pages that changes concern, in the order of the changes.
fn keys(changes: &[Change]) -> Vec<String> {
    let now = Timestamp::now();
    let tags = changes.iter().flat_map(|change| change.tags.iter());
    tags.flat_map(|tag| tag.outside_keys(now)).collect()
}

fn all_or(keys: Vec<String>, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let keys: Vec<String> = keys.into_iter().filter(|key| seen.insert(key.clone())).collect();
    if keys.len() > most || seen.contains(EVERY_PAGE) { vec![EVERY_PAGE.to_owned()] } else { keys }
}

fn cause() -> Cause {
    Cause { who: "purging".into(), way: Way::Job, why: String::new() }
}
