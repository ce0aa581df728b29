//! Restoring a backup into an empty place.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;
use newsroom::change::{Cause, Way};
use newsroom::document::Document;
use newsroom::ids::{ArticleId, AssetId};
use newsroom::language::Language;
use parking_lot::Mutex;

use super::file::{Block, Reader};
use super::sink::{self, Sink};
use super::{FileKind, Head, Table, Tail, trouble};
use crate::db::{params, postgres, sqlite};
use crate::{Error, Files, Place, Result, Writing, migrate, search};

/// Articles filed at once.
const INDEXED: i64 = 500;

/// A backup that was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What it says of itself.
    pub head: Head,
    /// Rows of all tables.
    pub rows: u64,
    /// Settings, pictures and other files.
    pub files: u64,
    /// Hashes of files that were missing when the backup was made.
    pub missing: Vec<String>,
}

/// Fills an empty database, an empty folder of assets and a data folder from a backup: everything or
/// nothing. A setting that is there already stays as it is. What is made from the rest, the index of
/// the plain search, is made anew.
///
/// # Errors
/// When the place is not empty, the backup is damaged or of a newer program, or something cannot be
/// written; then the place is as it was.
pub async fn restore(from: &Path, place: &Place, files: &Files, folder: &Path) -> Result<Restored> {
    let (reader, head) = Reader::open(from)?;
    let newest = migrate::newest();
    if head.epoch != migrate::EPOCH || head.migrations > newest {
        return Err(Error::Refused(format!(
            "{} was made by {} (epoch {}, migration {}); this program reads epoch {} up to migration {newest}",
            from.display(),
            head.program,
            head.epoch,
            head.migrations,
            migrate::EPOCH
        )));
    }
    files.refuse_full()?;
    let mut under_way = UnderWay { reader, head, files, folder, made: Vec::new(), rows: 0, count: 0 };
    let outcome = match place {
        Place::Sqlite(file) => under_way.fill_sqlite(file).await,
        Place::Postgres(url) => under_way.fill_postgres(url).await,
    };
    match outcome {
        Ok(tail) => {
            let UnderWay { head, rows, count, .. } = under_way;
            Ok(Restored { head, rows, files: count, missing: tail.missing })
        }
        Err(error) => {
            under_way.take_back();
            Err(error)
        }
    }
}

struct UnderWay<'r> {
    reader: Reader,
    head: Head,
    files: &'r Files,
    folder: &'r Path,
    /// Settings that were written.
    made: Vec<PathBuf>,
    rows: u64,
    count: u64,
}

