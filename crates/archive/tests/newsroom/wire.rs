//! Copy of others: every item once, its versions in order, and what becomes of the articles made of it.

use archive::{Archive, CopyArrival, Placement, StoredProvider};
use jiff::{SignedDuration, Timestamp};
use newsroom::article::State;
use newsroom::change::{Cause, Way};
use newsroom::clearance::Clearance;
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, WireItemId};
use newsroom::wire_item::{
    Link, Note, NoteKind, NoticeKind, OnKill, Provider, ProviderKind, Relation, Status, WireItem,
};

use crate::support::{archives, language, site, text};

fn cause() -> Cause {
    Cause { who: "dpa".into(), way: Way::Wire, why: String::new() }
}

async fn agency(archive: &Archive, slug: &'static str, on_kill: OnKill) -> StoredProvider {
    let provider = Provider {
        name: "Deutsche Depeschen".into(),
        language: Some(language("de")),
        on_kill,
        ..Provider::new(slug, ProviderKind::Push)
    };
    archive
        .write(cause(), move |w| {
            Box::pin(async move {
                w.add_provider(&provider, "").await?;
                w.provider(slug).await
            })
        })
        .await
        .expect("it is added")
}

const REPORT: &str = "Die Außenminister zweier Staaten haben sich in Genf getroffen, um über die Lage an der Grenze zu \
    sprechen. Das Gespräch dauerte etwa neunzig Minuten und wurde danach von beiden Seiten offen und nützlich genannt.";

fn item(id: &str, version: &str, words: &str) -> WireItem {
    let mut body = Document::new(vec![Block::paragraph(words)]);
    body.fill_ids();
    WireItem {
        id: id.into(),
        version: Some(version.into()),
        headline: "Treffen in Genf".into(),
        language: Some(language("de")),
        body,
        ..WireItem::default()
    }
}

async fn receive(archive: &Archive, from: &StoredProvider, item: &WireItem) -> CopyArrival {
    let (from, item) = (from.clone(), item.clone());
    archive
        .write(cause(), move |w| Box::pin(async move { w.receive_item(&from, &item, "").await }))
        .await
        .expect("it is taken in")
}

/// An article made of the newest version of an item, and published where `public` says so.
async fn take(archive: &Archive, item: WireItemId, public: bool) -> archive::Result<ArticleId> {
    let site = site();
    archive
        .write(Cause::command("Merle Ohlsen"), move |w| {
            Box::pin(async move {
                let story = w.add_story(None).await?;
                let article =
                    w.add_article(story, &Placement::new(language("de")), &text("Treffen in Genf")).await?;
                let newest = w.wire_item(item).await?.newest;
                w.link_item(article, item, newest, &[]).await?;
                if public {
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.publish_article(&site, article, &clearance, w.now(), false).await?;
                }
                Ok(article)
            })
        })
        .await
}

async fn state(archive: &Archive, article: ArticleId) -> State {
    archive.reading().article_draft(article).await.expect("it is there").state
}

