//! Lists of articles as readers see them: every list is one range of `listings`.

use jiff::Timestamp;
use newsroom::asset::Asset;
use newsroom::genre::Genre;
use newsroom::ids::{ArticleId, AuthorId, SectionId, StoryId};
use newsroom::language::Language;
use newsroom::origin::Origin;

use crate::db::{Row, params};
use crate::{Error, Reading, Result, Tag};

/// Where lists have an article whose day of publication nobody knows: behind all others. What is
/// asked for by date never begins so early.
pub const UNDATED: Timestamp = Timestamp::constant(-62_127_820_800, 0);

/// An article as lists announce it, by its published revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Teaser {
    /// The article.
    pub article: ArticleId,
    /// The story it is a text of.
    pub story: StoryId,
    /// Its language.
    pub language: Language,
    /// Its address.
    pub path: String,
    /// Its home section.
    pub section: Option<SectionId>,
    /// When it was first published; nothing where it came without a date.
    pub published: Option<Timestamp>,
    /// When it was last changed in substance.
    pub updated: Option<Timestamp>,
    /// What kind of text it is.
    pub genre: Genre,
    /// The line above the headline.
    pub kicker: String,
    /// The headline.
    pub headline: String,
    /// The opening summary.
    pub standfirst: String,
    /// Words for the byline beside or instead of authors.
    pub byline: String,
    /// Names of its authors in order.
    pub authors: Vec<String>,
    /// Their keys in the same order.
    pub author_ids: Vec<AuthorId>,
    /// Its lead picture, described in its language.
    pub picture: Option<Asset>,
}

/// A list that articles stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// All of the site.
    Site,
    /// Those of a section and the sections below it.
    Section(SectionId),
    /// Those of a topic.
    Topic(newsroom::ids::TopicId),
    /// Those of an author.
    Author(newsroom::ids::AuthorId),
    /// Those of a dossier.
    Dossier(newsroom::ids::DossierId),
}

impl List {
    /// Kind and number under which `listings` has it.
    pub fn key(self) -> (&'static str, i64) {
        match self {
            List::Site => ("site", 0),
            List::Section(id) => ("section", id.0),
            List::Topic(id) => ("topic", id.0),
            List::Author(id) => ("author", id.0),
            List::Dossier(id) => ("dossier", id.0),
        }
    }
}

/// A place in a list: the time of publication in milliseconds and the article. Later places are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Milliseconds since 1970 in UTC.
    pub published_at: i64,
    /// The article that stands there.
    pub article: i64,
}

impl Place {
    /// Before the newest article of any list.
    pub const TOP: Place = Place { published_at: i64::MAX, article: i64::MAX };
    /// Behind the oldest one.
    pub const END: Place = Place { published_at: i64::MIN, article: i64::MIN };

    /// Before any article published at a moment.
    pub(crate) fn start_of(at: Timestamp) -> Place {
        Place { published_at: at.as_millisecond(), article: i64::MIN }
    }

    /// The place right below this one.
    pub fn below(self) -> Place {
        Place { article: self.article.saturating_sub(1), ..self }
    }

    /// The place right above this one.
    pub fn above(self) -> Place {
        Place { article: self.article.saturating_add(1), ..self }
    }
}

impl Teaser {
    /// Where it stands in lists.
    pub fn place(&self) -> Place {
        let at = self.published.unwrap_or(UNDATED);
        Place { published_at: at.as_millisecond(), article: self.article.0 }
    }

