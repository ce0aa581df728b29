//! `depesche page`

use anyhow::{Context, Result, bail, ensure};
use archive::{KeptPage, NewPage};
use newsroom::document::keep_ids;
use newsroom::document::markdown::{from_markdown, to_markdown};
use newsroom::ids::PageId;
use newsroom::language::Language;
use newsroom::path::{Target, normal};
use serde::{Deserialize, Serialize};

use super::article::{in_editor, text_of};
use crate::article_file::{asset_names, names_of_assets, split};
use crate::cli::Page;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::{say, show};
use crate::{suggest, table};

/// What stands between the lines of `+++` of a page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    /// BCP 47 tag; the site's main language if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    /// Its whole address; made from the title if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Address of the page that says the same in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of: Option<String>,
}

/// Runs a command on standing pages.
///
/// # Errors
/// When a file cannot be read, an address is taken or a page does not exist.
pub(crate) async fn run(newsroom: &Newsroom, command: Page) -> Result<()> {
    let pages = newsroom.archive.reading().kept_pages().await?;
    match command {
        Page::List => {
            let row = |page: &KeptPage| {
                let state = if page.published { "published" } else { "draft" };
                vec![page.path.clone(), page.language.to_string(), state.to_owned(), page.title.clone()]
            };
            table::print(&pages.iter().map(row).collect::<Vec<_>>());
            Ok(())
        }
        Page::Show { path } => {
            show!("{}", write(newsroom, &pages, find(&pages, &path)?).await?);
            Ok(())
        }
        Page::Add { file, publish } => {
            let (page, of) = read(newsroom, &pages, &text_of(&file)?, publish, None)
                .await
                .with_context(|| file.display().to_string())?;
            let path = page.path.clone();
            keep(newsroom, None, page, of).await?;
            if publish {
                say!("the page is at {}", newsroom.site.absolute(&path));
            } else {
                say!("{path} is a draft; show it to readers with “depesche page publish {path}”");
            }
            Ok(())
        }
        Page::Edit { path, file } => {
            let old = find(&pages, &path)?;
            let before = write(newsroom, &pages, old).await?;
            let (after, source) = match &file {
                Some(file) => (text_of(file)?, file.display().to_string()),
                None => (in_editor(&format!("page-{}", old.id), &before)?, "the edited text".to_owned()),
            };
            if after == before {
                say!("nothing was changed");
                return Ok(());
            }
            let (page, of) =
                read(newsroom, &pages, &after, old.published, Some(old)).await.context(source)?;
            let path = page.path.clone();
            keep(newsroom, Some(old.id), page, of).await?;
            say!("{path} is changed");
            Ok(())
        }
        Page::Publish { path } => {
            let id = find(&pages, &path)?.id;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.publish_page(id).await }))
                .await?;
            say!("the page is at {}", newsroom.site.absolute(&normal(&path)));
            Ok(())
        }
        Page::Unpublish { path } => {
            let page = find(&pages, &path)?;
            let (id, path) = (page.id, page.path.clone());
            newsroom.archive.write(cause(), move |w| Box::pin(async move { w.hide_page(id).await })).await?;
            say!("{path} is a draft; show it to readers with “depesche page publish {path}”");
            Ok(())
        }
        Page::Remove { path } => {
            let path = find(&pages, &path)?.path.clone();
            let removed = path.clone();
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.remove_page(&path).await }))
                .await?;
            say!("{removed} is removed; its address answers 410");
            Ok(())
        }
    }
}

fn find<'a>(pages: &'a [KeptPage], path: &str) -> Result<&'a KeptPage> {
    let wanted = normal(path);
    pages.iter().find(|page| page.path == wanted).ok_or_else(|| {
        suggest::missing("page", &wanted, pages.iter().map(|page| page.path.as_str()), "page list")
    })
}

async fn keep(newsroom: &Newsroom, id: Option<PageId>, page: NewPage, of: Option<PageId>) -> Result<()> {
    newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                let id = match id {
                    Some(id) => w.change_page(id, &page).await.map(|()| id)?,
                    None => w.put_page(&page).await?,
                };
                w.translate_page(id, of).await
            })
        })
        .await?;
    Ok(())
}

/// A page from its file, and the page it is the translation of.
async fn read(
    newsroom: &Newsroom,
    pages: &[KeptPage],
    file: &str,
    published: bool,
    old: Option<&KeptPage>,
) -> Result<(NewPage, Option<PageId>)> {
    let (front, body, body_line) = split(file)?;
    let front: FrontMatter = toml::from_str(front).context("front matter")?;
    ensure!(!front.title.trim().is_empty(), "title: it is empty");
    let language = front.language.unwrap_or_else(|| newsroom.site.main_language().clone());
    let prefix = newsroom.site.prefix(&language);
    let path = match front.path {
        Some(path) => normal(&path),
        None => format!("{prefix}/{}", newsroom::slug::slug(&front.title)),
    };
    ensure!(
        path.starts_with(&format!("{prefix}/")) && path.len() > prefix.len() + 1,
        "path: “{path}” must begin with {prefix}/ and go on, because the page is in {language}"
    );
    if old.is_none_or(|old| old.path != path) {
        if pages.iter().any(|page| page.path == path) {
            bail!("path: there is a page {path} already; change it with “depesche page edit {path}”");
        }
        match newsroom.archive.reading().target(&path).await? {
            None | Some(Target::Redirect(_) | Target::Gone | Target::Page(_)) => {}
            Some(_) => bail!("path: something else is at {path}; “depesche redirect show {path}” says what"),
        }
    }
    let reading = newsroom.archive.reading();
    let names = asset_names(body, None, &reading).await?;
    let mut body = from_markdown(body, |name| names.get(name).copied())
        .map_err(|error| anyhow::anyhow!("line {}: {}", error.line + body_line, error.what))?;
    if let Some(old) = old {
        keep_ids(&old.body, &mut body);
    }
    let of = match &front.translation_of {
        Some(path) => Some(find(pages, path).context("translation_of")?.id),
        None => None,
    };
    let slug = path.rsplit('/').next().unwrap_or_default().to_owned();
    Ok((NewPage { language, slug, path, title: front.title.trim().to_owned(), body, published }, of))
}

async fn write(newsroom: &Newsroom, pages: &[KeptPage], page: &KeptPage) -> Result<String> {
    let names = names_of_assets(&page.body, None, &newsroom.archive.reading()).await?;
    let other = pages.iter().find(|other| {
        other.id != page.id && other.translations.is_some() && other.translations == page.translations
    });
    let front = FrontMatter {
        title: page.title.clone(),
        language: Some(page.language.clone()),
        path: Some(page.path.clone()),
        translation_of: other.map(|other| other.path.clone()),
    };
    let front = toml::to_string(&front).context("writing the front matter")?;
    let name = |asset| names.get(&asset).cloned().unwrap_or_else(|| format!("{asset}"));
    Ok(format!("+++\n{front}+++\n\n{}", to_markdown(&page.body, name)))
}
