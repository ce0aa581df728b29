//! The front page's places that are filled by hand.

use newsroom::change::Subject;
use newsroom::ids::StoryId;
use newsroom::language::Language;

use crate::db::params;
use crate::{Result, Tag, Writing};

impl Writing<'_> {
    /// Fills a place of the front page by hand with these stories; none leaves it to the rule.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_slot(&self, language: &Language, place: &str, stories: &[StoryId]) -> Result<()> {
        self.conn()
            .execute("DELETE FROM slots WHERE language = $1 AND place = $2", params![language, place])
            .await?;
        for (position, story) in (0_i64..).zip(stories) {
            self.conn()
                .execute(
                    "INSERT INTO slots (language, place, position, story) VALUES ($1, $2, $3, $4)",
                    params![language, place, position, *story],
                )
                .await?;
        }
        self.touch(Tag::Front(language.clone()));
        self.changed(Subject::Front, 0);
        Ok(())
    }
}
