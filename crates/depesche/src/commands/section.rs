//! `depesche section`

use anyhow::{Result, ensure};
use newsroom::language::Language;
use newsroom::section::{Section as Department, SectionName};

use crate::cli::Section;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::{suggest, table};

/// Runs a command on sections.
///
/// # Errors
/// When a section is missing, taken or still in use.
pub(crate) async fn run(newsroom: &Newsroom, command: Section) -> Result<()> {
    match command {
        Section::List => return list(newsroom).await,
        Section::Add { path, names, position } => {
            ensure!(
                !newsroom.site.speaks(&path),
                "“{path}” cannot be a section's address: the pages in that language lie there"
            );
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
            say!("section “{added}” added");
        }
        Section::Rename { path, names } => {
            let section = find(newsroom, &path).await?;
            let mut renamed = names_of(names);
            for name in &mut renamed {
                name.description = said(&section, &name.language).1;
            }
            let id = section.id;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.name_section(id, &renamed).await }))
                .await?;
            say!("section “{path}” renamed");
        }
        Section::Describe { path, texts } => {
            let section = find(newsroom, &path).await?;
            let described: Vec<SectionName> = texts
                .into_iter()
                .map(|(language, description)| SectionName {
                    name: said(&section, &language).0,
                    language,
                    description,
                })
                .collect();
            let id = section.id;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.name_section(id, &described).await }))
                .await?;
            say!("section “{path}” described");
        }
        Section::Move { path, under, position } => {
            let section = find(newsroom, &path).await?;
            let parent = match under.as_deref() {
                None => section.parent,
                Some("/" | "") => None,
                Some(above) => Some(find(newsroom, above).await?.id),
            };
            let (id, position) = (section.id, position.unwrap_or(section.position));
            let now = newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.move_section(id, parent, position).await }))
                .await?;
            say!("section “{path}” is now “{now}”; the old address leads there");
        }
        Section::Remove { path } => {
            let section = find(newsroom, &path).await?.id;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.remove_section(section).await }))
                .await?;
            say!("section “{path}” removed; its address answers 410");
        }
    }
    Ok(())
}

async fn list(newsroom: &Newsroom) -> Result<()> {
    let mut sections = newsroom.archive.reading().sections().await?;
    sections.sort_by(|a, b| a.path.cmp(&b.path));
    let row = |section: &Department| {
        let depth = section.path.matches('/').count();
        let names: Vec<String> =
            section.names.iter().map(|name| format!("{}={}", name.language, name.name)).collect();
        vec![format!("{}{}", "  ".repeat(depth), section.path), names.join("  ")]
    };
    table::print(&sections.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

async fn find(newsroom: &Newsroom, path: &str) -> Result<Department> {
    let sections = newsroom.archive.reading().sections().await?;
    match sections.iter().find(|section| section.path == path) {
        Some(section) => Ok(section.clone()),
        None => {
            let known = sections.iter().map(|section| section.path.as_str());
            Err(suggest::missing("section", path, known, "section list"))
        }
    }
}

/// Name and description of a section in a language.
fn said(section: &Department, language: &Language) -> (String, String) {
    let there = section.names.iter().find(|name| name.language == *language);
    let description = there.map(|name| name.description.clone()).unwrap_or_default();
    (section.name(language).to_owned(), description)
}

fn names_of(names: Vec<(Language, String)>) -> Vec<SectionName> {
    names
        .into_iter()
        .map(|(language, name)| SectionName { language, name, description: String::new() })
        .collect()
}
