//! Reading: questions to the archive. The questions about a noun stand in the noun's file.

use crate::db::Conn;
use crate::notes::Notes;
use crate::{List, ListPlace, Tag, Teaser, Tells, Window};
use newsroom::language::Language;

/// A way to ask the archive questions; cheap to make, one for each request. Asked while a page is
/// made ([`crate::noting`]), each question notes what its answer depends on.
pub struct Reading<'a> {
    conn: Conn<'a>,
    notes: Option<Notes>,
    tells: Tells,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(conn: Conn<'a>) -> Reading<'a> {
        Reading { conn, notes: Notes::current(), tells: Tells::TEASERS }
    }

    /// One whose questions are part of a change.
    pub(crate) fn of_change(conn: Conn<'a>) -> Reading<'a> {
        Reading { conn, notes: None, tells: Tells::TEASERS }
    }

    /// The same for what tells something else of the articles in a list than lists for people do.
    #[must_use]
    pub fn telling(mut self, tells: Tells) -> Self {
        self.tells = tells;
        self
    }

    /// For questions that no page asks. One that does is made from something nobody knows of.
    pub(crate) fn conn(&self) -> &Conn<'a> {
        if let Some(notes) = &self.notes {
            notes.unknown();
        }
        &self.conn
    }

    /// For a question whose answer depends on these. What more it depends on is noted by
    /// [`Reading::note`] when the answer is there.
    pub(crate) fn about<const N: usize>(&self, tags: [Tag; N]) -> &Conn<'a> {
        for tag in tags {
            self.note(tag);
        }
        &self.conn
    }

    pub(crate) fn note(&self, tag: Tag) {
        if let Some(notes) = &self.notes {
            notes.tag(tag);
        }
    }

    /// Notes a part of a list whose articles are announced, both ends included.
    pub(crate) fn note_window(&self, list: List, language: &Language, from: ListPlace, to: ListPlace) {
        self.note_part(list, language, from, to, self.tells);
    }

    /// Notes a part of a list of which only is told what is there.
    pub(crate) fn note_presence(&self, list: List, language: &Language, from: ListPlace, to: ListPlace) {
        self.note_part(list, language, from, to, Tells::THERE);
    }

    /// Notes a part of a list with what is told of its articles.
    pub(crate) fn note_part(
        &self,
        list: List,
        language: &Language,
        from: ListPlace,
        to: ListPlace,
        tells: Tells,
    ) {
        if let Some(notes) = &self.notes {
            notes.window(Window { list, language: language.clone(), from, to, tells });
        }
    }

    /// Notes the pictures and authors of articles; lists note the articles themselves by their places.
    pub(crate) fn note_around<'t>(&self, found: impl IntoIterator<Item = &'t Teaser>) {
        if self.notes.is_none() {
            return;
        }
        for teaser in found {
            if let Some(picture) = teaser.picture.as_ref().filter(|_| self.tells.meets(Tells::PICTURES)) {
                self.note(Tag::Asset(picture.id));
            }
            for author in teaser.author_ids.iter().filter(|_| self.tells.meets(Tells::WORDS)) {
                self.note(Tag::Byline(*author));
            }
        }
    }

    /// Notes articles that were found otherwise than by a list.
    pub(crate) fn note_teasers(&self, found: &[Teaser]) {
        for teaser in found {
            self.note(Tag::Teaser(teaser.article));
        }
        self.note_around(found);
    }
}
