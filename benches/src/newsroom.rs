//! Newsrooms to measure: one article by the program's own commands, then copies of it by SQL.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;

use crate::words::Words;

/// Comments under each article that has any.
const COMMENTS: i64 = 20;
/// Articles with comments: more would only make the making longer.
const COMMENTED: i64 = 50_000;
/// Key of the first copy, less one.
pub(crate) const COPIES: i64 = 1_000_000;
/// Pages asked for in turn.
const ASKED: i64 = 500;

/// A newsroom on disk.
pub(crate) struct Newsroom {
    /// Its data folder.
    pub(crate) folder: PathBuf,
    /// Addresses of articles from all over it, each with comments.
    pub(crate) paths: Vec<String>,
}

impl Newsroom {
    /// Makes one with so many articles.
    pub(crate) fn make(program: &Path, folder: &Path, articles: i64) -> Result<Newsroom> {
        let run = |arguments: &[&str]| run(program, folder, arguments);
        run(&["init", "--name", "Das Messblatt", "--language", "de,en"])?;
        run(&["section", "add", "politik", "--name", "de=Politik", "--name", "en=Politics"])?;
        run(&["author", "add", "Merle Ohlsen"])?;
        run(&["topic", "add", "hafen", "--name", "de=Hafen", "--name", "en=Port"])?;
        let file = folder.join("model.md");
        std::fs::write(&file, model())?;
        run(&["article", "add", file.to_str().context("the folder's name is not UTF-8")?])?;
        run(&["article", "publish", "1", "--at", "2022-01-21T16:30:00+01:00"])?;
        let newsroom = Newsroom { folder: folder.to_owned(), paths: Vec::new() };
        let mut database = Connection::open(newsroom.database())?;
        grow(&mut database, articles - 1)?;
        // Or the server would build it while it is measured.
        run(&["search", "rebuild"])?;
        let every = (articles.min(COMMENTED) / ASKED).max(1);
        let mut paths =
            database.prepare("SELECT path FROM articles WHERE id > ?1 AND id <= ?2 AND id % ?3 = 1")?;
        let paths = paths
            .query_map([COPIES, COPIES + COMMENTED, every], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Newsroom { paths, ..newsroom })
    }

    /// One that is there already.
    pub(crate) fn open(folder: &Path) -> Result<Newsroom> {
        let newsroom = Newsroom { folder: folder.to_owned(), paths: Vec::new() };
        let paths = newsroom.addresses(usize::try_from(ASKED)?)?;
        Ok(Newsroom { paths, ..newsroom })
    }

    /// At most so many addresses of articles, from all over it.
    pub(crate) fn addresses(&self, most: usize) -> Result<Vec<String>> {
        let database = Connection::open(self.database())?;
        let count: i64 = database.query_row("SELECT count(*) FROM articles", [], |row| row.get(0))?;
        let every = (count / i64::try_from(most)?).max(1);
        let mut found = database.prepare(
            "SELECT path FROM articles WHERE path IS NOT NULL AND id % ?1 = 0 ORDER BY id LIMIT ?2",
        )?;
        let found = found.query_map([every, i64::try_from(most)?], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// One that is there, of which the front page is asked for.
    pub(crate) fn there(folder: &Path) -> Result<Newsroom> {
        Ok(Newsroom { folder: folder.to_owned(), paths: vec!["/".to_owned()] })
    }

    /// Its database.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("archive.db")
    }

    /// How large that is.
    pub(crate) fn database_bytes(&self) -> Result<u64> {
        Ok(std::fs::metadata(self.database())?.len())
    }
}

/// Runs a command of the program on a data folder.
pub(crate) fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
    let output = Command::new(program).arg("--data").arg(folder).args(arguments).output()?;
    ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// An article of about 500 words, as a file.
fn model() -> String {
    let mut words = Words::new(1);
    let mut text = format!(
        "+++\nlanguage = \"de\"\nsection = \"politik\"\nkicker = \"Stadtrat\"\nheadline = \"{}\"\nstandfirst = \"{}\"\n\
         authors = [\"merle-ohlsen\"]\ntopics = [\"hafen\"]\n+++\n\n",
        words.sentence().trim_end_matches('.'),
        words.paragraph(2)
    );
    for number in 0..10 {
        if number == 4 {
            text.push_str(&format!("## {}\n\n", words.sentence().trim_end_matches('.')));
        }
        text.push_str(&format!(
            "{} [{}](https://example.org/{number})\n\n",
            words.paragraph(4),
            words.sentence()
        ));
    }
    text
}

/// Adds copies of article 1, with comments of their own.
fn grow(database: &mut Connection, copies: i64) -> Result<()> {
    database.pragma_update(None, "synchronous", "off")?;
    let all = database.transaction()?;
    let numbers = |count: i64, rows: &str| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) {rows}")
    };
    for rows in [
        "INSERT INTO stories (id, created_at) SELECT 1000000 + i, i FROM n",
        "INSERT INTO articles (id, story, language, section, state, slug, path, published_at, latest, published, \
                               comment_count, created_at, changed_at) \
         SELECT 1000000 + i, 1000000 + i, language, section, state, 'artikel', \
                '/politik/artikel-' || (1000000 + i), published_at + i * 1000, 1000000 + i, 1000000 + i, 20, i, i \
         FROM n, articles WHERE id = 1",
        "INSERT INTO revisions (id, article, number, created_at, who, genre, kicker, headline, standfirst, dateline, \
                                byline, origin, picture, picture_caption, body, words) \
         SELECT 1000000 + i, 1000000 + i, 1, i, 'benches', genre, kicker, headline || ' ' || i, standfirst, dateline, \
                byline, origin, picture, picture_caption, body, words FROM n, revisions WHERE article = 1",
        "INSERT INTO article_authors (article, position, author) \
         SELECT 1000000 + i, position, author FROM n, article_authors WHERE article = 1",
        "INSERT INTO article_topics (article, position, topic) \
         SELECT 1000000 + i, position, topic FROM n, article_topics WHERE article = 1",
        "INSERT INTO listings (kind, of, language, published_at, article) \
         SELECT kind, of, language, published_at + i * 1000, 1000000 + i FROM n, listings WHERE article = 1",
        "INSERT INTO paths (path, kind, target) \
         SELECT '/politik/artikel-' || (1000000 + i), 'article', 1000000 + i FROM n",
        "INSERT INTO article_words (rowid, language, words) SELECT 1000000 + i, 'de', 'wort' || i FROM n",
    ] {
        all.execute(&numbers(copies, rows), []).with_context(|| rows.to_owned())?;
    }
    let mut words = Words::new(2);
    let mut add = all.prepare(
        "INSERT INTO comments (article, parent, name, email, text, at, state) \
         VALUES (?1, ?2, ?3, 'leser@example.org', ?4, ?5, 'approved')",
    )?;
    for article in 1..=copies.min(COMMENTED) {
        let mut thread = None;
        for number in 0..COMMENTS {
            let parent = thread.filter(|_| number % 4 == 3);
            let at = 1_642_779_000_000 + article * 1000 + number * 60_000;
            add.execute((COPIES + article, parent, format!("Leser {number}"), words.paragraph(2), at))?;
            thread = Some(all.last_insert_rowid());
        }
    }
    drop(add);
    all.commit()?;
    database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}
