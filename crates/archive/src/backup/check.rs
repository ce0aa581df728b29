//! Looking through an archive that is in use: whether everything in it is whole and agrees.

use std::io::Read;

use super::file::PIECE;
use super::source::Source;
use crate::db::sqlite;
use crate::{Error, Files, Place, Result, migrate};

/// What must hold of an archive: what is wrong with a row, and a question for such rows.
const RULES: [(&str, &str); 9] = [
    (
        "articles count other comments than they have",
        "SELECT id FROM articles WHERE comment_count <> \
         (SELECT count(*) FROM comments WHERE article = articles.id AND comments.state = 'approved')",
    ),
    (
        "articles show readers a revision that is not theirs",
        "SELECT id FROM articles WHERE published IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM revisions WHERE revisions.id = articles.published AND revisions.article = articles.id)",
    ),
    (
        "articles are worked on in a revision that is not theirs",
        "SELECT id FROM articles WHERE latest IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM revisions WHERE revisions.id = articles.latest AND revisions.article = articles.id)",
    ),
    (
        "published articles cannot be reached at their address",
        "SELECT id FROM articles WHERE state = 'published' AND NOT EXISTS \
         (SELECT 1 FROM paths WHERE paths.path = articles.path AND kind = 'article' AND target = articles.id)",
    ),
    (
        "published articles are not in the list of the site at their time",
        "SELECT id FROM articles WHERE state = 'published' AND NOT EXISTS \
         (SELECT 1 FROM listings l WHERE l.kind = 'site' AND l.of = 0 AND l.language = articles.language \
              AND l.published_at = COALESCE(articles.published_at, -62127820800000) AND l.article = articles.id)",
    ),
    (
        "articles that are not published stand in lists",
        "SELECT id FROM articles WHERE state <> 'published' \
         AND EXISTS (SELECT 1 FROM listings WHERE article = articles.id)",
    ),
    (
        "days count other articles than were published on them (depesche verify --recount puts it right)",
        "SELECT day FROM site_days WHERE articles <> (SELECT count(*) FROM listings l WHERE l.kind = 'site' \
             AND l.of = 0 AND l.language = site_days.language AND l.published_at >= day * 86400000 \
             AND l.published_at < (day + 1) * 86400000) AND (SELECT done FROM counted WHERE list = 'site') = 1",
    ),
    (
        "counts of days leave articles out (depesche verify --recount puts it right)",
        "SELECT done FROM counted WHERE list = 'site' AND done = 1 \
         AND (SELECT COALESCE(SUM(articles), 0) FROM site_days) \
             <> (SELECT count(*) FROM listings WHERE kind = 'site' AND of = 0)",
    ),
    (
        "parts of sitemaps count other articles than they have (depesche verify --recount puts it right)",
        "SELECT id FROM sitemap_parts p WHERE (SELECT done FROM counted WHERE list = 'site') = 1 AND articles <> \
         (SELECT count(*) FROM listings l WHERE l.kind = 'site' AND l.of = 0 AND l.language = p.language \
              AND (l.published_at, l.article) >= (p.from_at, p.from_article) AND (l.published_at, l.article) < \
              (COALESCE((SELECT n.from_at FROM sitemap_parts n WHERE n.language = p.language \
                   AND (n.from_at, n.from_article) > (p.from_at, p.from_article) \
                   ORDER BY n.from_at, n.from_article LIMIT 1), 9223372036854775807), \
               COALESCE((SELECT n.from_article FROM sitemap_parts n WHERE n.language = p.language \
                   AND (n.from_at, n.from_article) > (p.from_at, p.from_article) \
                   ORDER BY n.from_at, n.from_article LIMIT 1), 9223372036854775807)))",
    ),
];
/// Files asked for at once.
const FILES: i64 = 500;
/// Rows named as examples.
const EXAMPLES: usize = 5;

