//! `depesche section`

use anyhow::{Context, Result};
use newsroom::language::Language;
use newsroom::section::SectionName;

use crate::cli::Section;
use crate::newsroom_folder::{Newsroom, cause};

/// Runs a command on sections.
///
/// # Errors
/// When a section is missing, taken or still in use.
pub(crate) async fn run(newsroom: &Newsroom, command: Section) -> Result<()> {
    match command {
        Section::List => return list(newsroom).await,
        Section::Add { path, names, position } => {
            let added = path.clone();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let (parent, slug) = match path.rsplit_once('/') {
                            Some((above, slug)) => {
                                let parent = w.section_by_path(above).await?;
                                (Some(parent.ok_or_else(|| archive::Error::missing("section", above))?), slug)
                            }
                            None => (None, path.as_str()),
                        };
                        w.add_section(parent, slug, position, &names_of(names)).await
                    })
                })
                .await?;
            println!("section “{added}” added");
        }
        Section::Rename { path, names } => {
            let section = find(newsroom, &path).await?;
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move { w.name_section(section, &names_of(names)).await })
                })
                .await?;
            println!("section “{path}” renamed");
        }
        Section::Remove { path } => {
            let section = find(newsroom, &path).await?;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.remove_section(section).await }))
                .await?;
            println!("section “{path}” removed; its address answers 410");
        }
    }
    Ok(())
}

async fn list(newsroom: &Newsroom) -> Result<()> {
    let mut sections = newsroom.archive.reading().sections().await?;
    sections.sort_by(|a, b| a.path.cmp(&b.path));
    for section in sections {
        let depth = section.path.matches('/').count();
        let names: Vec<String> =
            section.names.iter().map(|name| format!("{}={}", name.language, name.name)).collect();
        println!("{}{}  {}", "  ".repeat(depth), section.path, names.join(" "));
    }
    Ok(())
}

async fn find(newsroom: &Newsroom, path: &str) -> Result<newsroom::ids::SectionId> {
    let sections = newsroom.archive.reading().sections().await?;
    sections.iter().find(|section| section.path == path).map(|section| section.id).with_context(|| {
        format!("there is no section “{path}”; “depesche section list” shows those there are")
    })
}

fn names_of(names: Vec<(Language, String)>) -> Vec<SectionName> {
    names
        .into_iter()
        .map(|(language, name)| SectionName { language, name, description: String::new() })
        .collect()
}
