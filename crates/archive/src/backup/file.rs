//! The file itself: its beginning, blocks, and the hash of all of them.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FileHead, Head, MAGIC, Table, TableEnd, Tail, VERSION, trouble};
use crate::{Error, Result};

/// Bytes of a piece of a file, and of rows from which on they become a block.
pub(super) const PIECE: usize = 256 << 10;
/// Longest block that is read: a row is as long as its longest text, but no longer than this.
const LONGEST: u32 = 1 << 30;
/// Compression: more takes much longer and saves little.
const LEVEL: i32 = 3;

const HEAD: u8 = 1;
const TABLE: u8 = 2;
const ROWS: u8 = 3;
const TABLE_END: u8 = 4;
const FILE: u8 = 5;
const BYTES: u8 = 6;
const FILE_END: u8 = 7;
const TAIL: u8 = 9;

/// What is read from a backup, block by block.
pub(super) enum Block {
    Head(Head),
    Table(Table),
    Rows(Vec<u8>),
    TableEnd(TableEnd),
    File(FileHead),
    Bytes(Vec<u8>),
    FileEnd([u8; 32]),
    Tail(Tail),
}

/// Writes a backup under another name beside its own, which it takes when it is complete.
pub(super) struct Writer {
    to: PathBuf,
    unfinished: PathBuf,
    out: zstd::Encoder<'static, BufWriter<File>>,
    hash: blake3::Hasher,
    finished: bool,
}

impl Writer {
    /// Begins a file that only its owner may read: it holds addresses and keys.
    pub(super) fn begin(to: &Path, head: &Head) -> Result<Writer> {
        if to.exists() {
            return Err(Error::Refused(format!("{} exists; give a backup a name of its own", to.display())));
        }
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".unfinished");
        let unfinished = to.with_file_name(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&unfinished).map_err(|error| trouble("making", &unfinished, error))?;
        let begun = || -> std::io::Result<_> {
            let mut file = BufWriter::with_capacity(PIECE, file);
            file.write_all(MAGIC)?;
            file.write_all(&VERSION.to_le_bytes())?;
            let mut out = zstd::Encoder::new(file, LEVEL)?;
            out.include_checksum(true)?;
            Ok(out)
        };
        let out = begun().map_err(|error| trouble("writing", &unfinished, error))?;
        let hash = blake3::Hasher::new();
        let mut writer = Writer { to: to.to_owned(), unfinished, out, hash, finished: false };
        writer.json(HEAD, head)?;
        Ok(writer)
    }

    pub(super) fn table(&mut self, table: &Table) -> Result<()> {
        self.json(TABLE, table)
    }

    pub(super) fn rows(&mut self, rows: &[u8]) -> Result<()> {
        self.block(ROWS, rows)
    }

    pub(super) fn table_end(&mut self, rows: u64) -> Result<()> {
        self.json(TABLE_END, &TableEnd { rows })
    }

    /// Writes a whole file; says the hash of its bytes.
    pub(super) fn file(&mut self, head: &FileHead, from: &Path, mut file: impl Read) -> Result<blake3::Hash> {
        self.json(FILE, head)?;
        let mut hash = blake3::Hasher::new();
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(|error| trouble("reading", from, error))?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            self.block(BYTES, &piece[..read])?;
        }
        let hash = hash.finalize();
        self.block(FILE_END, hash.as_bytes())?;
        Ok(hash)
    }

    /// Ends the file and gives it its name, durably; says its bytes.
    pub(super) fn end(mut self, mut tail: Tail) -> Result<u64> {
        tail.blake3 = self.hash.finalize().to_hex().to_string();
        self.json(TAIL, &tail)?;
        let wrong = |error| trouble("writing", &self.unfinished, error);
        self.out.do_finish().map_err(wrong)?;
        let buffer = self.out.get_mut();
        buffer.flush().map_err(wrong)?;
        buffer.get_ref().sync_all().map_err(wrong)?;
        let bytes = buffer.get_ref().metadata().map_err(wrong)?.len();
        std::fs::rename(&self.unfinished, &self.to).map_err(|error| trouble("naming", &self.to, error))?;
        self.finished = true;
        // The name itself is durable once its folder is.
        let folder =
            self.to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| trouble("writing", folder, error))?;
        Ok(bytes)
    }

    fn json(&mut self, kind: u8, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_vec(value).map_err(|error| Error::Refused(error.to_string()))?;
        self.block(kind, &text)
    }

    fn block(&mut self, kind: u8, content: &[u8]) -> Result<()> {
        let length = u32::try_from(content.len()).ok().filter(|length| *length <= LONGEST);
        let length = length.ok_or_else(|| Error::Refused("a row is longer than a backup can hold".into()))?;
        let mut start = [kind, 0, 0, 0, 0];
        start[1..].copy_from_slice(&length.to_le_bytes());
        for part in [&start[..], content] {
            self.hash.update(part);
            self.out.write_all(part).map_err(|error| trouble("writing", &self.unfinished, error))?;
        }
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.finished {
            // What is half written is of no use; the error that led here says why.
            drop(std::fs::remove_file(&self.unfinished));
        }
    }
}

