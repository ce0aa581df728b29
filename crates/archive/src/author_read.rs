//! Authors as pages show them.

use newsroom::author::Author;
use newsroom::ids::{ArticleId, AuthorId};
use newsroom::language::Language;

use crate::db::{Row, params};
use crate::{Named, Reading, Result, Tag};

impl Reading<'_> {
    /// The author of a slug, with what is said about them in each language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn author_by_slug(&self, slug: &str) -> Result<Option<Author>> {
        let rows = self
            .about([Tag::Slug(Named::Author, slug.to_owned())])
            .all(
                "SELECT u.id, u.slug, u.name, u.role, u.picture, b.language, b.bio FROM authors u \
                 LEFT JOIN author_bios b ON b.author = u.id WHERE u.slug = $1 ORDER BY b.language",
                params![slug],
                |row| {
                    let bio = match row.get::<Option<String>>(5)? {
                        Some(_) => Some((row.get::<Language>(5)?, row.get::<String>(6)?)),
                        None => None,
                    };
                    Ok((read(row)?, bio))
                },
            )
            .await?;
        let mut author: Option<Author> = None;
        for (row, bio) in rows {
            author.get_or_insert(row).bios.extend(bio);
        }
        if let Some(author) = &author {
            self.note(Tag::Author(author.id));
        }
        Ok(author)
    }

    /// The slug of an author, by which their page is found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn author_slug(&self, author: AuthorId) -> Result<Option<String>> {
        self.about([Tag::Author(author)])
            .first("SELECT slug FROM authors WHERE id = $1", params![author], |row| row.get(0))
            .await
    }

    /// The names of the authors of an article in the order of the byline, without what else is said
    /// about them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authors_of(&self, article: ArticleId) -> Result<Vec<Author>> {
        let found = self
            .about([Tag::Article(article)])
            .all(
                "SELECT u.id, u.slug, u.name FROM article_authors aa \
                 JOIN authors u ON u.id = aa.author WHERE aa.article = $1 ORDER BY aa.position",
                params![article],
                |row| {
                    Ok(Author {
                        id: row.get(0)?,
                        slug: row.get(1)?,
                        name: row.get(2)?,
                        role: String::new(),
                        picture: None,
                        bios: Vec::new(),
                    })
                },
            )
            .await?;
        for author in &found {
            self.note(Tag::Byline(author.id));
        }
        Ok(found)
    }

    /// At most `most` authors by their slugs, published or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authors(&self, most: i64) -> Result<Vec<Author>> {
        self.conn()
            .all(
                "SELECT u.id, u.slug, u.name, u.role, u.picture FROM authors u ORDER BY u.slug LIMIT $1",
                params![most],
                read,
            )
            .await
    }

    /// At most `most` authors who have published in a language, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authors_in(&self, language: &Language, most: i64) -> Result<Vec<Author>> {
        self.about([Tag::Authors])
            .all(
                "SELECT u.id, u.slug, u.name, u.role, u.picture FROM authors u \
                 WHERE EXISTS (SELECT 1 FROM listings l \
                               WHERE l.kind = 'author' AND l.of = u.id AND l.language = $1) \
                 ORDER BY u.name, u.id LIMIT $2",
                params![language, most],
                read,
            )
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Author> {
    Ok(Author {
        id: row.get(0)?,
        slug: row.get(1)?,
        name: row.get(2)?,
        role: row.get(3)?,
        picture: row.get(4)?,
        bios: Vec::new(),
    })
}
