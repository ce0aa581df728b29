//! Moving in from Ghost: what an export holds goes into the archive.
//!
//! The file is read twice: first all but the posts ([`Export`]), from which authors and topics are written
//! ([`people`]), then the posts, batch by batch ([`posts`], [`prepare`]), which take in the files they show
//! as they are met ([`files`]). Menus and redirects lead to what is there by then ([`last`]).

mod files;
mod last;
mod people;
mod posts;
mod prepare;
mod routes;

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use archive::Files;
use jiff::tz::TimeZone;
use newsroom::language::Language;
use wire::ghost::plan::kept;
use wire::ghost::{Export, MarkdownFile, Post, ReadError, Reading, markdown_file};
use wire::old::Old;

use super::report::Report;
use super::{Import, Stop};
use crate::newsroom_folder::Newsroom;
use crate::progress::Progress;
use people::Places;
use routes::Beside;

/// Tables whose rows are of readers: they are left out, and how many there are is said.
const READERS: [&str; 6] =
    ["members", "subscribers", "comments", "members_subscribe_events", "emails", "email_recipients"];

/// What is to be imported, and how.
pub(crate) struct Options {
    /// The export, or a file of Markdown.
    pub(crate) file: PathBuf,
    /// A copy of Ghost's folder `content`.
    pub(crate) media: Option<PathBuf>,
    /// The address of the old site, which exports do not say.
    pub(crate) address: Option<String>,
    /// The language of texts that do not say theirs.
    pub(crate) language: Option<Language>,
    /// Slugs of tags that become sections.
    pub(crate) sections: Vec<String>,
    /// Where the whole report goes.
    pub(crate) report: Option<PathBuf>,
}

/// Imports an export of Ghost.
///
/// # Errors
/// When the file is no export or cannot be read, or the archive fails; what was written stays and
/// the same command goes on from there.
pub(crate) async fn ghost(newsroom: &Newsroom, files: Files, options: Options) -> Result<()> {
    let stop = Stop::on_interrupt();
    let from = options.address.as_deref().unwrap_or("Ghost").trim().trim_end_matches('/').to_owned();
    let old = match &options.address {
        Some(address) => Old::new(address).with_context(|| format!("--address {address}: no web address"))?,
        None => Old::unknown(),
    };
    let (export, alone) = read(&options)?;
    let mut report = Report::new(options.report.as_deref())?;
    let beside = Beside::read(&options, &export, &mut report)?;
    // Ghost's keys are unique among all its sites, so what was imported before is known whatever is
    // said of the address; those of its first versions are told apart by what stands beside them.
    let import = Import { newsroom, files, source: "ghost".to_owned(), from, report, stop };
    let zone = export.setting(&["timezone", "active_timezone", "activeTimezone"]);
    let mut ghost = Ghost {
        import,
        zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
        old: Arc::new(old),
        options,
        export: Arc::new(export),
        beside,
        alone,
        places: Places::default(),
    };
    ghost.say_what_stays_behind()?;
    ghost.import.keep(&[("site", "settings".to_owned(), kept::of_site(&ghost.export))]).await?;
    ghost.people().await?;
    ghost.posts().await?;
    ghost.last().await?;
    ghost.import.report.end()
}

/// What the file holds beside its posts; or the one post that it is.
fn read(options: &Options) -> Result<(Export, Option<MarkdownFile>)> {
    let path = &options.file;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" => {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let text =
                std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
            Ok((Export::default(), Some(markdown_file(name, &text))))
        }
        "csv" => bail!(
            "{}: this is a list of members, not an export of texts; members do not come along",
            path.display()
        ),
        "zip" => bail!("{}: unpack it, and import the .json file in it with --media FOLDER", path.display()),
        _ => {
            let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
            let export = Export::read(BufReader::new(file), &Reading::default());
            Ok((export.with_context(|| path.display().to_string())?, None))
        }
    }
}

/// An import from Ghost under way.
struct Ghost<'a> {
    import: Import<'a>,
    options: Options,
    export: Arc<Export>,
    /// The one post that the file is, where it is no export.
    alone: Option<MarkdownFile>,
    old: Arc<Old>,
    /// The zone of the old site.
    zone: TimeZone,
    /// What lies beside the export.
    beside: Beside,
    /// The rows that authors and tags became.
    places: Places,
}

impl Ghost<'_> {
    fn say_what_stays_behind(&mut self) -> Result<()> {
        let export = Arc::clone(&self.export);
        for table in READERS {
            let rows = export.counts.get(table).copied().unwrap_or(0);
            if rows > 0 {
                self.import
                    .report
                    .note(&format!("table {table}"), format!("its {rows} rows of readers were left out"))?;
            }
        }
        for table in &export.broken {
            self.import
                .report
                .note(&format!("table {table}"), "a row of it is no object; it was left out")?;
        }
        if !export.setting(&["codeinjection_head", "ghost_head"]).is_empty()
            || !export.setting(&["codeinjection_foot", "ghost_foot"]).is_empty()
        {
            self.import.report.note("site", "the code it puts into all pages was left out")?;
        }
        for (names, ours, what) in [
            (&["title"][..], self.import.newsroom.site.name.clone(), "name"),
            (&["description"][..], self.import.newsroom.site.tagline.clone(), "tagline"),
        ] {
            let theirs = export.setting(names);
            if !theirs.is_empty() && theirs != ours {
                let what = format!("its {what} there was “{theirs}”; here it is that of the configuration");
                self.import.report.note("site", what)?;
            }
        }
        Ok(())
    }

    /// Gives all posts of the file, in its order, to `each`, until that returns false.
    fn reader(&self) -> impl FnOnce(&mut dyn FnMut(Post) -> bool) -> Result<()> + Send + 'static {
        let (path, stop) = (self.options.file.clone(), self.import.stop.clone());
        let alone = self.alone.clone();
        move |each| {
            match alone {
                Some(MarkdownFile::Post(post)) => {
                    each(*post);
                    return Ok(());
                }
                Some(MarkdownFile::Deleted) => return Ok(()),
                None => {}
            }
            let file = File::open(&path).with_context(|| format!("opening {}", path.display()))?;
            let size = file.metadata().map_or(0, |facts| facts.len());
            let (reading, mut progress) = (Reading::default(), Progress::new("taking in posts", size));
            let read = wire::ghost::posts(BufReader::new(file), &reading, |post| {
                progress.at(reading.position());
                stop.refuse_if_asked().is_ok() && each(post)
            });
            progress.end();
            match read {
                Err(ReadError::GivenUp) => stop.refuse_if_asked(),
                outcome => outcome.with_context(|| path.display().to_string()),
            }
        }
    }
}

/// A post as the report names it.
fn named(post: &Post) -> String {
    let title: String = post.title.chars().take(60).collect();
    let kind = if post.is_page { "page" } else { "post" };
    let id = if post.id.is_empty() { &post.slug } else { &post.id };
    format!("{kind} {id} “{title}”")
}
