//! The whole site as files, with compressed ones beside them, for a plain file server or a CDN.
//!
//! Pages are found as a reader finds them: from the front pages, sitemaps and feeds along the links. What
//! each was made from is recorded beside the files ([`record`]), so that the next export makes only the
//! pages anew that a change since concerns, and what is new is found along their links. The pages of a list
//! behind its first are asked for by a query and are no files; links to them lead to the archive by month.

mod files;
mod links;
mod record;

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Arc;

use archive::{Noted, Tag, noting};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::Timestamp;
use tower_service::Service;

use crate::edition::words;
use crate::routes::router;
use crate::state::App;
use files::Folder;
use record::{Line, Record, Writer};

/// Redirects of the site, in the form that Netlify and Cloudflare Pages read.
const REDIRECTS: &str = "_redirects";
/// Redirects read at once.
const BATCH: i64 = 1_000;
/// Pages that are made at the same time.
const AT_ONCE: usize = 32;

/// How well files are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    /// Not at all.
    No,
    /// Quickly.
    Fast,
    /// As well as pages that are served.
    Best,
}

/// What an export did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Pages and files that were made.
    pub made: u64,
    /// Those of them that are different from before, or new.
    pub written: u64,
    /// Those that nothing had changed.
    pub kept: u64,
    /// Those that are gone.
    pub removed: u64,
    /// Those that the site could not make; the log says why.
    pub failed: u64,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// A file could not be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// Something of ours failed.
    #[error("a page could not be made: {0}")]
    Fault(String),
}

/// Exports the site into a folder, or brings an earlier export up to date. `look` is a word that is another
/// when theme, words or settings are: then everything is made anew. `tell` hears how many pages there are.
///
/// # Errors
/// When the archive cannot be asked or a file not written; the next export then makes everything anew.
pub async fn export(
    app: &App,
    folder: &Path,
    look: &str,
    compress: Compress,
    tell: impl Fn(u64),
) -> Result<Exported, ExportError> {
    let folder = Arc::new(Folder::open(folder, compress)?);
    let change = app.archive.reading().newest_change().await?;
    // What an export wrote that did not come to its end, no record knows of.
    let before = if folder.begin()? { record::open(&folder, look)? } else { None };
    let mut export = Export {
        app,
        router: router(app),
        folder: folder.clone(),
        seen: HashSet::new(),
        hasher: RandomState::new(),
        to_do: Vec::new(),
        record: Writer::create(&folder, change, look)?,
        exported: Exported::default(),
    };
    match before {
        Some(before) => export.again(app, before, &tell).await?,
        None => {
            export.folder.clear()?;
            export.begin(app);
        }
    }
    export.go_on(&tell).await?;
    redirects(app, &folder).await?;
    export.record.finish()?;
    folder.end()?;
    Ok(export.exported)
}

struct Export<'a> {
    app: &'a App,
    router: Router,
    folder: Arc<Folder>,
    /// Hashes of the addresses that were met.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// Addresses that are still to be made.
    to_do: Vec<String>,
    record: Writer<'a>,
    exported: Exported,
}

impl Export<'_> {
    /// Where everything is found from.
    fn begin(&mut self, app: &App) {
        for language in &app.site.languages {
            let prefix = app.site.prefix(language);
            self.meet(if prefix.is_empty() { "/" } else { &prefix });
            self.meet(&format!("{prefix}/manifest.webmanifest"));
            for ending in ["rss", "atom", "json"] {
                self.meet(&format!("{prefix}/feed.{ending}"));
            }
        }
        for address in ["/robots.txt", "/sitemap.xml", "/sitemap/news.xml", "/.well-known/security.txt"] {
            self.meet(address);
        }
    }

    /// Goes through what was exported before: what nothing concerns stays.
    async fn again(&mut self, app: &App, before: Record, tell: &impl Fn(u64)) -> Result<(), ExportError> {
        let changes = changes_since(app, before.change()).await?;
        let now = app.now();
        let mut concerned = Vec::new();
        for line in before.lines() {
            let line = line?;
            if !self.seen.insert(self.hasher.hash_one(&line.address)) {
                continue;
            }
            if changes.concern(&line.noted) || line.noted.until.is_some_and(|until| until <= now) {
                concerned.push((line.address, Some(line.hash)));
            } else {
                self.record.write(&line)?;
                self.exported.kept += 1;
            }
            tell(self.exported.kept + self.exported.made);
        }
        for some in concerned.chunks(AT_ONCE) {
            self.make(some.to_vec()).await?;
            tell(self.exported.kept + self.exported.made);
        }
        if changes.contains(&Tag::All) {
            // Perhaps there is more than before.
            self.begin(app);
        }
        Ok(())
    }

    /// Makes what was met until nothing new comes.
    async fn go_on(&mut self, tell: &impl Fn(u64)) -> Result<(), ExportError> {
        while !self.to_do.is_empty() {
            // From the end, so that it stays short.
            let some = self.to_do.split_off(self.to_do.len().saturating_sub(AT_ONCE));
            self.make(some.into_iter().map(|address| (address, None)).collect()).await?;
            tell(self.exported.kept + self.exported.made);
        }
        Ok(())
    }

    fn meet(&mut self, address: &str) {
        if self.seen.insert(self.hasher.hash_one(address)) {
            self.to_do.push(address.to_owned());
        }
    }

    /// Makes the pages of some addresses at the same time, and meets their links. With an address stands
    /// the hash that its page had before.
    async fn make(&mut self, addresses: Vec<(String, Option<String>)>) -> Result<(), ExportError> {
        let mut under_way = tokio::task::JoinSet::new();
        for (address, before) in addresses {
            let (app, router, folder) = (self.app.clone(), self.router.clone(), self.folder.clone());
            under_way.spawn(async move { made(&app, router, &folder, address, before).await });
        }
        while let Some(made) = under_way.join_next().await {
            // One that failed by a fault in the program ends the export as an error does.
            let made = made.map_err(|fault| ExportError::Fault(fault.to_string()))??;
            match made {
                Made::Page { line, links, is_written } => {
                    self.exported.made += 1;
                    self.exported.written += u64::from(is_written);
                    for link in links {
                        self.meet(&link);
                    }
                    self.record.write(&line)?;
                }
                Made::Removed => self.exported.removed += 1,
                Made::Failed(line) => {
                    self.exported.failed += 1;
                    if let Some(line) = line {
                        self.record.write(&line)?;
                    }
                }
                Made::Nothing => {}
            }
        }
        Ok(())
    }
}

