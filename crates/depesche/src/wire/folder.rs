//! Watched folders: files are taken in when they are complete, and moved to `done` or `refused`.
//!
//! Looking costs a listing of the folder each second and no question to the database; what is found becomes a
//! job, so that of several nodes that see the folder one works on it, and a crash on the way loses nothing:
//! a file is moved only after its items are durable, and taking it in again changes nothing.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use archive::StoredProvider;
use newsroom::change::{Cause, Way};
use newsroom::job::Kind;
use newsroom::wire_item::ProviderKind;
use tokio::sync::watch;

use super::CopyDesk;
use super::taking_in::{Copy, TakenIn, take_in};

/// How often a folder is looked into.
const LOOK: Duration = Duration::from_secs(1);
/// How long a file must have stayed as it is.
const SETTLED: Duration = Duration::from_millis(400);
/// A file that cannot be read and is younger than this may still be being written.
const YOUNG: Duration = Duration::from_secs(10);
/// Largest file taken in, in bytes.
const LARGEST: u64 = 64 << 20;
/// After so many looks the list of providers is asked for again.
const LOOKS_A_LIST: u32 = 5;

/// Has the folders of all providers looked into until told to stop.
pub(crate) async fn keep(desk: CopyDesk, mut stopped: watch::Receiver<bool>) {
    let mut watched: Vec<StoredProvider> = Vec::new();
    let mut looks = 0;
    while !*stopped.borrow() {
        if looks == 0 {
            match desk.archive.reading().providers().await {
                Ok(all) => {
                    let is_watched =
                        |one: &StoredProvider| one.provider.kind == ProviderKind::Folder && !one.paused;
                    watched = all.into_iter().filter(is_watched).collect();
                }
                Err(error) => tracing::error!(%error, "providers cannot be listed"),
            }
        }
        looks = (looks + 1) % LOOKS_A_LIST;
        for one in &watched {
            let folder = folder_of(&desk, one);
            if listed(&folder).is_ok_and(|files| !files.is_empty())
                && let Err(error) = want(&desk, &one.provider.slug).await
            {
                tracing::error!(%error, provider = one.provider.slug, "a job cannot be enqueued");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }
}

async fn want(desk: &CopyDesk, slug: &str) -> archive::Result<()> {
    let slug = slug.to_owned();
    let cause = Cause { who: "watched folder".into(), way: Way::Wire, why: String::new() };
    desk.archive
        .write(cause, move |w| Box::pin(async move { w.enqueue(Kind::Watching, &slug, w.now()).await }))
        .await
}

/// Takes in what lies complete in the folder of a provider; says what became of each file.
///
/// # Errors
/// When the folder cannot be read, or the archive fails.
pub(crate) async fn take_all(desk: &CopyDesk, from: &StoredProvider) -> Result<Vec<(String, TakenIn)>> {
    let folder = folder_of(desk, from);
    let mut taken = Vec::new();
    for path in complete(&folder).await? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (size, age) = size_and_age(&path)?;
        if size > LARGEST {
            let why = format!("{name} has {size} bytes; at most {LARGEST} are taken in");
            put_away(&folder, "refused", &path, Some(&why))?;
            taken.push((name, TakenIn { refused: Some(why), ..TakenIn::default() }));
            continue;
        }
        let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        // Half of a file cannot be told from a broken one; it is looked at again a little later.
        if age < YOUNG && wire::parse(&bytes, &wire::Hints::default()).is_err() {
            continue;
        }
        let copy = Copy { bytes, content_type: String::new(), name: name.clone(), url: None };
        let outcome = take_in(&desk.archive, from, copy).await?;
        match &outcome.refused {
            None => put_away(&folder, "done", &path, None)?,
            Some(why) => put_away(&folder, "refused", &path, Some(why))?,
        }
        taken.push((name, outcome));
    }
    Ok(taken)
}

/// The folder of a provider; a relative one is in the data folder.
pub(crate) fn folder_of(desk: &CopyDesk, from: &StoredProvider) -> PathBuf {
    desk.data.join(&from.provider.address)
}

/// The files that nobody is writing any more, the oldest first.
async fn complete(folder: &Path) -> Result<Vec<PathBuf>> {
    let before = states(folder)?;
    if before.is_empty() {
        return Ok(Vec::new());
    }
    tokio::time::sleep(SETTLED).await;
    let after = states(folder)?;
    let mut settled: Vec<(SystemTime, PathBuf)> = after
        .into_iter()
        .filter(|(path, state)| before.get(path) == Some(state))
        .map(|(path, (_, changed))| (changed, path))
        .collect();
    settled.sort();
    Ok(settled.into_iter().map(|(_, path)| path).collect())
}

/// Size and time of the last change of each file.
fn states(folder: &Path) -> Result<HashMap<PathBuf, (u64, SystemTime)>> {
    let mut states = HashMap::new();
    for path in listed(folder)? {
        // One that another program takes away meanwhile is none of ours.
        if let Ok(about) = path.metadata() {
            states.insert(path, (about.len(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH)));
        }
    }
    Ok(states)
}

/// The files of a folder that may be copy: no hidden ones, none with the ending that programs give a file until
/// it is complete.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("looking into {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let unfinished = [".part", ".tmp", ".temp", ".filepart", ".crdownload", ".swp"];
        let is_copy = !name.starts_with('.') && !unfinished.iter().any(|ending| name.ends_with(ending));
        if is_copy && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn size_and_age(path: &Path) -> Result<(u64, Duration)> {
    let about = path.metadata().with_context(|| format!("looking at {}", path.display()))?;
    let age = about.modified().ok().and_then(|changed| changed.elapsed().ok()).unwrap_or_default();
    Ok((about.len(), age))
}

/// Moves a file into a folder beside, under another name where there is one of its name; the reason why
/// it is there is put beside it.
fn put_away(folder: &Path, into: &str, path: &Path, why: Option<&str>) -> Result<()> {
    let target = folder.join(into);
    let failed = || format!("moving {} to {}", path.display(), target.display());
    std::fs::create_dir_all(&target).with_context(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut place = target.join(&name);
    let mut number = 2;
    while place.exists() {
        place = target.join(format!("{number}-{name}"));
        number += 1;
    }
    if let Some(why) = why {
        let mut beside = place.clone().into_os_string();
        beside.push(".reason.txt");
        std::fs::write(&beside, format!("{why}\n")).with_context(failed)?;
    }
    std::fs::rename(path, &place).with_context(failed)
}
