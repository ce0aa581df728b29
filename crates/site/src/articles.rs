//! The page of an article.

use std::sync::Arc;

use archive::{List, ListPlace, PublicArticle, PublicText, Reading};
use axum::http::header;
use newsroom::article::{Comments, State as ArticleState, reading_minutes};
use newsroom::author::Author;
use newsroom::correction::Correction;
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use newsroom::topic::Topic;
use render::document_html::{References, Words, document_html};

use crate::answer::{Answer, Trouble, fragment, moved, page};
use crate::asked::Asked;
use crate::edition::{author_href, dossier_href, own_name, section_href, topic_href};
use crate::frame::{ArticleCard, Sheet};
use crate::json_ld::{self, breadcrumbs};
use crate::look::rfc3339;
use crate::origin::origin_view;
use crate::page_cache::{Part, begun};
use crate::places::counting_picture;
use crate::state::App;
use crate::teasers::{filled, genre, picture_view, short_teaser, social_picture};
use crate::views::{
    ArticlePage, ArticleView, CommentsView, CorrectionView, DossierBox, Html, LanguageLink, Link,
    RelatedStory, Run,
};

/// Stories below an article.
const RELATED: usize = 4;

/// The page of an article, found by its path.
pub(crate) async fn show(app: &App, reading: &Reading<'_>, asked: &Asked, id: ArticleId) -> Answer {
    let article = reading.public_article(id).await?.ok_or(Trouble::NotFound)?;
    if article.state == ArticleState::Withdrawn {
        return Err(Trouble::Gone(article.withdrawn, article.withdrawn_reason));
    }
    let (Some(text), Some(path)) = (&article.text, &article.path) else { return Err(Trouble::NotFound) };
    if *path != asked.path {
        return moved(path);
    }
    let language = &article.language;
    let (authors, topics, corrections, translations, comments, body_html, dossier) = tokio::try_join!(
        reading.authors_of(id),
        reading.topics_of(id),
        reading.corrections_of(id),
        reading.translations(article.story),
        comments(app, reading, &article),
        body(app, reading, language, text),
        dossier(reading, app, &article),
    )?;
    let related = related(app, reading, &article, &topics).await?;
    let published = article.published.map(|at| app.look.moment(language, at));
    let view = ArticleView {
        genre: genre(app, language, text.text.genre),
        kicker: filled(&text.text.kicker),
        headline: text.text.headline.clone(),
        standfirst: filled(&text.text.standfirst),
        byline: byline(app, language, &authors, &text.text.byline),
        undated: published.is_none(),
        published,
        changed: article
            .updated
            .filter(|updated| article.published.is_none_or(|published| *updated > published))
            .map(|at| app.look.moment(language, at)),
        reading_minutes: minutes(text.words),
        picture: text
            .picture
            .as_ref()
            .and_then(|asset| picture_view(asset, Some(&text.text.picture_caption))),
        body_html: Html(body_html),
        corrections: corrections
            .iter()
            .map(|correction| CorrectionView {
                text: correction.text.clone(),
                corrected: app.look.moment(language, correction.at),
            })
            .collect(),
        origin: origin_view(app, language, &text.text.origin),
        topics: topics
            .iter()
            .map(|topic| Link {
                href: topic_href(&app.site, language, &topic.slug),
                text: topic.name(language).to_owned(),
            })
            .collect(),
        translations: translations
            .iter()
            .filter(|other| other.language != *language)
            .map(|other| LanguageLink {
                href: other.path.clone(),
                lang: other.language.as_str().to_owned(),
                dir: other.language.direction().as_str().to_owned(),
                text: own_name(&other.language).to_owned(),
            })
            .collect(),
        counting_mark: article.vgwort.as_deref().and_then(counting_picture),
    };
    let mut sheet = sheet(app, &article, text, path, &authors, &topics, &corrections);
    let is_counted = view.counting_mark.is_some();
    sheet.languages = translations.into_iter().map(|other| (other.language, other.path)).collect();
    let view = ArticlePage { frame: sheet.frame(app, language), article: view, dossier, related, comments };
    let mut response = page(app, language, "article.html", &view)?;
    if is_counted {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, app.policies.counted.clone());
    }
    Ok(response)
}