/// What became of an address.
enum Made {
    Page {
        line: Line,
        links: Vec<String>,
        is_written: bool,
    },
    Removed,
    /// The site could not make it; the line under which it is tried again, if it was there before.
    Failed(Option<Line>),
    Nothing,
}

/// Makes the page of an address, and writes it if it is another than before.
async fn made(
    app: &App,
    mut router: Router,
    folder: &Folder,
    address: String,
    before: Option<String>,
) -> Result<Made, ExportError> {
    let Ok(request) = Request::get(&address).body(Body::empty()) else { return Ok(Made::Nothing) };
    let (response, mut noted) = noting(async move { router.call(request).await }).await;
    let Ok(response) = response;
    let status = response.status();
    let (parts, body) = response.into_parts();
    if status.is_server_error() {
        tracing::error!(address, %status, "a page could not be made; what was exported of it before stays");
        let again = |hash| Line { address, hash, noted: Noted { unknown: true, ..Noted::default() } };
        return Ok(Made::Failed(before.map(again)));
    }
    if status != StatusCode::OK {
        // What is elsewhere is met where it is linked to; what is nowhere has no file.
        if before.is_none() {
            return Ok(Made::Nothing);
        }
        folder.remove(&address)?;
        return Ok(Made::Removed);
    }
    // What may be kept for good has another address when it is another.
    let caching = parts.headers.get(header::CACHE_CONTROL).map_or(&[][..], |caching| caching.as_bytes());
    noted.unknown &= !caching.ends_with(b"immutable");
    let mime = parts.headers.get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or("");
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|error| ExportError::File(address.clone(), std::io::Error::other(error)))?;
    let is_page = mime.starts_with("text/html");
    let mut links = Vec::new();
    let body = if is_page || mime.contains("xml") {
        let text = String::from_utf8_lossy(&body);
        links.extend(links::of(&text).filter(|link| links::is_wanted(link)));
        let root = archive_root(app, &address);
        let month = |at: i64| match moment(at).filter(|at| *at > archive::UNDATED) {
            Some(at) => format!("{root}/{}", app.site.zone.to_datetime(at).strftime("%Y/%m")),
            None => root.clone(),
        };
        links::without_queries(&text, month).into_owned().into()
    } else {
        body
    };
    let hash = blake3::hash(&body).to_hex()[..16].to_owned();
    let is_written = before.is_none_or(|before| before != hash);
    if is_written {
        folder.write(&address, is_page, mime, &body)?;
    }
    Ok(Made::Page { line: Line { address, hash, noted }, links, is_written })
}

/// Where the archive by date is, in the language of an address.
fn archive_root(app: &App, address: &str) -> String {
    let site = &app.site;
    let first = address.split('/').nth(1).unwrap_or_default();
    let language = site.languages.iter().skip(1).find(|language| language.as_str() == first);
    let language = language.unwrap_or(site.main_language());
    format!("{}/{}", site.prefix(language), words(language).archive)
}

/// What changed since the last export.
struct Changes(HashSet<Tag>, Vec<Tag>);

impl Changes {
    fn contains(&self, tag: &Tag) -> bool {
        self.0.contains(tag)
    }

    fn concern(&self, noted: &Noted) -> bool {
        noted.unknown
            || self.0.contains(&Tag::All)
            || noted.tags.iter().any(|tag| self.0.contains(tag))
            || self.1.iter().any(|tag| tag.concerns(noted))
    }
}

async fn changes_since(app: &App, after: i64) -> Result<Changes, ExportError> {
    let (mut tags, mut places, mut after) = (HashSet::new(), Vec::new(), after);
    loop {
        let changes = app.archive.reading().changes_after(after, BATCH).await?;
        let Some(last) = changes.last().map(|change| change.id) else { break };
        after = last;
        for tag in changes.iter().flat_map(|change| &*change.tags) {
            match tag.place() {
                Some(_) => places.push(tag.clone()),
                None => drop(tags.insert(tag.clone())),
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    Ok(Changes(tags, places))
}

/// Writes where addresses lead that were in use once.
async fn redirects(app: &App, folder: &Folder) -> Result<(), ExportError> {
    let mut text = String::new();
    let mut after = String::new();
    loop {
        let found = app.archive.long_reading().redirects(&after, BATCH).await?;
        let Some((last, _)) = found.last() else { break };
        after.clone_from(last);
        for (from, target) in &found {
            if let newsroom::path::Target::Redirect(to) = target {
                text.push_str(&format!("{from} {to} 301\n"));
            }
        }
    }
    folder.write_plain(REDIRECTS, text.as_bytes())
}

/// A moment as the record has it.
fn moment(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}
