//! What a search finds: from the index where there is one, else by the plain search of the database.
//!
//! The index says which articles fit. Whether they are public now, and what they say, is asked of the
//! archive for each search, so that nothing withdrawn is ever shown.

use archive::{FacetName, Teaser};
use jiff::Timestamp;
use newsroom::ids::{ArticleId, SectionId};
use newsroom::language::Language;
use render::document_html::escaped;
use search::{Facets, Marks, Only, Order, Piece, Wanted};

use crate::state::App;
use crate::teasers::cut;
use crate::views::Html;

/// Hits on a page.
pub(crate) const PAGE: usize = 20;
/// Length of an excerpt in characters.
const EXCERPT: usize = 240;
/// Choices of each facet that are offered.
const OFFERED: usize = 8;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asking {
    pub(crate) typed: String,
    pub(crate) newest: bool,
    /// To what it is narrowed down, as in the address.
    pub(crate) section: Option<String>,
    pub(crate) topic: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) year: Option<u64>,
    /// Which page, from 1 on.
    pub(crate) page: usize,
    /// Of the plain search, the article after which the page begins.
    pub(crate) after: Option<i64>,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Results {
    pub(crate) total: u64,
    pub(crate) more: bool,
    pub(crate) instead: Option<String>,
    pub(crate) some_words: bool,
    pub(crate) hits: Vec<Hit>,
    pub(crate) facets: Vec<(Facet, Vec<Choice>)>,
    /// To what the search is narrowed down, as readers call it.
    pub(crate) narrowed: Vec<(Facet, String)>,
    /// Whether another page follows.
    pub(crate) further: bool,
    /// Whether the index was asked; the plain search knows no facets and no order.
    pub(crate) by_index: bool,
}

/// An article that was found.
pub(crate) struct Hit {
    pub(crate) teaser: Teaser,
    pub(crate) excerpt: Option<Html>,
}

/// By what a search can be narrowed down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facet {
    Section,
    Topic,
    Author,
    Year,
}

/// One choice of a facet.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// As it stands in the address.
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) count: u64,
}

/// Asks the index, or the database where there is none or it fails.
pub(crate) async fn find(app: &App, language: &Language, asking: &Asking) -> archive::Result<Results> {
    match by_index(app, language, asking).await? {
        Some(results) => Ok(results),
        None => by_database(app, language, asking).await,
    }
}

async fn by_index(app: &App, language: &Language, asking: &Asking) -> archive::Result<Option<Results>> {
    let Some(index) = app.search.index() else { return Ok(None) };
    // What is not there is not found; that a section of long ago is gone must not show all others.
    let Some((only, narrowed)) = only(app, language, asking).await? else {
        return Ok(Some(Results { by_index: true, ..Results::default() }));
    };
    let from = (asking.page.max(1) - 1) * PAGE;
    let (language_asked, typed, newest) = (language.clone(), asking.typed.clone(), asking.newest);
    // Off the threads that answer requests, and only so many at a time: a search reads much.
    let Ok(_turn) = app.searches.acquire().await else { return Ok(None) };
    let searched = tokio::task::spawn_blocking(move || {
        index.search(&Wanted {
            language: &language_asked,
            typed: &typed,
            order: if newest { Order::Newest } else { Order::Relevance },
            only,
            from,
            most: PAGE + 1,
            facets: true,
            now: Timestamp::now().as_second(),
        })
    })
    .await;
    drop(_turn);
    let found = match searched {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::error!(%error, "the search index fails; the plain search stands in");
            return Ok(None);
        }
        Err(fault) => {
            tracing::error!(%fault, "the search index fails; the plain search stands in");
            return Ok(None);
        }
    };
    let ids: Vec<ArticleId> =
        found.articles.iter().take(PAGE).map(|id| ArticleId(id.cast_signed())).collect();
    let articles = app.archive.long_reading().found_articles(&ids, language).await?;
    let hits = articles.into_iter().map(|(teaser, body)| {
        let text = format!("{}\n{}", teaser.standfirst, body.plain_text());
        Hit { excerpt: Some(excerpt(&found.marks, &text, &teaser.standfirst)), teaser }
    });
    Ok(Some(Results {
        total: found.total,
        more: found.more,
        instead: found.instead,
        some_words: found.some_words,
        hits: hits.collect(),
        facets: named(app, language, asking, found.facets, found.total).await?,
        narrowed,
        further: found.articles.len() > PAGE && from + PAGE < search::DEEPEST,
        by_index: true,
    }))
}

