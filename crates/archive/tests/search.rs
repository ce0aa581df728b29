//! The plain search, on SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

mod support;

use archive::{Archive, Place, Placement};
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::document::{Block, Document};
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use newsroom::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_search_knows_what_readers_see_when_a_change_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut places = vec![Place::Sqlite(folder.path().join("archive.db"))];
    match std::env::var("DEPESCHE_TEST_POSTGRES") {
        Ok(url) => places.push(support::fresh_postgres(&url).await.1),
        Err(_) => eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL"),
    }
    for place in places {
        let archive = Archive::open(&place).await.expect("it opens");
        let (kept, _) = archive
            .write(Cause::command("test"), |w| {
                Box::pin(async move {
                    let (kept, withdrawn) = (published(w, "Kran").await?, published(w, "Kai").await?);
                    // Published anew with other words, and taken back, before anything was filed.
                    w.revise_article(kept, &text("Schleuse")).await?;
                    w.publish_article(&site(), kept, &clearance(), w.now(), true).await?;
                    w.withdraw_article(withdrawn, "Ein Irrtum.").await?;
                    Ok((kept, withdrawn))
                })
            })
            .await
            .expect("it is written");
        let found = async |word: &str| {
            let (_, found) =
                archive.reading().search(&german(), word, i64::MAX, 10).await.expect("an answer");
            found.into_iter().map(|teaser| teaser.article).collect::<Vec<_>>()
        };
        assert_eq!(found("schleuse").await, [kept]);
        assert_eq!(found("Öffnung").await, [kept], "by a word of the body");
        assert!(found("kran").await.is_empty(), "its old words are gone");
        assert!(found("kai").await.is_empty(), "what was taken back is not found");
    }
}

async fn published(w: &archive::Writing<'_>, headline: &str) -> archive::Result<ArticleId> {
    let story = w.add_story(None).await?;
    let article = w.add_article(story, &Placement::new(german()), &text(headline)).await?;
    w.publish_article(&site(), article, &clearance(), w.now(), false).await?;
    Ok(article)
}

fn clearance() -> Clearance {
    Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete")
}

fn text(headline: &str) -> Text {
    let mut body = Document::new(vec![Block::paragraph("Die Öffnung dauert lange.")]);
    body.fill_ids();
    Text { headline: headline.into(), body, ..Text::default() }
}

fn german() -> Language {
    Language::parse("de").expect("a tag")
}

fn site() -> Site {
    Site {
        name: "Das Hafenblatt".into(),
        tagline: String::new(),
        languages: vec![german()],
        zone: jiff::tz::TimeZone::UTC,
        url: "https://hafenblatt.example".parse().expect("a URL"),
        article_address: "/{section}/{slug}-{id}".into(),
    }
}
