//! `depesche provider`

use anyhow::{Context, Result, bail};
use archive::StoredProvider;
use newsroom::wire_item::{Provider, ProviderKind};
use serde_json::{Value, json};

use crate::cli::{ProviderCommand, ProviderSettings};
use crate::newsroom_folder::cause;
use crate::output::say;
use crate::suggest;
use crate::table;
use crate::wire::{CopyDesk, fetching, folder, subscribing};

/// Refusals that are shown with a provider.
const REFUSALS: i64 = 20;

/// Runs a command on providers.
///
/// # Errors
/// When there is no such provider, or it lacks what its kind needs.
pub(crate) async fn run(desk: &CopyDesk, command: ProviderCommand) -> Result<()> {
    match command {
        ProviderCommand::Add { slug, settings } => add(desk, slug, settings).await,
        ProviderCommand::Change { slug, settings } => change(desk, &slug, settings).await,
        ProviderCommand::List { json } => list(desk, json).await,
        ProviderCommand::Show { slug, json } => show(desk, &slug, json).await,
        ProviderCommand::Pause { slug } => pause(desk, slug, true).await,
        ProviderCommand::Resume { slug } => pause(desk, slug, false).await,
        ProviderCommand::Poll { slug } => poll(desk, &slug).await,
        ProviderCommand::Remove { slug } => {
            let known = known(desk, &slug).await?;
            subscribing::leave_for_good(desk, &known).await?;
            desk.archive
                .write(cause(), move |w| Box::pin(async move { w.remove_provider(&slug).await }))
                .await?;
            say!("provider “{}” removed with its copy", known.provider.slug);
            Ok(())
        }
    }
}

/// The provider of a slug; one that is missing is answered with those it may have been meant for.
async fn known(desk: &CopyDesk, slug: &str) -> Result<StoredProvider> {
    let reading = desk.archive.reading();
    let all = reading.providers().await?;
    let slugs = all.iter().map(|stored| stored.provider.slug.as_str());
    if !all.iter().any(|stored| stored.provider.slug == slug) {
        return Err(suggest::missing("provider", slug, slugs, "provider list"));
    }
    Ok(reading.provider(slug).await?)
}

async fn add(desk: &CopyDesk, slug: String, settings: ProviderSettings) -> Result<()> {
    let kind = settings.kind.context("--kind says how its copy comes in: feed, folder or push")?;
    let provider = settled(Provider::new(slug, kind), settings);
    check(desk, &provider).await?;
    if provider.kind == ProviderKind::Folder {
        let folder = desk.data.join(&provider.address);
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let token = match provider.kind {
        ProviderKind::Push => Some(fresh_token()?),
        _ => None,
    };
    let hash = token.as_deref().map(|token| blake3::hash(token.as_bytes()).to_hex().to_string());
    let slug = provider.slug.clone();
    desk.archive
        .write(cause(), move |w| {
            Box::pin(async move { w.add_provider(&provider, hash.as_deref().unwrap_or_default()).await })
        })
        .await?;
    say!("provider “{slug}” added");
    if let Some(token) = token {
        say!("its token, which is shown only now: {token}");
    }
    Ok(())
}

/// 32 random bytes in hexadecimal digits.
fn fresh_token() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn change(desk: &CopyDesk, slug: &str, settings: ProviderSettings) -> Result<()> {
    let stored = known(desk, slug).await?;
    let provider = settled(stored.provider, settings);
    check(desk, &provider).await?;
    desk.archive
        .write(cause(), move |w| Box::pin(async move { w.change_provider(stored.id, &provider).await }))
        .await?;
    say!("provider “{slug}” changed");
    Ok(())
}

fn settled(mut provider: Provider, settings: ProviderSettings) -> Provider {
    let ProviderSettings {
        name,
        kind,
        address,
        language,
        trust,
        section,
        topic,
        usage_terms,
        credit,
        publish_unread,
        on_kill,
    } = settings;
    fn put<T>(field: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *field = value;
        }
    }
    put(&mut provider.name, name);
    put(&mut provider.kind, kind);
    put(&mut provider.address, address);
    provider.language = language.or(provider.language);
    put(&mut provider.trust, trust);
    put(&mut provider.section, section);
    put(&mut provider.topics, topic);
    put(&mut provider.usage_terms, usage_terms);
    put(&mut provider.credit, credit);
    put(&mut provider.publish_unread, publish_unread);
    put(&mut provider.on_kill, on_kill);
    provider
}

