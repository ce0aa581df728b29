//! Building an index from all published articles.

use archive::{Archive, IndexedArticle};
use newsroom::ids::ArticleId;
use newsroom::site::Site;
use search::{Entry, Indexer};
use tokio::task::block_in_place;

use anyhow::Result;

/// Articles read at a time.
const BATCH: i64 = 500;
/// Batches after which what was built is made durable, so that a stop costs little.
const COMMIT: usize = 40;
/// Batches, spread over the archive, from which nouns are learnt before the first article goes in.
const SAMPLES: i64 = 10;

/// How building ended.
pub(crate) enum Built {
    /// All is in it, so many articles.
    Complete(u64),
    /// It was told to stop; the next time it goes on from there.
    Stopped,
}

/// Puts all published articles into an index, going on where an earlier run ended; tells how many
/// are in it after each batch.
///
/// # Errors
/// When the archive cannot be read or the index not be written.
pub(crate) async fn run(
    archive: &Archive,
    site: &Site,
    indexer: &mut Indexer,
    stop: impl Fn() -> bool,
    mut tell: impl FnMut(u64),
) -> Result<Built> {
    let mut progress = indexer.index().progress()?;
    let mut articles = indexer.index().articles();
    if progress.until == 0 {
        // What changes from now on is read again afterwards.
        progress.change = archive.reading().newest_change().await?;
        progress.at = noted_at(archive, progress.change).await?;
        learn(archive, site, indexer).await?;
    }
    let mut batches = 0;
    loop {
        let reading = archive.long_reading();
        let ids = reading.next_articles(ArticleId(progress.until), BATCH).await?;
        let Some(last) = ids.last() else { break };
        progress.until = last.0;
        let entries = entries(reading.articles_to_index(&ids).await?, site);
        articles += entries.len() as u64;
        batches += 1;
        let stopped = stop();
        block_in_place(|| {
            indexer.learn(&entries)?;
            for entry in &entries {
                indexer.add(entry)?;
            }
            if batches % COMMIT == 0 || stopped {
                indexer.commit(progress)?;
            }
            search::Result::Ok(())
        })?;
        tell(articles);
        if stopped {
            return Ok(Built::Stopped);
        }
    }
    progress.complete = true;
    block_in_place(|| indexer.commit(progress))?;
    Ok(Built::Complete(articles))
}

/// Learns the nouns of a sample, so that compounds come apart from the first article on.
async fn learn(archive: &Archive, site: &Site, indexer: &Indexer) -> Result<()> {
    let reading = archive.long_reading();
    let largest = reading.articles_in(newsroom::article::State::Published, 1).await?;
    let largest = largest.first().map_or(0, |article| article.article.0);
    for sample in 0..SAMPLES {
        let ids = reading.next_articles(ArticleId(largest / SAMPLES * sample), BATCH / 2).await?;
        let entries = entries(reading.articles_to_index(&ids).await?, site);
        block_in_place(|| indexer.learn(&entries))?;
    }
    Ok(())
}

/// When a change was noted, in milliseconds since 1970; 0 if there is none of the number.
pub(crate) async fn noted_at(archive: &Archive, change: i64) -> archive::Result<i64> {
    Ok(archive.reading().change_noted_at(change).await?.unwrap_or(0))
}

/// Articles as the index takes them.
pub(crate) fn entries(articles: Vec<IndexedArticle>, site: &Site) -> Vec<Entry> {
    let entry = |article: IndexedArticle| {
        let year = article.published.map(|at| site.zone.to_datetime(at).year());
        let authors = article.authors.iter().map(|author| &author.1);
        let topics = article.topics.iter().map(|topic| &topic.1);
        let sections = article.sections.iter().map(|section| &section.1);
        let names = std::iter::once(&article.byline).chain(authors).chain(topics).chain(sections);
        let names = names.filter(|name| !name.is_empty()).cloned().collect();
        Entry {
            article: article.article.0,
            language: article.language,
            published: article.published,
            year,
            kicker: article.kicker,
            headline: article.headline,
            standfirst: article.standfirst,
            names,
            body: article.body.plain_text(),
            sections: article.sections.iter().map(|section| section.0.0).collect(),
            topics: article.topics.iter().map(|topic| topic.0.0).collect(),
            authors: article.authors.iter().map(|author| author.0.0).collect(),
        }
    };
    articles.into_iter().map(entry).collect()
}