async fn comments(
    app: &App,
    reading: &Reading<'_>,
    article: &PublicArticle,
) -> archive::Result<Option<CommentsView>> {
    Ok(match article.comments {
        Comments::Off => None,
        open => Some(crate::comments::under(app, reading, article, open == Comments::Open).await?),
    })
}

/// The body as HTML, with all it refers to read in two questions.
pub(crate) async fn body(
    app: &App,
    reading: &Reading<'_>,
    language: &Language,
    text: &PublicText,
) -> archive::Result<String> {
    document(app, reading, language, &text.text.body, &text.text.dateline).await
}

/// A document as HTML, with all it refers to read in two questions.
pub(crate) async fn document(
    app: &App,
    reading: &Reading<'_>,
    language: &Language,
    document: &newsroom::document::Document,
    dateline: &str,
) -> archive::Result<String> {
    let (assets, stories) = (document.assets(), document.stories());
    let found = References {
        assets: reading.assets(&assets, language).await?.into_iter().map(|asset| (asset.id, asset)).collect(),
        stories: reading
            .teasers_of_stories(language, &stories)
            .await?
            .into_iter()
            .map(|story| (story.story, (story.path, story.headline)))
            .collect(),
    };
    let say = |key: &str| app.look.say(language, key, &[]);
    let words = Words {
        related: say("article-related"),
        transcript: say("media-transcript"),
        captions: say("media-captions"),
        language: language.as_str().to_owned(),
        embed: say("embed-from"),
    };
    Ok(document_html(document, dateline, &found, &words))
}

fn minutes(words: i64) -> Option<u32> {
    u32::try_from(reading_minutes(usize::try_from(words).ok()?)).ok()
}

