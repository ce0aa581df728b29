//! Sitemaps (sitemaps.org 0.9, with alternates by `xhtml:link`) and the news sitemap.

use std::collections::HashMap;

use archive::{Tells, UNDATED};
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use newsroom::language::Language;

use crate::answer::{Answer, Trouble, escaped_location, for_machines};
use crate::edition::{home, section_href};
use crate::look::rfc3339;
use crate::state::App;
use crate::xml::Xml;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// The name of a language's open part.
const OPEN: &str = "latest";
/// Articles in the news sitemap, and how old they may be.
const MOST_NEWS: i64 = 1_000;
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);

/// `GET /sitemap.xml`: the parts of each language, the newest first, and what is no article.
pub(crate) async fn index(State(app): State<App>) -> Answer {
    let reading = app.archive.long_reading();
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", SITEMAP)]);
    let mut part = |name: &str, changed: Option<Timestamp>| {
        xml.open("sitemap", &[]).text("loc", &app.site.absolute(&format!("/sitemap/{name}.xml")));
        if let Some(at) = changed {
            xml.text("lastmod", &time(&app, at));
        }
        xml.close("sitemap");
    };
    part("pages", None);
    for language in &app.site.languages {
        for found in reading.sitemap_parts(language).await?.iter().rev() {
            let changed = Timestamp::from_millisecond(found.changed_at).ok().filter(|at| *at > UNDATED);
            match found.until {
                Some(_) => part(&format!("{language}-{}", found.number), changed),
                None => part(&format!("{language}-{OPEN}"), changed),
            }
        }
    }
    xml.close("sitemapindex");
    Ok(xml_answer(xml))
}

/// `GET /sitemap/{part}`
pub(crate) async fn part(State(app): State<App>, Path(part): Path<String>) -> Answer {
    let name = part.strip_suffix(".xml").ok_or(Trouble::NotFound)?;
    match name {
        "pages" => pages(&app).await,
        "news" => news(&app).await,
        _ => {
            let (language, number) = name.rsplit_once('-').ok_or(Trouble::NotFound)?;
            let language = Language::parse(language).map_err(|_| Trouble::NotFound)?;
            let number = match number {
                OPEN => None,
                number => Some(number.parse().map_err(|_| Trouble::NotFound)?),
            };
            articles(&app, &language, number).await
        }
    }
}

async fn pages(app: &App) -> Answer {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP), ("xmlns:xhtml", XHTML)]);
    let snapshot = app.snapshot();
    let languages = &app.site.languages;
    let homes: Vec<Version<'_>> = languages.iter().map(|l| (l.as_str(), home(&app.site, l))).collect();
    for (_, path) in &homes {
        url(app, &mut xml, path, None, &homes);
    }
    for section in &snapshot.sections {
        let places: Vec<Version<'_>> = languages
            .iter()
            .filter(|language| section.speaks(language))
            .map(|language| (language.as_str(), section_href(&app.site, language, section)))
            .collect();
        for (_, path) in &places {
            url(app, &mut xml, path, None, &places);
        }
    }
    let pages = app.archive.long_reading().page_addresses().await?;
    let mut same: HashMap<i64, Vec<Version<'_>>> = HashMap::new();
    for page in &pages {
        if let Some(number) = page.translations {
            same.entry(number).or_default().push((page.language.as_str(), page.path.clone()));
        }
    }
    for page in &pages {
        let places = page.translations.and_then(|number| same.get(&number)).map_or(&[][..], Vec::as_slice);
        url(app, &mut xml, &page.path, Some(page.changed), places);
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

/// A part by its number; without one it is the open part, which every publication changes.
async fn articles(app: &App, language: &Language, number: Option<i64>) -> Answer {
    let reading = app.archive.long_reading();
    let part = reading.sitemap_part(language, number).await?.ok_or(Trouble::NotFound)?;
    let found = reading.sitemap_entries(language, &part).await?;
    let others = reading.sitemap_translations(language, &part).await?;
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP), ("xmlns:xhtml", XHTML)]);
    for article in found {
        // They come in the order of stories.
        let first = others.partition_point(|(story, _)| *story < article.story);
        let same = others[first..].iter().take_while(|(story, _)| *story == article.story);
        let mut places: Vec<Version<'_>> = vec![(language.as_str(), article.path.clone())];
        places.extend(same.map(|(_, other)| (other.language.as_str(), other.path.clone())));
        url(app, &mut xml, &article.path, article.changed, &places);
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

/// The language and the path of a page.
type Version<'a> = (&'a str, String);

/// An address, when it last changed, and where the same stands in each language, itself included.
fn url(app: &App, xml: &mut Xml, path: &str, changed: Option<Timestamp>, places: &[Version<'_>]) {
    xml.open("url", &[]).text("loc", &address(app, path));
    if let Some(at) = changed {
        xml.text("lastmod", &time(app, at));
    }
    for (language, path) in places.iter().filter(|_| places.len() > 1) {
        let attributes = [("rel", "alternate"), ("hreflang", language), ("href", &address(app, path))];
        xml.empty("xhtml:link", &attributes);
    }
    xml.close("url");
}

async fn news(app: &App) -> Answer {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP), ("xmlns:news", NEWS)]);
    let oldest = app.now() - NEWS_AGE;
    let mut room = MOST_NEWS;
    for language in &app.site.languages {
        let found = app
            .archive
            .long_reading()
            .telling(Tells::WORDS)
            .published_between(language, oldest, Timestamp::MAX, room)
            .await?;
        for article in found {
            let Some(published) = article.published else { continue };
            room -= 1;
            archive::note_until(published + NEWS_AGE);
            xml.open("url", &[]).text("loc", &address(app, &article.path)).open("news:news", &[]);
            xml.open("news:publication", &[])
                .text("news:name", &app.site.name)
                .text("news:language", language.primary())
                .close("news:publication");
            xml.text("news:publication_date", &time(app, published))
                .text("news:title", &article.headline)
                .close("news:news")
                .close("url");
        }
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

fn address(app: &App, path: &str) -> String {
    app.site.absolute(&escaped_location(path))
}

fn time(app: &App, at: Timestamp) -> String {
    rfc3339(&app.site.zone, at)
}

fn xml_answer(xml: Xml) -> Response {
    for_machines("application/xml; charset=utf-8", xml.finish())
}
