//! `depesche topic`

use anyhow::Result;
use newsroom::topic::Topic as Subject;

use crate::cli::Topic;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::{suggest, table};

/// How many topics a list shows.
const MOST: i64 = 1_000;

/// Runs a command on topics.
///
/// # Errors
/// When a topic is missing or a slug is none.
pub(crate) async fn run(newsroom: &Newsroom, command: Topic) -> Result<()> {
    match command {
        Topic::List => {
            let topics = newsroom.archive.reading().topics(MOST).await?;
            let row = |topic: Subject| {
                let names: Vec<String> =
                    topic.names.iter().map(|(language, name)| format!("{language}={name}")).collect();
                vec![topic.slug, topic.media_topic.unwrap_or_default(), names.join("  ")]
            };
            table::print(&topics.into_iter().map(row).collect::<Vec<_>>());
        }
        Topic::Rename { slug, names, media_topic } => {
            let reading = newsroom.archive.reading();
            if reading.topic_by_slug(&slug).await?.is_none() {
                let topics = reading.topics(MOST).await?;
                let known = topics.iter().map(|topic| topic.slug.as_str());
                return Err(suggest::missing("topic", &slug, known, "topic list"));
            }
            let renamed = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.put_topic(&slug, media_topic.as_deref(), &names).await })
                })
                .await?;
            say!("topic “{renamed}” renamed; its address stays");
        }
        Topic::Add { slug, names, media_topic } => {
            let added = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.put_topic(&slug, media_topic.as_deref(), &names).await })
                })
                .await?;
            say!("topic “{added}” kept");
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
            say!("topic “{removed}” removed");
        }
    }
    Ok(())
}
