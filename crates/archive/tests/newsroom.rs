//! The archive's rules, on SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

mod support;

use std::sync::Arc;

use archive::{Archive, Arrival, List, ListPlace, Place, Placement};
use jiff::Timestamp;
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::comment::{Draft, State};
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, SectionId};
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;

fn site() -> Arc<Site> {
    Arc::new(Site {
        name: "Das Hafenblatt".into(),
        tagline: String::new(),
        languages: vec![language("de"), language("en")],
        zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a known zone"),
        url: "https://hafenblatt.example".parse().expect("a URL"),
        article_address: "/{section}/{slug}-{id}".into(),
    })
}

fn language(tag: &str) -> Language {
    Language::parse(tag).expect("a tag")
}

fn text(headline: &str) -> Text {
    let mut body = Document::new(vec![Block::paragraph("Die Unterhändler kamen durch die Küche.")]);
    body.fill_ids();
    Text { headline: headline.into(), body, ..Text::default() }
}

/// A fresh, empty archive on each database there is.
async fn archives() -> Vec<(tempfile::TempDir, Archive)> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = vec![Place::Sqlite(folder.path().join("archive.db"))];
    match std::env::var("DEPESCHE_TEST_POSTGRES") {
        Ok(url) => all.push(support::fresh_postgres(&url).await.1),
        Err(_) => eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL"),
    }
    let mut archives = Vec::new();
    let mut folder = Some(folder);
    for place in all {
        let archive = Archive::open(&place).await.expect("it opens");
        archives.push((folder.take().unwrap_or_else(|| tempfile::tempdir().expect("a folder")), archive));
    }
    archives
}

async fn add_published(archive: &Archive, headline: &'static str, at: Timestamp) -> (ArticleId, String) {
    let site = site();
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move {
                let section = match w.section_by_path("politik").await? {
                    Some(section) => section,
                    None => {
                        let name = SectionName {
                            language: language("de"),
                            name: "Politik".into(),
                            description: String::new(),
                        };
                        w.add_section(None, "politik", 0, &[name]).await?
                    }
                };
                let story = w.add_story(None).await?;
                let placement = Placement { section: Some(section), ..Placement::new(language("de")) };
                let article = w.add_article(story, &placement, &text(headline)).await?;
                let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                let path = w.publish_article(&site, article, &clearance, at, false).await?;
                Ok((article, path))
            })
        })
        .await
        .expect("it is published")
}

