//! The log of what changed, in order, and what of readers' pages each change concerns.
//!
//! What a transaction changes is gathered and written when it ends, so that on PostgreSQL the lock
//! that keeps the numbers in order is held for a moment only.

use std::collections::BTreeSet;
use std::sync::Arc;

use newsroom::change::{Subject, Way};
use newsroom::ids::{ArticleId, AssetId, AuthorId, DossierId, PageId, TopicId};
use parking_lot::Mutex;

use crate::db::{Row, params};
use crate::{Reading, Result, Tag, Writing};

/// A change as those see it who follow the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number. Numbers become visible in order.
    pub id: i64,
    /// What kind of thing changed: the words of [`Subject`].
    pub subject: String,
    /// Which of them; 0 where it says nothing.
    pub subject_id: i64,
    /// What of readers' pages it concerns.
    pub tags: Arc<[Tag]>,
}

/// What a transaction has changed so far.
pub(crate) type ToLog = Mutex<Log>;

#[derive(Default)]
pub(crate) struct Log {
    lines: Vec<Line>,
    /// What is concerned by a change whose line is still to come.
    tags: BTreeSet<Tag>,
}

struct Line {
    subject: Subject,
    id: i64,
    why: String,
    tags: BTreeSet<Tag>,
}

impl Writing<'_> {
    /// Notes in the log that something changed. Everything that changes a row calls it.
    pub(crate) fn changed(&self, subject: Subject, id: i64) {
        self.changed_because(subject, id, &self.cause().why);
    }

    /// The same with a reason of its own.
    pub(crate) fn changed_because(&self, subject: Subject, id: i64, why: &str) {
        let mut log = self.to_log.lock();
        let mut tags = std::mem::take(&mut log.tags);
        tags.extend(concerned(subject, id));
        match log.lines.last_mut() {
            // What is done in several steps is one change.
            Some(last) if last.subject == subject && last.id == id && (last.why == why || why.is_empty()) => {
                last.tags.append(&mut tags);
            }
            Some(last) if last.subject == subject && last.id == id && last.why.is_empty() => {
                why.clone_into(&mut last.why);
                last.tags.append(&mut tags);
            }
            _ => log.lines.push(Line { subject, id, why: why.to_owned(), tags }),
        }
    }

    /// Notes what of readers' pages the next change in the log concerns.
    pub(crate) fn touch(&self, tag: Tag) {
        self.to_log.lock().tags.insert(tag);
    }

    /// Writes what was gathered; says it as followers read it.
    pub(crate) async fn log_changes(&self) -> Result<Vec<Change>> {
        let mut log = std::mem::take(&mut *self.to_log.lock());
        if log.lines.is_empty() {
            if log.tags.is_empty() {
                return Ok(Vec::new());
            }
            // Nobody changed a thing, but pages are different all the same.
            let tags = std::mem::take(&mut log.tags);
            log.lines.push(Line { subject: Subject::Site, id: 0, why: self.cause().why.clone(), tags });
        }
        if let Some(last) = log.lines.last_mut() {
            last.tags.append(&mut log.tags);
        }
        if self.cause().way == Way::Import {
            // Thousands of articles are in all lists: naming each would fill the log.
            for line in log.lines.iter_mut().filter(|line| !line.tags.is_empty()) {
                line.tags = BTreeSet::from([Tag::All]);
            }
        }
        if self.conn().is_postgres() {
            // Numbers must become visible in order: whoever writes the log holds this until commit.
            self.conn().all("SELECT pg_advisory_xact_lock(4170002)", &[], |_| Ok(())).await?;
        }
        let mut changes = Vec::with_capacity(log.lines.len());
        for line in log.lines {
            let words: Vec<String> = line.tags.iter().map(Tag::to_string).collect();
            let id = self
                .conn()
                .insert(
                    "INSERT INTO changes (at, who, way, why, subject, subject_id, tags) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    params![
                        self.now(),
                        &self.cause().who,
                        self.cause().way.as_str(),
                        &line.why,
                        line.subject.as_str(),
                        line.id,
                        &words.join("\n")
                    ],
                )
                .await?;
            changes.push(Change {
                id,
                subject: line.subject.as_str().to_owned(),
                subject_id: line.id,
                tags: line.tags.into_iter().collect(),
            });
        }
        if self.conn().is_postgres() {
            self.conn().all("SELECT pg_notify('depesche_changes', '')", &[], |_| Ok(())).await?;
        }
        Ok(changes)
    }
}

/// What follows from the kind of change alone. That an article changed follows from nothing: most
/// changes are to texts that no reader sees.
fn concerned(subject: Subject, id: i64) -> Vec<Tag> {
    match subject {
        Subject::Section => vec![Tag::Sections],
        Subject::Topic => vec![Tag::Topic(TopicId(id)), Tag::Topics],
        Subject::Author => vec![Tag::Author(AuthorId(id))],
        Subject::Dossier => vec![Tag::Dossier(DossierId(id))],
        Subject::Asset => vec![Tag::Asset(AssetId(id))],
        Subject::Page => vec![Tag::Page(PageId(id)), Tag::Pages],
        Subject::Comments => vec![Tag::Comments(ArticleId(id))],
        Subject::Site => vec![Tag::All],
        Subject::Article
        | Subject::Front
        | Subject::Menu
        | Subject::Path
        | Subject::Provider
        | Subject::WireItem => Vec::new(),
    }
}

impl Reading<'_> {
    /// The number of the newest change in the log; 0 before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_change(&self) -> Result<i64> {
        let newest = self
            .conn()
            .first("SELECT id FROM changes ORDER BY id DESC LIMIT 1", &[], |row| row.get(0))
            .await?;
        Ok(newest.unwrap_or(0))
    }

    /// At most `most` changes that come after one, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes_after(&self, after: i64, most: i64) -> Result<Vec<Change>> {
        self.conn()
            .all(
                "SELECT id, subject, subject_id, tags FROM changes WHERE id > $1 ORDER BY id LIMIT $2",
                params![after, most],
                read,
            )
            .await
    }
}

pub(crate) fn read(row: &Row<'_>) -> Result<Change> {
    // A tag of a newer program may concern anything.
    let tags = row.str(3)?.lines().map(|word| word.parse().unwrap_or(Tag::All)).collect();
    Ok(Change { id: row.get(0)?, subject: row.get(1)?, subject_id: row.get(2)?, tags })
}
