//! Moving in from WordPress: what an export holds goes into the archive.
//!
//! The file is read several times from beginning to end, so that memory stays flat and nothing
//! refers to what is not there yet: `survey` (what the paper is made of), `terms` and `authors`
//! (written from it; what has no place is `kept` aside), `media`, `items` with their comments
//! (`prepare`, `library`, `write`), `last` (menus and addresses of attachments). Each batch is one
//! transaction with its rows of `imported`.

mod authors;
mod fill;
mod items;
mod kept;
mod keys;
mod last;
mod library;
mod media;
mod menus;
mod prepare;
mod report;
mod survey;
mod terms;
mod write;

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use archive::Files;
use newsroom::change::{Cause, Way};
use newsroom::language::Language;
use wire::wordpress::plan::addresses::Old;
use wire::wordpress::plan::terms::Categories;
use wire::wordpress::{Event, Item, Reader};

use crate::newsroom_folder::Newsroom;
use crate::progress::Progress;
use report::Report;
use survey::Survey;

/// Items of one transaction.
const BATCH: usize = 500;

/// A batch with as many bytes of text has no more items, so that memory stays flat.
const LARGE: usize = 2 << 20;

/// What is to be imported, and how.
pub(crate) struct Options {
    /// The export.
    pub(crate) file: PathBuf,
    /// A copy of `wp-content/uploads`.
    pub(crate) media: Option<PathBuf>,
    /// What categories become.
    pub(crate) categories: Categories,
    /// Taxonomies whose terms become no topics.
    pub(crate) not_topics: Vec<String>,
    /// Kinds of items, beside posts and pages, that become no articles.
    pub(crate) not_kinds: Vec<String>,
    /// Where the whole report goes.
    pub(crate) report: Option<PathBuf>,
}

impl Options {
    /// Whether items of a kind are to be kept aside. Posts and pages never are.
    fn is_aside(&self, kind: &str) -> bool {
        !matches!(kind, "post" | "page") && self.not_kinds.iter().any(|aside| aside == kind)
    }
}

/// Imports a WordPress export.
///
/// # Errors
/// When the file is no export or cannot be read, or the archive fails; what was written stays and
/// the same command goes on from there.
pub(crate) async fn wordpress(newsroom: &Newsroom, files: Files, options: Options) -> Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.store(true, Ordering::Relaxed);
        }
    });
    let mut report = Report::new(options.report.as_deref())?;
    let survey = Survey::of(&options, &stop, &mut report)?;
    let address = [&survey.channel.base_blog_url, &survey.channel.base_site_url, &survey.channel.link]
        .into_iter()
        .find(|address| !address.trim().is_empty());
    let address = address.map_or("", |address| address.trim().trim_end_matches('/')).to_owned();
    let mut import = Import {
        newsroom,
        files,
        source: format!("wordpress {address}"),
        old: Old::new(&address),
        address,
        options,
        survey,
        report,
        stop,
        places: terms::Places::default(),
    };
    import.keep().await?;
    import.terms().await?;
    import.authors().await?;
    import.media().await?;
    import.items().await?;
    import.last().await?;
    import.report.end()
}

/// An import under way.
struct Import<'a> {
    newsroom: &'a Newsroom,
    files: Files,
    /// Which site it comes from, as `imported` knows it.
    source: String,
    address: String,
    old: Option<Old>,
    options: Options,
    survey: Survey,
    report: Report,
    stop: Arc<AtomicBool>,
    /// The rows that terms and authors became.
    places: terms::Places,
}

impl Import<'_> {
    fn cause(&self) -> Cause {
        Cause { who: "import".into(), way: Way::Import, why: format!("from {}", self.address) }
    }

    fn main_language(&self) -> &Language {
        self.newsroom.site.main_language()
    }

    /// The next pass over the file.
    fn pass(&self, what: &str) -> Result<Pass> {
        Pass::begin(&self.options, what, Arc::clone(&self.stop))
    }
}

/// One reading of the file from beginning to end.
struct Pass {
    reader: Reader<BufReader<File>>,
    progress: Progress,
    stop: Arc<AtomicBool>,
}

impl Pass {
    fn begin(options: &Options, what: &str, stop: Arc<AtomicBool>) -> Result<Pass> {
        let path = &options.file;
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        let size = file.metadata().map_or(0, |facts| facts.len());
        Ok(Pass { reader: Reader::new(BufReader::new(file)), progress: Progress::new(what, size), stop })
    }

    fn next(&mut self) -> Result<Option<Event>> {
        self.progress.at(self.reader.position());
        self.refuse_if_stopped()?;
        Ok(self.reader.next_event()?)
    }

    /// The next items that `wanted` wants, as many as one transaction takes; none at the end.
    fn items(&mut self, wanted: impl Fn(&Item) -> bool) -> Result<Vec<Item>> {
        self.at_most(BATCH, wanted)
    }

    /// The same, but at most `most`.
    fn at_most(&mut self, most: usize, wanted: impl Fn(&Item) -> bool) -> Result<Vec<Item>> {
        let (mut items, mut bytes) = (Vec::new(), 0);
        while items.len() < most && bytes < LARGE {
            match self.next()? {
                Some(Event::Item(item)) if wanted(&item) => {
                    bytes += length(&item);
                    items.push(*item);
                }
                Some(_) => {}
                None => break,
            }
        }
        Ok(items)
    }

    /// Between two batches everything written is whole.
    fn refuse_if_stopped(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            bail!("interrupted; what was read so far is kept, the same command goes on from there");
        }
        Ok(())
    }
}

/// Bytes of the texts of an item.
fn length(item: &Item) -> usize {
    let meta: usize = item.meta.iter().map(|meta| meta.value.len()).sum();
    let comments: usize = item.comments.iter().map(|comment| comment.content.len()).sum();
    item.content.len() + meta + comments
}

/// An item as the report names it.
fn named(item: &Item) -> String {
    let title: String = item.title.chars().take(60).collect();
    format!("{} {} “{title}”", if item.kind.is_empty() { "item" } else { &item.kind }, item.id)
}
