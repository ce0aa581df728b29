//! The lists: sections, topics, authors, dossiers.

use archive::List;
use axum::Extension;
use axum::extract::{Path, Query, State};
use newsroom::ids::SectionId;
use render::document_html::plain_html;
use serde_json::json;

use crate::answer::{Answer, Trouble, moved, page};
use crate::asked::Asked;
use crate::edition::{author_href, dossier_href, section_href, topic_href};
use crate::frame::Sheet;
use crate::json_ld::breadcrumbs;
use crate::state::App;
use crate::teasers::{Wanted, filled, list_page, picture_view, teaser};
use crate::views::{AuthorPage, AuthorView, DossierPage, Html, JsonLd, Link, SectionPage, TopicPage};

/// Stories on a page of a list.
const PAGE: usize = 20;

/// The list of a section, found by its path.
pub(crate) async fn section(app: &App, asked: &Asked, id: SectionId, wanted: &Wanted) -> Answer {
    let language = &asked.language;
    let snapshot = app.snapshot();
    let section = snapshot.section(id).filter(|section| section.speaks(language)).ok_or(Trouble::NotFound)?;
    let href = section_href(&app.site, language, section);
    if asked.path != href {
        // The address it had before it was moved.
        return moved(&href);
    }
    let (found, pager) = list_page(app, List::Section(id), language, &href, wanted, PAGE).await?;
    let mut stories = found.iter().map(|story| teaser(app, language, story));
    let lead = if wanted.is_first() { stories.next() } else { None };

    let link = |section: &newsroom::section::Section| Link {
        href: section_href(&app.site, language, section),
        text: section.name(language).to_owned(),
    };
    let beside = |parent: SectionId| -> Vec<Link> {
        snapshot
            .sections
            .iter()
            .filter(|other| other.parent == Some(parent) && other.speaks(language))
            .map(link)
            .collect()
    };
    let mut siblings = beside(id);
    let mut here = None;
    if let (true, Some(parent)) = (siblings.is_empty(), section.parent) {
        siblings = beside(parent);
        here = Some(href.clone());
    }
    let above = snapshot.trail(id);
    let json_ld = vec![breadcrumbs(app, language, &above, None)];
    let mut trail: Vec<Link> = above.into_iter().map(link).collect();
    trail.pop();
    let described = section.names.iter().find(|name| name.language == *language);
    let description = described.and_then(|name| filled(&name.description));
    let sheet = Sheet {
        title: section.name(language).to_owned(),
        description: description.clone(),
        path: Some(href.clone()),
        languages: app
            .site
            .languages
            .iter()
            .filter(|other| section.speaks(other))
            .map(|other| (other.clone(), section_href(&app.site, other, section)))
            .collect(),
        feeds: vec![(
            format!("{}/feed/section/{}", app.site.prefix(language), id),
            section.name(language).into(),
        )],
        json_ld,
        newer: pager.newer.clone(),
        older: pager.older.clone(),
        under: Some(href),
        ..Sheet::default()
    };
    let view = SectionPage {
        frame: sheet.frame(app, language),
        name: section.name(language).to_owned(),
        description,
        trail,
        siblings,
        here,
        lead,
        stories: stories.collect(),
        pager,
    };
    page(app, language, "section.html", &view)
}

/// `GET /thema/{slug}`
pub(crate) async fn topic(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let language = &asked.language;
    let topic = app.archive.reading().topic_by_slug(&slug).await?.ok_or(Trouble::NotFound)?;
    let href = topic_href(&app.site, language, &slug);
    let (found, pager) = list_page(&app, List::Topic(topic.id), language, &href, &wanted, PAGE).await?;
    let name = topic.name(language).to_owned();
    let sheet = Sheet {
        title: name.clone(),
        path: Some(href),
        languages: topic
            .names
            .iter()
            .filter(|(other, _)| app.site.languages.contains(other))
            .map(|(other, _)| (other.clone(), topic_href(&app.site, other, &slug)))
            .collect(),
        feeds: vec![(format!("{}/feed/topic/{}", app.site.prefix(language), topic.id), name.clone())],
        newer: pager.newer.clone(),
        older: pager.older.clone(),
        ..Sheet::default()
    };
    let view = TopicPage {
        frame: sheet.frame(&app, language),
        name,
        description: None,
        related: Vec::new(),
        stories: found.iter().map(|story| teaser(&app, language, story)).collect(),
        pager,
    };
    page(&app, language, "topic.html", &view)
}

