//! What is found by its path: articles, sections, pages, old addresses.

use archive::Reading;
use axum::Extension;
use axum::extract::{Query, State};
use newsroom::ids::PageId;
use newsroom::path::Target;

use crate::answer::{Answer, Trouble, moved, page};
use crate::asked::Asked;
use crate::edition::own_name;
use crate::frame::Sheet;
use crate::state::App;
use crate::teasers::Wanted;
use crate::views::{Html, LanguageLink, StandingPage};
use crate::{articles, lists, old_addresses};

/// Any path that is not a route of its own.
pub(crate) async fn by_path(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let reading = app.archive.joint_reading();
    // Addresses of other systems have what matters in the query: `/?p=17`.
    let with_query = asked.query.as_ref().map(|query| format!("{}?{query}", asked.path));
    let mut target = match &with_query {
        Some(path) => reading.target(path).await?,
        None => None,
    };
    if target.is_none() {
        target = reading.target(&asked.path).await?;
    }
    if target.is_none() {
        // Sections are kept by their path within a language.
        let prefix = app.site.prefix(&asked.language);
        if let Some(rest) = asked.path.strip_prefix(&prefix).filter(|_| !prefix.is_empty()) {
            target = reading.target(rest).await?.filter(|target| matches!(target, Target::Section(_)));
        }
    }
    match target {
        Some(target) => at(&app, reading, &asked, target, &wanted).await,
        None => {
            drop(reading);
            match old_addresses::find(&app, &asked).await? {
                Some(location) => moved(&location),
                None => Err(Trouble::NotFound),
            }
        }
    }
}

async fn at(app: &App, reading: Reading<'_>, asked: &Asked, target: Target, wanted: &Wanted) -> Answer {
    match target {
        Target::Article(id) => articles::show(app, &reading, asked, id).await,
        Target::Section(id) => {
            drop(reading);
            lists::section(app, asked, id, wanted).await
        }
        Target::Page(id) => standing(app, &reading, asked, id).await,
        Target::Gone => Err(Trouble::Gone(None, String::new())),
        Target::Unavailable => Err(Trouble::Unavailable(Box::new(reading.prohibition(&asked.path).await?))),
        other => {
            drop(reading);
            moved(&old_addresses::location(app, &asked.language, &other).await?.ok_or(Trouble::NotFound)?)
        }
    }
}

async fn standing(app: &App, reading: &Reading<'_>, asked: &Asked, id: PageId) -> Answer {
    let found = reading.public_page(id).await?.ok_or(Trouble::NotFound)?;
    if found.path != asked.path {
        return moved(&found.path);
    }
    let language = &found.language;
    let body_html = Html(articles::document(app, reading, language, &found.body, "").await?);
    let languages = reading.page_translations(id).await?;
    let translations = languages
        .iter()
        .filter(|(other, _)| other != language)
        .map(|(other, path)| LanguageLink {
            href: path.clone(),
            lang: other.as_str().to_owned(),
            dir: other.direction().as_str().to_owned(),
            text: own_name(other).to_owned(),
        })
        .collect();
    let path = Some(found.path.clone());
    let sheet = Sheet { title: found.title.clone(), path, languages, ..Sheet::default() };
    let view = StandingPage {
        frame: sheet.frame(app, language),
        title: found.title,
        body_html,
        changed: Some(app.look.moment(language, found.changed)),
        translations,
    };
    page(app, language, "page.html", &view)
}
