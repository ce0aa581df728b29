//! What happens by itself beside the server: scheduled articles, forgetting, a clean end.

use std::time::{Duration, Instant};

use archive::{Archive, Arrival, Place};
use jiff::{SignedDuration, Timestamp};
use newsroom::change::Cause;
use newsroom::comment::{Draft, State};
use newsroom::ids::ArticleId;

use crate::support::Newsroom;

/// How long anything is waited for before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

fn draft(newsroom: &Newsroom, headline: &str) {
    let file = newsroom
        .file("text.md", format!("+++\nheadline = \"{headline}\"\nsection = \"politik\"\n+++\n\nText.\n"));
    newsroom.run(&["article", "add", &file]);
}

#[test]
fn a_scheduled_article_appears_at_its_second_and_not_before() {
    let mut newsroom = Newsroom::new();
    draft(&newsroom, "Zur vollen Stunde");
    newsroom.serve();
    let due = Timestamp::from_second(Timestamp::now().as_second() + 4).expect("a time");
    let said = newsroom.run(&["article", "publish", "1", "--at", &due.to_string(), "--reason", "gelesen"]);
    assert!(said.contains("is scheduled for"), "{said}");
    let listed = newsroom.run(&["article", "list", "--state", "scheduled"]);
    assert!(listed.contains("due 20") && listed.contains("Zur vollen Stunde"), "{listed}");
    let started = Instant::now();
    let mut looks_before = 0;
    let page = loop {
        let page = newsroom.get("/politik");
        // Taken after the answer: what is shown at that time was asked for no later.
        let seen = Timestamp::now();
        if page.body.contains("Zur vollen Stunde") {
            assert!(seen >= due, "it appeared at {seen}, before {due}");
            break page;
        }
        looks_before += usize::from(seen < due);
        assert!(started.elapsed() < PATIENCE, "it never appeared");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(looks_before > 0, "nobody looked before its time");
    let path = page.body.split('"').find(|value| value.starts_with("/politik/zur-vollen")).expect("its link");
    let article = newsroom.get(path);
    let date = due.in_tz("Europe/Berlin").expect("a zone").strftime("%Y-%m-%dT%H:%M:%S").to_string();
    assert!(article.body.contains(&date), "its date is not {date}");
    assert!(!article.body.contains("Aktualisiert"), "it was changed before anybody saw it");
    assert_eq!(
        newsroom.run(&["article", "list", "--state", "scheduled"]).trim(),
        "no articles are scheduled"
    );
}

#[test]
fn an_article_taken_off_the_schedule_stays_a_draft() {
    let mut newsroom = Newsroom::new();
    draft(&newsroom, "Doch nicht");
    draft(&newsroom, "Aber dieser");
    newsroom.serve();
    let due = Timestamp::now() + SignedDuration::from_secs(3);
    for article in ["1", "2"] {
        newsroom.run(&["article", "publish", article, "--at", &due.to_string()]);
    }
    newsroom.run(&["article", "unschedule", "1"]);
    let started = Instant::now();
    while !newsroom.get("/politik").body.contains("Aber dieser") {
        assert!(started.elapsed() < PATIENCE, "the other one never appeared");
        std::thread::sleep(Duration::from_millis(50));
    }
    let jobs_left = || newsroom.run(&["job", "list"]);
    while jobs_left().contains("publication") {
        assert!(started.elapsed() < PATIENCE, "its job was never done");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!newsroom.get("/politik").body.contains("Doch nicht"));
    assert!(newsroom.run(&["article", "list", "--state", "draft"]).contains("Doch nicht"));
}

#[test]
fn the_hash_of_a_network_address_is_dropped_when_its_time_is_over() {
    let mut newsroom = Newsroom::new();
    draft(&newsroom, "Offen");
    newsroom.run(&["article", "publish", "1"]);
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    let place = Place::Sqlite(newsroom.data().join("archive.db"));
    let now = Timestamp::now();
    let archive = runtime.block_on(Archive::open(&place)).expect("it opens");
    for (days, name) in [(31, "alt"), (29, "neu")] {
        let written = now - SignedDuration::from_hours(24 * days);
        let arrival = Arrival {
            network: Some(vec![1; 16]),
            forget_at: Some(written + SignedDuration::from_hours(24 * 30)),
            state: State::Approved,
            ..Arrival::default()
        };
        let draft = Draft {
            text: "Ja.".into(),
            name: name.into(),
            email: "a@example.org".into(),
            website: String::new(),
        };
        let new = draft.check().expect("a valid comment");
        runtime
            .block_on(archive.write_at(Cause::command("test"), written, move |w| {
                Box::pin(async move { w.add_comment(ArticleId(1), None, &new, &arrival).await })
            }))
            .expect("it is kept");
    }
    let kept = || runtime.block_on(archive.reading().networks_kept()).expect("it answers");
    assert_eq!(kept(), 2);
    newsroom.serve();
    let started = Instant::now();
    while kept() != 1 {
        assert!(started.elapsed() < PATIENCE, "{} hashes are still there", kept());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_server_that_is_told_to_stop_ends_well_and_the_next_goes_on_with_its_work() {
    let mut newsroom = Newsroom::new();
    let pixels = image::RgbImage::from_fn(500, 300, |x, y| image::Rgb([x as u8, y as u8, 90]));
    let mut png = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    let file = newsroom.file("bild.png", png.into_inner());
    newsroom.run(&["asset", "add", &file]);
    assert!(newsroom.run(&["job", "list"]).contains("renditions 1"));
    newsroom.serve();
    assert!(newsroom.stop().success(), "it did not end well");
    newsroom.serve();
    let started = Instant::now();
    while newsroom.run(&["job", "list"]).contains("renditions") {
        assert!(started.elapsed() < 4 * PATIENCE, "its renditions were never made");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(newsroom.stop().success(), "it did not end well");
}
