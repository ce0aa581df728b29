//! Sitemaps (sitemaps.org 0.9) and the news sitemap.

use archive::{List, ListPlace, Teaser};
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use newsroom::language::Language;

use crate::answer::{Answer, Trouble, typed};
use crate::edition::{home, section_href};
use crate::look::{day_of, rfc3339};
use crate::state::App;
use crate::xml::Xml;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
/// Articles in the news sitemap, and how old they may be.
const MOST_NEWS: i64 = 1_000;
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);

/// `GET /sitemap.xml`: one part for each year of each language, and one for the rest.
pub(crate) async fn index(State(app): State<App>) -> Answer {
    let reading = app.archive.reading();
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", SITEMAP)]);
    let mut part = |name: &str| {
        xml.open("sitemap", &[])
            .text("loc", &app.site.absolute(&format!("/sitemap/{name}.xml")))
            .close("sitemap");
    };
    part("pages");
    for language in &app.site.languages {
        let Some((first, last)) = reading.first_and_last(language).await? else { continue };
        let year = |at: Timestamp| day_of(&app.site.zone, at).year();
        for year in (year(first)..=year(last)).rev() {
            // Half years keep a part below the 50,000 addresses allowed.
            for half in [2, 1] {
                part(&format!("{language}-{year}-{half}"));
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
            let mut words = name.rsplitn(3, '-');
            let half: i8 = words.next().and_then(|half| half.parse().ok()).ok_or(Trouble::NotFound)?;
            let year: i16 = words.next().and_then(|year| year.parse().ok()).ok_or(Trouble::NotFound)?;
            let language = words.next().and_then(|tag| Language::parse(tag).ok()).ok_or(Trouble::NotFound)?;
            articles(&app, &language, year, half).await
        }
    }
}

async fn pages(app: &App) -> Answer {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP)]);
    let mut add = |path: &str| {
        xml.open("url", &[])
            .text("loc", &app.site.absolute(&crate::answer::escaped_location(path)))
            .close("url");
    };
    let snapshot = app.snapshot();
    for language in &app.site.languages {
        add(&home(&app.site, language));
        for section in snapshot.sections.iter().filter(|section| section.speaks(language)) {
            add(&section_href(&app.site, language, section));
        }
    }
    for (path, _) in app.archive.reading().page_addresses().await? {
        add(&path);
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

async fn articles(app: &App, language: &Language, year: i16, half: i8) -> Answer {
    let (from, until) = match half {
        1 => ((year, 1), (year, 7)),
        2 => ((year, 7), (year + 1, 1)),
        _ => return Err(Trouble::NotFound),
    };
    let start = |(year, month): (i16, i8)| {
        let day = jiff::civil::Date::new(year, month, 1).map_err(|_| Trouble::NotFound)?;
        app.site.zone.to_timestamp(day.at(0, 0, 0, 0)).map_err(|_| Trouble::NotFound)
    };
    let found =
        app.archive.reading().published_between(language, start(from)?, start(until)?, 50_000).await?;
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP)]);
    for article in found {
        xml.open("url", &[])
            .text("loc", &address(app, &article))
            .text("lastmod", &time(app, article.updated.unwrap_or(article.published)))
            .close("url");
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

async fn news(app: &App) -> Answer {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", SITEMAP), ("xmlns:news", NEWS)]);
    let oldest = Timestamp::now() - NEWS_AGE;
    for language in &app.site.languages {
        let found = app.archive.reading().list(List::Site, language, ListPlace::TOP, MOST_NEWS).await?;
        for article in found.into_iter().filter(|article| article.published >= oldest) {
            xml.open("url", &[]).text("loc", &address(app, &article)).open("news:news", &[]);
            xml.open("news:publication", &[])
                .text("news:name", &app.site.name)
                .text("news:language", language.primary())
                .close("news:publication");
            xml.text("news:publication_date", &time(app, article.published))
                .text("news:title", &article.headline)
                .close("news:news")
                .close("url");
        }
    }
    xml.close("urlset");
    Ok(xml_answer(xml))
}

fn address(app: &App, article: &Teaser) -> String {
    app.site.absolute(&crate::answer::escaped_location(&article.path))
}

fn time(app: &App, at: Timestamp) -> String {
    rfc3339(&app.site.zone, at)
}

fn xml_answer(xml: Xml) -> Response {
    typed("application/xml; charset=utf-8", xml.finish())
}
