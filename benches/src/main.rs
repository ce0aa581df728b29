//! `make bench`: what is measured, one after the other, in one run and at most five minutes.
//!
//!     benches PROGRAM FOLDER          measures PROGRAM with newsrooms made in FOLDER
//!
//!     benches import PROGRAM FOLDER   measures its imports only
//!
//!     benches in PROGRAM NEWSROOM FOLDER           measures pages in a newsroom that is there
//!
//!     benches cached PROGRAM FOLDER [ARTICLES]     measures pages that are kept only
//!
//!     benches export PROGRAM FOLDER                measures the site as files only
//!
//!     benches comments PROGRAM FOLDER [ARTICLES]   measures comments only, in a newsroom of so many
//!
//!     benches search PROGRAM FOLDER [ARTICLES] measures the search, in an archive grown to so many; a
//!                                     folder that is there is used as it is, and kept
//!
//! The other commands are parts of it that run as processes of their own, each on its core.

mod cached;
mod comments;
mod drivers;
mod export;
mod fresh;
mod import;
mod loader;
mod newsroom;
mod search;
mod server;
mod words;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use newsroom::Newsroom;

/// Rounds of each of two that are compared; they take turns, so that both meet the same noise.
const ROUNDS: usize = 5;
/// How long a round of requests is.
const ROUND: Duration = Duration::from_secs(2);
/// The core that answers and the one that asks.
pub(crate) const SERVER_CORE: &str = "0";
pub(crate) const LOADER_CORE: &str = "1";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["load", address, paths, milliseconds] => {
            loader::run(address, Path::new(paths), milliseconds.parse()?, None)
        }
        ["load", address, paths, milliseconds, rate] => {
            loader::run(address, Path::new(paths), milliseconds.parse()?, Some(rate.parse()?))
        }
        ["import", program, folder] => {
            let folder = std::path::absolute(folder)?;
            import::measure(&std::path::absolute(program)?, &folder)?;
            Ok(std::fs::remove_dir_all(folder)?)
        }
        ["in", program, newsroom, folder] => inside(program, newsroom, folder),
        ["cached", program, folder] => cached(program, folder, 1_000),
        ["cached", program, folder, articles] => cached(program, folder, articles.parse()?),
        ["export", program, folder] => exported(program, folder),
        ["comments", program, folder] => comments(program, folder, 1_000),
        ["comments", program, folder, articles] => comments(program, folder, articles.parse()?),
        ["send", address, round, milliseconds] => {
            comments::send(address, round.parse()?, milliseconds.parse()?)
        }
        ["search", program, folder] => search::measure(Path::new(program), Path::new(folder), 100_000),
        ["search", program, folder, articles] => {
            search::measure(Path::new(program), Path::new(folder), articles.parse()?)
        }
        ["ask", address, paths, milliseconds] => {
            search::ask(address, Path::new(paths), milliseconds.parse()?)
        }
        ["drivers", database] => drivers::run(Path::new(database)),
        [program, folder] => measure(&std::path::absolute(program)?, &std::path::absolute(folder)?),
        _ => bail!("usage: benches [cached|import|comments|search] PROGRAM FOLDER"),
    }
}

/// Pages that are kept, and how soon they are fresh, in a newsroom that is there.
fn inside(program: &str, newsroom: &str, folder: &str) -> Result<()> {
    let (program, folder) = (std::path::absolute(program)?, std::path::absolute(folder)?);
    std::fs::create_dir_all(&folder)?;
    let newsroom = Newsroom::open(&std::path::absolute(newsroom)?)?;
    start(&program, &newsroom)?;
    pages(&program, &newsroom, &folder)?;
    cached::measure(&program, &newsroom, &folder)?;
    fresh::measure(&program, &newsroom, &folder)
}

fn exported(program: &str, folder: &str) -> Result<()> {
    let (program, folder) = (std::path::absolute(program)?, emptied(folder)?);
    let newsroom = Newsroom::make(&program, &folder.join("newsroom"), export::ARTICLES)?;
    export::measure(&program, &newsroom, &folder)?;
    Ok(std::fs::remove_dir_all(folder)?)
}

fn cached(program: &str, folder: &str, articles: i64) -> Result<()> {
    let (program, folder) = (std::path::absolute(program)?, emptied(folder)?);
    let newsroom = Newsroom::make(&program, &folder.join("newsroom"), articles)?;
    println!("Pages that are kept, in a newsroom of {articles} articles");
    cached::measure(&program, &newsroom, &folder)?;
    Ok(std::fs::remove_dir_all(folder)?)
}

