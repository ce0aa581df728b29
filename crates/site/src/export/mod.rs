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
    /// The site could not make a page.
    #[error("{0} answers {1}")]
    Page(String, StatusCode),
}

/// Exports the site into a folder, or brings an earlier export up to date. `look` is a word that is another
/// when theme, words or settings are: then everything is made anew. `tell` hears how many pages there are.
///
/// # Errors
/// When a page cannot be made or a file not written; the next export goes on from the one before.
pub async fn export(
    app: &App,
    folder: &Path,
    look: &str,
    compress: Compress,
    tell: impl Fn(u64),
) -> Result<Exported, ExportError> {
    let folder = Folder::open(folder, compress)?;
    let change = app.archive.reading().newest_change().await?;
    let before = record::open(&folder, look)?;
    let mut export = Export {
        app,
        router: router(app),
        folder: &folder,
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
    Ok(export.exported)
}

struct Export<'a> {
    app: &'a App,
    router: Router,
    folder: &'a Folder,
    /// Hashes of the addresses that were met.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// Addresses that are still to be made. Taken from the end, so that it stays short.
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
        if changes.contains(&Tag::All) {
            self.begin(app);
        }
        let now = app.now();
        let mut concerned = Vec::new();
        for line in before.lines() {
            let line = line?;
            self.seen.insert(self.hasher.hash_one(&line.address));
            if changes.concern(&line.noted) || line.noted.until.is_some_and(|until| until <= now) {
                concerned.push(line);
            } else {
                self.record.write(&line)?;
                self.exported.kept += 1;
            }
            tell(self.exported.kept + self.exported.made);
        }
        for line in concerned {
            self.make(&line.address, Some(&line)).await?;
            tell(self.exported.kept + self.exported.made);
        }
        Ok(())
    }

    /// Makes what was met until nothing new comes.
    async fn go_on(&mut self, tell: &impl Fn(u64)) -> Result<(), ExportError> {
        while let Some(address) = self.to_do.pop() {
            self.make(&address, None).await?;
            tell(self.exported.kept + self.exported.made);
        }
        Ok(())
    }

    fn meet(&mut self, address: &str) {
        if links::is_wanted(address) && self.seen.insert(self.hasher.hash_one(address)) {
            self.to_do.push(address.to_owned());
        }
    }

    /// Makes the page of an address, writes it if it is another than before, and meets its links.
    async fn make(&mut self, address: &str, before: Option<&Line>) -> Result<(), ExportError> {
        let Ok(request) = Request::get(address).body(Body::empty()) else { return Ok(()) };
        let mut router = self.router.clone();
        let (response, noted) = noting(async move { router.call(request).await }).await;
        let Ok(response) = response;
        let status = response.status();
        let (parts, body) = response.into_parts();
        if status.is_server_error() {
            return Err(ExportError::Page(address.to_owned(), status));
        }
        if status != StatusCode::OK {
            // What is elsewhere is met where it is linked to; what is nowhere has no file.
            if before.is_some() {
                self.folder.remove(address)?;
                self.exported.removed += 1;
            }
            return Ok(());
        }
        let mime = parts.headers.get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or("");
        let body = to_bytes(body, usize::MAX)
            .await
            .map_err(|error| ExportError::File(address.to_owned(), std::io::Error::other(error)))?;
        self.exported.made += 1;
        let is_page = mime.starts_with("text/html");
        let body = if is_page || mime.contains("xml") {
            let text = String::from_utf8_lossy(&body);
            for link in links::of(&text) {
                self.meet(&link);
            }
            let root = self.archive_root(address);
            let zone = &self.app.site.zone;
            let month = |at: i64| match moment(at).filter(|at| *at > archive::UNDATED) {
                Some(at) => format!("{root}/{}", zone.to_datetime(at).strftime("%Y/%m")),
                None => root.clone(),
            };
            links::without_queries(&text, month).into_owned().into()
        } else {
            body
        };
        let hash = blake3::hash(&body).to_hex()[..16].to_owned();
        if before.is_none_or(|before| before.hash != hash) {
            self.folder.write(address, is_page, mime, &body)?;
            self.exported.written += 1;
        }
        self.record.write(&Line { address: address.to_owned(), hash, noted })
    }
}

impl Export<'_> {
    /// Where the archive by date is, in the language of an address.
    fn archive_root(&self, address: &str) -> String {
        let site = &self.app.site;
        let first = address.split('/').nth(1).unwrap_or_default();
        let language = site.languages.iter().skip(1).find(|language| language.as_str() == first);
        let language = language.unwrap_or(site.main_language());
        format!("{}/{}", site.prefix(language), words(language).archive)
    }
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
            match target {
                newsroom::path::Target::Redirect(to) => text.push_str(&format!("{from} {to} 301\n")),
                newsroom::path::Target::Gone => text.push_str(&format!("{from} /410.html 410\n")),
                _ => {}
            }
        }
    }
    folder.write_plain(REDIRECTS, text.as_bytes())
}

/// A moment as the record has it.
fn moment(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}
