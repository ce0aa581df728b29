//! A flood of comments and publications, the power cut in the middle of it: what was acknowledged is there.
//!
//! `POWER_CUTS=500` cuts as often; `POWER_SEED=7` begins elsewhere.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Arrival, Place, Placement};
use jiff::Timestamp;
use newsroom::article::Text;
use newsroom::change::{Cause, Way};
use newsroom::clearance::Clearance;
use newsroom::comment::Draft;
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, CommentId, SectionId};
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;
use power::{Chance, Disk, Surviving, Syncs, mount, unmount};

/// Those who write at the same time, every fourth of them articles.
const WRITERS: usize = 16;
/// Pages after which the log is carried over: so few that the power also goes while that is done.
const LOG: i32 = 60;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let prepared = Prepared::new().await;
    let mut total = Outcome::default();
    for round in 0..number("POWER_CUTS", 30) {
        let outcome = prepared.round(number("POWER_SEED", 0) + round, Syncs::All).await;
        assert_eq!(outcome.faults, Vec::<String>::new(), "round {round}");
        total.add(outcome);
    }
    println!("{total:?}");
    assert!(
        total.comments > 100 && total.articles > 20 && total.syncs > 100,
        "too little was written: {total:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_finds_losses_where_syncs_are_left_out() {
    let prepared = Prepared::new().await;
    for syncs in [Syncs::None, Syncs::NotOfTheLog] {
        let mut faults = 0;
        for round in 0..8 {
            faults += prepared.round(round, syncs).await.faults.len();
        }
        assert!(faults > 0, "{syncs:?} went unnoticed");
    }
}

/// What was written, and what of it was not found again.
#[derive(Debug, Default)]
struct Outcome {
    comments: usize,
    articles: usize,
    syncs: u64,
    faults: Vec<String>,
}

impl Outcome {
    fn add(&mut self, other: Outcome) {
        self.comments += other.comments;
        self.articles += other.articles;
        self.syncs += other.syncs;
    }
}

/// Something that was acknowledged.
enum Told {
    Comment(CommentId, String),
    Article(ArticleId, String),
}

/// A small newsroom, made once.
struct Prepared {
    folder: tempfile::TempDir,
    section: SectionId,
    article: ArticleId,
}

impl Prepared {
    async fn new() -> Prepared {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::open(&place(folder.path())).await.expect("it opens");
        let section = archive
            .write(Cause::command("test"), |w| {
                Box::pin(async move {
                    let name = SectionName {
                        language: german(),
                        name: "Politik".into(),
                        description: String::new(),
                    };
                    w.add_section(None, "politik", 0, &[name]).await
                })
            })
            .await
            .expect("a section");
        let (article, _) = publish(&archive, section, "Der erste".into()).await.expect("an article");
        Prepared { folder, section, article }
    }

    /// Floods a copy of it until the power goes, and looks at what is left.
    async fn round(&self, seed: u64, syncs: Syncs) -> Outcome {
        let mut chance = Chance::new(seed);
        let (before, after) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let file = "archive.db";
        std::fs::copy(self.folder.path().join(file), before.path().join(file)).expect("it is copied");
        let disk = Arc::new(Disk::of(before.path(), syncs).expect("a disk"));
        mount(before.path(), disk.clone());
        let archive = Archive::open_with_log(&place(before.path()), LOG).await.expect("it opens");
        disk.cut_after(20 + chance.below(1_500));
        let archive = Arc::new(archive);
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                tokio::spawn(flood(archive.clone(), disk.clone(), self.section, self.article, writer))
            })
            .collect();
        let mut told = Vec::new();
        for writer in writers {
            told.append(&mut writer.await.expect("it writes until the power goes"));
        }
        drop(archive);
        unmount(before.path());
        let surviving = match seed % 4 {
            0 => Surviving::None,
            1 => Surviving::All,
            _ => Surviving::Some(10 + chance.below(80)),
        };
        disk.write_survivors(after.path(), surviving, &mut chance).expect("it is written");
        let mut outcome = Outcome { syncs: disk.synced(), ..Outcome::default() };
        for one in &told {
            match one {
                Told::Comment(..) => outcome.comments += 1,
                Told::Article(..) => outcome.articles += 1,
            }
        }
        if let Err(fault) = look(after.path(), &told, &mut outcome.faults).await {
            outcome.faults.push(fault.to_string());
        }
        outcome
    }
}