#[tokio::test(flavor = "multi_thread")]
async fn publication_fixes_the_address_and_a_new_headline_keeps_it() {
    for (_folder, archive) in archives().await {
        let at: Timestamp = "2022-01-21T15:30:00Z".parse().expect("a time");
        let (article, path) = add_published(&archive, "Größe zählt", at).await;
        assert_eq!(path, format!("/politik/groesse-zaehlt-{article}"));
        let site = site();
        let again = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.revise_article(article, &text("Ganz anders")).await?;
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.publish_article(&site, article, &clearance, w.now(), true).await
                })
            })
            .await
            .expect("it is published again");
        assert_eq!(again, path);
    }
}

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
async fn comments_are_taken_only_where_an_article_is_open_and_stand_three_deep() {
    for (_folder, archive) in archives().await {
        let (article, _) =
            add_published(&archive, "Offen", "2022-01-21T15:30:00Z".parse().expect("a time")).await;
        let depth = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    let new = Draft {
                        text: "Ja.".into(),
                        name: "A".into(),
                        email: "a@example.org".into(),
                        website: String::new(),
                    }
                    .check()
                    .expect("a valid comment");
                    let arrival = Arrival { state: State::Approved, ..Arrival::default() };
                    let first = w.add_comment(article, None, &new, &arrival).await?;
                    let second = w.add_comment(article, Some(first), &new, &arrival).await?;
                    let third = w.add_comment(article, Some(second), &new, &arrival).await?;
                    let fourth = w.add_comment(article, Some(third), &new, &arrival).await?;
                    w.delete_comment(second).await?;
                    Ok((first, third, fourth))
                })
            })
            .await
            .expect("comments are taken");
        assert!(depth.0 < depth.1 && depth.1 < depth.2);
        let refused = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.withdraw_article(article, "Irrtum").await?;
                    let new = Draft {
                        text: "Ja.".into(),
                        name: "A".into(),
                        email: "a@example.org".into(),
                        website: String::new(),
                    }
                    .check()
                    .expect("a valid comment");
                    w.add_comment(article, None, &new, &Arrival::default()).await
                })
            })
            .await;
        assert!(refused.is_err(), "a withdrawn article took a comment");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_section_takes_its_lists_along_and_what_is_forbidden_says_so() {
    for (_folder, archive) in archives().await {
        let (article, path) =
            add_published(&archive, "Zwei Delegationen", "2022-01-21T15:30:00Z".parse().expect("a time"))
                .await;
        archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    let names = |name: &str| {
                        vec![SectionName {
                            language: language("de"),
                            name: name.into(),
                            description: String::new(),
                        }]
                    };
                    let above = w.add_section(None, "lokales", 0, &names("Lokales")).await?;
                    let section = w.section_by_path("politik").await?.expect("it was made");
                    assert_eq!(w.move_section(section, Some(above), 1).await?, "lokales/politik");
                    let story = w.add_story(None).await?;
                    let dossier = w.put_dossier("genf", &[(language("de"), "Genf".into())]).await?;
                    w.file_story(story, Some(dossier)).await?;
                    w.file_story(story, None).await?;
                    w.remove_dossier(dossier).await?;
                    let draft =
                        w.add_article(story, &Placement::new(language("de")), &text("Entwurf")).await?;
                    w.remove_article(draft).await?;
                    for (slug, tag) in [("impressum", "de"), ("imprint", "en")] {
                        let page = archive::NewPage {
                            language: language(tag),
                            slug: slug.into(),
                            path: format!("/{slug}"),
                            title: slug.into(),
                            body: text("").body,
                            published: false,
                        };
                        w.put_page(&page).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("it is kept");
        let reading = archive.reading();
        let above = reading.sections().await.expect("sections");
        let above = above.iter().find(|section| section.path == "lokales").expect("it is there").id;
        let list = archive::List::Section(above);
        let found = reading.list(list, &language("de"), archive::ListPlace::TOP, 9).await.expect("a list");
        assert_eq!(found.iter().map(|teaser| teaser.article).collect::<Vec<_>>(), [article]);
        let pages = reading.kept_pages().await.expect("pages");
        let (german, english) = (pages[0].id, pages[1].id);
        let forbidden = path.clone();
        let prohibition = archive::Prohibition {
            authority: "Landgericht".into(),
            reason: "Urteil".into(),
            since: Some("2022-02-01T00:00:00Z".parse().expect("a time")),
        };
        let kept = prohibition.clone();
        archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.translate_page(english, Some(german)).await?;
                    w.publish_page(german).await?;
                    w.publish_page(english).await?;
                    w.withdraw_article(article, "").await?;
                    w.forbid_path(&forbidden, &kept).await
                })
            })
            .await
            .expect("it is kept");
        assert_eq!(reading.page_translations(german).await.expect("translations").len(), 2);
        assert_eq!(reading.prohibition(&path).await.expect("a prohibition"), prohibition);
        assert_eq!(reading.redirects("", 9).await.expect("redirects").len(), 1);
        archive
            .write(Cause::command("test"), move |w| Box::pin(async move { w.forget_path(&path).await }))
            .await
            .expect("it is forgotten");
        assert!(reading.topics(9).await.expect("topics").is_empty());
        assert!(
            reading.authors(9).await.expect("authors").is_empty()
                && reading.dossiers().await.expect("dossiers").is_empty()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_article_is_published_once_it_is_due_with_the_clearance_it_was_given() {
    for (_folder, archive) in archives().await {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().expect("a time");
        let due = now + jiff::SignedDuration::from_secs(60);
        let article = archive
            .write_at(Cause::command("test"), now, move |w| {
                Box::pin(async move {
                    let story = w.add_story(None).await?;
                    let article =
                        w.add_article(story, &Placement::new(language("de")), &text("Später")).await?;
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.schedule_article(article, &clearance, due).await?;
                    w.revise_article(article, &text("Von niemandem gelesen")).await?;
                    Ok(article)
                })
            })
            .await
            .expect("it is scheduled");
        let try_at = async |at: Timestamp| {
            let site = site();
            archive
                .write_at(Cause::command("job"), at, move |w| {
                    Box::pin(async move { w.publish_due(&site, article).await })
                })
                .await
                .expect("it answers")
        };
        assert_eq!(try_at(due - jiff::SignedDuration::from_millis(1)).await, None, "it was published early");
        assert!(try_at(due + jiff::SignedDuration::from_secs(5)).await.is_some(), "it was not published");
        assert_eq!(try_at(due + jiff::SignedDuration::from_secs(9)).await, None, "it was published twice");
        let public =
            archive.reading().public_article(article).await.expect("it answers").expect("it is there");
        assert_eq!((public.published, public.updated), (Some(due), None));
        let headline = public.text.map(|text| text.text.headline);
        assert_eq!(headline.as_deref(), Some("Später"), "what nobody cleared went out");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_asset_is_nowhere_and_frees_only_files_that_nothing_else_needs() {
    for (_folder, archive) in archives().await {
        let asset = |name: &str| archive::NewAsset {
            name: name.into(),
            mime: "image/jpeg".into(),
            hash: "abc".into(),
            bytes: 3,
            width: Some(640),
            height: Some(480),
            ..archive::NewAsset::default()
        };
        let (first, second) = (asset("eins"), asset("zwei"));
        let (one, two) = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move { Ok((w.put_asset(&first).await?, w.put_asset(&second).await?)) })
            })
            .await
            .expect("they are taken in");
        let rendition = |hash: &str| archive::NewRendition {
            variant: "w320.jpg".into(),
            mime: "image/jpeg".into(),
            width: 320,
            height: 240,
            bytes: 2,
            hash: hash.into(),
        };
        let (good, stale) = (rendition("good"), rendition("stale"));
        let freed = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.put_rendition(one, "abc", &good).await?;
                    w.put_rendition(two, "abc", &good).await?;
                    w.put_rendition(two, "replaced meanwhile", &stale).await?;
                    let first = w.remove_asset(one, "Rechte abgelaufen").await?;
                    let kept = w.rendition(two, "w320.jpg").await?.map(|rendition| rendition.hash);
                    Ok((first, kept, w.remove_asset(two, "auch").await?))
                })
            })
            .await
            .expect("they are removed");
        assert_eq!(freed.0, Vec::<String>::new(), "files of the other were freed");
        assert_eq!(freed.1.as_deref(), Some("good"), "a rendition of bytes that were replaced was noted");
        assert_eq!(freed.2, ["good", "abc"]);
        let reading = archive.reading();
        assert_eq!(reading.asset(one).await.expect("it answers"), None);
        assert!(reading.asset_was_removed(one).await.expect("it answers"));
        assert_eq!(reading.assets(&[one, two], &language("de")).await.expect("it answers"), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_of_several_sections_come_in_one_answer_each_in_its_order() {
    for (_folder, archive) in archives().await {
        let at = |minute: i64| Timestamp::from_second(1_642_779_000 + minute * 60).expect("a time");
        let mut published = Vec::new();
        for minute in 0..5 {
            published.push(add_published(&archive, "Neu", at(minute)).await.0);
        }
        let reading = archive.reading();
        let politics = reading.sections().await.expect("sections")[0].id;
        let empty = newsroom::ids::SectionId(politics.0 + 100);
        let found = reading.newest_of_sections(&[empty, politics], &language("de"), 3).await.expect("a list");
        let expected: Vec<_> = published.iter().rev().take(3).map(|article| (politics, *article)).collect();
        let found: Vec<_> = found.into_iter().map(|(section, story)| (section, story.article)).collect();
        assert_eq!(found, expected);
        assert!(reading.newest_of_sections(&[], &language("de"), 3).await.expect("a list").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_date_is_shown_without_a_date_behind_all_others() {
    for (_folder, archive) in archives().await {
        let long_ago: Timestamp = "1949-05-23T10:00:00Z".parse().expect("a time");
        let (old, _) = add_published(&archive, "Alt", long_ago).await;
        let (new, _) = add_published(&archive, "Neu", "2022-01-21T15:30:00Z".parse().expect("a time")).await;
        let undated = archive
            .write(Cause::command("test"), |w| {
                Box::pin(async move {
                    let story = w.add_story(None).await?;
                    let placement = Placement::new(language("de"));
                    let article = w.add_article(story, &placement, &text("Ohne Datum")).await?;
                    w.publish_undated(&site(), article, &Clearance::by_import("test")).await?;
                    Ok(article)
                })
            })
            .await
            .expect("it is published");
        let de = language("de");
        let order = || async {
            let found = archive.reading().list(List::Site, &de, ListPlace::TOP, 10).await.expect("a list");
            found.iter().map(|teaser| (teaser.article, teaser.published.is_some())).collect::<Vec<_>>()
        };
        assert_eq!(order().await, [(new, true), (old, true), (undated, false)]);
        let last = archive.reading().list(List::Site, &de, ListPlace::TOP, 10).await.expect("a list");
        let place = last[1].place();
        let next = archive.reading().list(List::Site, &de, place, 10).await.expect("the next page");
        assert_eq!(next.iter().map(|teaser| teaser.article).collect::<Vec<_>>(), [undated]);
        let span = archive.reading().first_and_last(&de).await.expect("a span").expect("there is one");
        assert_eq!(span.0, long_ago, "a day nobody knows is no day of the archive by date");
        let before = archive.reading().neighbours(&de, long_ago, long_ago).await.expect("neighbours");
        assert_eq!(before.0, None);

        // Publishing it anew invents no date either; it may be removed no more; then somebody knows.
        archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.revise_article(undated, &text("Anders")).await?;
                    let now = w.now();
                    w.publish_article(&site(), undated, &Clearance::by_import("test"), now, true).await?;
                    assert!(w.remove_article(undated).await.is_err(), "readers have seen it");
                    Ok(())
                })
            })
            .await
            .expect("it is published again");
        assert_eq!(order().await.last(), Some(&(undated, false)));
        let known: Timestamp = "1985-03-01T00:00:00Z".parse().expect("a time");
        let dated = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    Ok((w.date_article(undated, known).await?, w.date_article(new, known).await?))
                })
            })
            .await
            .expect("it is dated");
        assert_eq!(dated, (true, false), "a date that is known stays");
        assert_eq!(order().await, [(new, true), (undated, true), (old, true)]);
    }
}