impl UnderWay<'_> {
    /// The database is filled under another name and takes its own when all of it is there.
    async fn fill_sqlite(&mut self, file: &Path) -> Result<Tail> {
        if file.exists() {
            sink::refuse_full(&sqlite::open(file)?)?;
        }
        let unfinished = with_ending(file, ".unfinished");
        let _taken_back = Unfinished(unfinished.clone());
        for ending in ["", "-journal", "-wal", "-shm"] {
            remove(&with_ending(&unfinished, ending))?;
        }
        let connection = sqlite::open(&unfinished)?;
        // Nobody else sees it, and whatever happens to it, it is made again from the backup.
        connection.pragma_update(None, "journal_mode", "off")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.pragma_update(None, "foreign_keys", false)?;
        connection.pragma_update(None, "mmap_size", 0)?;
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.execute_batch("BEGIN")?;
        let connection = Mutex::new(connection);
        let tail = self.fill(&Sink::Sqlite(&connection)).await?;
        let connection = connection.into_inner();
        connection.execute_batch("COMMIT")?;
        connection.flush_prepared_statement_cache();
        connection.close().map_err(|(_, error)| error)?;
        let whole = File::open(&unfinished).and_then(|file| file.sync_all());
        whole.map_err(|error| trouble("writing", &unfinished, error))?;
        for ending in ["-wal", "-shm"] {
            remove(&with_ending(file, ending))?;
        }
        std::fs::rename(&unfinished, file).map_err(|error| trouble("naming", file, error))?;
        sync_folder(file)?;
        Ok(tail)
    }

    async fn fill_postgres(&mut self, url: &str) -> Result<Tail> {
        let pool = postgres::pool(url)?;
        let mut client = pool.get().await?;
        let transaction = client.transaction().await?;
        sink::clear_postgres(&transaction).await?;
        let tail = self.fill(&Sink::Postgres(&transaction)).await?;
        transaction.commit().await?;
        Ok(tail)
    }

    /// Reads the backup to its end, and brings what it holds to this program's schema.
    async fn fill(&mut self, sink: &Sink<'_>) -> Result<Tail> {
        let deferred = sink.prepare(self.head.migrations).await?;
        let mut table: Option<(Table, u64)> = None;
        let tail = loop {
            let Some(block) = self.reader.next()? else { return Err(self.reader.damaged("it has no end")) };
            match (block, &mut table) {
                (Block::Table(next), None) => {
                    sink.begin(&next).await?;
                    table = Some((next, 0));
                }
                (Block::Rows(rows), Some((table, count))) => *count += sink.rows(table, &rows).await?,
                (Block::TableEnd(end), Some((done, count))) => {
                    if end.rows != *count {
                        return Err(self.reader.damaged(&format!("rows of {} are missing", done.name)));
                    }
                    sink.count_on(done).await?;
                    self.rows += end.rows;
                    table = None;
                }
                (Block::File(head), None) => {
                    self.count += 1;
                    match head.kind {
                        FileKind::Asset => self.asset(&head.name)?,
                        FileKind::Setting => self.setting(&head.name)?,
                    }
                }
                (Block::Tail(tail), None) => break tail,
                _ => return Err(self.reader.damaged("its parts are not in order")),
            }
        };
        sink.complete(&deferred).await?;
        migrate::migrate_to(&sink.conn(), sink.dialect(), migrate::newest()).await?;
        let cause = Cause { who: "restore".into(), way: Way::Job, why: String::new() };
        let writing = Writing::new(sink.conn(), cause, Timestamp::now());
        let mut after = ArticleId(0);
        while let Some(last) = index_after(&writing, after).await? {
            writing.file_articles().await?;
            after = last;
        }
        for hash in &tail.removed {
            remove_file(&writing, hash).await?;
        }
        Ok(tail)
    }

    fn asset(&mut self, hash: &str) -> Result<()> {
        let files = self.files;
        let mut pieces =
            Pieces { reader: &mut self.reader, piece: Vec::new(), at: 0, end: None, error: None };
        let stored = files.put_from(hash, &mut pieces);
        let error = pieces.error.take();
        match (error, stored) {
            (Some(error), _) => Err(error),
            (None, stored) => stored,
        }
    }

    /// Writes a setting, unless there is one of its name.
    fn setting(&mut self, name: &str) -> Result<()> {
        let path = Path::new(name);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(self.reader.damaged(&format!("a setting would lie outside of the folder: {name}")));
        }
        let to = self.folder.join(path);
        let mut pieces =
            Pieces { reader: &mut self.reader, piece: Vec::new(), at: 0, end: None, error: None };
        let mut content = Vec::new();
        let read = pieces.read_to_end(&mut content);
        if let Some(error) = pieces.error.take() {
            return Err(error);
        }
        read.map_err(|error| trouble("reading", path, error))?;
        if to.exists() {
            return Ok(());
        }
        let wrong = |error| trouble("writing", &to, error);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(wrong)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        // The configuration may hold the database's password.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&to).map_err(wrong)?;
        self.made.push(to.clone());
        file.write_all(&content).and_then(|()| file.sync_all()).map_err(wrong)
    }

    /// Removes what was written; what cannot be removed is left, the error that led here says more.
    fn take_back(&self) {
        for path in &self.made {
            drop(std::fs::remove_file(path));
        }
        drop(self.files.remove_all());
    }
}

