//! The search: its page, the same as JSON, suggestions while typing, and how browsers search the site.

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use newsroom::language::Language;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;

use crate::answer::{Answer, Trouble, for_machines, page, typed};
use crate::asked::Asked;
use crate::edition::words;
use crate::frame::Sheet;
use crate::look::rfc3339;
use crate::search_results::{Asking, Choice, Facet, Hit, PAGE, Results, find};
use crate::state::App;
use crate::teasers::teaser;
use crate::views::{Pager, SearchChoice, SearchFacet, SearchHit, SearchInstead, SearchPage, SearchResults};
use crate::xml::Xml;

/// Longest question looked at, in characters.
const LONGEST: usize = 200;
/// Suggestions while typing.
const SUGGESTED: usize = 8;

/// What was asked, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    /// The words.
    q: String,
    /// Only of this section, by its path.
    ressort: Option<String>,
    /// Only on this topic, by its slug.
    thema: Option<String>,
    /// Only by this author, by the slug.
    autor: Option<String>,
    /// Only of this year.
    jahr: Option<String>,
    /// `datum` for the newest first.
    sortierung: Option<String>,
    /// Which page of the index's hits, from 1 on.
    seite: Option<String>,
    /// Which page of the plain search: what stands after this article.
    vor: Option<String>,
}

/// The value of `sortierung` for the newest first.
const BY_DATE: &str = "datum";

impl Question {
    fn asking(&self) -> Asking {
        let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Asking {
            typed: self.q.trim().chars().take(LONGEST).collect(),
            newest: self.sortierung.as_deref() == Some(BY_DATE),
            section: filled(&self.ressort),
            topic: filled(&self.thema),
            author: filled(&self.autor),
            year: number(&self.jahr),
            page: number(&self.seite).map_or(1, |page: u64| page.clamp(1, 1 << 16) as usize),
            after: self.vor.as_deref().and_then(|text| text.parse().ok()),
        }
    }
}

/// The address of a search.
fn address(href: &str, asking: &Asking) -> String {
    let mut address = format!("{href}?q={}", utf8_percent_encode(&asking.typed, NON_ALPHANUMERIC));
    let mut add = |name: &str, value: &str| {
        address.push_str(&format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    };
    for (name, value) in [("ressort", &asking.section), ("thema", &asking.topic), ("autor", &asking.author)] {
        if let Some(value) = value {
            add(name, value);
        }
    }
    if let Some(year) = asking.year {
        add("jahr", &year.to_string());
    }
    if asking.newest {
        add("sortierung", BY_DATE);
    }
    if asking.page > 1 {
        add("seite", &asking.page.to_string());
    }
    if let Some(after) = asking.after {
        add("vor", &after.to_string());
    }
    address
}

/// The address of the search page of a language.
fn search_href(app: &App, language: &Language) -> String {
    format!("{}/{}", app.site.prefix(language), words(language).search)
}

/// `GET /suche`
pub(crate) async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(question): Query<Question>,
) -> Answer {
    let language = &asked.language;
    let href = search_href(&app, language);
    let asking = question.asking();
    let results = match asking.typed.is_empty() {
        true => None,
        false => {
            let results = find(&app, language, &asking).await?;
            Some(view(&app, language, &href, &asking, results))
        }
    };
    let sheet = Sheet {
        title: app.look.say(language, "search-title", &[]),
        path: Some(href),
        hidden: true,
        languages: app.site.languages.iter().map(|other| (other.clone(), search_href(&app, other))).collect(),
        ..Sheet::default()
    };
    let view = SearchPage { frame: sheet.frame(&app, language), query: asking.typed, results };
    page(&app, language, "search.html", &view)
}

fn view(app: &App, language: &Language, href: &str, asking: &Asking, results: Results) -> SearchResults {
    let say = |key: &str| app.look.say(language, key, &[]);
    // Whatever is chosen, the search begins on its first page again.
    let first = Asking { page: 1, after: None, ..asking.clone() };
    let choice = |text: String, to: &Asking, chosen: bool| SearchChoice {
        text,
        href: address(href, to),
        chosen,
        count: None,
    };
    let orders = match results.by_index && results.total > 1 {
        false => Vec::new(),
        true => vec![
            choice(say("search-by-relevance"), &Asking { newest: false, ..first.clone() }, !asking.newest),
            choice(say("search-by-date"), &Asking { newest: true, ..first.clone() }, asking.newest),
        ],
    };
    let facets = results.facets.iter().map(|(facet, choices)| SearchFacet {
        title: say(match facet {
            Facet::Section => "search-section",
            Facet::Topic => "search-topic",
            Facet::Author => "search-author",
            Facet::Year => "search-year",
        }),
        choices: choices
            .iter()
            .map(|one| SearchChoice {
                count: Some(app.look.number(language, one.count.cast_signed())),
                ..choice(one.text.clone(), &narrowed(&first, *facet, &one.value), false)
            })
            .collect(),
    });
    SearchResults {
        count: results.total,
        more: results.more,
        instead: results.instead.clone().map(|query| SearchInstead {
            href: address(href, &Asking { typed: query.clone(), ..first.clone() }),
            query,
        }),
        some_words: results.some_words,
        orders,
        narrowed: results
            .narrowed
            .iter()
            .map(|(facet, text)| choice(text.clone(), &widened(&first, *facet), true))
            .collect(),
        facets: facets.collect(),
        pager: pager(href, asking, &results),
        hits: results.hits.iter().map(|hit| shown(app, language, hit)).collect(),
    }
}

fn shown(app: &App, language: &Language, hit: &Hit) -> SearchHit {
    let mut shown = teaser(app, language, &hit.teaser);
    shown.standfirst = None;
    shown.picture = None;
    SearchHit { excerpt_html: hit.excerpt.clone(), teaser: shown }
}

