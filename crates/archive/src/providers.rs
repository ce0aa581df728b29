//! Providers: who sends copy, and what asking them remembers.

use jiff::Timestamp;
use newsroom::change::Subject;
use newsroom::ids::{ProviderId, WireItemId};
use newsroom::job::Kind;
use newsroom::slug;
use newsroom::wire_item::{Provider, ProviderKind};

use crate::db::{Row, params};
use crate::{Error, Reading, Result, Writing};

/// Longest error kept, in characters.
const LONGEST_ERROR: usize = 500;

/// A provider as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredProvider {
    /// Its key.
    pub id: ProviderId,
    /// What the newsroom has settled about it.
    pub provider: Provider,
    /// Whether its copy is left where it is for now.
    pub paused: bool,
    /// BLAKE3 of the token with which it may push, hexadecimal; empty where it may not.
    pub token: String,
    /// What asking it remembers.
    pub asked: Asked,
}

/// What asking a provider remembers from time to time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// When it was last asked.
    pub asked_at: Option<Timestamp>,
    /// When it last answered as it should.
    pub answered_at: Option<Timestamp>,
    /// When something new was last found.
    pub found_at: Option<Timestamp>,
    /// How often in a row it has failed.
    pub failures: u32,
    /// Why it failed last.
    pub error: String,
    /// What the way in keeps for itself, as JSON.
    pub memory: String,
}

impl Writing<'_> {
    /// Adds a provider. One that is asked or watched is so at once.
    ///
    /// # Errors
    /// When its slug is no slug or taken, or it lacks what its kind needs.
    pub async fn add_provider(&self, provider: &Provider, token: &str) -> Result<ProviderId> {
        checked(provider)?;
        let taken = self
            .conn()
            .first("SELECT 1 FROM providers WHERE slug = $1", params![&provider.slug], |_| Ok(()))
            .await?;
        if taken.is_some() {
            return Err(Error::Refused(format!("there is a provider “{}” already", provider.slug)));
        }
        let settings = serde_json::to_string(provider).map_err(|error| Error::stored("settings", error))?;
        let id = self
            .conn()
            .insert(
                "INSERT INTO providers (slug, settings, token, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
                params![&provider.slug, &settings, token, self.now()],
            )
            .await?;
        self.conn().execute("INSERT INTO provider_asked (provider) VALUES ($1)", params![id]).await?;
        self.ask_soon(provider).await?;
        self.changed(Subject::Provider, id);
        Ok(ProviderId(id))
    }

    /// Settles something else about a provider; its slug stays.
    ///
    /// # Errors
    /// When there is none, or it lacks what its kind needs.
    pub async fn change_provider(&self, id: ProviderId, provider: &Provider) -> Result<()> {
        checked(provider)?;
        let settings = serde_json::to_string(provider).map_err(|error| Error::stored("settings", error))?;
        let found = self
            .conn()
            .execute("UPDATE providers SET settings = $2 WHERE id = $1", params![id, &settings])
            .await?;
        if found == 0 {
            return Err(Error::missing("provider", &provider.slug));
        }
        self.ask_soon(provider).await?;
        self.changed(Subject::Provider, id.0);
        Ok(())
    }

    /// Leaves a provider's copy where it is, or goes on taking it in.
    ///
    /// # Errors
    /// When there is no such provider.
    pub async fn pause_provider(&self, slug: &str, paused: bool) -> Result<()> {
        let stored = self.provider(slug).await?;
        self.conn()
            .execute("UPDATE providers SET paused = $2 WHERE id = $1", params![stored.id, paused])
            .await?;
        if !paused {
            self.ask_soon(&stored.provider).await?;
        }
        if stored.provider.kind == ProviderKind::Feed {
            // One that is paused leaves its hub.
            self.enqueue(Kind::Subscribing, slug, self.now()).await?;
        }
        self.changed(Subject::Provider, stored.id.0);
        Ok(())
    }

    /// Removes a provider with all its copy. What was made of it must have gone before, because an article
    /// goes on saying where it comes from.
    ///
    /// # Errors
    /// When there is no such provider, or there are articles made of its copy.
    pub async fn remove_provider(&self, slug: &str) -> Result<()> {
        let id = self.provider(slug).await?.id;
        let used = self
            .conn()
            .first(
                "SELECT article FROM wire_items i JOIN article_items a ON a.wire_item = i.id \
                 WHERE i.provider = $1 LIMIT 1",
                params![id],
                |row| row.get::<i64>(0),
            )
            .await?;
        if let Some(article) = used {
            return Err(Error::Refused(format!(
                "article {article} was made of its copy; pause the provider instead"
            )));
        }
        let items: Vec<WireItemId> = self
            .conn()
            .all("SELECT id FROM wire_items WHERE provider = $1", params![id], |row| row.get(0))
            .await?;
        self.remove_items(&items).await?;
        let refused: Vec<(i64, String)> = self
            .conn()
            .all("SELECT id, original FROM wire_refusals WHERE provider = $1", params![id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .await?;
        self.remove_refusals(&refused).await?;
        for sql in ["DELETE FROM provider_asked WHERE provider = $1", "DELETE FROM providers WHERE id = $1"] {
            self.conn().execute(sql, params![id]).await?;
        }
        self.changed(Subject::Provider, id.0);
        Ok(())
    }

    /// Keeps what asking a provider remembers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_asked(&self, provider: ProviderId, asked: &Asked) -> Result<()> {
        let error: String = asked.error.chars().take(LONGEST_ERROR).collect();
        self.conn()
            .execute(
                "UPDATE provider_asked SET asked_at = $2, answered_at = $3, found_at = $4, failures = $5, error = $6, \
                     memory = $7 WHERE provider = $1",
                params![
                    provider,
                    asked.asked_at,
                    asked.answered_at,
                    asked.found_at,
                    i64::from(asked.failures),
                    &error,
                    &asked.memory
                ],
            )
            .await
            .map(drop)
    }

    /// Has the copy of a provider be fetched now, if it is one that is asked or watched.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_soon(&self, provider: &Provider) -> Result<()> {
        match provider.kind {
            ProviderKind::Feed => self.enqueue(Kind::Fetching, &provider.slug, self.now()).await,
            ProviderKind::Folder => self.enqueue(Kind::Watching, &provider.slug, self.now()).await,
            ProviderKind::Push => Ok(()),
        }
    }
}

