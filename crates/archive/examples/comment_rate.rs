//! How many comments become durable in a second: as the site takes them, and by plain loops of SQLite.
//!
//!     comment_rate DATABASE [SECONDS]     adds comments to a newsroom's database
//!
//! The three take turns on the same file: 64 writers through [`Archive::write`], a loop of one
//! synced insert a transaction, and one of 64 inserts a transaction. The loops insert into the same
//! table with the same indexes, and do nothing else that the site does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use archive::{Archive, Arrival, Place};
use newsroom::change::{Cause, Way};
use newsroom::comment::{Draft, State};
use newsroom::ids::ArticleId;
use rusqlite::Connection;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WRITERS: usize = 64;
const ROUNDS: usize = 5;
/// Letters of a comment.
const LETTERS: usize = 300;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let database = PathBuf::from(arguments.next().ok_or("usage: comment_rate DATABASE [SECONDS]")?);
    let seconds: f64 = arguments.next().map_or(Ok(2.0), |text| text.parse())?;
    let time = Duration::from_secs_f64(seconds);
    println!("  file system            {}", file_system(&database)?);
    let (middle, slow) = one_sync(&database)?;
    println!("  one sync of 4 kB       {middle:.0} µs, one in a hundred {slow:.0} µs");

    let archive = Arc::new(Archive::open(&Place::Sqlite(database.clone())).await?);
    let mut plain = Connection::open(&database)?;
    plain.pragma_update(None, "journal_mode", "wal")?;
    plain.pragma_update(None, "synchronous", "full")?;
    plain.busy_timeout(Duration::from_secs(30))?;
    let articles = articles(&plain)?;
    let (mut ours, mut single, mut joined, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut waits = Vec::new();
    for round in 0..=ROUNDS {
        let (rate, mut times) = through_the_archive(&archive, &articles, time).await?;
        let one = plain_loop(&mut plain, &articles, 1, time)?;
        let many = plain_loop(&mut plain, &articles, WRITERS, time)?;
        // The first round reads the file.
        if round > 0 {
            ours.push(rate);
            single.push(one);
            joined.push(many);
            ratios.push(rate / one);
            waits.append(&mut times);
        }
    }
    waits.sort_by(f64::total_cmp);
    let wait = |part: f64| waits[((waits.len() - 1) as f64 * part) as usize] * 1e3;
    say("64 writers", &mut ours);
    println!(
        "    each waits           {:.2} ms in the middle, p99 {:.2}, p999 {:.2}, at most {:.1}",
        wait(0.5),
        wait(0.99),
        wait(0.999),
        wait(1.0)
    );
    say("a loop of single ones", &mut single);
    say("64 to a transaction", &mut joined);
    ratios.sort_by(f64::total_cmp);
    println!(
        "  to the single ones     {:.2} times (rounds {:.2} to {:.2})",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]
    );
    Ok(())
}

fn say(what: &str, rates: &mut [f64]) {
    rates.sort_by(f64::total_cmp);
    println!(
        "  {what:22} {:.0} a second (rounds {:.0} to {:.0})",
        rates[rates.len() / 2],
        rates[0],
        rates[rates.len() - 1]
    );
}

/// 64 writers as the site has them; comments a second, and how long each waited.
async fn through_the_archive(
    archive: &Arc<Archive>,
    articles: &[i64],
    time: Duration,
) -> Outcome<(f64, Vec<f64>)> {
    let (stop, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..WRITERS {
        let (archive, stop, next) = (archive.clone(), stop.clone(), next.clone());
        let articles = articles.to_vec();
        writers.spawn(async move {
            let mut waits = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let article = ArticleId(articles[number % articles.len()]);
                let began = Instant::now();
                let draft = Draft {
                    text: text(number),
                    name: "Leser".into(),
                    email: "leser@example.org".into(),
                    website: String::new(),
                };
                let new = draft.check().map_err(|problems| format!("{problems:?}"))?;
                let arrival = arrival(number);
                let cause = Cause { who: "reader".into(), way: Way::Site, why: String::new() };
                archive
                    .write(cause, move |writing| {
                        Box::pin(async move { writing.add_comment(article, None, &new, &arrival).await })
                    })
                    .await?;
                waits.push(began.elapsed().as_secs_f64());
            }
            Outcome::Ok(waits)
        });
    }
    tokio::time::sleep(time).await;
    stop.store(true, Ordering::Relaxed);
    let mut waits = Vec::new();
    while let Some(writer) = writers.join_next().await {
        waits.append(&mut writer??);
    }
    Ok((waits.len() as f64 / began.elapsed().as_secs_f64(), waits))
}

