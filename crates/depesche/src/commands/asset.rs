//! `depesche asset`

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use archive::{AssetWords, Files};
use newsroom::asset::Asset;
use newsroom::ids::AssetId;
use newsroom::language::Language;
use newsroom::slug;

use crate::cli;
use crate::intake::{Known, take_in};
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::suggest;

/// How many names are looked through for one that may be meant.
const MOST_NAMES: i64 = 10_000;

/// Alternative text and caption of each language.
type Translated = BTreeMap<Language, (String, String)>;

/// Runs a command on assets.
///
/// # Errors
/// When a file is not what can be used here, or there is no asset of a name.
pub(crate) async fn run(newsroom: &Newsroom, files: &Files, command: cli::Asset) -> Result<()> {
    match command {
        cli::Asset::List { after, limit } => list(newsroom, &after, limit).await,
        cli::Asset::Show { name } => show(newsroom, &name).await,
        cli::Asset::Add { file, name, replace, words } => {
            add(newsroom, files, &file, name, replace, words).await
        }
        cli::Asset::Edit { name, words } => edit(newsroom, &name, words).await,
        cli::Asset::Remove { name, reason } => {
            let asset = found(newsroom, &name).await?;
            let freed = newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.remove_asset(asset.id, &reason).await }))
                .await?;
            for hash in &freed {
                files.remove(hash)?;
            }
            say!("asset “{name}” and {} files are removed; its address answers 410", freed.len());
            Ok(())
        }
    }
}

async fn list(newsroom: &Newsroom, after: &str, limit: i64) -> Result<()> {
    let assets = newsroom.archive.reading().assets_by_name(after, limit).await?;
    for asset in &assets {
        say!("{}  {}  {}  {}", asset.name, asset.mime, size(asset), asset.alt);
    }
    if assets.is_empty() {
        say!("there are no assets");
    }
    Ok(())
}

async fn show(newsroom: &Newsroom, name: &str) -> Result<()> {
    let asset = found(newsroom, name).await?;
    let line = |what: &str, value: &str| {
        if !value.is_empty() {
            say!("{what:<10} {value}");
        }
    };
    line("name", &asset.name);
    line("kind", &asset.mime);
    line("size", &size(&asset));
    line("focus", &format!("{},{}", asset.focus.0, asset.focus.1));
    line("alt", &asset.alt);
    line("caption", &asset.caption);
    line("credit", &asset.credit);
    line("copyright", &asset.copyright);
    line("taken", &asset.taken.map(|at| at.to_string()).unwrap_or_default());
    line("address", &newsroom.site.absolute(&render::picture::original(&asset)));
    for (language, alt, caption) in newsroom.archive.reading().asset_words(asset.id).await? {
        line(&format!("alt {language}"), &alt);
        line(&format!("caption {language}"), &caption);
    }
    Ok(())
}

async fn add(
    newsroom: &Newsroom,
    files: &Files,
    file: &Path,
    name: Option<String>,
    replace: bool,
    words: cli::AssetWords,
) -> Result<()> {
    let name = match name {
        Some(name) => name.trim().to_owned(),
        None => slug::slug(&file.file_stem().unwrap_or_default().to_string_lossy()),
    };
    if name.is_empty() || name.contains(['"', '\n']) {
        bail!("“{name}” cannot be a name; give one with --name, without quotation marks");
    }
    let reading = newsroom.archive.reading();
    let before = match reading.asset_named(&name).await? {
        Some(id) => reading.asset(id).await?,
        None => None,
    };
    if before.is_some() && !replace {
        bail!(
            "there is an asset “{name}” already; --replace puts this file in its place, --name gives this one another"
        );
    }
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let (words, translated) = sorted(newsroom, words);
    let before = before.as_ref();
    let known = Known {
        alt: words.alt.or_else(|| before.map(|asset| asset.alt.clone())),
        caption: words.caption.or_else(|| before.map(|asset| asset.caption.clone())),
        credit: words.credit.or_else(|| before.map(|asset| asset.credit.clone())),
        copyright: words.copyright.or_else(|| before.map(|asset| asset.copyright.clone())),
        focus: words.focus.or_else(|| before.map(|asset| asset.focus)),
    };
    let (at, zone, files) = (name.clone(), newsroom.site.zone.clone(), files.clone());
    let taken = tokio::task::spawn_blocking(move || take_in(&at, &bytes, known, &files, &zone))
        .await?
        .with_context(|| file.display().to_string())?;
    let kept = taken.asset.clone();
    newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                let id = w.put_asset(&kept).await?;
                describe(w, id, translated).await
            })
        })
        .await?;
    let pixels = match (taken.asset.width, taken.asset.height) {
        (Some(width), Some(height)) => format!(", {width} × {height} pixels"),
        _ => String::new(),
    };
    say!("asset “{name}” is in the library: {}{pixels}", taken.asset.mime);
    if taken.frames_dropped > 0 {
        say!("it is an animation; its first picture is kept, {} are left out", taken.frames_dropped);
    }
    if taken.asset.mime.starts_with("image/") && taken.asset.alt.is_empty() {
        say!("nobody has said what it shows; do so with “depesche asset edit {name} --alt …”");
    }
    Ok(())
}

