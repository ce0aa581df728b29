//! Changes: all or nothing, joined, and answered.

use std::sync::Arc;

use archive::{Archive, Place, Placement};
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::document::{Block, Document};
use newsroom::ids::SectionId;
use newsroom::section::SectionName;

use crate::support::{add_published, archives, language};

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_fails_leaves_nothing_behind() {
    for (_folder, archive) in archives().await {
        let refused = archive
            .write(Cause::command("test"), |w| {
                Box::pin(async move {
                    let name = SectionName {
                        language: language("de"),
                        name: "Kultur".into(),
                        description: String::new(),
                    };
                    w.add_section(None, "kultur", 0, &[name]).await?;
                    w.add_section(None, "Kultur!", 0, &[]).await
                })
            })
            .await;
        let words = refused.expect_err("the slug is none").to_string();
        assert!(words.contains("“Kultur!”"), "{words}");
        let found = archive
            .write(Cause::command("test"), |w| Box::pin(async move { w.section_by_path("kultur").await }))
            .await
            .expect("it answers");
        assert_eq!(found, None, "half of a failed change stayed in {}", archive.database_name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_belong_together_are_answered_and_on_sqlite_from_one_state() {
    for (_folder, archive) in archives().await {
        let at = "2022-01-21T15:30:00Z".parse().expect("a time");
        let (first, _) = add_published(&archive, "Erster", at).await;
        let together = archive.joint_reading();
        let before = together.newest_change().await.expect("a number");
        let (second, _) = add_published(&archive, "Zweiter", at).await;
        let (known, unknown, newest) = tokio::try_join!(
            together.public_article(first),
            together.public_article(second),
            together.newest_change()
        )
        .expect("answers");
        assert!(known.is_some());
        if archive.database_name() == "SQLite" {
            assert!(unknown.is_none() && newest == before, "two states were mixed");
        }
        drop(together);
        for reading in [archive.joint_reading(), archive.reading()] {
            assert!(
                reading.public_article(second).await.expect("an answer").is_some(),
                "the old state stayed"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_body_is_refused_with_its_place() {
    for (_folder, archive) in archives().await {
        let refused = archive
            .write(Cause::command("test"), |w| {
                Box::pin(async move {
                    let story = w.add_story(None).await?;
                    let body = Document::new(vec![Block::paragraph(" ")]);
                    let bad = Text { headline: "Leer".into(), body, ..Text::default() };
                    w.add_article(story, &Placement::new(language("de")), &bad).await
                })
            })
            .await;
        assert!(refused.expect_err("it is empty").to_string().contains("block 1"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_fail_are_undone_and_those_joined_with_them_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(&Place::Sqlite(folder.path().join("archive.db"))).await.expect("it opens");
    let add = |name: &'static str, after: Option<std::sync::mpsc::Receiver<()>>| {
        archive.write(Cause::command("test"), move |w| {
            Box::pin(async move {
                let waited = after.is_some_and(|after| after.recv().is_err());
                w.add_section(None, name, 0, &[]).await?;
                // Something fails after the section was written: in the first, and in every other one.
                if waited || name.ends_with('x') {
                    w.add_section(None, "?", 0, &[]).await
                } else {
                    Ok(SectionId(0))
                }
            })
        })
    };
    let (go, gone) = std::sync::mpsc::channel::<()>();
    // The first waits for the others, so that all are one transaction.
    let (first, a, bx, c, go) =
        tokio::join!(add("erste", Some(gone)), add("a", None), add("bx", None), add("c", None), async {
            drop(go)
        });
    assert_eq!((first.is_ok(), a.is_ok(), bx.is_ok(), c.is_ok(), go), (false, true, false, true, ()));
    let kept: Vec<String> =
        archive.reading().sections().await.expect("they are read").into_iter().map(|s| s.path).collect();
    assert_eq!(kept, ["a", "c"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_at_once_are_all_answered() {
    for (_folder, archive) in archives().await {
        let archive = Arc::new(archive);
        let tasks: Vec<_> = (0..200)
            .map(|number| {
                let archive = archive.clone();
                tokio::spawn(async move {
                    archive
                        .write(Cause::command("test"), move |w| {
                            Box::pin(async move { w.put_topic(&format!("thema-{number}"), None, &[]).await })
                        })
                        .await
                })
            })
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for task in tasks {
            ids.insert(task.await.expect("it ran").expect("it was written"));
        }
        assert_eq!(ids.len(), 200);
    }
}
