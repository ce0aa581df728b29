//! Comments: where they are taken and how they stand.

use archive::Arrival;
use newsroom::change::Cause;
use newsroom::comment::{Draft, State};

use crate::support::{add_published, archives};

#[tokio::test(flavor = "multi_thread")]
async fn comments_are_taken_only_where_an_article_is_open_and_stand_three_deep() {
    for (_folder, archive) in archives().await {
        let (article, _) =
            add_published(&archive, "Offen", "2022-01-21T15:30:00Z".parse().expect("a time")).await;
        let depth = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    let new = comment();
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
                    w.add_comment(article, None, &comment(), &Arrival::default()).await
                })
            })
            .await;
        assert!(refused.is_err(), "a withdrawn article took a comment");
    }
}

fn comment() -> newsroom::comment::NewComment {
    let draft =
        Draft { text: "Ja.".into(), name: "A".into(), email: "a@example.org".into(), website: String::new() };
    draft.check().expect("a valid comment")
}
