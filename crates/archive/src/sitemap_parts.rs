//! Parts of a sitemap: large ones that stay, one that is being filled, and a small open one at the
//! end, so that a publication rewrites little.
//!
//! The open part takes what is published. Is it full, it joins the part before it, or, where that
//! would become too long, stays as the next to be filled. What comes with an old date goes into the
//! part it belongs to, which is divided when it becomes longer than sitemaps.org allows.

use newsroom::language::Language;

use crate::counts::Counted;
use crate::db::params;
use crate::{List, ListPlace, Listed, Reading, Result, Tag, Tells, Writing};

/// Articles that the open part takes.
const OPEN: i64 = 1_000;
/// Articles up to which a part is filled: leaves room for some with old dates.
const FILLED: i64 = 49_000;
/// Addresses that sitemaps.org allows in one part (<https://www.sitemaps.org/protocol.html>).
pub const SITEMAP_LONGEST: i64 = 50_000;

/// A part of a language's sitemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SitemapPart {
    /// Its number, which stays; other languages have others.
    pub number: i64,
    /// The place it begins at.
    pub from: ListPlace,
    /// The place it ends before; the open one has no end.
    pub until: Option<ListPlace>,
    /// How many articles are in it.
    pub articles: i64,
    /// When something in it last came, went or was told differently, in milliseconds since 1970.
    pub changed_at: i64,
}

impl Reading<'_> {
    /// The parts of a language's sitemap, the oldest first; the last is the open one.
    pub(crate) async fn parts(&self, language: &Language) -> Result<Vec<SitemapPart>> {
        let mut parts: Vec<SitemapPart> = self
            .about([])
            .all(
                "SELECT id, from_at, from_article, articles, changed_at FROM sitemap_parts \
                 WHERE language = $1 ORDER BY from_at, from_article",
                params![language],
                |row| {
                    Ok(SitemapPart {
                        number: row.get(0)?,
                        from: ListPlace { published_at: row.get(1)?, article: row.get(2)? },
                        until: None,
                        articles: row.get(3)?,
                        changed_at: row.get(4)?,
                    })
                },
            )
            .await?;
        for place in 1..parts.len() {
            parts[place - 1].until = Some(parts[place].from);
        }
        Ok(parts)
    }
}

impl Writing<'_> {
    /// Counts articles that came to places of the sitemap, went from them or are told of differently.
    pub(crate) async fn keep_sitemap(
        &self,
        language: &Language,
        places: &[(ListPlace, i64)],
        counted: &Counted,
    ) -> Result<()> {
        let mut parts = self.parts(language).await?;
        if parts.is_empty() {
            parts.push(self.add_part(language, ListPlace::END, 0).await?);
        }
        let mut changed = vec![None; parts.len()];
        for (place, more) in places {
            // The first begins before all places.
            let part = parts.partition_point(|part| part.from <= *place).saturating_sub(1);
            *changed[part].get_or_insert(0) += more;
        }
        for (part, more) in parts.iter_mut().zip(changed) {
            let Some(more) = more else { continue };
            part.articles += more;
            part.changed_at = part.changed_at.max(self.now().as_millisecond());
            self.keep_part(part).await?;
        }
        for part in &parts[..parts.len() - 1] {
            if part.articles > SITEMAP_LONGEST {
                self.divide(language, part).await?;
            }
        }
        if parts[parts.len() - 1].articles > OPEN {
            self.close_part(language, &mut parts, counted).await?;
        }
        Ok(())
    }

    /// Ends the open part, and begins another behind the newest article.
    async fn close_part(
        &self,
        language: &Language,
        parts: &mut Vec<SitemapPart>,
        counted: &Counted,
    ) -> Result<()> {
        let Some(open) = parts.pop() else { return Ok(()) };
        if let Some(last) = parts.last_mut().filter(|last| last.articles + open.articles <= FILLED) {
            last.articles += open.articles;
            last.changed_at = last.changed_at.max(open.changed_at);
            self.conn().execute("DELETE FROM sitemap_parts WHERE id = $1", params![open.number]).await?;
            self.keep_part(last).await?;
            self.reaches_elsewhere(language, last.from);
        } else {
            self.reaches_elsewhere(language, open.from);
        }
        let newest = if counted.done || language.as_str() < counted.language.as_str() {
            self.conn()
                .first(
                    "SELECT published_at, article FROM listings WHERE kind = 'site' AND of = 0 \
                     AND language = $1 ORDER BY published_at DESC, article DESC LIMIT 1",
                    params![language],
                    |row| Ok(ListPlace { published_at: row.get(0)?, article: row.get(1)? }),
                )
                .await?
        } else {
            Some(counted.place)
        };
        if let Some(newest) = newest {
            self.add_part(language, newest.above(), 0).await?;
        }
        Ok(())
    }

    /// Makes two of a part that became too long. The place is found by going through half of it, once
    /// in so many articles with old dates that it does not matter.
    async fn divide(&self, language: &Language, part: &SitemapPart) -> Result<()> {
        let half = part.articles / 2;
        let middle: Option<ListPlace> = self
            .conn()
            .first(
                "SELECT published_at, article FROM listings WHERE kind = 'site' AND of = 0 AND language = $1 \
                 AND (published_at, article) >= ($2, $3) ORDER BY published_at, article LIMIT 1 OFFSET $4",
                params![language, part.from.published_at, part.from.article, half],
                |row| Ok(ListPlace { published_at: row.get(0)?, article: row.get(1)? }),
            )
            .await?;
        let Some(middle) = middle else { return Ok(()) };
        self.keep_part(&SitemapPart { articles: half, ..*part }).await?;
        self.add_part(language, middle, part.articles - half).await?;
        self.reaches_elsewhere(language, part.from);
        Ok(())
    }

    async fn add_part(&self, language: &Language, from: ListPlace, articles: i64) -> Result<SitemapPart> {
        let changed_at = self.now().as_millisecond();
        let number = self
            .conn()
            .insert(
                "INSERT INTO sitemap_parts (language, from_at, from_article, articles, changed_at) \
                 VALUES ($1, $2, $3, $4, $5) RETURNING id",
                params![language, from.published_at, from.article, articles, changed_at],
            )
            .await?;
        Ok(SitemapPart { number, from, until: None, articles, changed_at })
    }

    async fn keep_part(&self, part: &SitemapPart) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE sitemap_parts SET articles = $2, changed_at = $3 WHERE id = $1",
                params![part.number, part.articles, part.changed_at],
            )
            .await
            .map(drop)
    }

    /// Notes that the part that begins at a place ends elsewhere than before: who made it from what
    /// stood in it looks again.
    fn reaches_elsewhere(&self, language: &Language, from: ListPlace) {
        let listed = Listed { list: List::Site, language: language.clone(), place: from };
        self.touch(Tag::Retold(listed, Tells::SITEMAPS));
    }
}