/// What was found in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Rows that were read.
    pub rows: u64,
    /// Files that were read.
    pub files: u64,
    /// What is wrong, in words; nothing if all is well.
    pub faults: Vec<String>,
}

/// Reads every row and every file of an archive as it is at one moment: whether the database is
/// sound, its rows refer to rows that are there, what is kept beside others agrees with them, and each
/// file has the bytes of its hash. Others go on reading and writing.
///
/// # Errors
/// When it cannot be read; what is wrong with it is no error but a fault that is told.
pub async fn check(place: &Place, files: &Files) -> Result<Checked> {
    let source = Source::open(place).await?;
    let migrations = source.state("migrations").await?;
    if migrations < migrate::newest() {
        return Err(Error::Refused(format!(
            "the database is of migration {migrations}, this program knows {}; let “depesche serve” of this \
             version start once, which brings it there",
            migrate::newest()
        )));
    }
    let mut checked = Checked { faults: sound(&source).await?, ..Checked::default() };
    for table in source.tables().await? {
        source
            .rows(&table, |_| {
                checked.rows += 1;
                Ok(())
            })
            .await?;
    }
    for (fault, sql) in RULES {
        let rows = ids(&source, sql).await?;
        if !rows.is_empty() {
            let named: Vec<String> = rows.iter().take(EXAMPLES).map(ToString::to_string).collect();
            let more = if rows.len() > EXAMPLES { ", …" } else { "" };
            checked.faults.push(format!("{} {fault}: {}{more}", rows.len(), named.join(", ")));
        }
    }
    let mut after = String::new();
    loop {
        let hashes = source.hashes_after(&after, FILES).await?;
        let Some(last) = hashes.last() else { return Ok(checked) };
        after.clone_from(last);
        for hash in &hashes {
            match hash_of(files, hash) {
                Ok(found) if &found == hash => checked.files += 1,
                Ok(found) => checked.faults.push(format!("the file {hash} has the bytes of {found}")),
                // Removed since the moment that is looked at.
                Err(Error::File { .. }) if !source.is_used_now(hash).await? => {}
                Err(error) => checked.faults.push(format!("an asset or rendition lacks its file: {error}")),
            }
        }
    }
}

/// What the database itself finds wrong.
async fn sound(source: &Source) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    match source {
        Source::Sqlite { connection, .. } => {
            let said = sqlite::all(connection, "PRAGMA integrity_check", &[], |row| row.get::<String>(0))?;
            faults.extend(said.into_iter().filter(|said| said != "ok"));
            let lost = sqlite::all(connection, "PRAGMA foreign_key_check", &[], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(2)?))
            })?;
            if let Some((table, to)) = lost.first() {
                faults.push(format!(
                    "{} rows refer to rows that are not there, the first of {table} to {to}",
                    lost.len()
                ));
            }
        }
        Source::Postgres { client, .. } => {
            let sql = "SELECT conname::text FROM pg_constraint \
                       WHERE NOT convalidated AND connamespace = current_schema()::regnamespace";
            for row in client.query(sql, &[]).await? {
                faults.push(format!("the constraint {} was never validated", row.get::<_, String>(0)));
            }
        }
    }
    Ok(faults)
}

async fn ids(source: &Source, sql: &str) -> Result<Vec<i64>> {
    match source {
        Source::Sqlite { connection, .. } => sqlite::all(connection, sql, &[], |row| row.get(0)),
        Source::Postgres { client, .. } => {
            Ok(client.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect())
        }
    }
}

fn hash_of(files: &Files, hash: &str) -> Result<String> {
    let mut file = files.open(hash)?;
    let (mut hasher, mut piece) = (blake3::Hasher::new(), vec![0; PIECE]);
    loop {
        let read = file
            .read(&mut piece)
            .map_err(|error| Error::File { what: format!("reading the file {hash}"), error })?;
        if read == 0 {
            return Ok(hasher.finalize().to_hex().to_string());
        }
        hasher.update(&piece[..read]);
    }
}
