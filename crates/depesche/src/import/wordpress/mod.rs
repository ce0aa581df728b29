//! Moving in from WordPress: what an export holds goes into the archive.
//!
//! The file is read several times from beginning to end, so that memory stays flat and nothing
//! refers to what is not there yet: `survey` (what the paper is made of), `terms` and `authors`
//! (written from it; what has no place is `kept` aside), `media`, `items` with their comments
//! (`prepare`), `last` (menus and addresses of attachments).

mod authors;
mod fill;
mod items;
mod kept;
mod last;
mod media;
mod menus;
mod prepare;
mod survey;
mod terms;

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::{Context, Result};
use archive::Files;
use wire::old::Old;
use wire::wordpress::plan::terms::Categories;
use wire::wordpress::{Event, Item, Reader};

use super::known::Numbered;
use super::report::Report;
use super::{Import, Stop};
use crate::newsroom_folder::Newsroom;
use crate::progress::Progress;
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
    let stop = Stop::on_interrupt();
    let mut report = Report::new(options.report.as_deref())?;
    let survey = Survey::of(&options, &stop, &mut report)?;
    let address = [&survey.channel.base_blog_url, &survey.channel.base_site_url, &survey.channel.link]
        .into_iter()
        .find(|address| !address.trim().is_empty());
    let address = address.map_or("", |address| address.trim().trim_end_matches('/')).to_owned();
    let mut wordpress = WordPress {
        import: Import {
            newsroom,
            files,
            source: format!("wordpress {address}"),
            from: address.clone(),
            report,
            stop,
        },
        old: Old::new(&address),
        options,
        survey,
        places: terms::Places::default(),
    };
    wordpress.keep().await?;
    wordpress.terms().await?;
    wordpress.authors().await?;
    wordpress.media().await?;
    wordpress.items().await?;
    wordpress.last().await?;
    wordpress.import.report.end()
}

/// An import from WordPress under way.
struct WordPress<'a> {
    import: Import<'a>,
    old: Option<Old>,
    options: Options,
    survey: Survey,
    /// The rows that terms and authors became.
    places: terms::Places,
}

impl WordPress<'_> {
    /// The next pass over the file.
    fn pass(&self, what: &str) -> Result<Pass> {
        Pass::begin(&self.options, what, self.import.stop.clone())
    }
}

/// One reading of the file from beginning to end.
struct Pass {
    reader: Reader<BufReader<File>>,
    progress: Progress,
    stop: Stop,
}

impl Pass {
    fn begin(options: &Options, what: &str, stop: Stop) -> Result<Pass> {
        let path = &options.file;
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        let size = file.metadata().map_or(0, |facts| facts.len());
        Ok(Pass { reader: Reader::new(BufReader::new(file)), progress: Progress::new(what, size), stop })
    }

    fn next(&mut self) -> Result<Option<Event>> {
        self.progress.at(self.reader.position());
        self.stop.refuse_if_asked()?;
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

impl Numbered for Item {
    fn number(&self) -> String {
        self.id.to_string()
    }

    /// The name WordPress gave it for good, else its address or title.
    fn mark(&self) -> &str {
        [&self.guid, &self.link, &self.title]
            .into_iter()
            .map(|mark| mark.trim())
            .find(|mark| !mark.is_empty())
            .unwrap_or_default()
    }

    fn is_file(&self) -> bool {
        matches!(self.kind.as_str(), "attachment" | "asset")
    }
}
