//! Publishing scheduled articles, by the same door as everybody.

use newsroom::ids::ArticleId;
use newsroom::job::Kind;
use site::App;

use super::{Outcome, cause};

/// Publishes the article of a key if it is still scheduled and due.
pub(super) async fn run(app: &App, key: &str) -> Result<Outcome, String> {
    let article: ArticleId = key.parse().map_err(|_| format!("“{key}” is no article"))?;
    let site = app.site.clone();
    let path = app
        .archive
        .write(cause(Kind::Publication), move |w| {
            Box::pin(async move { w.publish_due(&site, article).await })
        })
        .await
        .map_err(|error| error.to_string())?;
    if let Some(path) = path {
        tracing::info!(%article, path, "a scheduled article is published");
    }
    Ok(Outcome::Done)
}
