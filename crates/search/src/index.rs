//! An index: opened, written and asked.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::schema::Term;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError};

use crate::analysis::Analyser;
use crate::compounds::Lexicon;
use crate::entry::Entry;
use crate::error::at;
use crate::schema::{Fields, schema, settings};
use crate::terms::{LINES, Lines};
use crate::{Error, Result};

/// The nouns that the archive has shown, beside the index's own files.
const LEARNT: &str = "learnt-words.txt";
/// Words of a language that a writer remembers.
const REMEMBERED: usize = 50_000;

/// How far an index has come, kept with it at each commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The change up to which all is in the index.
    pub change: i64,
    /// When that was noted, in milliseconds since 1970: tells an archive from another.
    pub at: i64,
    /// While it is being built, the article up to which it is.
    pub until: i64,
    /// Whether all articles were read once.
    pub complete: bool,
}

/// An index in a folder.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) lexicon: Arc<Lexicon>,
    inner: tantivy::Index,
    reader: IndexReader,
    folder: PathBuf,
}

impl Index {
    /// Makes an empty index in an empty folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Index> {
        let (schema, _) = schema();
        let made = tantivy::Index::builder().schema(schema).settings(settings()).create_in_dir(folder);
        Index::of(folder, made)
    }

    /// Opens the index of a folder.
    ///
    /// # Errors
    /// When there is none or it is damaged.
    pub fn open(folder: &Path) -> Result<Index> {
        Index::of(folder, tantivy::Index::open_in_dir(folder))
    }

    fn of(folder: &Path, inner: tantivy::Result<tantivy::Index>) -> Result<Index> {
        let failed = |cause| Error::Index { path: folder.to_owned(), cause };
        let inner = inner.map_err(failed)?;
        let (wanted, fields) = schema();
        if inner.schema() != wanted {
            return Err(failed(TantivyError::SchemaError("its fields are not those of this program".into())));
        }
        inner.tokenizers().register(LINES, Lines::default());
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let learnt = folder.join(LEARNT);
        let lexicon = Arc::new(Lexicon::open(Some(&learnt)).map_err(at(&learnt))?);
        Ok(Index { fields, lexicon, inner, reader, folder: folder.to_owned() })
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How far it had come at the last commit.
    ///
    /// # Errors
    /// When its description cannot be read.
    pub fn progress(&self) -> Result<Progress> {
        let metas = self.inner.load_metas().map_err(|cause| self.failed(cause))?;
        Ok(metas.payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default())
    }

    /// How many articles are in it.
    pub fn articles(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Sees what another program has committed.
    ///
    /// # Errors
    /// When the index cannot be read again; what was seen before stays.
    pub fn look_again(&self) -> Result<()> {
        self.reader.reload().map_err(|cause| self.failed(cause))
    }

    /// Becomes the one that writes it, with so many bytes of memory for what is not yet on disk.
    ///
    /// # Errors
    /// [`Error::Busy`] when another does already.
    pub fn writer(self: &Arc<Index>, memory: usize) -> Result<Indexer> {
        let writer = self.inner.writer_with_num_threads(1, memory).map_err(|cause| match cause {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy(self.folder.clone()),
            cause => self.failed(cause),
        })?;
        Ok(Indexer { index: self.clone(), writer, analysers: HashMap::new() })
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(crate) fn failed(&self, cause: TantivyError) -> Error {
        Error::Index { path: self.folder.clone(), cause }
    }
}

/// The one that writes an index. What it is given counts from [`Indexer::commit`] on.
pub struct Indexer {
    index: Arc<Index>,
    writer: IndexWriter<TantivyDocument>,
    analysers: HashMap<String, Analyser>,
}

impl Indexer {
    /// The index that is written.
    pub fn index(&self) -> &Arc<Index> {
        &self.index
    }

    /// Learns the nouns of these articles, so that compounds with them come apart from now on.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub fn learn(&self, entries: &[Entry]) -> Result<()> {
        let german = entries.iter().filter(|entry| entry.language.primary() == "de");
        let texts = german.flat_map(|entry| entry.texts());
        self.index.lexicon.learn(texts).map_err(at(&self.index.folder.join(LEARNT)))
    }

    /// Puts an article in, in the place of what stood there of it.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn put(&mut self, entry: &Entry) -> Result<()> {
        self.remove(entry.article);
        self.add(entry)
    }

    /// Puts an article in that is not there yet: for building, where looking for each would be for nothing.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn add(&mut self, entry: &Entry) -> Result<()> {
        let analyser = self
            .analysers
            .entry(entry.language.as_str().to_owned())
            .or_insert_with(|| Analyser::new(self.index.lexicon.clone(), &entry.language, REMEMBERED));
        let document = entry.document(&self.index.fields, analyser);
        self.writer.add_document(document).map(drop).map_err(|cause| self.index.failed(cause))
    }

    /// Takes an article out.
    pub fn remove(&mut self, article: i64) {
        self.writer.delete_term(Term::from_field_u64(self.index.fields.article, article.unsigned_abs()));
    }

    /// Makes all that was given durable, with how far the index has come, and visible to questions.
    ///
    /// # Errors
    /// When it cannot; then nothing of it counts.
    pub fn commit(&mut self, progress: Progress) -> Result<()> {
        let payload = serde_json::to_string(&progress).unwrap_or_default();
        let mut commit = || {
            let mut prepared = self.writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()
        };
        commit().map_err(|cause| self.index.failed(cause))?;
        self.index.look_again()
    }

    /// Waits for what is being joined in the background, and lets go of the index.
    ///
    /// # Errors
    /// When that fails; what was committed stays.
    pub fn finish(self) -> Result<()> {
        let index = self.index;
        self.writer.wait_merging_threads().map_err(|cause| index.failed(cause))
    }
}
