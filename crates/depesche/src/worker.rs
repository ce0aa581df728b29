//! The worker: does the jobs that wait, beside the server of the same process.
//!
//! Each kind of job has a lane, so that a scheduled article never waits behind a picture. A lane does
//! one job at a time, or several where most of the time is spent waiting for other machines, and holds each by a
//! lease that it renews; several nodes may work on one database.
//! The work of each kind stands in a file of its own.

mod counting;
mod fetching;
mod forgetting;
mod publication;
mod relaying;
mod renditions;
mod watching;

use std::sync::Arc;
use std::time::Duration;

use archive::Job;
use jiff::{SignedDuration, Timestamp};
use newsroom::change::{Cause, Way};
use newsroom::job::Kind;
use site::App;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::wire::{CopyDesk, folder};

/// How long a job is held without being renewed: so long it waits when a node dies.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How often a lease is renewed.
const RENEW: Duration = Duration::from_secs(10);
/// How often a lane looks for jobs that others have enqueued.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// How long a lane rests when the database fails.
const REST: Duration = Duration::from_secs(5);

/// What became of a job.
pub(crate) enum Outcome {
    /// It is done.
    Done,
    /// It was left off because the program is to stop; the next to come goes on with it.
    LeftOff,
}

/// Does jobs until told to stop; ends when those under way are finished.
pub(crate) async fn work(app: App, desk: CopyDesk, stopped: watch::Receiver<bool>) {
    if let Err(error) = forgetting::begin(&app).await {
        tracing::error!(%error, "network addresses of readers may be kept too long");
    }
    let watching = tokio::spawn(folder::keep(desk.clone(), stopped.clone()));
    let counting = tokio::spawn(counting::count(app.clone(), stopped.clone()));
    let lanes: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| tokio::spawn(lane(app.clone(), desk.clone(), kind, stopped.clone())))
        .collect();
    for lane in lanes.into_iter().chain([counting, watching]) {
        if let Err(error) = lane.await {
            tracing::error!(%error, "a lane of the worker failed");
        }
    }
}

/// Who changes something when a job does.
pub(crate) fn cause(kind: Kind) -> Cause {
    Cause { who: format!("job {}", kind.as_str()), way: Way::Job, why: String::new() }
}

/// How many jobs of a kind are done at the same time.
fn at_once(desk: &CopyDesk, kind: Kind) -> usize {
    match kind {
        Kind::Fetching => desk.at_once,
        _ => 1,
    }
}

async fn lane(app: App, desk: CopyDesk, kind: Kind, mut stopped: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(at_once(&desk, kind)));
    let mut under_way = JoinSet::new();
    while !*stopped.borrow() {
        // One looks for all, so that many places do not mean many questions. The room is never closed.
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let rest = match next(&app, kind).await {
            Ok(Next::Job(job)) => {
                let (app, desk, stopped) = (app.clone(), desk.clone(), stopped.clone());
                under_way.spawn(async move {
                    do_and_rest(&app, &desk, job, stopped).await;
                    drop(place);
                });
                while under_way.try_join_next().is_some() {}
                continue;
            }
            Ok(Next::Wait(rest)) => rest,
            Err(error) => {
                tracing::error!(%error, kind = kind.as_str(), "jobs cannot be claimed");
                REST
            }
        };
        drop(place);
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
    // A fault in a job is noted with it.
    while under_way.join_next().await.is_some() {}
}

/// Does a job; where it could not be noted what became of it, its place rests.
async fn do_and_rest(app: &App, desk: &CopyDesk, job: Job, mut stopped: watch::Receiver<bool>) {
    let id = job.id;
    if let Err(error) = hold(app, desk, job, &stopped).await {
        tracing::error!(%error, %id, "what became of a job could not be noted");
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}

enum Next {
    Job(Job),
    Wait(Duration),
}

async fn next(app: &App, kind: Kind) -> archive::Result<Next> {
    let now = Timestamp::now();
    // A question first: claiming is a write, and most of the time there is nothing to claim.
    if let Some(due) = app.archive.reading().next_job_due(kind, now).await? {
        if due > now {
            let until = Duration::try_from(due.duration_since(now)).unwrap_or(LOOK_AGAIN);
            return Ok(Next::Wait(until.min(LOOK_AGAIN)));
        }
        let claimed = app
            .archive
            .write(cause(kind), move |w| Box::pin(async move { w.claim_job(kind, LEASE).await }))
            .await?;
        if let Some(job) = claimed {
            return Ok(Next::Job(job));
        }
    }
    Ok(Next::Wait(LOOK_AGAIN))
}

/// Does a job while holding it, and notes what became of it.
async fn hold(
    app: &App,
    desk: &CopyDesk,
    mut job: Job,
    stopped: &watch::Receiver<bool>,
) -> archive::Result<()> {
    // A task of its own, so that a fault in it fails the job and not the lane.
    let mut work = tokio::spawn(run(app.clone(), desk.clone(), job.kind, job.key.clone(), stopped.clone()));
    let outcome = loop {
        match tokio::time::timeout(RENEW, &mut work).await {
            Ok(Ok(outcome)) => break outcome,
            Ok(Err(fault)) => break Err(fault.to_string()),
            Err(_) => {
                let mut held = job.clone();
                let renewed = app
                    .archive
                    .write(cause(job.kind), move |w| {
                        Box::pin(
                            async move { w.renew_job(&mut held, LEASE).await.map(|still| (still, held)) },
                        )
                    })
                    .await;
                match renewed {
                    Ok((true, held)) => job = held,
                    // Doing it twice does no harm; what is told of it then is ignored.
                    Ok((false, _)) => tracing::warn!(id = %job.id, "the lease of a job ran out under way"),
                    Err(error) => tracing::warn!(%error, id = %job.id, "a lease could not be renewed"),
                }
            }
        }
    };
    app.archive
        .write(cause(job.kind), move |w| {
            Box::pin(async move {
                match outcome {
                    Ok(Outcome::Done) => w.finish_job(&job).await,
                    Ok(Outcome::LeftOff) => w.release_job(&job).await,
                    Err(why) => {
                        let again = w.fail_job(&job, &why).await?;
                        match again {
                            Some(at) => {
                                tracing::warn!(kind = job.kind.as_str(), key = job.key, why, %at, "a job failed; it is tried again");
                            }
                            None => {
                                tracing::error!(kind = job.kind.as_str(), key = job.key, why, "a job is given up; see “depesche job list”");
                            }
                        }
                        Ok(())
                    }
                }
            })
        })
        .await
}

async fn run(
    app: App,
    desk: CopyDesk,
    kind: Kind,
    key: String,
    stopped: watch::Receiver<bool>,
) -> Result<Outcome, String> {
    match kind {
        Kind::Publication => publication::run(&app, &key).await,
        Kind::Renditions => renditions::run(&app, &key, &stopped).await,
        Kind::Forgetting => forgetting::run(&app, &desk).await,
        Kind::Fetching => fetching::run(&desk, &key, &stopped).await,
        Kind::Subscribing => fetching::subscribe(&desk, &key, &stopped).await,
        Kind::Watching => watching::run(&desk, &key).await,
        Kind::Relaying => relaying::run(&desk, &key).await,
    }
}