fn narrowed(asking: &Asking, facet: Facet, value: &str) -> Asking {
    let mut to = asking.clone();
    match facet {
        Facet::Section => to.section = Some(value.to_owned()),
        Facet::Topic => to.topic = Some(value.to_owned()),
        Facet::Author => to.author = Some(value.to_owned()),
        Facet::Year => to.year = value.parse().ok(),
    }
    to
}

fn widened(asking: &Asking, facet: Facet) -> Asking {
    let mut to = asking.clone();
    match facet {
        Facet::Section => to.section = None,
        Facet::Topic => to.topic = None,
        Facet::Author => to.author = None,
        Facet::Year => to.year = None,
    }
    to
}

fn pager(href: &str, asking: &Asking, results: &Results) -> Pager {
    if results.by_index {
        let to = |page| address(href, &Asking { page, after: None, ..asking.clone() });
        return Pager {
            newer: (asking.page > 1).then(|| to(asking.page - 1)),
            older: results.further.then(|| to(asking.page + 1)),
        };
    }
    let last = results.hits.last().filter(|_| results.further);
    let to = |after| address(href, &Asking { page: 1, after, ..asking.clone() });
    Pager {
        newer: asking.after.is_some().then(|| to(None)),
        older: last.map(|last| to(Some(last.teaser.article.0))),
    }
}

/// `GET /suche.json`: the same for machines.
pub(crate) async fn json(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(question): Query<Question>,
) -> Answer {
    let language = &asked.language;
    let href = format!("{}.json", search_href(&app, language));
    let asking = question.asking();
    let results = match asking.typed.is_empty() {
        true => Results::default(),
        false => find(&app, language, &asking).await?,
    };
    let zoned = |at: Option<jiff::Timestamp>| at.map(|at| rfc3339(&app.site.zone, at));
    let snapshot = app.snapshot();
    let hits: Vec<_> = results
        .hits
        .iter()
        .map(|hit| {
            let it = &hit.teaser;
            json!({
                "url": app.site.absolute(&it.path),
                "language": it.language.as_str(),
                "kicker": it.kicker,
                "headline": it.headline,
                "standfirst": it.standfirst,
                "authors": it.authors,
                "section": it.section.and_then(|id| snapshot.section(id)).map(|section| section.path.as_str()),
                "genre": it.genre.as_str(),
                "published": zoned(it.published),
                "updated": zoned(it.updated),
                "excerpt_html": hit.excerpt.as_ref().map(|html| html.0.as_str()),
            })
        })
        .collect();
    let choices = |wanted: Facet| -> Vec<_> {
        let of = results.facets.iter().filter(|(facet, _)| *facet == wanted);
        let choices = of.flat_map(|(_, choices)| choices);
        choices
            .map(|Choice { value, text, count }| json!({ "value": value, "name": text, "count": count }))
            .collect()
    };
    let pages = pager(&href, &asking, &results);
    let answer = json!({
        "query": asking.typed,
        "instead": results.instead,
        "some_words": results.some_words,
        "total": results.total,
        "more": results.more,
        "page_size": PAGE,
        "hits": hits,
        "facets": {
            "sections": choices(Facet::Section),
            "topics": choices(Facet::Topic),
            "authors": choices(Facet::Author),
            "years": choices(Facet::Year),
        },
        "previous": pages.newer.map(|path| app.site.absolute(&path)),
        "next": pages.older.map(|path| app.site.absolute(&path)),
    });
    Ok(never_stale("application/json", answer.to_string()))
}

/// `GET /suche/vorschlaege`: how a word that was begun may go on, in the form browsers know
/// (OpenSearch Suggestions).
pub(crate) async fn suggestions(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(question): Query<Question>,
) -> Answer {
    let query = question.asking().typed;
    let suggested = match app.search.index() {
        Some(index) if !query.is_empty() => {
            let (language, typed) = (asked.language.clone(), query.clone());
            let suggested =
                tokio::task::spawn_blocking(move || index.suggest(&language, &typed, SUGGESTED)).await;
            suggested
                .map_err(|fault| Trouble::Ours(fault.to_string()))?
                .map_err(|error| Trouble::Ours(error.to_string()))?
        }
        _ => Vec::new(),
    };
    Ok(never_stale("application/x-suggestions+json", json!([query, suggested]).to_string()))
}

/// `GET /opensearch.xml`: how browsers search the site (OpenSearch 1.1).
pub(crate) async fn description(State(app): State<App>, Extension(asked): Extension<Asked>) -> Response {
    let language = &asked.language;
    let address = app.site.absolute(&search_href(&app, language));
    let suggestions = match words(language).search {
        "suche" => format!("{address}/vorschlaege"),
        _ => format!("{address}/suggestions"),
    };
    let mut xml = Xml::new();
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    // At most 16 characters, says the specification.
    xml.text("ShortName", &app.site.name.chars().take(16).collect::<String>());
    xml.text("Description", &format!("{} – {}", app.site.name, app.look.say(language, "search-title", &[])));
    xml.text("InputEncoding", "UTF-8").text("Language", language.as_str());
    for (mime, template) in [
        ("text/html", format!("{address}?q={{searchTerms}}")),
        ("application/json", format!("{address}.json?q={{searchTerms}}")),
        ("application/x-suggestions+json", format!("{suggestions}?q={{searchTerms}}")),
    ] {
        xml.empty("Url", &[("type", mime), ("template", &template)]);
    }
    xml.close("OpenSearchDescription");
    for_machines("application/opensearchdescription+xml", xml.finish())
}

fn never_stale(mime: &'static str, text: String) -> Response {
    let mut response = typed(mime, text);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
