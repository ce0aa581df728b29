//! Merging: a newer version of the copy that an article was made of, into the article.

use anyhow::{Result, bail};
use archive::ArticleItem;
use newsroom::change::Cause;
use newsroom::ids::{ArticleId, AssetId};
use newsroom::wire_item::{Conflict, Media, Status, WireItem, adopt, merge, merge_line};

use super::CopyDesk;
use super::pictures;
use super::take::{Copy, dateline, headline, put};

/// What merging did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many parts and paragraphs follow the source now that did not before.
    pub(crate) followed: usize,
    /// What was left as it is although the source has changed it.
    pub(crate) conflicts: Vec<Conflict>,
    /// Pictures that were not taken, and why.
    pub(crate) left_out: Vec<String>,
}

/// Merges the newest versions of all that an article was made of; says nothing was newer by nothing.
///
/// # Errors
/// When the article was made of no copy, or its sender has taken it back.
pub(crate) async fn merge_article(
    desk: &CopyDesk,
    article: ArticleId,
    cause: &Cause,
) -> Result<Option<Outcome>> {
    let items = desk.archive.reading().items_of_article(article).await?;
    if items.is_empty() {
        bail!("article {article} was made of no copy");
    }
    let mut merged = None;
    for link in items.into_iter().filter(ArticleItem::is_outdated) {
        if link.status == Status::Cancelled {
            bail!("the sender of item {} has taken it back; there is nothing to merge", link.item);
        }
        let outcome = merge_one(desk, link, cause.clone()).await?;
        let all: &mut Outcome = merged.get_or_insert_default();
        all.followed += outcome.followed;
        all.conflicts.extend(outcome.conflicts);
        all.left_out.extend(outcome.left_out);
    }
    Ok(merged)
}

async fn merge_one(desk: &CopyDesk, link: ArticleItem, cause: Cause) -> Result<Outcome> {
    let reading = desk.archive.reading();
    let before = reading.wire_content(link.taken).await?;
    let copy = Copy::newest(&reading, link.item).await?;
    let known = carried(&before, &link.assets, &copy.item);
    let (ready, left_out) = pictures::fetch(desk, &copy.from, &copy.item, &copy.original, &known).await;
    let outcome = desk
        .archive
        .write(cause, move |w| {
            Box::pin(async move {
                let assets = put(w, &copy.item, &known, ready).await?;
                // Within the transaction: somebody may have saved the article meanwhile.
                let mut text = w.article_draft(link.article).await?.text;
                let there = adopt(&copy.item.body, &assets);
                let body = merge(&adopt(&before.body, &link.assets), &text.body, &there);
                let mut outcome =
                    Outcome { followed: body.followed, conflicts: body.conflicts, left_out: Vec::new() };
                text.body = body.body;
                for (part, old, new) in [
                    (&mut text.headline, headline(&before), headline(&copy.item)),
                    (
                        &mut text.standfirst,
                        before.standfirst.trim().to_owned(),
                        copy.item.standfirst.trim().to_owned(),
                    ),
                    (&mut text.dateline, dateline(&before), dateline(&copy.item)),
                    (&mut text.byline, before.byline.trim().to_owned(), copy.item.byline.trim().to_owned()),
                ] {
                    let here = part.clone();
                    let (followed, conflict) = merge_line(&old, &here, &new);
                    outcome.followed += usize::from(followed != here);
                    followed.clone_into(part);
                    if conflict {
                        outcome.conflicts.push(Conflict { before: old, here, there: new });
                    }
                }
                w.revise_article(link.article, &text).await?;
                w.link_item(link.article, link.item, copy.listed.newest, &assets).await?;
                Ok(outcome)
            })
        })
        .await?;
    Ok(Outcome { left_out, ..outcome })
}

/// Which media of the newer version are in the library already: those with the same identifier or address as
/// one of the version before that was taken.
fn carried(before: &WireItem, assets: &[Option<AssetId>], now: &WireItem) -> Vec<Option<AssetId>> {
    let same = |a: &Media, b: &Media| {
        (!a.url.is_empty() && a.url == b.url)
            || (!a.id.is_empty() && a.id == b.id && a.rendition == b.rendition)
    };
    now.media
        .iter()
        .map(|media| {
            let place = before.media.iter().position(|old| same(old, media))?;
            assets.get(place).copied().flatten()
        })
        .collect()
}
