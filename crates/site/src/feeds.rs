//! Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, and the page that lists them.

use archive::{List, ListPlace, Teaser, Tells};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use newsroom::ids::{ArticleId, AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use render::document_html::plain_html;
use serde_json::json;

use crate::absolute::absolute;
use crate::answer::{Answer, Trouble, escaped_location, for_machines, moved, page};
use crate::asked::Asked;
use crate::edition::{author_href, home, section_href, topic_href};
use crate::frame::Sheet;
use crate::look::rfc3339;
use crate::state::App;
use crate::views::{FeedGroup, FeedRow, FeedsPage};
use crate::xml::Xml;

/// Entries of a feed.
const ENTRIES: i64 = 30;

struct Feed {
    title: String,
    language: Language,
    /// Absolute addresses of what it is the feed of, and of itself.
    page: String,
    own: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    href: String,
    title: String,
    authors: Vec<String>,
    published: Timestamp,
    updated: Timestamp,
    html: String,
}

/// `GET /feeds`
pub(crate) async fn overview(State(app): State<App>, Extension(asked): Extension<Asked>) -> Answer {
    let language = &asked.language;
    let prefix = app.site.prefix(language);
    let row = |title: &str, href: String| FeedRow {
        title: title.to_owned(),
        rss: format!("{href}.rss"),
        atom: format!("{href}.atom"),
        json: format!("{href}.json"),
    };
    let reading = app.archive.long_reading();
    let mut groups = vec![FeedGroup {
        title: app.look.say(language, "feeds-site", &[]),
        feeds: vec![row(&app.site.name, format!("{prefix}/feed"))],
    }];
    let mut add = |key: &str, feeds: Vec<FeedRow>| {
        if !feeds.is_empty() {
            groups.push(FeedGroup { title: app.look.say(language, key, &[]), feeds });
        }
    };
    let sections = app.snapshot();
    let sections = sections.sections.iter().filter(|section| section.speaks(language));
    add(
        "feeds-sections",
        sections
            .map(|section| row(section.name(language), format!("{prefix}/feed/section/{}", section.id)))
            .collect(),
    );
    let authors = reading.authors_in(language, 100).await?;
    add(
        "feeds-authors",
        authors
            .iter()
            .map(|author| row(&author.name, format!("{prefix}/feed/author/{}", author.id)))
            .collect(),
    );
    let topics = reading.topics_in(language, 100).await?;
    add(
        "feeds-topics",
        topics
            .iter()
            .map(|topic| row(topic.name(language), format!("{prefix}/feed/topic/{}", topic.id)))
            .collect(),
    );
    let sheet = Sheet {
        title: app.look.say(language, "feeds-title", &[]),
        path: Some(format!("{prefix}/feeds")),
        languages: app
            .site
            .languages
            .iter()
            .map(|other| (other.clone(), format!("{}/feeds", app.site.prefix(other))))
            .collect(),
        ..Sheet::default()
    };
    page(&app, language, "feeds.html", &FeedsPage { frame: sheet.frame(&app, language), groups })
}

/// `GET /feed`: where other systems have their feed.
pub(crate) async fn usual(State(app): State<App>, Extension(asked): Extension<Asked>) -> Answer {
    moved(&format!("{}/feed.rss", app.site.prefix(&asked.language)))
}

/// `GET /feed.{format}`: the whole site.
pub(crate) async fn site(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path(format): Path<String>,
) -> Answer {
    let page = home(&app.site, &asked.language);
    list(&app, &asked, &format, List::Site, app.site.name.clone(), page).await
}

/// `GET /feed/{kind}/{number}.{format}`: a section, topic, author, or the comments of an article.
pub(crate) async fn of(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Path((kind, file)): Path<(String, String)>,
) -> Answer {
    let (number, format) = file.split_once('.').ok_or(Trouble::NotFound)?;
    let number: i64 = number.parse().map_err(|_| Trouble::NotFound)?;
    let language = &asked.language;
    let reading = app.archive.reading();
    let titled = |name: &str| format!("{name} – {}", app.site.name);
    match kind.as_str() {
        "section" => {
            let snapshot = app.snapshot();
            let section = snapshot.section(SectionId(number)).ok_or(Trouble::NotFound)?;
            let page = section_href(&app.site, language, section);
            list(&app, &asked, format, List::Section(section.id), titled(section.name(language)), page).await
        }
        "topic" => {
            let slug = reading.topic_slug(TopicId(number)).await?.ok_or(Trouble::NotFound)?;
            let topic = reading.topic_by_slug(&slug).await?.ok_or(Trouble::NotFound)?;
            let page = topic_href(&app.site, language, &slug);
            list(&app, &asked, format, List::Topic(topic.id), titled(topic.name(language)), page).await
        }
        "author" => {
            let slug = reading.author_slug(AuthorId(number)).await?.ok_or(Trouble::NotFound)?;
            let author = reading.author_by_slug(&slug).await?.ok_or(Trouble::NotFound)?;
            let page = author_href(&app.site, language, &slug);
            list(&app, &asked, format, List::Author(author.id), titled(&author.name), page).await
        }
        "comments" => comments(&app, &asked, format, ArticleId(number)).await,
        _ => Err(Trouble::NotFound),
    }
}

async fn list(app: &App, asked: &Asked, format: &str, list: List, title: String, page: String) -> Answer {
    // RSS has no word for when an entry was changed.
    let tells = if format == "rss" { Tells::WORDS } else { Tells::WORDS | Tells::CHANGES };
    let reading = app.archive.long_reading().telling(tells);
    let found = reading.list(list, &asked.language, ListPlace::TOP, ENTRIES).await?;
    let mut entries = Vec::new();
    for teaser in found {
        // A feed tells what is new; what nobody can date is not.
        let Some(published) = teaser.published else { continue };
        let full = match app.settings.full_feeds {
            true => reading.public_article(teaser.article).await?.and_then(|article| article.text),
            false => None,
        };
        let html = match full {
            Some(text) => {
                let html = crate::articles::body(app, &reading, &asked.language, &text).await?;
                absolute(&html, &app.site.absolute(""))
            }
            None => plain_html(&teaser.standfirst),
        };
        entries.push(entry(app, teaser, published, html));
    }
    written(app, asked, format, title, page, entries)
}

async fn comments(app: &App, asked: &Asked, format: &str, id: ArticleId) -> Answer {
    let reading = app.archive.long_reading();
    let article = reading.public_article(id).await?.ok_or(Trouble::NotFound)?;
    let (Some(text), Some(path)) = (article.text, article.path) else { return Err(Trouble::NotFound) };
    if article.comments == newsroom::article::Comments::Off {
        return Err(Trouble::NotFound);
    }
    let found = reading.newest_comments(id, ENTRIES).await?;
    let entries = found
        .into_iter()
        .filter(|comment| comment.at != newsroom::comment::UNDATED)
        .map(|comment| {
            let href = app.site.absolute(&format!("{}#comment-{}", escaped_location(&path), comment.id));
            Entry {
                id: href.clone(),
                href,
                title: app.look.say(
                    &asked.language,
                    "feed-comment-by",
                    &[("name", comment.name.clone().into())],
                ),
                authors: vec![comment.name],
                published: comment.at,
                updated: comment.at,
                html: plain_html(&comment.text),
            }
        })
        .collect();
    let title = app.look.say(&asked.language, "feed-comments-of", &[("headline", text.text.headline.into())]);
    written(app, asked, format, title, path, entries)
}

fn entry(app: &App, teaser: Teaser, published: Timestamp, html: String) -> Entry {
    let href = app.site.absolute(&escaped_location(&teaser.path));
    Entry {
        id: href.clone(),
        href,
        title: teaser.headline,
        authors: teaser.authors,
        published,
        updated: teaser.updated.unwrap_or(published),
        html,
    }
}

fn written(
    app: &App,
    asked: &Asked,
    format: &str,
    title: String,
    page: String,
    entries: Vec<Entry>,
) -> Answer {
    let feed = Feed {
        title,
        language: asked.language.clone(),
        page: app.site.absolute(&escaped_location(&page)),
        own: app.site.absolute(&escaped_location(&asked.path)),
        entries,
    };
    Ok(match format {
        "rss" => rss(app, &feed),
        "atom" => atom(app, &feed),
        "json" => json_feed(app, &feed),
        _ => return Err(Trouble::NotFound),
    })
}

fn rss(app: &App, feed: &Feed) -> Response {
    let mut xml = Xml::new();
    let names = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.open("rss", &names).open("channel", &[]);
    xml.text("title", &feed.title).text("link", &feed.page);
    xml.text("description", if app.site.tagline.is_empty() { &app.site.name } else { &app.site.tagline });
    xml.text("language", feed.language.as_str());
    xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.own)]);
    for entry in &feed.entries {
        // RFC 822 dates with names in English, as RSS 2.0 wants them.
        let date = entry.published.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        xml.open("item", &[]).text("title", &entry.title).text("link", &entry.href);
        xml.text_with("guid", &[("isPermaLink", "true")], &entry.id).text("pubDate", &date);
        for author in &entry.authors {
            xml.text("dc:creator", author);
        }
        xml.text("description", &entry.html).close("item");
    }
    xml.close("channel").close("rss");
    for_machines("application/rss+xml; charset=utf-8", xml.finish())
}

