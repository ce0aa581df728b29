//! What is counted is kept: how many articles readers see of each day, and in each part of a sitemap.
//!
//! Transactions gather what came, went or is told differently, and count it when they end. The list
//! of an archive that was never counted is counted in small steps ([`crate::Archive::count_on`]) while
//! all else goes on; `counted` says how far that is. What lies beyond is left to a later step.

use std::collections::BTreeMap;

use jiff::Timestamp;
use newsroom::change::{Cause, Subject, Way};
use newsroom::language::Language;
use parking_lot::Mutex;

use crate::db::{listed, params};
use crate::{Archive, Error, List, ListPlace, Listed, Reading, Result, Writing};

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;
/// Articles counted in one step.
const STEP: i64 = 2_000;

/// Places of the site's lists in a transaction, and how many articles more stand there: 0 where
/// something else is told of the one that does.
pub(crate) type ToCount = Mutex<BTreeMap<(Language, ListPlace), i64>>;

/// How far the site's lists are counted.
pub(crate) struct Counted {
    pub(crate) done: bool,
    /// As a text: before the first language it is none.
    pub(crate) language: String,
    pub(crate) place: ListPlace,
}

impl Counted {
    fn has(&self, language: &Language, place: ListPlace) -> bool {
        self.done || (language.as_str(), place) <= (self.language.as_str(), self.place)
    }
}

impl Reading<'_> {
    /// How far the site's lists are counted.
    pub(crate) async fn counted(&self) -> Result<Counted> {
        self.about([])
            .first(
                "SELECT done, language, published_at, article FROM counted WHERE list = 'site'",
                &[],
                |row| {
                    let place = ListPlace { published_at: row.get(2)?, article: row.get(3)? };
                    Ok(Counted { done: row.get(0)?, language: row.get(1)?, place })
                },
            )
            .await?
            .ok_or_else(|| Error::missing("row of counted", "site"))
    }

    /// How many articles of the site were published within each of the spans, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self, language: &Language, spans: &[(Timestamp, Timestamp)]) -> Result<Vec<i64>> {
        if let Some((first, last)) =
            spans.iter().map(|(from, _)| *from).min().zip(spans.iter().map(|(_, until)| *until).max())
        {
            self.note_presence(List::Site, language, ListPlace::start_of(first), ListPlace::start_of(last));
        }
        let done = self.counted().await?.done;
        let parts: Vec<[i64; 6]> = spans
            .iter()
            .map(|(from, until)| parts_of(from.as_millisecond(), until.as_millisecond(), done))
            .collect();
        let json = serde_json::to_string(&parts).map_err(|error| Error::stored("spans", error))?;
        // Whole days are kept; what a span has of the days at its ends is counted, an hour or two.
        let sql = listed!(
            self.about([]),
            "SELECT (SELECT count(*) FROM listings l WHERE l.kind = 'site' AND l.of = 0 AND l.language = $1 \
                     AND l.published_at >= CAST(list.value ->> 0 AS BIGINT) \
                     AND l.published_at < CAST(list.value ->> 1 AS BIGINT)) \
                  + (SELECT count(*) FROM listings l WHERE l.kind = 'site' AND l.of = 0 AND l.language = $1 \
                     AND l.published_at >= CAST(list.value ->> 4 AS BIGINT) \
                     AND l.published_at < CAST(list.value ->> 5 AS BIGINT)) \
                  + (SELECT CAST(COALESCE(SUM(d.articles), 0) AS BIGINT) FROM site_days d WHERE d.language = $1 \
                     AND d.day >= CAST(list.value ->> 2 AS BIGINT) \
                     AND d.day < CAST(list.value ->> 3 AS BIGINT)) \
             FROM ",
            "$2",
            " ORDER BY CAST(list.value ->> 0 AS BIGINT)"
        );
        self.about([]).all(sql, params![language, &json], |row| row.get(0)).await
    }
}

/// A span as what is counted at its beginning (from, until), its whole days (from, until) and what is
/// counted at its end.
fn parts_of(from: i64, until: i64, whole_days: bool) -> [i64; 6] {
    let (first, last) = (-(-from).div_euclid(DAY), until.div_euclid(DAY));
    if !whole_days || first >= last {
        return [from, until, 0, 0, until, until];
    }
    [from, first * DAY, first, last, last * DAY, until]
}

