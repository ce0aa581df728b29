//! Jobs, on SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

use std::collections::BTreeSet;
use std::sync::Arc;

use archive::{Archive, Job};
use jiff::{SignedDuration, Timestamp};
use newsroom::change::Cause;
use newsroom::job::{Kind, MOST_TRIES};

use crate::support::archives;

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn cause() -> Cause {
    Cause::command("test")
}

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a time")
}

async fn enqueue(archive: &Archive, key: &'static str, due: Timestamp, now: Timestamp) {
    archive
        .write_at(cause(), now, move |w| Box::pin(async move { w.enqueue(Kind::Renditions, key, due).await }))
        .await
        .expect("it is enqueued");
}

async fn claim(archive: &Archive, now: Timestamp) -> Option<Job> {
    archive
        .write_at(cause(), now, |w| Box::pin(async move { w.claim_job(Kind::Renditions, LEASE).await }))
        .await
        .expect("it answers")
}

async fn fail(archive: &Archive, job: Job, now: Timestamp) -> Option<Timestamp> {
    archive
        .write_at(cause(), now, move |w| Box::pin(async move { w.fail_job(&job, "no luck").await }))
        .await
        .expect("it answers")
}

async fn finish(archive: &Archive, job: Job, now: Timestamp) {
    archive
        .write_at(cause(), now, move |w| Box::pin(async move { w.finish_job(&job).await }))
        .await
        .expect("it answers");
}

async fn waiting(archive: &Archive) -> usize {
    archive.reading().jobs(100).await.expect("they are read").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_job_twice_is_one() {
    for (_folder, archive) in archives().await {
        enqueue(&archive, "7", noon(), noon()).await;
        enqueue(&archive, "7", noon(), noon()).await;
        assert_eq!(waiting(&archive).await, 1);
        let job = claim(&archive, noon()).await.expect("it is due");
        assert_eq!((job.key.as_str(), job.failures), ("7", 0));
        assert_eq!(claim(&archive, noon()).await, None, "it was given out twice");
        finish(&archive, job, noon()).await;
        assert_eq!(waiting(&archive).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_not_given_out_before_its_time_nor_to_another_kind() {
    for (_folder, archive) in archives().await {
        let due = noon() + SignedDuration::from_secs(2);
        enqueue(&archive, "7", due, noon()).await;
        assert_eq!(archive.reading().next_job_due(Kind::Renditions, noon()).await.expect("read"), Some(due));
        assert_eq!(archive.reading().next_job_due(Kind::Publication, noon()).await.expect("read"), None);
        assert_eq!(claim(&archive, due - SignedDuration::from_millis(1)).await, None);
        let other = archive
            .write_at(cause(), due, |w| Box::pin(async move { w.claim_job(Kind::Publication, LEASE).await }))
            .await
            .expect("it answers");
        assert_eq!(other, None);
        assert!(claim(&archive, due).await.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_claimers_never_hold_one_job() {
    for (_folder, archive) in archives().await {
        archive
            .write_at(cause(), noon(), |w| {
                Box::pin(async move {
                    for number in 0..60 {
                        w.enqueue(Kind::Renditions, &number.to_string(), w.now()).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("they are enqueued");
        let archive = Arc::new(archive);
        let claimers: Vec<_> = (0..8)
            .map(|_| {
                let archive = archive.clone();
                tokio::spawn(async move {
                    let mut held = Vec::new();
                    while let Some(job) = claim(&archive, noon()).await {
                        held.push(job.key);
                    }
                    held
                })
            })
            .collect();
        let mut held = Vec::new();
        for claimer in claimers {
            held.extend(claimer.await.expect("it ran"));
        }
        let different: BTreeSet<_> = held.iter().collect();
        assert_eq!((held.len(), different.len()), (60, 60), "on {}", archive.database_name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ran_out_is_taken_again_and_its_first_holder_is_powerless() {
    for (_folder, archive) in archives().await {
        enqueue(&archive, "7", noon(), noon()).await;
        let first = claim(&archive, noon()).await.expect("it is due");
        assert_eq!(claim(&archive, noon() + SignedDuration::from_secs(59)).await, None);
        let later = noon() + LEASE;
        let second = claim(&archive, later).await.expect("the lease ran out");
        finish(&archive, first.clone(), later).await;
        assert_eq!(waiting(&archive).await, 1, "the first holder finished what was no longer its");
        let renewed = archive
            .write_at(cause(), later, move |w| {
                Box::pin(async move { w.renew_job(&mut first.clone(), LEASE).await })
            })
            .await
            .expect("it answers");
        assert!(!renewed, "the first holder renewed what was no longer its");
        finish(&archive, second, later).await;
        assert_eq!(waiting(&archive).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_lease_lasts_longer() {
    for (_folder, archive) in archives().await {
        enqueue(&archive, "7", noon(), noon()).await;
        let mut job = claim(&archive, noon()).await.expect("it is due");
        let half = noon() + SignedDuration::from_secs(30);
        let renewed = archive
            .write_at(cause(), half, move |w| {
                Box::pin(async move { Ok((w.renew_job(&mut job, LEASE).await?, job)) })
            })
            .await
            .expect("it answers");
        assert!(renewed.0);
        assert_eq!(claim(&archive, noon() + SignedDuration::from_secs(89)).await, None);
        finish(&archive, renewed.1, half).await;
        assert_eq!(waiting(&archive).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_grows_with_each_failure_until_the_job_is_given_up() {
    for (_folder, archive) in archives().await {
        enqueue(&archive, "7", noon(), noon()).await;
        let mut now = noon();
        let mut waited = SignedDuration::ZERO;
        for attempt in 1..=MOST_TRIES {
            let job = claim(&archive, now).await.expect("it is due again");
            assert_eq!(job.failures, attempt - 1);
            match fail(&archive, job, now).await {
                Some(again) => {
                    let wait = again.duration_since(now);
                    assert!(wait >= waited && wait > SignedDuration::ZERO, "{wait} after {waited}");
                    waited = wait;
                    assert_eq!(claim(&archive, again - SignedDuration::from_millis(1)).await, None);
                    now = again;
                }
                None => assert_eq!(attempt, MOST_TRIES, "given up early"),
            }
        }
        assert_eq!(claim(&archive, now + SignedDuration::from_hours(24 * 365)).await, None);
        let kept = archive.reading().jobs(10).await.expect("they are read").remove(0);
        assert_eq!((kept.failures, kept.due, kept.error.as_str()), (MOST_TRIES, None, "no luck"));
        archive
            .write_at(cause(), now, move |w| Box::pin(async move { w.retry_job(kept.id).await }))
            .await
            .expect("it answers");
        assert!(claim(&archive, now).await.is_some(), "it was not taken up again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_wanted_again_while_somebody_is_at_it_is_done_once_more() {
    for (_folder, archive) in archives().await {
        for again in [noon(), noon() + SignedDuration::from_secs(1)] {
            enqueue(&archive, "7", noon(), noon()).await;
            let job = claim(&archive, noon()).await.expect("it is due");
            enqueue(&archive, "7", again, noon()).await;
            assert_eq!(claim(&archive, again).await, None, "it was given out while held");
            finish(&archive, job, again).await;
            let later = again + SignedDuration::from_secs(1);
            let job = claim(&archive, later).await.expect("it was forgotten");
            finish(&archive, job, later).await;
            assert_eq!(waiting(&archive).await, 0);
        }
    }
}