fn atom(app: &App, feed: &Feed) -> Response {
    let zoned = |at: Timestamp| rfc3339(&app.site.zone, at);
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.as_str())]);
    xml.text("id", &feed.own).text("title", &feed.title);
    let newest = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::UNIX_EPOCH);
    xml.text("updated", &zoned(newest));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page)]);
    xml.open("author", &[]).text("name", &app.site.name).close("author");
    for entry in &feed.entries {
        xml.open("entry", &[]).text("id", &entry.id).text("title", &entry.title);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.href)]);
        xml.text("published", &zoned(entry.published)).text("updated", &zoned(entry.updated));
        for author in &entry.authors {
            xml.open("author", &[]).text("name", author).close("author");
        }
        xml.text_with("content", &[("type", "html")], &entry.html).close("entry");
    }
    xml.close("feed");
    for_machines("application/atom+xml; charset=utf-8", xml.finish())
}

fn json_feed(app: &App, feed: &Feed) -> Response {
    let zoned = |at: Timestamp| rfc3339(&app.site.zone, at);
    let items: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| {
            let authors: Vec<_> = entry.authors.iter().map(|name| json!({ "name": name })).collect();
            json!({
                "id": entry.id, "url": entry.href, "title": entry.title, "content_html": entry.html,
                "date_published": zoned(entry.published), "date_modified": zoned(entry.updated),
                "authors": authors,
            })
        })
        .collect();
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.page,
        "feed_url": feed.own, "language": feed.language.as_str(), "items": items,
    });
    for_machines("application/feed+json", value.to_string())
}
