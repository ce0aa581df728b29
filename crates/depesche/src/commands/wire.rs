//! `depesche wire`

mod files;

use anyhow::{Context, Result};
use archive::{ListedItem, Notice, WireFilter};
use newsroom::ids::{ArticleId, WireItemId};
use newsroom::wire_item::{Difference, ParagraphChange, WireItem, WordChange};
use serde_json::{Value, json};

use crate::cli::{WireCommand, WireFilters};
use crate::newsroom_folder::cause;
use crate::output::{print_bytes, say, show};
use crate::table;
use crate::wire::take::{Wishes, take};
use crate::wire::{CopyDesk, merging};

pub(crate) use files::{extract, parse};

/// Items of one event, and notices, that are shown.
const MOST: i64 = 200;

/// Runs a command on copy.
///
/// # Errors
/// When there is no such item, or it may not be used as was asked.
pub(crate) async fn run(desk: &CopyDesk, command: WireCommand) -> Result<()> {
    match command {
        WireCommand::Parse { files, json } => parse(&files, json),
        WireCommand::Extract { file, url, json } => extract(&file, url.as_deref(), json),
        WireCommand::List { filter, limit, before, json } => list(desk, filter, limit, before, json).await,
        WireCommand::Show { item, version, original: true, .. } => original(desk, item, version).await,
        WireCommand::Show { item, version, json, .. } => show(desk, item, version, json).await,
        WireCommand::Take { item, section, story } => {
            let taken = take(desk, item, Wishes { section, story }, cause()).await?;
            say!("article {} is a draft made of item {item}", taken.article);
            for warning in taken.warnings {
                say!("note: {warning}");
            }
            for why in taken.left_out {
                say!("left out: {why}");
            }
            if taken.notes > 0 {
                say!("{} notes came along; see “depesche wire notes {}”", taken.notes, taken.article);
            }
            Ok(())
        }
        WireCommand::Diff { item, from, to, json } => diff(desk, item, from, to, json).await,
        WireCommand::Merge { article } => merge(desk, article).await,
        WireCommand::Notices { article, json } => notices(desk, article, json).await,
        WireCommand::Settle { notice, why } => {
            desk.archive
                .write(cause(), move |w| Box::pin(async move { w.settle_notice(notice, &why).await }))
                .await?;
            say!("notice {notice} is settled");
            Ok(())
        }
        WireCommand::Notes { article } => {
            for note in desk.archive.reading().notes_on_article(article).await? {
                say!("{} {} ({}): {}", note.at, note.who, note.kind, note.text);
            }
            Ok(())
        }
    }
}