fn comments(program: &str, folder: &str, articles: i64) -> Result<()> {
    let (program, folder) = (std::path::absolute(program)?, emptied(folder)?);
    let newsroom = Newsroom::make(&program, &folder.join("newsroom"), articles)?;
    println!("Comments that are durable, in a newsroom of {articles} articles");
    comments::measure(&program, &newsroom)?;
    Ok(std::fs::remove_dir_all(folder)?)
}

/// A folder with nothing in it.
fn emptied(folder: &str) -> Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn measure(program: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    println!("cores: {}", std::thread::available_parallelism()?);
    let mut made = Vec::new();
    for articles in [1_000, 100_000] {
        let newsroom = Newsroom::make(program, &folder.join(format!("{articles}")), articles)?;
        println!("\n{articles} articles, the database {} MB", newsroom.database_bytes()? / 1_000_000);
        start(program, &newsroom)?;
        pages(program, &newsroom, folder)?;
        cached::measure(program, &newsroom, folder)?;
        fresh::measure(program, &newsroom, folder)?;
        parts(program, &newsroom, folder)?;
        made.push((articles, newsroom));
    }
    if let Some((_, newsroom)) = made.last() {
        println!("\nLoads of an article with its text and 20 comments, of 50,000 articles");
        for cores in [SERVER_CORE.to_owned(), format!("{SERVER_CORE},{LOADER_CORE}")] {
            drivers::on_cores(&cores, &newsroom.database())?;
        }
    }
    for (articles, newsroom) in &made {
        println!("\nComments that are durable, in a newsroom of {articles} articles");
        comments::measure(program, newsroom)?;
    }
    println!();
    let newsroom = Newsroom::make(program, &folder.join("export"), export::ARTICLES)?;
    export::measure(program, &newsroom, folder)?;
    println!("\nImport of WordPress exports");
    import::measure(program, &folder.join("import"))?;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// From the start of the program to the first page, and the memory it then has.
fn start(program: &Path, newsroom: &Newsroom) -> Result<()> {
    let mut seconds = Vec::new();
    let mut resident = 0;
    for _ in 0..ROUNDS {
        let (server, took) = server::depesche(program, newsroom)?;
        seconds.push(took.as_secs_f64());
        resident = server.resident_kilobytes()?;
    }
    println!(
        "  start to first page    {:.0} ms, then {} MB resident",
        median(&mut seconds) * 1e3,
        resident / 1000
    );
    Ok(())
}

/// Article pages made from the database, beside nginx sending the bytes of one from a file.
fn pages(program: &Path, newsroom: &Newsroom, folder: &Path) -> Result<()> {
    let (depesche, _) = server::without_cache(program, newsroom)?;
    let page = server::get(&depesche.address, &newsroom.paths[0])?;
    let Some(nginx) = server::nginx(&page, &folder.join("nginx"))? else {
        println!("  nginx is not there: scripts/setup-tests.sh --bench installs it");
        return Ok(());
    };
    let paths = folder.join("paths");
    std::fs::write(&paths, newsroom.paths.join("\n"))?;
    let file = folder.join("file");
    std::fs::write(&file, "/page.html")?;
    // Once without counting, until all is in memory.
    loader::on_its_core(&depesche.address, &paths, ROUND)?;
    loader::on_its_core(&nginx.address, &file, ROUND / 4)?;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let page = loader::on_its_core(&depesche.address, &paths, ROUND)?;
        let file = loader::on_its_core(&nginx.address, &file, ROUND)?;
        ours.push(page);
        theirs.push(file);
        ratios.push(page / file);
    }
    println!(
        "  article page           {:.0} a second of {} bytes, with 20 comments",
        median(&mut ours),
        page.len()
    );
    println!("  nginx, the same bytes  {:.0} a second, from a file", median(&mut theirs));
    println!(
        "  page to file           {:.3} (rounds {:.3} to {:.3})",
        median(&mut ratios),
        ratios[0],
        ratios[ROUNDS - 1]
    );
    println!("  after that             {} MB resident", depesche.resident_kilobytes()? / 1000);
    Ok(())
}

/// Where the time of a page goes: the site's example `page_time`, built beside the program.
fn parts(program: &Path, newsroom: &Newsroom, folder: &Path) -> Result<()> {
    let example = program.with_file_name("examples").join("page_time");
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(&example).arg(newsroom.database()).arg(folder.join("paths"));
    let status = command.status()?;
    ensure!(status.success(), "{} failed", example.display());
    Ok(())
}

/// The middle one; sorts them.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// This program itself, to run a part of it on some cores.
pub(crate) fn itself(cores: &str) -> Result<Command> {
    let program: PathBuf = std::env::current_exe()?;
    let mut command = Command::new("taskset");
    command.args(["-c", cores]).arg(program);
    Ok(command)
}
