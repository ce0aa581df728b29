//! Articles as files: TOML front matter between lines of `+++`, then the body in Markdown.
//!
//! The same form goes in and comes out, so that an article can be shown, edited and given back.
//! It is described in `docs/write/article-files.md`.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use archive::{ArticleDraft, Placement, Reading};
use newsroom::article::{Comments, Text};
use newsroom::document::Document;
use newsroom::document::markdown::{from_markdown, to_markdown};
use newsroom::genre::Genre;
use newsroom::ids::{AssetId, DossierId};
use newsroom::language::Language;
use newsroom::origin::{Origin, Source};
use serde::{Deserialize, Serialize};

use crate::suggest;

/// How many names are looked through for one that may be meant.
const MOST_NAMES: i64 = 10_000;

/// What stands between the lines of `+++`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatter {
    /// BCP 47 tag; the site's main language if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    /// Path of the home section, such as `politik/kommunales`.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    /// Further sections whose lists show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_sections: Vec<String>,
    #[serde(default)]
    genre: Genre,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    kicker: String,
    /// The only key that must be there.
    headline: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    standfirst: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    dateline: String,
    /// Slugs of authors in byline order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    /// Words beside or instead of authors.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    byline: String,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    /// Slug of the dossier its story is in, in all its languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    dossier: Option<String>,
    /// Name of the asset above the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    picture_caption: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translated_from: Option<Language>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    translators: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    checked_by: Vec<String>,
    /// The readable part of the address; made from the headline if left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    slug: String,
    #[serde(default)]
    comments: Comments,
    #[serde(skip_serializing_if = "Option::is_none")]
    vgwort: Option<String>,
}

/// An article file with everything it names looked up.
pub(crate) struct ArticleFile {
    pub(crate) placement: Placement,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) text: Text,
}

/// Reads an article file. `main` is the language of those that do not say theirs.
///
/// # Errors
/// Names what is wrong: the key, the line, or the thing that does not exist.
pub(crate) async fn read(file: &str, main: &Language, reading: &Reading<'_>) -> Result<ArticleFile> {
    let (front, body, body_line) = split(file)?;
    let front: FrontMatter = toml::from_str(front).context("front matter")?;
    let mut placement = Placement::new(front.language.clone().unwrap_or_else(|| main.clone()));
    let sections = reading.sections().await?;
    let find = |path: &String| {
        let found = sections.iter().find(|section| section.path == *path).map(|section| section.id);
        let known = sections.iter().map(|section| section.path.as_str());
        found.ok_or_else(|| suggest::missing("section", path, known, "section add"))
    };
    placement.section = front.section.as_ref().map(find).transpose()?;
    placement.other_sections = front.other_sections.iter().map(find).collect::<Result<_>>()?;
    for slug in &front.authors {
        let author = reading.author_by_slug(slug).await?;
        let Some(author) = author else {
            let authors = reading.authors(MOST_NAMES).await?;
            return Err(suggest::missing(
                "author",
                slug,
                authors.iter().map(|a| a.slug.as_str()),
                "author add",
            ));
        };
        placement.authors.push(author.id);
    }
    for slug in &front.topics {
        let topic = reading.topic_by_slug(slug).await?;
        let Some(topic) = topic else {
            let topics = reading.topics(MOST_NAMES).await?;
            return Err(suggest::missing("topic", slug, topics.iter().map(|t| t.slug.as_str()), "topic add"));
        };
        placement.topics.push(topic.id);
    }
    let dossier = match &front.dossier {
        Some(slug) => {
            let found = reading.dossier_by_slug(slug, &placement.language).await?;
            let Some(found) = found else {
                let dossiers = reading.dossiers().await?;
                let known = dossiers.iter().map(|(slug, _)| slug.as_str());
                return Err(suggest::missing("dossier", slug, known, "dossier add"));
            };
            Some(found.id)
        }
        None => None,
    };
    placement.slug = front.slug;
    placement.comments = front.comments;
    placement.vgwort = front.vgwort;
    let names = asset_names(body, front.picture.as_deref(), reading).await?;
    let picture = match &front.picture {
        Some(name) => Some(*names.get(name).with_context(|| format!("picture: there is no asset “{name}”"))?),
        None => None,
    };
    let body = from_markdown(body, |name| names.get(name).copied())
        .map_err(|error| anyhow::anyhow!("line {}: {}", error.line + body_line, error.what))?;
    let origin = Origin {
        sources: front.sources,
        translated_from: front.translated_from,
        translators: front.translators,
        checked_by: front.checked_by,
    };
    let text = Text {
        genre: front.genre,
        kicker: front.kicker,
        headline: front.headline,
        standfirst: front.standfirst,
        dateline: front.dateline,
        byline: front.byline,
        origin,
        picture,
        picture_caption: front.picture_caption,
        body,
    };
    Ok(ArticleFile { placement, dossier, text })
}

