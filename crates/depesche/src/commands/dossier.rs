//! `depesche dossier`

use anyhow::{Result, bail};

use crate::cli::Dossier;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::{suggest, table};

/// Runs a command on dossiers.
///
/// # Errors
/// When a dossier is missing, or there already.
pub(crate) async fn run(newsroom: &Newsroom, command: Dossier) -> Result<()> {
    let dossiers = newsroom.archive.reading().dossiers().await?;
    let there = |slug: &str| {
        if dossiers.iter().any(|(known, _)| known == slug) {
            return Ok(());
        }
        Err(suggest::missing(
            "dossier",
            slug,
            dossiers.iter().map(|(known, _)| known.as_str()),
            "dossier list",
        ))
    };
    match command {
        Dossier::List => {
            let row = |(slug, titles): &(String, Vec<(newsroom::language::Language, String)>)| {
                let titles: Vec<String> =
                    titles.iter().map(|(tag, title)| format!("{tag}={title}")).collect();
                vec![slug.clone(), titles.join("  ")]
            };
            table::print(&dossiers.iter().map(row).collect::<Vec<_>>());
        }
        Dossier::Show { slug } => {
            there(&slug)?;
            let reading = newsroom.archive.reading();
            for language in &newsroom.site.languages {
                let Some(dossier) = reading.dossier_by_slug(&slug, language).await? else { continue };
                say!("{language}  {}", dossier.title);
                let list = archive::List::Dossier(dossier.id);
                let stories = reading.list(list, language, archive::ListPlace::TOP, 100).await?;
                let row = |story: &archive::Teaser| {
                    vec![format!("    {}", story.article), story.path.clone(), story.headline.clone()]
                };
                table::print(&stories.iter().map(row).collect::<Vec<_>>());
            }
        }
        Dossier::Add { slug, titles } => {
            if there(&slug).is_ok() {
                bail!("there is a dossier “{slug}” already; “depesche dossier rename” gives it other titles");
            }
            put(newsroom, &slug, titles).await?;
            say!("dossier “{slug}” added; articles come into it by dossier = \"{slug}\" in their files");
        }
        Dossier::Rename { slug, titles } => {
            there(&slug)?;
            put(newsroom, &slug, titles).await?;
            say!("dossier “{slug}” renamed");
        }
        Dossier::Remove { slug } => {
            there(&slug)?;
            let removed = slug.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let dossier = w.dossier_id(&slug).await?;
                        w.remove_dossier(dossier).await
                    })
                })
                .await?;
            say!("dossier “{removed}” removed; its stories stay");
        }
    }
    Ok(())
}

async fn put(
    newsroom: &Newsroom,
    slug: &str,
    titles: Vec<(newsroom::language::Language, String)>,
) -> Result<()> {
    let slug = slug.to_owned();
    newsroom
        .archive
        .write(cause(), move |w| Box::pin(async move { w.put_dossier(&slug, &titles).await }))
        .await?;
    Ok(())
}