fn checked(provider: &Provider) -> Result<()> {
    let refused = |why: String| Err(Error::Refused(why));
    if provider.slug.is_empty() || slug::slug(&provider.slug) != provider.slug {
        return refused(format!(
            "“{}” cannot be the short name of a provider; use small letters, digits and hyphens, such as {}",
            provider.slug,
            slug::slug(&provider.slug)
        ));
    }
    if provider.name.trim().is_empty() {
        return refused("a provider needs a name".into());
    }
    match provider.kind {
        ProviderKind::Feed if !newsroom::address::is_web(&provider.address) => {
            refused(format!("“{}” is no web address that could be asked", provider.address))
        }
        ProviderKind::Folder if provider.address.is_empty() => {
            refused("which folder is to be watched?".into())
        }
        _ => Ok(()),
    }
}

/// Providers with what asking them remembers: which, and in what order.
macro_rules! provider {
    ($which:literal) => {
        concat!(
            "SELECT id, settings, paused, token, asked_at, answered_at, found_at, failures, error, memory \
             FROM providers JOIN provider_asked ON provider = id ",
            $which
        )
    };
}

impl Reading<'_> {
    /// All providers by their slugs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn providers(&self) -> Result<Vec<StoredProvider>> {
        self.conn().all(provider!("ORDER BY slug"), &[], read).await
    }

    /// The provider of a slug.
    ///
    /// # Errors
    /// When there is none.
    pub async fn provider(&self, slug: &str) -> Result<StoredProvider> {
        self.conn()
            .first(provider!("WHERE slug = $1"), params![slug], read)
            .await?
            .ok_or_else(|| Error::missing("provider", slug))
    }

    /// The provider of a key.
    ///
    /// # Errors
    /// When there is none.
    pub async fn provider_of(&self, id: ProviderId) -> Result<StoredProvider> {
        self.conn()
            .first(provider!("WHERE id = $1"), params![id], read)
            .await?
            .ok_or_else(|| Error::missing("provider", id))
    }
}

fn read(row: &Row<'_>) -> Result<StoredProvider> {
    Ok(StoredProvider {
        id: row.get(0)?,
        provider: serde_json::from_str(row.str(1)?).map_err(|error| Error::stored("settings", error))?,
        paused: row.get(2)?,
        token: row.get(3)?,
        asked: Asked {
            asked_at: row.get(4)?,
            answered_at: row.get(5)?,
            found_at: row.get(6)?,
            failures: u32::try_from(row.get::<i64>(7)?).unwrap_or(u32::MAX),
            error: row.get(8)?,
            memory: row.get(9)?,
        },
    })
}
