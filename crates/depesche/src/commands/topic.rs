//! `depesche topic`

use anyhow::Result;

use crate::cli::Topic;
use crate::newsroom_folder::{Newsroom, cause};

/// How many topics a list shows.
const MOST: i64 = 1_000;

/// Runs a command on topics.
///
/// # Errors
/// When a topic is missing or a slug is none.
pub(crate) async fn run(newsroom: &Newsroom, command: Topic) -> Result<()> {
    match command {
        Topic::List { language } => {
            for topic in newsroom.archive.reading().topics_in(&language, MOST).await? {
                println!(
                    "{}  {}  {}",
                    topic.slug,
                    topic.name(&language),
                    topic.media_topic.as_deref().unwrap_or("")
                );
            }
        }
        Topic::Add { slug, names, media_topic } => {
            let added = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.put_topic(&slug, media_topic.as_deref(), &names).await })
                })
                .await?;
            println!("topic “{added}” kept");
        }
        Topic::Remove { slug } => {
            let removed = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let topic = w.topic_id(&slug).await?;
                        w.remove_topic(topic).await
                    })
                })
                .await?;
            println!("topic “{removed}” removed");
        }
    }
    Ok(())
}