async fn edit(newsroom: &Newsroom, name: &str, words: cli::AssetWords) -> Result<()> {
    let asset = found(newsroom, name).await?;
    let (words, translated) = sorted(newsroom, words);
    let changed = AssetWords {
        alt: words.alt.unwrap_or(asset.alt),
        caption: words.caption.unwrap_or(asset.caption),
        credit: words.credit.unwrap_or(asset.credit),
        copyright: words.copyright.unwrap_or(asset.copyright),
        focus: words.focus.unwrap_or(asset.focus),
    };
    newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                w.change_asset(asset.id, &changed).await?;
                describe(w, asset.id, translated).await
            })
        })
        .await?;
    say!("asset “{name}” kept");
    Ok(())
}

/// That there is no asset of a name, and which one may be meant.
async fn missing(newsroom: &Newsroom, name: &str) -> Result<anyhow::Error> {
    let known = newsroom.archive.reading().assets_by_name("", MOST_NAMES).await?;
    Ok(suggest::missing("asset", name, known.iter().map(|asset| asset.name.as_str()), "asset list"))
}

async fn found(newsroom: &Newsroom, name: &str) -> Result<Asset> {
    let reading = newsroom.archive.reading();
    let id = reading.asset_named(name).await?;
    let asset = match id {
        Some(id) => reading.asset(id).await?,
        None => None,
    };
    match asset {
        Some(asset) => Ok(asset),
        None => Err(missing(newsroom, name).await?),
    }
}

/// What is said in the main language goes to the asset itself; the rest is for each language.
fn sorted(newsroom: &Newsroom, mut words: cli::AssetWords) -> (cli::AssetWords, Translated) {
    let main = newsroom.site.main_language();
    let mut translated = Translated::new();
    for (language, alt) in std::mem::take(&mut words.alts) {
        if language == *main {
            words.alt = Some(alt);
        } else {
            translated.entry(language).or_default().0 = alt;
        }
    }
    for (language, caption) in std::mem::take(&mut words.captions) {
        if language == *main {
            words.caption = Some(caption);
        } else {
            translated.entry(language).or_default().1 = caption;
        }
    }
    (words, translated)
}

/// Keeps what is said in other languages; what is left out there stays as it was.
async fn describe(w: &archive::Writing<'_>, id: AssetId, translated: Translated) -> archive::Result<()> {
    let before = w.asset_words(id).await?;
    for (language, (alt, caption)) in translated {
        let kept = before.iter().find(|(known, ..)| *known == language);
        let or_kept = |new: String, old: Option<&String>| {
            if new.is_empty() { old.cloned().unwrap_or_default() } else { new }
        };
        let alt = or_kept(alt, kept.map(|(_, alt, _)| alt));
        let caption = or_kept(caption, kept.map(|(.., caption)| caption));
        w.describe_asset(id, &language, &alt, &caption).await?;
    }
    Ok(())
}

fn size(asset: &Asset) -> String {
    let kilobytes = asset.bytes.max(0).unsigned_abs().div_ceil(1_000);
    match (asset.width, asset.height) {
        (Some(width), Some(height)) => format!("{width} × {height} pixels, {kilobytes} kB"),
        _ => format!("{kilobytes} kB"),
    }
}