    pub(crate) fn read(row: &Row<'_>) -> Result<Teaser> {
        let (mut authors, mut author_ids) = (Vec::new(), Vec::new());
        for line in row.get::<Option<String>>(12)?.iter().flat_map(|lines| lines.lines()) {
            let (id, name) = line.split_once(' ').unwrap_or_default();
            author_ids.push(AuthorId(id.parse().map_err(|error| Error::stored("authors.id", error))?));
            authors.push(name.to_owned());
        }
        Ok(Teaser {
            article: row.get(0)?,
            story: row.get(1)?,
            language: row.get(2)?,
            path: row.get::<Option<String>>(3)?.unwrap_or_default(),
            section: row.get(4)?,
            published: row.get(5)?,
            updated: row.get(6)?,
            genre: genre(row.str(7)?)?,
            kicker: row.get(8)?,
            headline: row.get(9)?,
            standfirst: row.get(10)?,
            byline: row.get(11)?,
            authors,
            author_ids,
            picture: crate::asset_read::joined(row, 13)?,
        })
    }
}

pub(crate) fn genre(word: &str) -> Result<Genre> {
    Genre::from_word(word).ok_or_else(|| Error::stored("genre", format!("“{word}” is no genre")))
}

pub(crate) fn origin(json: &str) -> Result<Origin> {
    if json.is_empty() {
        return Ok(Origin::default());
    }
    serde_json::from_str(json).map_err(|error| Error::stored("origin", error))
}

/// The statement that reads teasers of the articles `a` that a source yields. The column order is
/// that of [`Teaser::read`]. Of a revision it reads nothing behind the body, because SQLite would
/// have to read that first.
macro_rules! teasers {
    ($from:literal, $rest:literal) => {
        teasers!("", $from, $rest)
    };
    // With more columns behind those of a teaser.
    ($more:literal, $from:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.story, a.language, a.path, a.section, a.published_at, a.updated_at, r.genre, r.kicker, \
                    r.headline, r.standfirst, r.byline, \
                    (SELECT string_agg(u.id || ' ' || u.name, '\n' ORDER BY aa.position) FROM article_authors aa \
                     JOIN authors u ON u.id = aa.author WHERE aa.article = a.id), \
                    s.id, s.name, s.mime, s.hash, s.bytes, s.width, s.height, s.focus_x, s.focus_y, \
                    COALESCE(w.alt, s.alt), COALESCE(w.caption, s.caption), s.credit, s.copyright, s.taken_at",
            $more,
            " FROM ",
            $from,
            " JOIN revisions r ON r.id = a.published LEFT JOIN assets s ON s.id = r.picture \
             LEFT JOIN asset_words w ON w.asset = s.id AND w.language = a.language ",
            $rest
        )
    };
}
pub(crate) use teasers;