/// To what the search is narrowed down; nothing if there is no such thing.
async fn only(
    app: &App,
    language: &Language,
    asking: &Asking,
) -> archive::Result<Option<(Only, Vec<(Facet, String)>)>> {
    let mut only = Only { year: asking.year, ..Only::default() };
    let mut narrowed = Vec::new();
    if let Some(path) = &asking.section {
        let snapshot = app.snapshot();
        let Some(section) = snapshot.sections.iter().find(|section| section.path == *path) else {
            return Ok(None);
        };
        only.section = Some(section.id.0.unsigned_abs());
        narrowed.push((Facet::Section, section.name(language).to_owned()));
    }
    let reading = app.archive.long_reading();
    if let Some(slug) = &asking.topic {
        let Some(topic) = reading.topic_by_slug(slug).await? else { return Ok(None) };
        only.topic = Some(topic.id.0.unsigned_abs());
        narrowed.push((Facet::Topic, topic.name(language).to_owned()));
    }
    if let Some(slug) = &asking.author {
        let Some(author) = reading.author_by_slug(slug).await? else { return Ok(None) };
        only.author = Some(author.id.0.unsigned_abs());
        narrowed.push((Facet::Author, author.name));
    }
    if let Some(year) = asking.year {
        narrowed.push((Facet::Year, year.to_string()));
    }
    Ok(Some((only, narrowed)))
}

/// The fullest choices of each facet, by name; a facet that would narrow nothing down is left out.
async fn named(
    app: &App,
    language: &Language,
    asking: &Asking,
    facets: Facets,
    total: u64,
) -> archive::Result<Vec<(Facet, Vec<Choice>)>> {
    let snapshot = app.snapshot();
    let reading = app.archive.long_reading();
    let sections = facets.sections.iter().filter_map(|(id, count)| {
        let section = snapshot.section(SectionId(id.cast_signed()))?;
        let text = section.name(language).to_owned();
        Some(Choice { value: section.path.clone(), text, count: *count })
    });
    let sections: Vec<Choice> = sections.take(OFFERED).collect();
    let first = |counts: &[(u64, u64)]| -> Vec<i64> {
        counts.iter().take(OFFERED).map(|(id, _)| id.cast_signed()).collect()
    };
    let topics = reading.names_of_topics(&first(&facets.topics), language).await?;
    let authors = reading.names_of_authors(&first(&facets.authors)).await?;
    let years = facets.years.iter().take(OFFERED).map(|(year, count)| Choice {
        value: year.to_string(),
        text: year.to_string(),
        count: *count,
    });
    let all = [
        (Facet::Section, sections, asking.section.is_some()),
        (Facet::Topic, choices(&facets.topics, &topics), asking.topic.is_some()),
        (Facet::Author, choices(&facets.authors, &authors), asking.author.is_some()),
        (Facet::Year, years.collect(), asking.year.is_some()),
    ];
    let useful = all.into_iter().filter(|(_, choices, chosen)| {
        !chosen && choices.len() > 1 && choices.iter().any(|choice| choice.count < total)
    });
    Ok(useful.map(|(facet, choices, _)| (facet, choices)).collect())
}

fn choices(counts: &[(u64, u64)], names: &[FacetName]) -> Vec<Choice> {
    let named = counts.iter().take(OFFERED).filter_map(|(id, count)| {
        let name = names.iter().find(|name| name.id == id.cast_signed())?;
        Some(Choice { value: name.slug.clone(), text: name.name.clone(), count: *count })
    });
    named.collect()
}

/// The place of a text with the words looked for, or else the beginning of the standfirst.
fn excerpt(marks: &Marks, text: &str, standfirst: &str) -> Html {
    match marks.excerpt(text, EXCERPT) {
        Some(pieces) => Html(pieces.iter().map(html).collect()),
        None => Html(escaped(&cut(standfirst.trim(), EXCERPT))),
    }
}

fn html(piece: &Piece) -> String {
    let text = escaped(&piece.text);
    if piece.marked { format!("<mark>{text}</mark>") } else { text }
}

async fn by_database(app: &App, language: &Language, asking: &Asking) -> archive::Result<Results> {
    let before = asking.after.unwrap_or(i64::MAX);
    let reading = app.archive.long_reading();
    let (total, mut found) = reading.search(language, &asking.typed, before, PAGE as i64 + 1).await?;
    let further = found.len() > PAGE;
    found.truncate(PAGE);
    let hits = found.into_iter().map(|teaser| {
        let excerpt = marked(&teaser.standfirst, &asking.typed);
        Hit { teaser, excerpt }
    });
    let total = u64::try_from(total).unwrap_or_default();
    Ok(Results { total, hits: hits.collect(), further, ..Results::default() })
}

/// The standfirst with the words asked for marked.
fn marked(text: &str, query: &str) -> Option<Html> {
    let text = cut(text.trim(), EXCERPT);
    if text.is_empty() {
        return None;
    }
    let wanted: Vec<String> =
        query.split_whitespace().map(archive::fold).filter(|word| !word.is_empty()).collect();
    let mut html = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = archive::fold(word);
        if !word.is_empty() && wanted.iter().any(|wanted| folded.starts_with(wanted.as_str())) {
            html.push_str("<mark>");
            html.push_str(&escaped(word));
            html.push_str("</mark>");
            html.push_str(&escaped(&piece[word.len()..]));
        } else {
            html.push_str(&escaped(piece));
        }
    }
    Some(Html(html))
}