/// `GET /autor/{slug}`
pub(crate) async fn author(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let language = &asked.language;
    let reading = app.archive.reading();
    let author = reading.author_by_slug(&slug).await?.ok_or(Trouble::NotFound)?;
    let href = author_href(&app.site, language, &slug);
    let (found, pager) = list_page(&app, List::Author(author.id), language, &href, &wanted, PAGE).await?;
    let portrait = match author.picture {
        Some(picture) => reading.assets(&[picture], language).await?.pop(),
        None => None,
    };
    let role = filled(&author.role);
    let bio = filled(author.bio(language));
    let sheet = Sheet {
        title: author.name.clone(),
        description: bio.clone().or_else(|| role.clone()),
        path: Some(href.clone()),
        languages: app
            .site
            .languages
            .iter()
            .map(|other| (other.clone(), author_href(&app.site, other, &slug)))
            .collect(),
        feeds: vec![(
            format!("{}/feed/author/{}", app.site.prefix(language), author.id),
            author.name.clone(),
        )],
        json_ld: vec![person(&app, &author.name, &href, role.as_deref(), bio.as_deref())],
        newer: pager.newer.clone(),
        older: pager.older.clone(),
        kind: "profile",
        ..Sheet::default()
    };
    let view = AuthorPage {
        frame: sheet.frame(&app, language),
        author: AuthorView {
            name: author.name.clone(),
            role,
            portrait: portrait.as_ref().and_then(|asset| picture_view(asset, None)),
            bio_html: bio.map(|bio| Html(plain_html(&bio))),
            links: Vec::new(),
        },
        stories: found.iter().map(|story| teaser(&app, language, story)).collect(),
        pager,
    };
    page(&app, language, "author.html", &view)
}

/// `GET /dossier/{slug}`
pub(crate) async fn dossier(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let language = &asked.language;
    let dossier = app.archive.reading().dossier_by_slug(&slug, language).await?.ok_or(Trouble::NotFound)?;
    let href = dossier_href(&app.site, language, &slug);
    let (found, pager) = list_page(&app, List::Dossier(dossier.id), language, &href, &wanted, PAGE).await?;
    let mut stories = found.iter().map(|story| teaser(&app, language, story));
    let lead = if wanted.is_first() { stories.next() } else { None };
    let sheet = Sheet {
        title: dossier.title.clone(),
        path: Some(href),
        newer: pager.newer.clone(),
        older: pager.older.clone(),
        ..Sheet::default()
    };
    let view = DossierPage {
        frame: sheet.frame(&app, language),
        title: dossier.title,
        description: None,
        lead,
        stories: stories.collect(),
        pager,
    };
    page(&app, language, "dossier.html", &view)
}

/// A Person (schema.org); what is not known is left out.
fn person(app: &App, name: &str, href: &str, role: Option<&str>, bio: Option<&str>) -> JsonLd {
    let mut person = json!({
        "@context": "https://schema.org", "@type": "Person", "name": name, "url": app.site.absolute(href),
        "worksFor": { "@type": "NewsMediaOrganization", "name": app.site.name, "url": app.site.absolute("/") },
    });
    if let Some(role) = role {
        person["jobTitle"] = json!(role);
    }
    if let Some(bio) = bio {
        person["description"] = json!(bio);
    }
    JsonLd::new(&person)
}
