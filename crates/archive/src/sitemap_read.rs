//! Questions of sitemaps: their parts, and what stands in one.

use jiff::Timestamp;
use newsroom::ids::{ArticleId, StoryId};
use newsroom::language::Language;

use crate::db::params;
use crate::{List, ListPlace, Reading, Result, SITEMAP_LONGEST, SitemapPart, Tells, Translation};

/// An article as a sitemap names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitemapEntry {
    /// The article.
    pub article: ArticleId,
    /// The story it is a text of.
    pub story: StoryId,
    /// Its address.
    pub path: String,
    /// When it was last changed in substance, or else published; nothing where it has no date.
    pub changed: Option<Timestamp>,
}

impl Reading<'_> {
    /// The parts of a language's sitemap that hold articles, the oldest first. The last is the open
    /// one, and where nothing is counted yet the only one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sitemap_parts(&self, language: &Language) -> Result<Vec<SitemapPart>> {
        self.note_part(List::Site, language, ListPlace::END, ListPlace::TOP, Tells::SITEMAPS);
        let mut parts = self.parts(language).await?;
        let open = parts.last().map_or(ListPlace::END, |open| open.from);
        let newest: Option<ListPlace> = self
            .about([])
            .first(
                "SELECT published_at, article FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND (published_at, article) >= ($2, $3) ORDER BY published_at DESC, article DESC LIMIT 1",
                params![language, open.published_at, open.article],
                |row| Ok(ListPlace { published_at: row.get(0)?, article: row.get(1)? }),
            )
            .await?;
        match (newest, parts.is_empty()) {
            (None, _) => drop(parts.pop()),
            // It may be that it is not counted yet; it is there all the same.
            (Some(newest), true) => parts.push(SitemapPart {
                number: 0,
                from: open,
                until: None,
                articles: 0,
                changed_at: newest.published_at,
            }),
            (Some(_), false) => {}
        }
        parts.retain(|part| part.articles > 0 || part.until.is_none());
        Ok(parts)
    }

    /// A part of a language's sitemap by its number, or the open one; nothing if there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sitemap_part(
        &self,
        language: &Language,
        number: Option<i64>,
    ) -> Result<Option<SitemapPart>> {
        let parts = self.parts(language).await?;
        let open = SitemapPart { number: 0, from: ListPlace::END, until: None, articles: 0, changed_at: 0 };
        let part = match number {
            // What is open has no number of its own for readers.
            Some(number) => parts.into_iter().find(|part| part.number == number && part.until.is_some()),
            None => Some(parts.last().copied().unwrap_or(open)),
        };
        match &part {
            Some(part) => {
                let end = part.until.unwrap_or(ListPlace::TOP);
                self.note_part(List::Site, language, part.from, end, Tells::SITEMAPS);
            }
            // It comes into being when something is published.
            None => self.note_part(List::Site, language, ListPlace::END, ListPlace::TOP, Tells::SITEMAPS),
        }
        Ok(part)
    }

    /// The articles of a part, newest first, at most as many as a part may have.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sitemap_entries(
        &self,
        language: &Language,
        part: &SitemapPart,
    ) -> Result<Vec<SitemapEntry>> {
        let (from, until) = (part.from, part.until.unwrap_or(ListPlace::TOP));
        self.about([])
            .all(
                "SELECT a.id, a.story, a.path, COALESCE(a.updated_at, a.published_at) \
                 FROM listings l JOIN articles a ON a.id = l.article \
                 WHERE l.kind = 'site' AND l.of = 0 AND l.language = $1 \
                   AND (l.published_at, l.article) >= ($2, $3) AND (l.published_at, l.article) < ($4, $5) \
                 ORDER BY l.published_at DESC, l.article DESC LIMIT $6",
                params![
                    language,
                    from.published_at,
                    from.article,
                    until.published_at,
                    until.article,
                    SITEMAP_LONGEST
                ],
                |row| {
                    Ok(SitemapEntry {
                        article: row.get(0)?,
                        story: row.get(1)?,
                        path: row.get::<Option<String>>(2)?.unwrap_or_default(),
                        changed: row.get(3)?,
                    })
                },
            )
            .await
    }

    /// Where the stories of a part can be read in other languages, by story.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sitemap_translations(
        &self,
        language: &Language,
        part: &SitemapPart,
    ) -> Result<Vec<(StoryId, Translation)>> {
        let (from, until) = (part.from, part.until.unwrap_or(ListPlace::TOP));
        // Both ends by time alone too: PostgreSQL expects a third of the archive between two places.
        let mut found: Vec<(StoryId, Translation)> = self
            .about([])
            .all(
                "SELECT o.story, o.language, o.path FROM listings l \
                 JOIN articles a ON a.id = l.article JOIN articles o ON o.story = a.story \
                 WHERE l.kind = 'site' AND l.of = 0 AND l.language = $1 \
                   AND l.published_at >= $2 AND l.published_at <= $4 \
                   AND (l.published_at, l.article) >= ($2, $3) AND (l.published_at, l.article) < ($4, $5) \
                   AND o.language <> a.language AND o.state = 'published' AND o.path IS NOT NULL",
                params![language, from.published_at, from.article, until.published_at, until.article],
                |row| Ok((row.get(0)?, Translation { language: row.get(1)?, path: row.get(2)? })),
            )
            .await?;
        found.sort_by(|(a, left), (b, right)| (a, &left.language).cmp(&(b, &right.language)));
        Ok(found)
    }
}
