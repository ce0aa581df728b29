//! SQLite called directly and through sqlx: the same statements on the same database.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rusqlite::{Connection, OpenFlags};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Row};

use crate::newsroom::COPIES;
use crate::words::Words;

const ARTICLE: &str = "SELECT a.id, a.language, a.path, a.published_at, r.headline, r.standfirst, r.body \
                       FROM articles a JOIN revisions r ON r.id = a.published WHERE a.id = $1";
const COMMENTS: &str = "SELECT id, parent, name, text, at FROM comments \
                        WHERE article = $1 AND state = 'approved' ORDER BY at, id LIMIT 200";
/// Articles to choose from.
const ARTICLES: u64 = 50_000;
const TIME: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

struct Article {
    words: [Option<String>; 5],
    numbers: (i64, i64),
    comments: Vec<(i64, Option<i64>, String, String, i64)>,
}

/// Measures on some cores, in a process of its own.
pub(crate) fn on_cores(cores: &str, database: &Path) -> Result<()> {
    let status = crate::itself(cores)?.arg("drivers").arg(database).status()?;
    ensure!(status.success(), "measuring the drivers failed");
    Ok(())
}

/// That process.
pub(crate) fn run(database: &Path) -> Result<()> {
    let direct = Connection::open_with_flags(
        database,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    direct.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(database).pragma("mmap_size", "1073741824");
        let mut through = SqliteConnection::connect_with(&options).await?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let (mut ids, mut count, began) = (Words::new(3), 0, Instant::now());
            while began.elapsed() < TIME {
                check(&load(&direct, id(&mut ids))?)?;
                count += 1;
            }
            let of_ours = f64::from(count) / began.elapsed().as_secs_f64();
            let (mut ids, mut count, began) = (Words::new(3), 0, Instant::now());
            while began.elapsed() < TIME {
                check(&load_by_sqlx(&mut through, id(&mut ids)).await?)?;
                count += 1;
            }
            // The first round reads the file.
            if round > 0 {
                ours.push(of_ours);
                theirs.push(f64::from(count) / began.elapsed().as_secs_f64());
            }
        }
        let (ours, theirs) = (crate::median(&mut ours), crate::median(&mut theirs));
        let cores = std::thread::available_parallelism()?;
        println!(
            "  on {cores} core(s): rusqlite {ours:.0} a second, sqlx {theirs:.0}; {:.1} times",
            ours / theirs
        );
        anyhow::Ok(())
    })
}

fn id(ids: &mut Words) -> i64 {
    COPIES + 1 + ids.below(ARTICLES) as i64
}

fn check(article: &Article) -> Result<()> {
    ensure!(
        article.comments.len() == 20 && article.words[4].is_some() && article.numbers.0 > 0,
        "not all was read"
    );
    std::hint::black_box(article);
    Ok(())
}

fn load(connection: &Connection, id: i64) -> Result<Article> {
    let mut article = connection.prepare_cached(ARTICLE)?.query_row([id], |row| {
        Ok(Article {
            words: [row.get(1)?, row.get(2)?, row.get(4)?, row.get(5)?, row.get(6)?],
            numbers: (row.get(0)?, row.get(3)?),
            comments: Vec::new(),
        })
    })?;
    let mut comments = connection.prepare_cached(COMMENTS)?;
    let rows = comments
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    article.comments = rows.collect::<rusqlite::Result<_>>()?;
    Ok(article)
}

async fn load_by_sqlx(connection: &mut SqliteConnection, id: i64) -> Result<Article> {
    let row = sqlx::query(ARTICLE).bind(id).fetch_one(&mut *connection).await?;
    let rows = sqlx::query(COMMENTS).bind(id).fetch_all(&mut *connection).await?;
    let comments = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)));
    Ok(Article {
        words: [row.try_get(1)?, row.try_get(2)?, row.try_get(4)?, row.try_get(5)?, row.try_get(6)?],
        numbers: (row.try_get(0)?, row.try_get(3)?),
        comments: comments.collect::<sqlx::Result<_>>()?,
    })
}