async fn list(
    desk: &CopyDesk,
    filters: WireFilters,
    limit: i64,
    before: Option<i64>,
    as_json: bool,
) -> Result<()> {
    let reading = desk.archive.reading();
    let provider = match &filters.provider {
        Some(slug) => Some(reading.provider(slug).await?.id),
        None => None,
    };
    let WireFilters { language, status, kind, urgency, since, events, .. } = filters;
    let filter = WireFilter { provider, language, status, kind, urgency, since, events };
    let items = reading.wire_items(&filter, before, limit).await?;
    if as_json {
        say!("{}", serde_json::to_string_pretty(&items.iter().map(told).collect::<Vec<_>>())?);
        return Ok(());
    }
    let row = |item: &ListedItem| {
        vec![
            item.id.to_string(),
            item.provider.clone(),
            item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default(),
            item.language.clone(),
            format!("v{}", item.versions),
            item.status.as_str().to_owned(),
            item.moment.unwrap_or(item.arrived_at).to_string(),
            if item.headline.is_empty() { item.slugline.clone() } else { item.headline.clone() },
        ]
    };
    table::print(&items.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

/// An item in a list as programs read it.
fn told(item: &ListedItem) -> Value {
    json!({
        "item": item.id,
        "provider": item.provider,
        "id": item.item,
        "newest": item.newest,
        "versions": item.versions,
        "kind": item.kind,
        "status": item.status,
        "language": item.language,
        "urgency": item.urgency,
        "embargo": item.embargo_at,
        "headline": item.headline,
        "slugline": item.slugline,
        "moment": item.moment,
        "arrived": item.arrived_at,
        "event": item.event,
        "replaced_by": item.replaced_by,
    })
}

/// The key of a version by its number; of the newest without one.
async fn version_key(desk: &CopyDesk, item: WireItemId, number: Option<i64>) -> Result<i64> {
    let reading = desk.archive.reading();
    let Some(number) = number else { return Ok(reading.wire_item(item).await?.newest) };
    let versions = reading.wire_versions(item).await?;
    let found = versions.iter().find(|version| version.number == number);
    Ok(found.with_context(|| format!("item {item} has no version {number}; it has {}", versions.len()))?.id)
}

async fn show(desk: &CopyDesk, id: WireItemId, version: Option<i64>, as_json: bool) -> Result<()> {
    let reading = desk.archive.reading();
    let listed = reading.wire_item(id).await?;
    let content = reading.wire_content(version_key(desk, id, version).await?).await?;
    let versions = reading.wire_versions(id).await?;
    let articles = reading.articles_of_item(id).await?;
    let event = reading.items_of_event(listed.event, MOST).await?;
    if as_json {
        let mut all = told(&listed);
        all["content"] = serde_json::to_value(&content)?;
        all["versions"] = versions
            .iter()
            .map(|one| {
                json!({"number": one.number, "version": one.version, "received": one.received_at,
                       "original": one.original})
            })
            .collect();
        all["articles"] = serde_json::to_value(&articles)?;
        all["same_event"] = event.iter().filter(|other| other.id != id).map(told).collect();
        say!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    files::show(&content);
    for one in &versions {
        let mark = if one.id == listed.newest { ", the newest" } else { "" };
        say!("version {} ({}) came {}{mark}", one.number, one.version, one.received_at);
    }
    for article in articles {
        say!("article {article} was made of it");
    }
    for other in event.iter().filter(|other| other.id != id) {
        say!("item {} of {} reports the same: {}", other.id, other.provider, other.headline);
    }
    Ok(())
}

async fn original(desk: &CopyDesk, id: WireItemId, version: Option<i64>) -> Result<()> {
    let key = version_key(desk, id, version).await?;
    let reading = desk.archive.reading();
    let versions = reading.wire_versions(id).await?;
    let version = versions.into_iter().find(|version| version.id == key).context("it has no such version")?;
    let (bytes, _) = reading.original(&version.original).await?;
    print_bytes(&bytes);
    Ok(())
}

async fn diff(
    desk: &CopyDesk,
    id: WireItemId,
    from: Option<i64>,
    to: Option<i64>,
    as_json: bool,
) -> Result<()> {
    let reading = desk.archive.reading();
    let after = version_key(desk, id, to).await?;
    let versions = reading.wire_versions(id).await?;
    let number = versions.iter().find(|version| version.id == after).map_or(1, |version| version.number);
    let from = from.unwrap_or(number - 1);
    anyhow::ensure!(from > 0, "item {id} has no version before that");
    let before: WireItem = reading.wire_content(version_key(desk, id, Some(from)).await?).await?;
    let difference = Difference::between(&before, &reading.wire_content(after).await?);
    if as_json {
        say!("{}", serde_json::to_string_pretty(&difference)?);
        return Ok(());
    }
    for change in &difference.parts {
        say!("{}: {} → {}", change.part, change.before, change.after);
    }
    for change in &difference.paragraphs {
        match change {
            ParagraphChange::Same { .. } => {}
            ParagraphChange::Added { text } => say!("+ {}", text.trim_end()),
            ParagraphChange::Removed { text } => say!("- {}", text.trim_end()),
            ParagraphChange::Changed { words } => {
                show!("~ ");
                for word in words {
                    match word {
                        WordChange::Same(text) => show!("{text}"),
                        WordChange::Added(text) => show!("{{+{text}+}}"),
                        WordChange::Removed(text) => show!("[-{text}-]"),
                    }
                }
                say!("");
            }
        }
    }
    if difference.is_empty() {
        say!("nothing is different in what is read of it");
    }
    Ok(())
}

async fn merge(desk: &CopyDesk, article: ArticleId) -> Result<()> {
    let Some(outcome) = merging::merge_article(desk, article, &cause()).await? else {
        say!("article {article} goes back to the newest version of its copy already");
        return Ok(());
    };
    say!("{} parts and paragraphs of article {article} follow the source now", outcome.followed);
    for conflict in &outcome.conflicts {
        say!("changed here and at the source, left as it is here:");
        say!("    before  {}", conflict.before);
        say!("    here    {}", conflict.here);
        say!("    source  {}", conflict.there);
    }
    for why in &outcome.left_out {
        say!("left out: {why}");
    }
    say!("it is a new revision; readers see it after “depesche article publish {article}”");
    Ok(())
}

async fn notices(desk: &CopyDesk, article: Option<ArticleId>, as_json: bool) -> Result<()> {
    let reading = desk.archive.reading();
    let notices = match article {
        Some(article) => reading.notices_of(article).await?,
        None => reading.open_notices(MOST).await?,
    };
    if as_json {
        let told = |notice: &Notice| {
            json!({
                "notice": notice.id, "kind": notice.kind.as_str(), "article": notice.article, "item": notice.item,
                "at": notice.at, "done": notice.done, "settled_at": notice.settled_at,
                "settled_by": notice.settled_by, "why": notice.why,
            })
        };
        say!("{}", serde_json::to_string_pretty(&notices.iter().map(told).collect::<Vec<_>>())?);
        return Ok(());
    }
    let row = |notice: &Notice| {
        let state = match notice.settled_at {
            Some(at) => format!("settled {at} by {}: {}", notice.settled_by, notice.why),
            None => notice.done.clone(),
        };
        vec![
            notice.id.to_string(),
            notice.at.to_string(),
            notice.kind.as_str().to_owned(),
            format!("item {}", notice.item),
            format!("article {}", notice.article),
            state,
        ]
    };
    table::print(&notices.iter().map(row).collect::<Vec<_>>());
    if notices.is_empty() {
        say!("there is nothing to settle");
    }
    Ok(())
}