/// "Von Merle Ohlsen und Jan Petersen, Genf" with the names linked.
fn byline(app: &App, language: &Language, authors: &[Author], words_beside: &str) -> Vec<Run> {
    let run = |text: String| Run { text, href: None, lang: None, name: false };
    let mut runs = Vec::new();
    if !authors.is_empty() {
        // The message says where the names stand; what is before and after them are runs of their own.
        let sentence = app.look.say(language, "byline-by", &[("names", "\u{1}".into())]);
        let sentence: String = sentence.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect();
        let (before, after) = sentence.split_once('\u{1}').unwrap_or(("", ""));
        runs.push(run(before.to_owned()));
        for (number, author) in authors.iter().enumerate() {
            if number > 0 && number + 1 == authors.len() {
                runs.push(run(format!(" {} ", app.look.say(language, "list-and", &[]))));
            } else if number > 0 {
                runs.push(run(", ".to_owned()));
            }
            runs.push(Run {
                text: author.name.clone(),
                href: Some(author_href(&app.site, language, &author.slug)),
                lang: None,
                name: true,
            });
        }
        runs.push(run(after.to_owned()));
    }
    if let Some(words) = filled(words_beside) {
        if !runs.is_empty() {
            runs.push(run(", ".to_owned()));
        }
        runs.push(run(words));
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

async fn dossier(
    reading: &Reading<'_>,
    app: &App,
    article: &PublicArticle,
) -> archive::Result<Option<DossierBox>> {
    let language = &article.language;
    let Some(id) = article.dossier else { return Ok(None) };
    let Some(title) = reading.dossier_title(id, language).await? else { return Ok(None) };
    let stories = reading.list(List::Dossier(id), language, ListPlace::TOP, 6).await?;
    Ok(Some(DossierBox {
        link: Link { href: dossier_href(&app.site, language, &title.slug), text: title.title },
        stories: stories
            .into_iter()
            .filter(|story| story.article != article.id)
            .take(5)
            .map(|story| Link { href: story.path, text: story.headline })
            .collect(),
    }))
}

/// The newest stories of its first topic, then of its section.
async fn related(
    app: &App,
    reading: &Reading<'_>,
    article: &PublicArticle,
    topics: &[Topic],
) -> Result<Vec<Html>, Trouble> {
    let lists = topics.first().map(|topic| List::Topic(topic.id)).into_iter();
    let mut found: Vec<(ArticleId, Html)> = Vec::new();
    for list in lists.chain(article.section.map(List::Section)) {
        if found.len() >= RELATED {
            break;
        }
        for (id, story) in &newest(app, reading, list, &article.language).await?.stories {
            if *id != article.id && found.iter().all(|(other, _)| other != id) {
                found.push((*id, story.clone()));
            }
        }
    }
    found.truncate(RELATED);
    Ok(found.into_iter().map(|(_, story)| story).collect())
}

/// The newest stories of a list, as they stand below its articles: made once for all of them.
async fn newest(
    app: &App,
    reading: &Reading<'_>,
    list: List,
    language: &Language,
) -> Result<Arc<Part>, Trouble> {
    let key = (list, language.clone());
    // Outside of the making of a page nobody would know when it becomes untrue.
    let begun = begun().filter(|_| app.archive.is_following());
    if begun.is_some()
        && let Some(part) = app.pages.part(&key)
    {
        archive::note_part(&part.noted);
        return Ok(part);
    }
    let making = async {
        // One more than are shown, because the article itself may be among them.
        let found = reading.list(list, language, ListPlace::TOP, RELATED as i64 + 1).await?;
        let stories = found.iter().map(|story| {
            // An article's page carries no date that is not the article's.
            let view = RelatedStory { story: short_teaser(app, language, story) };
            let html = fragment(app, language, "parts/related.html", &view)?;
            Ok((story.article, Html(html)))
        });
        stories.collect::<Result<_, Trouble>>()
    };
    let (stories, noted) = archive::noting_part(making).await;
    let part = Arc::new(Part { stories: stories?, noted });
    if let Some(begun) = begun {
        app.pages.keep_part(key, &part, begun);
    }
    Ok(part)
}

/// What the page says about itself in its head.
fn sheet(
    app: &App,
    article: &PublicArticle,
    text: &PublicText,
    path: &str,
    authors: &[Author],
    topics: &[Topic],
    corrections: &[Correction],
) -> Sheet {
    let language = &article.language;
    let snapshot = app.snapshot();
    let trail = article.section.map(|id| snapshot.trail(id)).unwrap_or_default();
    let zoned = |at: jiff::Timestamp| rfc3339(&app.site.zone, at);
    let published = article.published.map(zoned);
    let modified = article.updated.map(zoned);
    let picture = text.picture.as_ref().and_then(|asset| social_picture(app, asset));
    let mut json_ld = vec![json_ld::article(
        app,
        &json_ld::Article {
            headline: &text.text.headline,
            description: &text.text.standfirst,
            language,
            path,
            is_free: article.access == "free",
            words: text.words,
            published: published.as_deref(),
            modified: modified.as_deref(),
            authors: authors
                .iter()
                .map(|author| (author.name.as_str(), author_href(&app.site, language, &author.slug)))
                .collect(),
            picture: picture.as_ref().map(|picture| picture.url.as_str()),
            section: trail.first().map(|section| section.name(language)),
            topics: topics.iter().map(|topic| topic.name(language)).collect(),
            corrections: corrections
                .iter()
                .map(|correction| (correction.text.as_str(), zoned(correction.at)))
                .collect(),
            sources: text
                .text
                .origin
                .sources
                .iter()
                .map(|source| (source.name.as_str(), source.url.as_deref()))
                .collect(),
        },
    )];
    if !trail.is_empty() {
        json_ld.push(breadcrumbs(app, language, &trail, Some(&text.text.headline)));
    }
    Sheet {
        title: text.text.headline.clone(),
        description: filled(&text.text.standfirst),
        path: Some(path.to_owned()),
        feeds: Vec::new(),
        json_ld,
        under: trail.last().map(|section| section_href(&app.site, language, section)),
        article: Some(ArticleCard {
            published,
            modified,
            section: trail.first().map(|section| section.name(language).to_owned()),
            topics: topics.iter().map(|topic| topic.name(language).to_owned()).collect(),
        }),
        picture,
        kind: "article",
        ..Sheet::default()
    }
}