async fn kinds(archive: &Archive, article: ArticleId) -> Vec<NoticeKind> {
    let notices = archive.reading().notices_of(article).await.expect("they can be read");
    notices.into_iter().map(|notice| notice.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_copy_twice_is_one_item_and_versions_stand_in_their_order() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let CopyArrival::New(id) = receive(&archive, &dpa, &item("a", "1", REPORT)).await else {
            panic!("it is not new")
        };
        assert_eq!(receive(&archive, &dpa, &item("a", "1", REPORT)).await, CopyArrival::Same(id));
        assert_eq!(receive(&archive, &dpa, &item("a", "10", "Neu.")).await, CopyArrival::Version(id));
        assert_eq!(receive(&archive, &dpa, &item("a", "9", "Verspätet.")).await, CopyArrival::Late(id));
        assert_eq!(receive(&archive, &dpa, &item("a", "1", REPORT)).await, CopyArrival::Same(id));
        let reading = archive.reading();
        let listed = reading.wire_item(id).await.expect("it is there");
        assert_eq!((listed.versions, listed.provider.as_str()), (3, "dpa"));
        assert_eq!(reading.wire_content(listed.newest).await.expect("a version").body.plain_text(), "Neu.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_takes_the_article_back_where_the_provider_has_it_so() {
    for (_folder, archive) in archives().await {
        for (slug, on_kill, after) in
            [("laut", OnKill::Alert, State::Published), ("streng", OnKill::Withdraw, State::Withdrawn)]
        {
            let from = agency(&archive, slug, on_kill).await;
            let id = receive(&archive, &from, &item(slug, "1", REPORT)).await.item();
            let article = take(&archive, id, true).await.expect("it is published");
            let mut kill = item(slug, "2", REPORT);
            kill.status = Status::Cancelled;
            receive(&archive, &from, &kill).await;
            assert_eq!(state(&archive, article).await, after, "{slug}");
            assert_eq!(kinds(&archive, article).await, [NoticeKind::Killed]);
            assert!(take(&archive, id, false).await.is_err(), "killed copy was taken over");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_killed_is_published_again_only_when_somebody_has_settled_it() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let id = receive(&archive, &dpa, &item("a", "1", REPORT)).await.item();
        let article = take(&archive, id, false).await.expect("it is taken over");
        let mut kill = item("a", "2", REPORT);
        kill.status = Status::Cancelled;
        receive(&archive, &dpa, &kill).await;
        let publish = || {
            let site = site();
            archive.write(Cause::command("Merle Ohlsen"), move |w| {
                Box::pin(async move {
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.publish_article(&site, article, &clearance, w.now(), false).await
                })
            })
        };
        let refused = publish().await.expect_err("killed copy was published").to_string();
        assert!(refused.contains("was killed (notice 1)"), "{refused}");
        archive
            .write(Cause::command("Merle Ohlsen"), move |w| {
                Box::pin(async move { w.settle_notice(1, "selbst bestätigt").await })
            })
            .await
            .expect("it is settled");
        publish().await.expect("it is published");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_before_its_embargo_and_a_moved_one_takes_it_off_the_schedule() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let later = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
        let mut embargoed = item("a", "1", REPORT);
        embargoed.embargo = Some(later(2));
        let id = receive(&archive, &dpa, &embargoed).await.item();
        let refused = take(&archive, id, true).await.expect_err("it was published").to_string();
        assert!(refused.contains("embargoed until"), "{refused}");

        let article = take(&archive, id, false).await.expect("it is taken over");
        let schedule = |due: Timestamp| {
            archive.write(Cause::command("Merle Ohlsen"), move |w| {
                Box::pin(async move {
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.schedule_article(article, &clearance, due).await
                })
            })
        };
        schedule(later(1)).await.expect_err("it was scheduled within the embargo");
        schedule(later(3)).await.expect("it is scheduled");
        embargoed.version = Some("2".into());
        embargoed.embargo = Some(later(5));
        receive(&archive, &dpa, &embargoed).await;
        assert_eq!(state(&archive, article).await, State::Draft);
        assert_eq!(kinds(&archive, article).await, [NoticeKind::EmbargoMoved]);
        embargoed.version = Some("3".into());
        embargoed.embargo = None;
        receive(&archive, &dpa, &embargoed).await;
        schedule(later(1)).await.expect("the embargo was lifted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_waits_until_its_sender_lets_it_go() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let id = receive(&archive, &dpa, &item("a", "1", REPORT)).await.item();
        let article = take(&archive, id, false).await.expect("it is taken over");
        let publish = || {
            let site = site();
            archive.write(Cause::command("Merle Ohlsen"), move |w| {
                Box::pin(async move {
                    let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                    w.publish_article(&site, article, &clearance, w.now(), false).await
                })
            })
        };
        let mut held = item("a", "2", REPORT);
        held.status = Status::Withheld;
        receive(&archive, &dpa, &held).await;
        let refused = publish().await.expect_err("withheld copy was published").to_string();
        assert!(refused.contains("until its sender says otherwise"), "{refused}");
        receive(&archive, &dpa, &item("a", "3", REPORT)).await;
        publish().await.expect("it was let go");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_told_until_it_is_merged_and_a_successor_under_another_name_too() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let id = receive(&archive, &dpa, &item("a", "1", REPORT)).await.item();
        let article = take(&archive, id, true).await.expect("it is published");
        receive(&archive, &dpa, &item("a", "2", "Neu.")).await;
        let mut successor = item("b", "1", "Ein anderer Text.");
        successor.links =
            vec![Link { relation: Relation::Replaces, id: Some("a".into()), ..Link::default() }];
        let next = receive(&archive, &dpa, &successor).await.item();
        assert_eq!(kinds(&archive, article).await, [NoticeKind::Replaced, NoticeKind::Updated]);
        let reading = archive.reading();
        assert!(reading.items_of_article(article).await.expect("read")[0].is_outdated());
        let listed = reading.wire_item(id).await.expect("it is there");
        assert_eq!(listed.replaced_by, Some(next));

        archive
            .write(Cause::command("Merle Ohlsen"), move |w| {
                Box::pin(async move {
                    w.note_on_article(
                        article,
                        "dpa",
                        &Note { kind: NoteKind::Contact, text: "Rufen Sie an.".into() },
                    )
                    .await?;
                    w.link_item(article, id, listed.newest, &[None]).await
                })
            })
            .await
            .expect("it is merged");
        let open = reading.open_notices(10).await.expect("read");
        assert_eq!(open.iter().map(|notice| notice.kind).collect::<Vec<_>>(), [NoticeKind::Replaced]);
        assert_eq!(reading.notes_on_article(article).await.expect("read")[0].text, "Rufen Sie an.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_several_agencies_report_in_nearly_the_same_words_is_one_event() {
    for (_folder, archive) in archives().await {
        let (one, two) =
            (agency(&archive, "eins", OnKill::Alert).await, agency(&archive, "zwei", OnKill::Alert).await);
        let first = receive(&archive, &one, &item("a", "1", REPORT)).await.item();
        let rewritten = REPORT.replace("etwa neunzig Minuten", "rund anderthalb Stunden");
        let second = receive(&archive, &two, &item("x", "1", &rewritten)).await.item();
        let apart = "In Brüssel hat die Kommission den Haushalt für das kommende Jahr vorgelegt, der mehr Geld für die \
            Bahn und weniger für die Landwirtschaft vorsieht, wie ein Sprecher am Abend vor der Presse sagte.";
        let third = receive(&archive, &two, &item("y", "1", apart)).await.item();
        let reading = archive.reading();
        let event = reading.items_of_event(first, 10).await.expect("read");
        assert_eq!(event.iter().map(|item| item.id).collect::<Vec<_>>(), [second, first]);
        assert_eq!(reading.wire_item(third).await.expect("read").event, third);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn copy_that_nobody_took_over_is_forgotten_after_its_time() {
    for (_folder, archive) in archives().await {
        let dpa = agency(&archive, "dpa", OnKill::Alert).await;
        let kept = receive(&archive, &dpa, &item("a", "1", REPORT)).await.item();
        take(&archive, kept, false).await.expect("it is taken over");
        let gone = receive(&archive, &dpa, &item("b", "1", "Kurz.")).await.item();
        let forgotten = archive
            .write(cause(), move |w| {
                Box::pin(async move {
                    w.keep_original(b"kurz", "text/plain", "b.txt").await?;
                    w.forget_copy(w.now() + SignedDuration::from_secs(1), 100).await
                })
            })
            .await
            .expect("it is forgotten");
        assert_eq!(forgotten, 1);
        assert!(archive.reading().wire_item(gone).await.is_err());
        assert!(archive.reading().wire_item(kept).await.is_ok());
    }
}
