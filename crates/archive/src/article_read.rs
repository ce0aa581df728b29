//! An article as its page shows it.

use jiff::Timestamp;
use newsroom::article::{Comments, State, Text};
use newsroom::asset::Asset;
use newsroom::document::Document;
use newsroom::ids::{ArticleId, DossierId, RevisionId, SectionId, StoryId};
use newsroom::language::Language;

use crate::db::params;
use crate::list_read::{genre, origin};
use crate::{Error, Reading, Result, Tag};

/// An article with what its readers may see of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicArticle {
    /// Its key.
    pub id: ArticleId,
    /// The story it is a text of.
    pub story: StoryId,
    /// The dossier of the story.
    pub dossier: Option<DossierId>,
    /// Its language.
    pub language: Language,
    /// Its home section.
    pub section: Option<SectionId>,
    /// Where it stands.
    pub state: State,
    /// Its address, once it was published.
    pub path: Option<String>,
    /// Whether readers may comment.
    pub comments: Comments,
    /// Who may read it: `free`, `registered` or `paid`.
    pub access: String,
    /// The counting mark of VG Wort.
    pub vgwort: Option<String>,
    /// When it was first published.
    pub published: Option<Timestamp>,
    /// When it was last changed in substance after that.
    pub updated: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn: Option<Timestamp>,
    /// Why it was withdrawn, as readers are told.
    pub withdrawn_reason: String,
    /// How many approved comments stand under it.
    pub comment_count: i64,
    /// When anything about it last changed.
    pub changed: Timestamp,
    /// Its published revision; only of a published article.
    pub text: Option<PublicText>,
}

/// The published revision of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicText {
    /// Its key.
    pub revision: RevisionId,
    /// What was written.
    pub text: Text,
    /// Its number of words.
    pub words: i64,
    /// The lead picture, described in the article's language.
    pub picture: Option<Asset>,
}

/// The same story in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Its language.
    pub language: Language,
    /// Its address.
    pub path: String,
}

impl Reading<'_> {
    /// An article of a key; its text only if it is published.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_article(&self, id: ArticleId) -> Result<Option<PublicArticle>> {
        let found: Option<PublicArticle> = self
            .about([Tag::Article(id)])
            .first(
                "SELECT a.id, a.story, st.dossier, a.language, a.section, a.state, a.path, a.comments, a.access, \
                        a.vgwort, a.published_at, a.updated_at, a.withdrawn_at, a.withdrawn_reason, \
                        a.comment_count, a.changed_at, r.id, r.genre, r.kicker, r.headline, r.standfirst, \
                        r.dateline, r.byline, r.origin, r.picture_caption, r.body, r.words, \
                        s.id, s.name, s.mime, s.hash, s.bytes, s.width, s.height, s.focus_x, s.focus_y, \
                        COALESCE(w.alt, s.alt), COALESCE(w.caption, s.caption), s.credit, s.copyright, s.taken_at \
                 FROM articles a JOIN stories st ON st.id = a.story \
                 LEFT JOIN revisions r ON r.id = a.published AND a.state = 'published' \
                 LEFT JOIN assets s ON s.id = r.picture \
                 LEFT JOIN asset_words w ON w.asset = s.id AND w.language = a.language WHERE a.id = $1",
                params![id],
                |row| {
                    let state = row.str(5)?;
                    let comments = row.str(7)?;
                    let text = match row.get::<Option<RevisionId>>(16)? {
                        None => None,
                        Some(revision) => {
                            let picture = crate::asset_read::joined(row, 27)?;
                            Some(PublicText {
                                revision,
                                text: Text {
                                    genre: genre(row.str(17)?)?,
                                    kicker: row.get(18)?,
                                    headline: row.get(19)?,
                                    standfirst: row.get(20)?,
                                    dateline: row.get(21)?,
                                    byline: row.get(22)?,
                                    origin: origin(row.str(23)?)?,
                                    picture: picture.as_ref().map(|picture| picture.id),
                                    picture_caption: row.get(24)?,
                                    body: Document::from_json(row.str(25)?)
                                        .map_err(|error| Error::stored("body", error))?,
                                },
                                words: row.get(26)?,
                                picture,
                            })
                        }
                    };
                    Ok(PublicArticle {
                        id: row.get(0)?,
                        story: row.get(1)?,
                        dossier: row.get(2)?,
                        language: row.get(3)?,
                        section: row.get(4)?,
                        state: State::from_word(state)
                            .ok_or_else(|| Error::stored("state", format!("“{state}” is no state")))?,
                        path: row.get(6)?,
                        comments: Comments::from_word(comments)
                            .ok_or_else(|| Error::stored("comments", format!("“{comments}” is unknown")))?,
                        access: row.get(8)?,
                        vgwort: row.get(9)?,
                        published: row.get(10)?,
                        updated: row.get(11)?,
                        withdrawn: row.get(12)?,
                        withdrawn_reason: row.get(13)?,
                        comment_count: row.get(14)?,
                        changed: row.get(15)?,
                        text,
                    })
                },
            )
            .await?;
        let text = found.as_ref().and_then(|article| article.text.as_ref());
        if let Some(picture) = text.and_then(|text| text.picture.as_ref()) {
            self.note(Tag::Asset(picture.id));
        }
        Ok(found)
    }

    /// The published articles of a story, by language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn translations(&self, story: StoryId) -> Result<Vec<Translation>> {
        self.about([Tag::Story(story)])
            .all(
                "SELECT language, path FROM articles \
                 WHERE story = $1 AND state = 'published' AND path IS NOT NULL ORDER BY language",
                params![story],
                |row| Ok(Translation { language: row.get(0)?, path: row.get(1)? }),
            )
            .await
    }
}