/// Files the published articles that follow one by number under their words; says the last of them,
/// or nothing when there is none.
async fn index_after(writing: &Writing<'_>, after: ArticleId) -> Result<Option<ArticleId>> {
    let found: Vec<(ArticleId, Language, String)> = writing
        .conn()
        .all(
            "SELECT articles.id, articles.language, kicker, headline, standfirst, byline, body \
             FROM articles JOIN revisions ON revisions.id = articles.published \
             WHERE articles.id > $1 AND articles.state = 'published' ORDER BY articles.id LIMIT $2",
            params![after, INDEXED],
            |row| {
                let body = Document::from_json(row.str(6)?).map_err(|error| Error::stored("body", error))?;
                let head = [row.str(2)?, row.str(3)?, row.str(4)?, row.str(5)?];
                Ok((row.get(0)?, row.get(1)?, search::words_of(head, &body)))
            },
        )
        .await?;
    for (article, language, words) in &found {
        writing.file_article(*article, language, words);
    }
    Ok(found.last().map(|(article, ..)| *article))
}

/// Removes the assets of a file that was removed while the backup was made.
async fn remove_file(writing: &Writing<'_>, hash: &str) -> Result<()> {
    let sql = "SELECT id FROM assets WHERE hash = $1 ORDER BY id";
    let assets: Vec<AssetId> = writing.conn().all(sql, params![hash], |row| row.get(0)).await?;
    for asset in assets {
        writing.remove_asset(asset, "removed while the backup was made").await?;
    }
    Ok(())
}

/// The bytes of a file in a backup, with the hash at its end compared.
struct Pieces<'r> {
    reader: &'r mut Reader,
    piece: Vec<u8>,
    at: usize,
    end: Option<blake3::Hasher>,
    /// What reading the backup met; the reader of the bytes only hears that there was something.
    error: Option<Error>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if self.at < self.piece.len() {
                let count = to.len().min(self.piece.len() - self.at);
                to[..count].copy_from_slice(&self.piece[self.at..self.at + count]);
                self.at += count;
                return Ok(count);
            }
            let wrong = match self.reader.next() {
                Ok(Some(Block::Bytes(piece))) => {
                    self.end.get_or_insert_default().update(&piece);
                    (self.piece, self.at) = (piece, 0);
                    continue;
                }
                Ok(Some(Block::FileEnd(hash))) => {
                    if self.end.take().unwrap_or_default().finalize().as_bytes() == &hash {
                        return Ok(0);
                    }
                    self.reader.damaged("a file's bytes are not those it was written with")
                }
                Ok(_) => self.reader.damaged("its parts are not in order"),
                Err(error) => error,
            };
            self.error = Some(wrong);
            return Err(std::io::Error::other("the backup is damaged"));
        }
    }
}

/// Removes a database that was not finished.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            drop(std::fs::remove_file(with_ending(&self.0, ending)));
        }
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(trouble("removing", file, error)),
        _ => Ok(()),
    }
}

fn sync_folder(of: &Path) -> Result<()> {
    let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| trouble("writing", folder, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Archive;
    use crate::backup::make;
    use crate::db::Conn;
    use crate::db::dialect::Dialect;

    #[tokio::test]
    async fn a_backup_of_an_older_schema_is_brought_to_the_newest() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = folder.path().join("old.db");
        let connection = Mutex::new(sqlite::open(&old).expect("it opens"));
        migrate::migrate_to(&Conn::SqliteWriter(&connection), Dialect::Sqlite, 2)
            .await
            .expect("an old schema");
        let row = "INSERT INTO pages (language, slug, path, title, body, state, changed_at) \
                   VALUES ('de', 'a', '/a', 'A', '{}', 'published', 1)";
        connection.lock().execute_batch(row).expect("a row");
        drop(connection);
        let (file, files) = (folder.path().join("old.backup"), Files::new(folder.path().join("assets")));
        make(&Place::Sqlite(old), &files, folder.path(), &[], &file).await.expect("it is made");
        let place = Place::Sqlite(folder.path().join("archive.db"));
        let restored = restore(&file, &place, &files, folder.path()).await.expect("it is restored");
        assert_eq!(restored.head.migrations, 2);
        let archive = Archive::open(&place).await.expect("it opens");
        let state = "SELECT value FROM schema_state WHERE name = 'migrations'";
        let number = archive.reading().conn().first(state, &[], |row| row.get::<i64>(0)).await;
        assert_eq!(number.expect("asked"), Some(migrate::newest()));
        let page = archive.reading().page_at("/a").await.expect("asked");
        assert!(page.is_some(), "its rows did not come along");
    }
}
