//! `depesche search`

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use archive::Teaser;
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use search::{Index, Only, Order, Wanted};
use serde_json::json;

use crate::cli::SearchCommand;
use crate::newsroom_folder::{self, Newsroom};
use crate::output::say;
use crate::search_index::build::{self, Built};
use crate::search_index::{BUILD_MEMORY, folder};

/// Articles after which it is said how far it has come.
const TELL: u64 = 50_000;

/// Runs a command on the search index.
///
/// # Errors
/// When the index cannot be built or asked.
pub(crate) async fn run(data: &Path, command: SearchCommand) -> Result<()> {
    let newsroom = newsroom_folder::open(data).await?;
    match command {
        SearchCommand::Rebuild => rebuild(data, &newsroom).await,
        SearchCommand::Query { words, language, limit, plain, json } => {
            let language = language.unwrap_or_else(|| newsroom.site.main_language().clone());
            let typed = words.join(" ");
            query(data, &newsroom, &language, &typed, limit, plain, json).await
        }
    }
}

async fn rebuild(data: &Path, newsroom: &Newsroom) -> Result<()> {
    let folder = folder(data);
    let began = Instant::now();
    let path = folder.begin()?;
    let index = Arc::new(Index::create(&path)?);
    let mut indexer = index.writer(BUILD_MEMORY)?;
    let mut told = 0;
    let tell = |articles: u64| {
        if articles >= told + TELL {
            told = articles;
            say!("{articles} articles");
        }
    };
    let built = build::run(&newsroom.archive, &newsroom.site, &mut indexer, || false, tell).await?;
    let Built::Complete(articles) = built else { bail!("the search index is not complete") };
    // Whoever uses it next must find nobody writing it.
    indexer.finish()?;
    folder.switch_to(&path)?;
    let seconds = began.elapsed().as_secs_f64();
    let speed = articles as f64 / seconds.max(0.001);
    say!("the search index has {articles} articles, built in {seconds:.1} seconds ({speed:.0} a second)");
    // A running server removes what it does not use any more; without one it is done here.
    folder.sweep().or_else(|error| {
        tracing::debug!(%error, "an old index stays for now");
        Ok(())
    })
}

async fn query(
    data: &Path,
    newsroom: &Newsroom,
    language: &Language,
    typed: &str,
    limit: usize,
    plain: bool,
    as_json: bool,
) -> Result<()> {
    let reading = newsroom.archive.reading();
    let began = Instant::now();
    let (total, instead, hits): (u64, Option<String>, Vec<Teaser>) = if plain {
        let (total, hits) = reading.search(language, typed, i64::MAX, limit as i64).await?;
        (u64::try_from(total).unwrap_or_default(), None, hits)
    } else {
        let path = folder(data).current()?.context(
            "there is no search index yet: “depesche serve” builds it, and so does “depesche search rebuild”",
        )?;
        let index = Index::open(&path)?;
        let found = index.search(&Wanted {
            language,
            typed,
            order: Order::Relevance,
            only: Only::default(),
            from: 0,
            most: limit,
            facets: false,
            now: jiff::Timestamp::now().as_second(),
        })?;
        let ids: Vec<ArticleId> = found.articles.iter().map(|id| ArticleId(id.cast_signed())).collect();
        let hits = reading.found_articles(&ids, language).await?;
        (found.total, found.instead, hits.into_iter().map(|(teaser, _)| teaser).collect())
    };
    let milliseconds = began.elapsed().as_secs_f64() * 1_000.0;
    if as_json {
        let hits: Vec<_> = hits
            .iter()
            .map(|hit| json!({ "article": hit.article.0, "path": hit.path, "headline": hit.headline }))
            .collect();
        say!("{}", json!({ "total": total, "instead": instead, "milliseconds": milliseconds, "hits": hits }));
        return Ok(());
    }
    if let Some(instead) = instead {
        say!("looked for “{instead}” instead");
    }
    for hit in &hits {
        say!("{}  {}", newsroom.site.absolute(&hit.path), hit.headline);
    }
    say!("{total} articles in {milliseconds:.1} ms");
    Ok(())
}