impl Writing<'_> {
    /// Gathers that an article came to a place of the site's list (1), went from it (-1) or is told
    /// of differently there (0).
    pub(crate) fn count(&self, language: &Language, place: ListPlace, more: i64) {
        *self.to_count.lock().entry((language.clone(), place)).or_default() += more;
    }

    /// The same for each place of the site's list among some.
    pub(crate) fn count_places<'l>(&self, places: impl IntoIterator<Item = &'l Listed>, more: i64) {
        for listed in places {
            if listed.list == List::Site {
                self.count(&listed.language, listed.place, more);
            }
        }
    }

    /// Counts what was gathered.
    pub(crate) async fn keep_counts(&self) -> Result<()> {
        let mut places = std::mem::take(&mut *self.to_count.lock());
        if places.is_empty() {
            return Ok(());
        }
        self.count_alone().await?;
        let counted = self.counted().await?;
        places.retain(|(language, place), _| counted.has(language, *place));
        self.add_to_counts(&places, &counted).await
    }

    /// Whoever counts does so alone, so that a step over the list and a publication never count the
    /// same article, or neither does: the lock is held until what was counted can be seen.
    async fn count_alone(&self) -> Result<()> {
        if self.conn().is_postgres() {
            self.conn().all("SELECT pg_advisory_xact_lock(4170003)", &[], |_| Ok(())).await?;
        }
        Ok(())
    }

    async fn add_to_counts(
        &self,
        places: &BTreeMap<(Language, ListPlace), i64>,
        counted: &Counted,
    ) -> Result<()> {
        let mut days: BTreeMap<(&Language, i64), i64> = BTreeMap::new();
        let mut languages: BTreeMap<&Language, Vec<(ListPlace, i64)>> = BTreeMap::new();
        for ((language, place), more) in places {
            *days.entry((language, place.published_at.div_euclid(DAY))).or_default() += more;
            languages.entry(language).or_default().push((*place, *more));
        }
        for ((language, day), more) in days.into_iter().filter(|(_, more)| *more != 0) {
            self.conn()
                .execute(
                    "INSERT INTO site_days (language, day, articles) VALUES ($1, $2, $3) \
                     ON CONFLICT (language, day) DO UPDATE SET articles = site_days.articles + excluded.articles",
                    params![language, day, more],
                )
                .await?;
        }
        for (language, places) in languages {
            self.keep_sitemap(language, &places, counted).await?;
        }
        Ok(())
    }

    /// Counts the next articles of a list that was never counted; says whether all are counted.
    async fn count_step(&self) -> Result<bool> {
        self.count_alone().await?;
        let counted = self.counted().await?;
        if counted.done {
            return Ok(true);
        }
        let found: Vec<(Language, ListPlace)> = self
            .conn()
            .all(
                "SELECT language, published_at, article FROM listings WHERE kind = 'site' AND of = 0 \
                 AND (language, published_at, article) > ($1, $2, $3) \
                 ORDER BY language, published_at, article LIMIT $4",
                params![&counted.language, counted.place.published_at, counted.place.article, STEP],
                |row| Ok((row.get(0)?, ListPlace { published_at: row.get(1)?, article: row.get(2)? })),
            )
            .await?;
        let Some((language, place)) = found.last().cloned() else {
            self.conn().execute("UPDATE counted SET done = 1 WHERE list = 'site'", &[]).await?;
            // What is kept may be asked for from now on.
            self.changed(Subject::Site, 0);
            return Ok(true);
        };
        let counted = Counted { done: false, language: language.as_str().to_owned(), place };
        self.add_to_counts(&found.into_iter().map(|place| (place, 1)).collect(), &counted).await?;
        self.conn()
            .execute(
                "UPDATE counted SET language = $1, published_at = $2, article = $3 WHERE list = 'site'",
                params![&counted.language, place.published_at, place.article],
            )
            .await?;
        Ok(false)
    }

    /// Forgets all counts.
    async fn forget_counts(&self) -> Result<()> {
        self.count_alone().await?;
        self.conn().execute("DELETE FROM site_days", &[]).await?;
        self.conn().execute("DELETE FROM sitemap_parts", &[]).await?;
        self.conn()
            .execute(
                "UPDATE counted SET done = 0, language = '', published_at = 0, article = 0 WHERE list = 'site'",
                &[],
            )
            .await?;
        self.changed(Subject::Site, 0);
        Ok(())
    }
}

impl Archive {
    /// Takes a step in counting what was never counted; others go on reading and writing. Whether
    /// everything is counted, and there is no further step.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_on(&self) -> Result<bool> {
        self.write(cause(), |w| Box::pin(async move { w.count_step().await })).await
    }

    /// Forgets what is counted and counts anew, in steps; others go on reading and writing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recount(&self) -> Result<()> {
        self.write(cause(), |w| Box::pin(async move { w.forget_counts().await })).await?;
        while !self.count_on().await? {}
        Ok(())
    }
}

fn cause() -> Cause {
    Cause { who: "counting".into(), way: Way::Job, why: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_whole_days_and_what_is_left_at_its_ends() {
        let hour = DAY / 24;
        assert_eq!(parts_of(-hour, 3 * DAY - hour, true), [-hour, 0, 0, 2, 2 * DAY, 3 * DAY - hour]);
        assert_eq!(parts_of(DAY, 2 * DAY, true), [DAY, DAY, 1, 2, 2 * DAY, 2 * DAY]);
        let within = [hour, 2 * hour, 0, 0, 2 * hour, 2 * hour];
        assert_eq!(parts_of(hour, 2 * hour, true), within);
        assert_eq!(parts_of(-hour, 3 * DAY, false), [-hour, 3 * DAY, 0, 0, 3 * DAY, 3 * DAY]);
    }
}
