//! `depesche author`

use anyhow::{Context, Result};
use archive::AuthorFacts;
use newsroom::slug;

use crate::cli::Author;
use crate::newsroom_folder::{Newsroom, cause};

/// How many authors a list shows.
const MOST: i64 = 1_000;

/// Runs a command on authors.
///
/// # Errors
/// When an author is missing or still in a byline.
pub(crate) async fn run(newsroom: &Newsroom, command: Author) -> Result<()> {
    match command {
        Author::List { language } => {
            for author in newsroom.archive.reading().authors_in(&language, MOST).await? {
                println!("{}  {}  {}", author.slug, author.name, author.role);
            }
        }
        Author::Add { name, slug: given, role, bios, picture } => {
            let slug = given.unwrap_or_else(|| slug::slug(&name));
            let kept = slug.clone();
            let reading = newsroom.archive.reading();
            let picture = match picture {
                Some(name) => Some(reading.asset_named(&name).await?.with_context(|| {
                    format!("there is no asset “{name}”; take it in with “depesche asset add”")
                })?),
                None => reading.author_by_slug(&slug).await?.and_then(|author| author.picture),
            };
            let facts = AuthorFacts { slug, name, role, picture, bios };
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.put_author(&facts).await }))
                .await?;
            println!("author “{kept}” kept");
        }
        Author::Remove { slug } => {
            let removed = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let author = w.author_id(&slug).await?;
                        w.remove_author(author).await
                    })
                })
                .await?;
            println!("author “{removed}” removed");
        }
    }
    Ok(())
}