/// Writes until the power goes; says what it was told to be kept.
async fn flood(
    archive: Arc<Archive>,
    disk: Arc<Disk>,
    section: SectionId,
    article: ArticleId,
    writer: usize,
) -> Vec<Told> {
    let mut told = Vec::new();
    for number in 0.. {
        let written = if writer.is_multiple_of(4) {
            publish(&archive, section, format!("Meldung {writer} {number}"))
                .await
                .map(|(article, path)| Told::Article(article, path))
        } else {
            let text = format!("Kommentar {writer} {number} {}", "Hafen ".repeat(number % 60));
            let text = text.trim_end().to_owned();
            comment(&archive, article, text.clone()).await.map(|id| Told::Comment(id, text))
        };
        match written {
            Ok(one) => told.push(one),
            Err(error) => {
                assert!(disk.is_off(), "a change failed although the power was on: {error}");
                break;
            }
        }
    }
    told
}

/// Whether what was acknowledged is in the database that is left, and that is whole.
async fn look(folder: &Path, told: &[Told], faults: &mut Vec<String>) -> archive::Result<()> {
    {
        let database = rusqlite::Connection::open(folder.join("archive.db"))?;
        let whole: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if whole != "ok" {
            faults.push(format!("the database is damaged: {whole}"));
            return Ok(());
        }
        if database.prepare("PRAGMA foreign_key_check")?.exists([])? {
            faults.push("rows refer to rows that are not there".into());
        }
    }
    let archive = Archive::open(&place(folder)).await?;
    for one in told {
        match one {
            Told::Comment(id, text) => match archive.reading().comment(*id).await {
                Ok(kept) if kept.text == *text => {}
                other => faults.push(format!("comment {id} “{text}” is lost: {other:?}")),
            },
            Told::Article(id, path) => {
                let kept = archive.reading().public_article(*id).await?;
                if kept.is_none_or(|kept| kept.path.as_ref() != Some(path) || kept.text.is_none()) {
                    faults.push(format!("article {id} at {path} is lost"));
                }
            }
        }
    }
    // What stands there can be written on.
    let fresh = tokio::time::timeout(
        Duration::from_secs(20),
        archive.write(Cause::command("test"), |w| {
            Box::pin(async move { w.put_topic("danach", None, &[]).await })
        }),
    );
    fresh.await.expect("it is answered").map(drop)
}

async fn comment(archive: &Archive, article: ArticleId, text: String) -> archive::Result<CommentId> {
    let draft = Draft { text, name: "Kim".into(), email: "kim@example.org".into(), ..Draft::default() };
    let new = draft.check().expect("a valid comment");
    let arrival = Arrival { writer: Some(new.text.clone().into_bytes()), ..Arrival::default() };
    let cause = Cause { who: "reader".into(), way: Way::Site, why: String::new() };
    archive
        .write(cause, move |w| Box::pin(async move { w.add_comment(article, None, &new, &arrival).await }))
        .await
}

async fn publish(
    archive: &Archive,
    section: SectionId,
    headline: String,
) -> archive::Result<(ArticleId, String)> {
    archive
        .write(Cause::command("test"), move |w| {
            Box::pin(async move {
                let site = Site {
                    name: "Das Hafenblatt".into(),
                    tagline: String::new(),
                    languages: vec![german()],
                    zone: jiff::tz::TimeZone::UTC,
                    url: "https://hafenblatt.example".parse().expect("a URL"),
                    article_address: "/{section}/{slug}-{id}".into(),
                };
                let mut body =
                    Document::new(vec![Block::paragraph("Die Unterhändler kamen durch die Küche.")]);
                body.fill_ids();
                let text = Text { headline, body, ..Text::default() };
                let story = w.add_story(None).await?;
                let placement = Placement { section: Some(section), ..Placement::new(german()) };
                let article = w.add_article(story, &placement, &text).await?;
                let clearance = Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete");
                let at: Timestamp = w.now();
                let path = w.publish_article(&site, article, &clearance, at, false).await?;
                Ok((article, path))
            })
        })
        .await
}

fn place(folder: &Path) -> Place {
    Place::Sqlite(folder.join("archive.db"))
}

fn german() -> Language {
    Language::parse("de").expect("a tag")
}

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a number"))
}
