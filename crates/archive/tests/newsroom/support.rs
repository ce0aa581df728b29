//! A small paper in a fresh archive, on SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES`
//! names one.

use std::sync::Arc;

use archive::{Archive, Place, Placement};
use jiff::Timestamp;
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::document::{Block, Document};
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;

pub(crate) fn site() -> Arc<Site> {
    Arc::new(Site {
        name: "Das Hafenblatt".into(),
        tagline: String::new(),
        languages: vec![language("de"), language("en")],
        zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a known zone"),
        url: "https://hafenblatt.example".parse().expect("a URL"),
        article_address: "/{section}/{slug}-{id}".into(),
    })
}

pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).expect("a tag")
}

pub(crate) fn text(headline: &str) -> Text {
    let mut body = Document::new(vec![Block::paragraph("Die Unterhändler kamen durch die Küche.")]);
    body.fill_ids();
    Text { headline: headline.into(), body, ..Text::default() }
}

/// An empty database of each kind there is.
pub(crate) async fn places() -> Vec<(tempfile::TempDir, Place)> {
    let folder = || tempfile::tempdir().expect("a folder");
    let sqlite = folder();
    let file = sqlite.path().join("archive.db");
    let mut places = vec![(sqlite, Place::Sqlite(file))];
    match std::env::var("DEPESCHE_TEST_POSTGRES") {
        Ok(url) => places.push((folder(), crate::postgres::fresh_postgres(&url).await.1)),
        Err(_) => eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL"),
    }
    places
}

/// A fresh, empty archive on each database there is.
pub(crate) async fn archives() -> Vec<(tempfile::TempDir, Archive)> {
    let mut archives = Vec::new();
    for (folder, place) in places().await {
        archives.push((folder, Archive::open(&place).await.expect("it opens")));
    }
    archives
}

pub(crate) async fn add_published(
    archive: &Archive,
    headline: &'static str,
    at: Timestamp,
) -> (ArticleId, String) {
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
