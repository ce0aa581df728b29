//! Publishing: addresses, dates, lists and what stands in the way.

use archive::{List, ListPlace, Placement};
use jiff::Timestamp;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::section::SectionName;

use crate::support::{add_published, archives, language, site, text};

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