/// Reads a backup.
pub(super) struct Reader {
    from: PathBuf,
    input: zstd::Decoder<'static, BufReader<File>>,
    hash: blake3::Hasher,
    /// What was read so far, to be compared with what the end says.
    counted: Tail,
    ended: bool,
}

impl Reader {
    /// Opens a backup and reads what it says of itself.
    pub(super) fn open(from: &Path) -> Result<(Reader, Head)> {
        let wrong = |error| trouble("reading", from, error);
        let mut file = BufReader::with_capacity(PIECE, File::open(from).map_err(wrong)?);
        let (mut magic, mut version) = ([0; MAGIC.len()], [0; 4]);
        if file.read_exact(&mut magic).is_err() || &magic != MAGIC || file.read_exact(&mut version).is_err() {
            return Err(Error::Refused(format!("{} is not a backup of Depesche", from.display())));
        }
        let version = u32::from_le_bytes(version);
        if version > VERSION {
            return Err(Error::Refused(format!(
                "{} has the format {version}, this program reads up to {VERSION}; use a newer Depesche",
                from.display()
            )));
        }
        let input = zstd::Decoder::with_buffer(file).map_err(wrong)?.single_frame();
        let hash = blake3::Hasher::new();
        let mut reader =
            Reader { from: from.to_owned(), input, hash, counted: Tail::default(), ended: false };
        match reader.next()? {
            Some(Block::Head(head)) => Ok((reader, head)),
            _ => Err(reader.damaged("it does not say what it is")),
        }
    }

    /// The next block; nothing after the last one, when everything is known to be whole.
    pub(super) fn next(&mut self) -> Result<Option<Block>> {
        if self.ended {
            return Ok(None);
        }
        let before = self.hash.clone();
        let mut start = [0; 5];
        self.fill(&mut start)?;
        let length = u32::from_le_bytes([start[1], start[2], start[3], start[4]]);
        if length > LONGEST {
            return Err(self.damaged("a block is too long"));
        }
        let mut content = vec![0; length as usize];
        self.fill(&mut content)?;
        Ok(Some(match start[0] {
            HEAD => Block::Head(self.read(&content)?),
            TABLE => {
                self.counted.tables += 1;
                let table: Table = self.read(&content)?;
                if table.columns.is_empty() {
                    return Err(self.damaged("a table has no columns"));
                }
                Block::Table(table)
            }
            ROWS => Block::Rows(content),
            TABLE_END => {
                let end: TableEnd = self.read(&content)?;
                self.counted.rows += end.rows;
                Block::TableEnd(end)
            }
            FILE => {
                self.counted.files += 1;
                Block::File(self.read(&content)?)
            }
            BYTES => Block::Bytes(content),
            FILE_END => Block::FileEnd(
                content.as_slice().try_into().map_err(|_| self.damaged("a file's hash is not one"))?,
            ),
            TAIL => {
                let tail: Tail = self.read(&content)?;
                self.compare(&tail, &before)?;
                self.ended = true;
                Block::Tail(tail)
            }
            other => return Err(self.damaged(&format!("there is no block of kind {other}"))),
        }))
    }

    /// Whether the end agrees with what was read, and whether it is the end.
    fn compare(&mut self, tail: &Tail, before: &blake3::Hasher) -> Result<()> {
        if tail.blake3 != before.finalize().to_hex().as_str() {
            return Err(self.damaged("its checksum is not that of its content"));
        }
        let counted = &self.counted;
        if (tail.tables, tail.rows, tail.files) != (counted.tables, counted.rows, counted.files) {
            return Err(self.damaged("something is missing in it"));
        }
        let mut more = [0];
        match self.input.read(&mut more) {
            Ok(0) => {}
            Ok(_) => return Err(self.damaged("there is more behind its end")),
            Err(error) => return Err(self.damaged(&error.to_string())),
        }
        match self.input.get_mut().read(&mut more) {
            Ok(0) => Ok(()),
            _ => Err(self.damaged("there is more behind its end")),
        }
    }

    fn fill(&mut self, content: &mut [u8]) -> Result<()> {
        self.input.read_exact(content).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => self.damaged("it breaks off"),
            _ => self.damaged(&error.to_string()),
        })?;
        self.hash.update(content);
        Ok(())
    }

    fn read<T: DeserializeOwned>(&self, content: &[u8]) -> Result<T> {
        serde_json::from_slice(content).map_err(|error| self.damaged(&error.to_string()))
    }

    /// An error that names the backup.
    pub(super) fn damaged(&self, why: &str) -> Error {
        Error::Refused(format!("{} is damaged: {why}", self.from.display()))
    }
}