/// What a provider names has to be there: it would only be missed when its copy is taken over.
async fn check(desk: &CopyDesk, provider: &Provider) -> Result<()> {
    let reading = desk.archive.reading();
    if !provider.section.is_empty() && reading.section_by_path(&provider.section).await?.is_none() {
        bail!("there is no section “{}”; see “depesche section list”", provider.section);
    }
    for topic in &provider.topics {
        if reading.topic_by_slug(topic).await?.is_none() {
            bail!("there is no topic “{topic}”; see “depesche topic list”");
        }
    }
    Ok(())
}

async fn list(desk: &CopyDesk, as_json: bool) -> Result<()> {
    let all = desk.archive.reading().providers().await?;
    if as_json {
        say!("{}", serde_json::to_string_pretty(&all.iter().map(told).collect::<Vec<_>>())?);
        return Ok(());
    }
    let row = |stored: &StoredProvider| {
        let asked = &stored.asked;
        let state = match (stored.paused, asked.failures) {
            (true, _) => "paused".to_owned(),
            (false, 0) => "well".to_owned(),
            (false, times) => format!("failed {times} times: {}", asked.error),
        };
        let found = asked.found_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let provider = &stored.provider;
        vec![provider.slug.clone(), provider.kind.as_str().into(), provider.name.clone(), found, state]
    };
    table::print(&all.iter().map(row).collect::<Vec<_>>());
    if all.is_empty() {
        say!("there are no providers yet; see “depesche provider add --help”");
    }
    Ok(())
}

/// A provider as programs read it, without its token.
fn told(stored: &StoredProvider) -> Value {
    let asked = &stored.asked;
    json!({
        "provider": stored.provider,
        "paused": stored.paused,
        "asked_at": asked.asked_at,
        "answered_at": asked.answered_at,
        "found_at": asked.found_at,
        "failures": asked.failures,
        "error": asked.error,
    })
}

async fn show(desk: &CopyDesk, slug: &str, as_json: bool) -> Result<()> {
    let stored = known(desk, slug).await?;
    let refusals = desk.archive.reading().refusals(stored.id, REFUSALS).await?;
    let refused: Vec<Value> = refusals
        .iter()
        .map(|refusal| {
            json!({"at": refusal.at, "name": refusal.name, "reason": refusal.reason, "original": refusal.original})
        })
        .collect();
    if as_json {
        let mut all = told(&stored);
        all["refused"] = refused.into();
        say!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    let settings = serde_json::to_value(&stored.provider)?;
    for (name, value) in settings.as_object().into_iter().flatten() {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        say!("{name:<16}{words}");
    }
    say!("{:<16}{}", "paused", stored.paused);
    let asked = &stored.asked;
    for (name, at) in [("asked", asked.asked_at), ("answered", asked.answered_at), ("found", asked.found_at)]
    {
        if let Some(at) = at {
            say!("{name:<16}{at}");
        }
    }
    if asked.failures > 0 {
        say!("{:<16}{} times: {}", "failed", asked.failures, asked.error);
    } else if !asked.error.is_empty() {
        say!("{:<16}{}", "note", asked.error);
    }
    for refusal in refusals {
        say!("refused {} {}: {}", refusal.at, refusal.name, refusal.reason);
    }
    Ok(())
}

async fn pause(desk: &CopyDesk, slug: String, paused: bool) -> Result<()> {
    known(desk, &slug).await?;
    let name = slug.clone();
    desk.archive
        .write(cause(), move |w| Box::pin(async move { w.pause_provider(&slug, paused).await }))
        .await?;
    say!("provider “{name}” {}", if paused { "is paused" } else { "goes on" });
    Ok(())
}

async fn poll(desk: &CopyDesk, slug: &str) -> Result<()> {
    let stored = known(desk, slug).await?;
    match stored.provider.kind {
        ProviderKind::Folder => {
            let taken = folder::take_all(desk, &stored).await?;
            for (name, taken) in &taken {
                match &taken.refused {
                    Some(why) => say!("{name}: refused: {why}"),
                    None => say!(
                        "{name}: {} new, {} newer versions, {} late, {} the same",
                        taken.new,
                        taken.versions,
                        taken.late,
                        taken.same
                    ),
                }
            }
            if taken.is_empty() {
                say!("there is nothing complete in {}", folder::folder_of(desk, &stored).display());
            }
        }
        ProviderKind::Feed => {
            let before = stored.asked.found_at;
            fetching::run(desk, slug).await?;
            let asked = known(desk, slug).await?.asked;
            match (asked.failures, asked.found_at != before) {
                (0, true) => say!("something new came in; see “depesche wire list --provider {slug}”"),
                (0, false) => say!("there is nothing new"),
                (_, _) => bail!("{}: {}", stored.provider.address, asked.error),
            }
        }
        ProviderKind::Push => bail!("“{slug}” sends its copy by itself"),
    }
    Ok(())
}
