//! `depesche author`

use anyhow::{Context, Result};
use archive::AuthorFacts;
use newsroom::slug;

use crate::cli::Author;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::{suggest, table};

/// How many authors a list shows.
const MOST: i64 = 1_000;

/// Runs a command on authors.
///
/// # Errors
/// When an author is missing or still in a byline.
pub(crate) async fn run(newsroom: &Newsroom, command: Author) -> Result<()> {
    match command {
        Author::List => {
            let authors = newsroom.archive.reading().authors(MOST).await?;
            let rows: Vec<_> =
                authors.into_iter().map(|author| vec![author.slug, author.name, author.role]).collect();
            table::print(&rows);
        }
        Author::Show { slug } => {
            let author = find(newsroom, &slug).await?;
            say!("{}  {}  {}", author.slug, author.name, author.role);
            if let Some(picture) = author.picture {
                let name = newsroom.archive.reading().asset_name(picture).await?;
                say!("picture  {}", name.unwrap_or_else(|| picture.to_string()));
            }
            for (language, bio) in &author.bios {
                say!("{language}  {bio}");
            }
        }
        Author::Edit { slug, name, role, picture, bios } => {
            let author = find(newsroom, &slug).await?;
            let picture = match picture {
                Some(named) => {
                    let found = newsroom.archive.reading().asset_named(&named).await?;
                    Some(found.with_context(|| format!("there is no asset “{named}”"))?)
                }
                None => author.picture,
            };
            let facts = AuthorFacts {
                slug: slug.clone(),
                name: name.unwrap_or(author.name),
                role: role.unwrap_or(author.role),
                picture,
                bios,
            };
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.put_author(&facts).await }))
                .await?;
            say!("author “{slug}” changed");
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
            say!("author “{kept}” kept");
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
            say!("author “{removed}” removed");
        }
    }
    Ok(())
}

async fn find(newsroom: &Newsroom, slug: &str) -> Result<newsroom::author::Author> {
    let reading = newsroom.archive.reading();
    if let Some(author) = reading.author_by_slug(slug).await? {
        return Ok(author);
    }
    let authors = reading.authors(MOST).await?;
    Err(suggest::missing("author", slug, authors.iter().map(|author| author.slug.as_str()), "author list"))
}