/// A loop of inserts, so many to a transaction; comments a second.
fn plain_loop(plain: &mut Connection, articles: &[i64], joined: usize, time: Duration) -> Outcome<f64> {
    let (mut number, began) = (0, Instant::now());
    while began.elapsed() < time {
        let transaction = plain.transaction()?;
        for _ in 0..joined {
            let arrival = arrival(number);
            transaction
                .prepare_cached(
                    "INSERT INTO comments (article, name, email, text, at, state, network, forget_at, writer) \
                     VALUES (?1, 'Leser', 'leser@example.org', ?2, ?3, 'waiting', ?4, ?5, ?6)",
                )?
                .execute((
                    articles[number % articles.len()],
                    text(number),
                    jiff::Timestamp::now().as_millisecond(),
                    arrival.network,
                    arrival.forget_at.map(jiff::Timestamp::as_millisecond),
                    arrival.writer,
                ))?;
            number += 1;
        }
        transaction.commit()?;
    }
    Ok(number as f64 / began.elapsed().as_secs_f64())
}

/// What the site keeps of a sender: each comes from a network and a browser of its own.
fn arrival(number: usize) -> Arrival {
    let now = jiff::Timestamp::now();
    let hash = |what: &str| {
        blake3::hash(format!("{what} {number} {}", now.as_nanosecond()).as_bytes()).as_bytes().to_vec()
    };
    Arrival {
        network: Some(hash("network")),
        forget_at: Some(now + jiff::SignedDuration::from_hours(720)),
        writer: Some(hash("writer")),
        staff: false,
        state: State::Waiting,
    }
}

fn text(number: usize) -> String {
    let mut text = format!("{number}. ");
    while text.len() < LETTERS {
        text.push_str("Im Hafen redet man seit Wochen von nichts anderem. ");
    }
    text
}

/// Up to 500 articles that take comments, from all over the archive.
fn articles(plain: &Connection) -> Outcome<Vec<i64>> {
    let mut found =
        plain.prepare("SELECT id FROM articles WHERE state = 'published' AND comments = 'open'")?;
    let all: Vec<i64> = found.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if all.is_empty() {
        return Err("no article of this database takes comments".into());
    }
    Ok(all.iter().step_by(all.len().div_ceil(500)).copied().collect())
}

/// Microseconds of a sync after 4 kB more in a file beside the database: in the middle, and of a hundred the
/// longest.
fn one_sync(database: &Path) -> Outcome<(f64, f64)> {
    use std::io::Write;
    let path = database.with_extension("sync");
    let mut file = std::fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..500 {
        let began = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_all()?;
        times.push(began.elapsed().as_secs_f64() * 1e6);
    }
    std::fs::remove_file(&path)?;
    times.sort_by(f64::total_cmp);
    Ok((times[250], times[495]))
}

/// The kind of file system that the database lies on, and its device.
fn file_system(database: &Path) -> Outcome<String> {
    let real = std::fs::canonicalize(database)?;
    let mounts = std::fs::read_to_string("/proc/self/mounts")?;
    let fields = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    fields
        .filter(|fields| fields.len() > 2 && real.starts_with(fields[1]))
        .max_by_key(|fields| fields[1].len())
        .map(|fields| format!("{} on {}", fields[2], fields[0]))
        .ok_or_else(|| "no mount holds the database".into())
}