impl Reading<'_> {
    /// At most `most` articles of a list that stand after a place, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(
        &self,
        list: List,
        language: &Language,
        after: Place,
        most: i64,
    ) -> Result<Vec<Teaser>> {
        let (kind, of) = list.key();
        let found = self
            .about([])
            .all(
                teasers!(
                    "listings l JOIN articles a ON a.id = l.article",
                    "WHERE l.kind = $1 AND l.of = $2 AND l.language = $3 \
                       AND (l.published_at, l.article) < ($4, $5) \
                     ORDER BY l.published_at DESC, l.article DESC LIMIT $6"
                ),
                params![kind, of, language, after.published_at, after.article, most],
                Teaser::read,
            )
            .await?;
        self.note_window(list, language, oldest(&found, most), after.below());
        self.note_around(&found);
        Ok(found)
    }

    /// At most `most` articles of a list that stand right before a place, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_before(
        &self,
        list: List,
        language: &Language,
        before: Place,
        most: i64,
    ) -> Result<Vec<Teaser>> {
        let (kind, of) = list.key();
        let mut found = self
            .about([])
            .all(
                teasers!(
                    "listings l JOIN articles a ON a.id = l.article",
                    "WHERE l.kind = $1 AND l.of = $2 AND l.language = $3 \
                       AND (l.published_at, l.article) > ($4, $5) \
                     ORDER BY l.published_at, l.article LIMIT $6"
                ),
                params![kind, of, language, before.published_at, before.article, most],
                Teaser::read,
            )
            .await?;
        found.reverse();
        let newest = found.first().filter(|_| is_full(&found, most)).map_or(Place::TOP, Teaser::place);
        self.note_window(list, language, before.above(), newest);
        self.note_around(&found);
        Ok(found)
    }

    /// The newest articles of each of some sections, at most `most` of each, in the order of the
    /// sections; one question, however many sections there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_of_sections(
        &self,
        sections: &[SectionId],
        language: &Language,
        most: i64,
    ) -> Result<Vec<(SectionId, Teaser)>> {
        let json = serde_json::to_string(sections).map_err(|error| Error::stored("sections", error))?;
        // Each section is one short range of `listings`. SQLite has no LATERAL; what it looks up by
        // a subquery is PostgreSQL's only that way.
        let sql = if self.about([]).is_postgres() {
            teasers!(
                ", CAST(CAST(list.value AS TEXT) AS BIGINT)",
                "json_array_elements(CAST(CAST($1 AS TEXT) AS json)) AS list(value) \
                 CROSS JOIN LATERAL (SELECT k.article FROM listings k \
                     WHERE k.kind = 'section' AND k.of = CAST(CAST(list.value AS TEXT) AS BIGINT) \
                       AND k.language = $2 ORDER BY k.published_at DESC, k.article DESC LIMIT $3) AS newest \
                 JOIN articles a ON a.id = newest.article",
                ""
            )
        } else {
            teasers!(
                ", list.value",
                "json_each($1) AS list JOIN articles a ON a.id IN (SELECT k.article FROM listings k \
                     WHERE k.kind = 'section' AND k.of = list.value AND k.language = $2 \
                     ORDER BY k.published_at DESC, k.article DESC LIMIT $3)",
                ""
            )
        };
        let mut found: Vec<(SectionId, Teaser)> = self
            .about([])
            .all(sql, params![&json, language, most], |row| Ok((row.get(27)?, Teaser::read(row)?)))
            .await?;
        // A few rows, put in order here; a database would sort them in a table of its own.
        let order = |section: SectionId| sections.iter().position(|known| *known == section);
        found.sort_by(|(a, left), (b, right)| {
            let newer = (right.published, right.article.0).cmp(&(left.published, left.article.0));
            order(*a).cmp(&order(*b)).then(newer)
        });
        for section in sections {
            let own: Vec<&Teaser> =
                found.iter().filter(|(of, _)| of == section).map(|(_, teaser)| teaser).collect();
            let full = i64::try_from(own.len()).is_ok_and(|count| count >= most);
            let oldest = own.last().filter(|_| full).map_or(Place::END, |last| last.place());
            self.note_window(List::Section(*section), language, oldest, Place::TOP);
            self.note_around(own);
        }
        Ok(found)
    }

    /// The articles of the site published from one moment until before another, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn published_between(
        &self,
        language: &Language,
        from: Timestamp,
        until: Timestamp,
        most: i64,
    ) -> Result<Vec<Teaser>> {
        let found = self
            .about([])
            .all(
                teasers!(
                    "listings l JOIN articles a ON a.id = l.article",
                    "WHERE l.kind = 'site' AND l.of = 0 AND l.language = $1 \
                       AND l.published_at >= $2 AND l.published_at < $3 \
                     ORDER BY l.published_at DESC, l.article DESC LIMIT $4"
                ),
                params![language, from, until, most],
                Teaser::read,
            )
            .await?;
        self.note_window(List::Site, language, Place::start_of(from), Place::start_of(until));
        self.note_around(&found);
        Ok(found)
    }

    /// When the first and the last article of the site were published, if one has a date.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_and_last(&self, language: &Language) -> Result<Option<(Timestamp, Timestamp)>> {
        let first: Option<Timestamp> = self
            .about([])
            .first(
                "SELECT published_at FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND published_at > $2 ORDER BY published_at, article LIMIT 1",
                params![language, UNDATED],
                |row| row.get(0),
            )
            .await?;
        let last: Option<Timestamp> = self
            .about([])
            .first(
                "SELECT published_at FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND published_at > $2 ORDER BY published_at DESC, article DESC LIMIT 1",
                params![language, UNDATED],
                |row| row.get(0),
            )
            .await?;
        // What comes before the first, goes behind the last or takes one of them away.
        let end = first.map_or(Place::TOP, |at| Place { article: i64::MAX, ..Place::start_of(at) });
        self.note_presence(List::Site, language, Place::END, end);
        let start = last.map_or(Place::END, Place::start_of);
        self.note_presence(List::Site, language, start, Place::TOP);
        Ok(first.zip(last))
    }

    /// The last article published before a moment and the first one published from another on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn neighbours(
        &self,
        language: &Language,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
        let before: Option<Timestamp> = self
            .about([])
            .first(
                "SELECT published_at FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND published_at < $2 AND published_at > $3 ORDER BY published_at DESC, article DESC LIMIT 1",
                params![language, from, UNDATED],
                |row| row.get(0),
            )
            .await?;
        let after: Option<Timestamp> = self
            .about([])
            .first(
                "SELECT published_at FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND published_at >= $2 ORDER BY published_at, article LIMIT 1",
                params![language, until],
                |row| row.get(0),
            )
            .await?;
        let start = before.map_or(Place::END, Place::start_of);
        self.note_presence(List::Site, language, start, Place::start_of(from));
        let end = after.map_or(Place::TOP, |at| Place { article: i64::MAX, ..Place::start_of(at) });
        self.note_presence(List::Site, language, Place::start_of(until), end);
        Ok((before, after))
    }

    /// The stories put by hand into the places of the front page, in order, as far as they are
    /// published in the language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn front_slots(&self, language: &Language) -> Result<Vec<Teaser>> {
        let found = self
            .about([Tag::Front(language.clone())])
            .all(
                teasers!(
                    "slots p JOIN articles a ON a.story = p.story AND a.language = p.language \
                     AND a.state = 'published'",
                    "WHERE p.language = $1 \
                     ORDER BY CASE p.place WHEN 'lead' THEN 0 ELSE 1 END, p.place, p.position"
                ),
                params![language],
                Teaser::read,
            )
            .await?;
        self.note_teasers(&found);
        Ok(found)
    }

    /// The published articles of some stories in a language, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn teasers_of_stories(&self, language: &Language, stories: &[StoryId]) -> Result<Vec<Teaser>> {
        if stories.is_empty() {
            return Ok(Vec::new());
        }
        let json = serde_json::to_string(stories).map_err(|error| Error::stored("stories", error))?;
        let sql = if self.about([]).is_postgres() {
            teasers!(
                "json_array_elements(CAST(CAST($1 AS TEXT) AS json)) AS list(value) \
                 JOIN articles a ON a.story = CAST(CAST(list.value AS TEXT) AS BIGINT)",
                "WHERE a.language = $2 AND a.state = 'published'"
            )
        } else {
            // CROSS JOIN keeps SQLite from reading all articles and looking for each in the list.
            teasers!(
                "json_each($1) AS list CROSS JOIN articles a",
                "WHERE a.story = list.value AND a.language = $2 AND a.state = 'published'"
            )
        };
        for story in stories {
            self.note(Tag::Story(*story));
        }
        let found = self.about([]).all(sql, params![&json, language], Teaser::read).await?;
        self.note_teasers(&found);
        Ok(found)
    }
}

/// Whether a list went on behind what was found of it.
fn is_full(found: &[Teaser], most: i64) -> bool {
    i64::try_from(found.len()).is_ok_and(|count| count >= most)
}

/// The oldest place that an answer depends on.
fn oldest(found: &[Teaser], most: i64) -> Place {
    found.last().filter(|_| is_full(found, most)).map_or(Place::END, Teaser::place)
}
