//! Relaying: copy of providers whose items the newsroom has settled to publish unread.

use anyhow::{Context, Result};
use newsroom::article::State;
use newsroom::clearance::Clearance;
use newsroom::ids::WireItemId;
use newsroom::wire_item::Status;

use super::{CopyDesk, cause, merging, take};

/// Publishes an item that goes out unread, or brings the article made of it up to its newest version. An article that
/// somebody has worked on is left to people. Doing it twice does no harm.
///
/// # Errors
/// When the item is embargoed: it is tried again then; or when it cannot be published.
pub(crate) async fn relay(desk: &CopyDesk, key: &str) -> Result<()> {
    let id: WireItemId = key.parse().ok().with_context(|| format!("“{key}” is no item"))?;
    let reading = desk.archive.reading();
    let listed = reading.wire_item(id).await?;
    let from = reading.provider(&listed.provider).await?;
    if !from.provider.publish_unread || from.paused || listed.status != Status::Usable {
        return Ok(());
    }
    let clearance = Clearance::by_provider(&from.provider)?;
    let made = reading.articles_of_item(id).await?;
    let article = match made.first() {
        None => take::take_by_rule(desk, id, &from).await?.article,
        Some(article) => *article,
    };
    let draft = reading.article_draft(article).await?;
    let links = reading.items_of_article(article).await?;
    let untouched = reading.was_only_changed_by(article, &from.provider.name).await?;
    if !untouched {
        return Ok(());
    }
    if links.iter().any(archive::ArticleItem::is_outdated) {
        merging::merge_article(desk, article, &cause(&from)).await?;
    } else if draft.state == State::Published {
        return Ok(());
    }
    let site = desk.site.clone();
    let embargo = listed.embargo_at;
    desk.archive
        .write(cause(&from), move |w| {
            Box::pin(async move {
                match embargo.filter(|embargo| *embargo > w.now()) {
                    Some(due) => w.schedule_article(article, &clearance, due).await,
                    None => w.publish_article(&site, article, &clearance, w.now(), true).await.map(drop),
                }
            })
        })
        .await?;
    Ok(())
}