/// Writes an article as a file.
///
/// # Errors
/// When the archive fails.
pub(crate) async fn write(draft: &ArticleDraft, reading: &Reading<'_>) -> Result<String> {
    let names = names_of_assets(&draft.text.body, draft.text.picture, reading).await?;
    let name = |asset: AssetId| names.get(&asset).cloned().unwrap_or_else(|| asset.to_string());
    let text = &draft.text;
    let front = FrontMatter {
        language: Some(draft.language.clone()),
        section: draft.section.clone(),
        other_sections: draft.other_sections.clone(),
        genre: text.genre,
        kicker: text.kicker.clone(),
        headline: text.headline.clone(),
        standfirst: text.standfirst.clone(),
        dateline: text.dateline.clone(),
        authors: draft.authors.clone(),
        byline: text.byline.clone(),
        topics: draft.topics.clone(),
        dossier: draft.dossier.clone(),
        picture: text.picture.map(name),
        picture_caption: text.picture_caption.clone(),
        sources: text.origin.sources.clone(),
        translated_from: text.origin.translated_from.clone(),
        translators: text.origin.translators.clone(),
        checked_by: text.origin.checked_by.clone(),
        slug: draft.slug.clone(),
        comments: draft.comments,
        vgwort: draft.vgwort.clone(),
    };
    let front = toml::to_string(&front).context("writing the front matter")?;
    Ok(format!("+++\n{front}+++\n\n{}", to_markdown(&text.body, name)))
}

/// Front matter, body, and the number of lines before the body.
pub(crate) fn split(file: &str) -> Result<(&str, &str, usize)> {
    let file = file.trim_start_matches('\u{feff}');
    let Some(rest) = file.strip_prefix("+++\n").or_else(|| file.strip_prefix("+++\r\n")) else {
        bail!("line 1: an article file begins with a line of +++, the front matter and another line of +++");
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            let body = &rest[at + line.len()..];
            let before = file.len() - body.len();
            return Ok((&rest[..at], body, file[..before].matches('\n').count()));
        }
        at += line.len();
    }
    bail!("the front matter is never closed; end it with a line of +++")
}

/// The assets whose names stand in quotes in directives, looked up before the body is read.
pub(crate) async fn asset_names(
    body: &str,
    picture: Option<&str>,
    reading: &Reading<'_>,
) -> Result<HashMap<String, AssetId>> {
    let quoted = ["asset=\"", "poster=\"", "captions=\"", "still=\""]
        .into_iter()
        .flat_map(|key| body.split(key).skip(1))
        .filter_map(|rest| rest.split('"').next());
    let mut names = HashMap::new();
    for name in quoted.chain(picture) {
        if let Some(asset) = reading.asset_named(name).await? {
            names.insert(name.to_owned(), asset);
        }
    }
    Ok(names)
}

/// What the assets of a text are called.
pub(crate) async fn names_of_assets(
    body: &Document,
    picture: Option<AssetId>,
    reading: &Reading<'_>,
) -> Result<HashMap<AssetId, String>> {
    let mut names = HashMap::new();
    for asset in body.assets().into_iter().chain(picture) {
        if let Some(name) = reading.asset_name(asset).await? {
            names.insert(asset, name);
        }
    }
    Ok(names)
}
