-- What is counted is kept, so that nobody counts a million articles to show a list of months, and
-- sitemaps have parts that stay.

-- Articles that readers see by the day of UTC they were published on, counted from 1 January 1970.
CREATE TABLE site_days (
    language @text NOT NULL,
    day @int NOT NULL,
    articles @int NOT NULL,
    PRIMARY KEY (language, day)
);
-- Where the parts of a language's sitemap begin; each ends where the next begins, the last is open.
CREATE TABLE sitemap_parts (
    id @key,
    language @text NOT NULL,
    from_at @int NOT NULL,
    from_article @int NOT NULL,
    articles @int NOT NULL,
    -- When something in it last came, went or was told differently.
    changed_at @int NOT NULL,
    UNIQUE (language, from_at, from_article)
);
-- How far the list of the site is counted: up to a place, or (done) all of it. The server counts on in
-- small steps; what is beyond is not kept yet.
CREATE TABLE counted (
    list @text PRIMARY KEY,
    done @int NOT NULL,
    language @text NOT NULL,
    published_at @int NOT NULL,
    article @int NOT NULL
);
INSERT INTO counted (list, done, language, published_at, article) VALUES ('site', 0, '', 0, 0);
