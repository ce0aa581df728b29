//! What is counted beside the rows agrees with them, whatever happens to articles; sitemaps name each
//! article once, in parts of which a publication changes one.

use std::collections::BTreeSet;

use archive::{Archive, Files, ImportedArticle, Placement, SITEMAP_LONGEST, backup};
use jiff::{SignedDuration, Timestamp};
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::ids::ArticleId;

use crate::support::{add_published, language, places, site, text};

/// Imports so many articles, one every hour from a time on.
async fn import(archive: &Archive, from: Timestamp, count: i64) -> Vec<ArticleId> {
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move {
                let mut made = Vec::new();
                for number in 0..count {
                    let mut new = ImportedArticle::new(Placement::new(language("de")), text("Früher"))?;
                    new.was_public = true;
                    new.published_at = Some(from + SignedDuration::from_hours(number));
                    let clearance = Clearance::by_import("alt");
                    made.push(w.import_article(&site(), None, None, &new, &clearance).await?.article);
                }
                Ok(made)
            })
        })
        .await
        .expect("they are imported")
}

async fn assert_agrees(archive: &Archive, place: &archive::Place, step: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = backup::check(place, &Files::new(folder.path())).await.expect("it is read");
    assert_eq!(checked.faults, Vec::<String>::new(), "{step}");
    // Each article stands in one part, and the parts follow each other.
    let (reading, de) = (archive.reading(), language("de"));
    let parts = reading.sitemap_parts(&de).await.expect("asked");
    let mut seen = BTreeSet::new();
    for part in &parts {
        let entries = reading.sitemap_entries(&de, part).await.expect("asked");
        assert!(entries.len() as i64 <= SITEMAP_LONGEST);
        for entry in entries {
            assert!(seen.insert(entry.article), "{step}: {} stands twice", entry.article);
        }
    }
    let all = [(
        Timestamp::from_second(-60_000_000_000).expect("a time"),
        Timestamp::now() + SignedDuration::from_hours(24),
    )];
    let dated = reading.counts(&de, &all).await.expect("counted")[0];
    assert_eq!(dated as usize, seen.len(), "{step}");
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_follow_articles_that_come_change_and_go() {
    for (_folder, place) in places().await {
        let archive = Archive::open(&place).await.expect("it opens");
        let start: Timestamp = "2024-02-28T22:30:00Z".parse().expect("a time");
        // Before anything is counted, and while it is.
        let early = import(&archive, start, 30).await;
        assert_agrees(&archive, &place, "uncounted").await;
        while !archive.count_on().await.expect("a step") {}
        assert_agrees(&archive, &place, "counted").await;
        let (article, _) = add_published(&archive, "Heute", start).await;
        assert_agrees(&archive, &place, "published").await;
        for (number, step) in ["corrected", "withdrawn", "published again"].into_iter().enumerate() {
            let early = early[7];
            archive
                .write(Cause::command("test"), move |w| {
                    Box::pin(async move {
                        let clearance = Clearance::by_person("Merle", "gelesen").expect("complete");
                        match number {
                            0 => {
                                w.correct_article(&site(), early, &clearance, "Falsch.", w.now()).await?;
                            }
                            1 => {
                                w.withdraw_article(early, "war falsch").await?;
                                w.withdraw_article(article, "war falsch").await?;
                            }
                            _ => {
                                w.publish_article(&site(), early, &clearance, w.now(), true).await?;
                            }
                        }
                        Ok(())
                    })
                })
                .await
                .expect("it is written");
            assert_agrees(&archive, &place, step).await;
        }
        let hour = |hour: i64| start + SignedDuration::from_hours(hour);
        let spans = [(hour(0), hour(1)), (hour(1), hour(26)), (hour(26), hour(300)), (hour(300), hour(301))];
        assert_eq!(archive.reading().counts(&language("de"), &spans).await.expect("asked"), [1, 25, 4, 0]);
        archive.recount().await.expect("it is counted");
        assert_agrees(&archive, &place, "counted anew").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_changes_one_small_part_of_the_sitemap() {
    for (_folder, place) in places().await {
        let archive = Archive::open(&place).await.expect("it opens");
        while !archive.count_on().await.expect("a step") {}
        let start: Timestamp = "2021-01-01T00:00:00Z".parse().expect("a time");
        let old = import(&archive, start, 1_001).await;
        let later = start + SignedDuration::from_hours(2_000);
        import(&archive, later, 1_001).await;
        let de = language("de");
        let before = archive.reading().sitemap_parts(&de).await.expect("asked");
        assert_eq!(before.iter().map(|part| part.articles).collect::<Vec<_>>(), [2_002]);
        import(&archive, later + SignedDuration::from_hours(2_000), 1).await;
        let after = archive.reading().sitemap_parts(&de).await.expect("asked");
        assert_eq!(after.iter().map(|part| part.articles).collect::<Vec<_>>(), [2_002, 1]);
        assert_eq!(before[0], after[0], "the large part was touched");
        assert!(after[0].until.is_some() && after[1].until.is_none());
        assert_agrees(&archive, &place, "published").await;
        // What is withdrawn from the large part goes from it, and the part says when.
        let gone = old[3];
        archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move { w.withdraw_article(gone, "war falsch").await })
            })
            .await
            .expect("it is withdrawn");
        let last = archive.reading().sitemap_parts(&de).await.expect("asked");
        assert_eq!(last[0].articles, 2_001);
        assert!(last[0].changed_at > after[0].changed_at && last[1] == after[1]);
        let entries = archive.reading().sitemap_entries(&de, &last[0]).await.expect("asked");
        assert!(entries.len() == 2_001 && entries.iter().all(|entry| entry.article != gone));
        assert_agrees(&archive, &place, "withdrawn").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_counted_twice_or_left_out_while_others_publish() {
    for (_folder, place) in places().await {
        let archive = std::sync::Arc::new(Archive::open(&place).await.expect("it opens"));
        let start: Timestamp = "2020-01-01T00:00:00Z".parse().expect("a time");
        for batch in 0..5 {
            import(&archive, start + SignedDuration::from_hours(batch * 900), 900).await;
        }
        let publishing: Vec<_> = (0..4)
            .map(|writer| {
                let archive = archive.clone();
                tokio::spawn(async move {
                    for number in 0..25 {
                        let hour = (writer * 977 + number * 181) % 5_000;
                        import(&archive, start + SignedDuration::from_hours(hour), 2).await;
                    }
                })
            })
            .collect();
        while !archive.count_on().await.expect("a step") {
            tokio::task::yield_now().await;
        }
        for writer in publishing {
            writer.await.expect("it publishes");
        }
        assert_agrees(&archive, &place, "counted beside publications").await;
    }
}
