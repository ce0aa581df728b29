//! The plain search.

use archive::Placement;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::ids::ArticleId;

use crate::support::{archives, language, site, text};

#[tokio::test(flavor = "multi_thread")]
async fn the_search_knows_what_readers_see_when_a_change_ends() {
    for (_folder, archive) in archives().await {
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
                archive.reading().search(&language("de"), word, i64::MAX, 10).await.expect("an answer");
            found.into_iter().map(|teaser| teaser.article).collect::<Vec<_>>()
        };
        assert_eq!(found("schleuse").await, [kept]);
        assert_eq!(found("Küche").await, [kept], "by a word of the body");
        assert!(found("kran").await.is_empty(), "its old words are gone");
        assert!(found("kai").await.is_empty(), "what was taken back is not found");
    }
}

async fn published(w: &archive::Writing<'_>, headline: &str) -> archive::Result<ArticleId> {
    let story = w.add_story(None).await?;
    let article = w.add_article(story, &Placement::new(language("de")), &text(headline)).await?;
    w.publish_article(&site(), article, &clearance(), w.now(), false).await?;
    Ok(article)
}

fn clearance() -> Clearance {
    Clearance::by_person("Merle Ohlsen", "gelesen").expect("complete")
}
