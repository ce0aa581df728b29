//! Jobs: work that can wait. A job is a row with a due time; whoever claims it holds it by a lease,
//! finishes it, or gives it back to be tried again later.
//!
//! Whoever holds a lease is known by the time at which it runs out: a lease that was taken over
//! has a later one, so its first holder can no longer finish or fail the job.

use jiff::{SignedDuration, Timestamp};
use newsroom::ids::JobId;
use newsroom::job::{Kind, MOST_TRIES, back_off};

use crate::db::{params, taking_one};
use crate::{Error, Reading, Result, Writing};

/// When a job is due that was tried often enough: never (9999-12-01).
const NEVER: i64 = 253_399_622_400_000;

/// Longest error kept, in characters.
const LONGEST_ERROR: usize = 1_000;

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its key.
    pub id: JobId,
    /// What it does.
    pub kind: Kind,
    /// What it is about, as its kind names things.
    pub key: String,
    /// How often it failed before.
    pub failures: u32,
    due_at: i64,
    leased_until: i64,
}

/// A job as operators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredJob {
    /// Its key.
    pub id: JobId,
    /// The word for what it does.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// When it is to be tried; `None` when it was given up.
    pub due: Option<Timestamp>,
    /// How often it failed.
    pub failures: u32,
    /// Why it failed last.
    pub error: String,
}

impl Writing<'_> {
    /// Wants something done at a time. The same kind and key is the same job: it gets the new
    /// time and begins counting its tries afresh, and if somebody is at it, it is done once more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enqueue(&self, kind: Kind, key: &str, due: Timestamp) -> Result<()> {
        // The due time is also how a finished job knows that it was wanted again meanwhile.
        self.conn()
            .execute(
                "INSERT INTO jobs (kind, key, due_at) VALUES ($1, $2, $3) ON CONFLICT (kind, key) DO UPDATE \
                 SET due_at = CASE WHEN jobs.due_at = excluded.due_at AND jobs.leased_until > $4 \
                                   THEN excluded.due_at + 1 ELSE excluded.due_at END, \
                     failures = 0, error = ''",
                params![kind.as_str(), key, due, self.now()],
            )
            .await
            .map(drop)
    }

    /// Takes the first due job of a kind that nobody holds. It is the caller's alone for as long
    /// as the lease lasts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_job(&self, kind: Kind, lease: SignedDuration) -> Result<Option<Job>> {
        let sql = taking_one!(
            self.conn(),
            "UPDATE jobs SET leased_until = $3 WHERE id = ( \
                 SELECT id FROM jobs WHERE kind = $1 AND due_at <= $2 AND leased_until <= $2 \
                 ORDER BY due_at LIMIT 1",
            ") RETURNING id, key, failures, due_at, leased_until"
        );
        self.conn()
            .first(sql, params![kind.as_str(), self.now(), self.now() + lease], |row| {
                Ok(Job {
                    id: row.get(0)?,
                    kind,
                    key: row.get(1)?,
                    failures: failures(row.get(2)?),
                    due_at: row.get(3)?,
                    leased_until: row.get(4)?,
                })
            })
            .await
    }

    /// Holds a job for longer. Says whether it is still held; if not, its lease ran out and
    /// somebody else has taken it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_job(&self, job: &mut Job, lease: SignedDuration) -> Result<bool> {
        let until = (self.now() + lease).as_millisecond().max(job.leased_until);
        let found = self
            .conn()
            .execute(
                "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND leased_until = $2",
                params![job.id, job.leased_until, until],
            )
            .await?;
        if found == 1 {
            job.leased_until = until;
        }
        Ok(found == 1)
    }

    /// Says that a job is done. One that was wanted again meanwhile stays, to be done once more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_job(&self, job: &Job) -> Result<()> {
        self.conn()
            .execute(
                "DELETE FROM jobs WHERE id = $1 AND leased_until = $2 AND due_at = $3",
                params![job.id, job.leased_until, job.due_at],
            )
            .await?;
        self.release_job(job).await
    }

    /// Gives a job back untried, to be taken by whoever comes next.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_job(&self, job: &Job) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE jobs SET leased_until = 0 WHERE id = $1 AND leased_until = $2",
                params![job.id, job.leased_until],
            )
            .await
            .map(drop)
    }

    /// Gives a job back that could not be done. It is tried again after a while that grows, and
    /// given up after [`MOST_TRIES`]; the reason is kept. Says when it is due again, or nothing
    /// when it was given up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_job(&self, job: &Job, why: &str) -> Result<Option<Timestamp>> {
        let failures = job.failures + 1;
        let again = (failures < MOST_TRIES).then(|| self.now() + back_off(job.failures));
        let why: String = why.chars().take(LONGEST_ERROR).collect();
        // One that was wanted again meanwhile has a fresh due time, which stays.
        self.conn()
            .execute(
                "UPDATE jobs SET leased_until = 0, \
                     failures = CASE WHEN due_at = $3 THEN $4 ELSE failures END, \
                     error = CASE WHEN due_at = $3 THEN $5 ELSE error END, \
                     due_at = CASE WHEN due_at = $3 THEN $6 ELSE due_at END \
                 WHERE id = $1 AND leased_until = $2",
                params![
                    job.id,
                    job.leased_until,
                    job.due_at,
                    i64::from(failures),
                    &why,
                    again.map_or(NEVER, Timestamp::as_millisecond)
                ],
            )
            .await?;
        Ok(again)
    }

    /// Tries a job again now that waits or was given up.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn retry_job(&self, job: JobId) -> Result<()> {
        let found = self
            .conn()
            .execute("UPDATE jobs SET due_at = $2, failures = 0 WHERE id = $1", params![job, self.now()])
            .await?;
        if found == 0 {
            return Err(Error::missing("job", job));
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// When the next job of a kind is due that nobody holds at a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_job_due(&self, kind: Kind, now: Timestamp) -> Result<Option<Timestamp>> {
        self.conn()
            .first(
                "SELECT due_at FROM jobs WHERE kind = $1 AND leased_until <= $2 ORDER BY due_at LIMIT 1",
                params![kind.as_str(), now],
                |row| row.get(0),
            )
            .await
    }

    /// How many jobs of a kind were given up and wait for somebody to look at them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs_given_up(&self, kind: Kind) -> Result<i64> {
        let counted = self
            .conn()
            .first(
                "SELECT COUNT(*) FROM jobs WHERE kind = $1 AND due_at = $2",
                params![kind.as_str(), NEVER],
                |row| row.get(0),
            )
            .await?;
        Ok(counted.unwrap_or(0))
    }

    /// At most `most` jobs, those due first before the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs(&self, most: i64) -> Result<Vec<StoredJob>> {
        self.conn()
            .all(
                "SELECT id, kind, key, due_at, failures, error FROM jobs ORDER BY due_at LIMIT $1",
                params![most],
                |row| {
                    let due: i64 = row.get(3)?;
                    Ok(StoredJob {
                        id: row.get(0)?,
                        kind: row.get(1)?,
                        key: row.get(2)?,
                        due: if due == NEVER { None } else { Some(row.get(3)?) },
                        failures: failures(row.get(4)?),
                        error: row.get(5)?,
                    })
                },
            )
            .await
    }
}

fn failures(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(u32::MAX)
}
