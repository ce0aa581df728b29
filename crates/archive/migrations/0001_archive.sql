-- The archive as it begins. Words with @ are the few types that SQLite and PostgreSQL spell
-- differently (src/db/dialect.rs). Times are milliseconds since 1970 in UTC, flags 0 or 1.

CREATE TABLE dossiers (
    id @key,
    slug @text NOT NULL UNIQUE
);
CREATE TABLE dossier_names (
    dossier @int NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    language @text NOT NULL,
    title @text NOT NULL,
    PRIMARY KEY (dossier, language)
);

CREATE TABLE stories (
    id @key,
    dossier @int REFERENCES dossiers (id),
    created_at @int NOT NULL
);
CREATE INDEX stories_by_dossier ON stories (dossier) WHERE dossier IS NOT NULL;

CREATE TABLE sections (
    id @key,
    parent @int REFERENCES sections (id),
    slug @text NOT NULL,
    path @text NOT NULL UNIQUE,
    position @int NOT NULL DEFAULT 0
);
CREATE TABLE section_names (
    section @int NOT NULL REFERENCES sections (id) ON DELETE CASCADE,
    language @text NOT NULL,
    name @text NOT NULL,
    description @text NOT NULL DEFAULT '',
    PRIMARY KEY (section, language)
);

CREATE TABLE topics (
    id @key,
    slug @text NOT NULL UNIQUE,
    media_topic @text
);
CREATE TABLE topic_names (
    topic @int NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    language @text NOT NULL,
    name @text NOT NULL,
    PRIMARY KEY (topic, language)
);

CREATE TABLE assets (
    id @key,
    name @text NOT NULL UNIQUE,
    mime @text NOT NULL,
    hash @text NOT NULL,
    bytes @int NOT NULL,
    width @int,
    height @int,
    focus_x @real NOT NULL DEFAULT 0.5,
    focus_y @real NOT NULL DEFAULT 0.5,
    alt @text NOT NULL DEFAULT '',
    caption @text NOT NULL DEFAULT '',
    credit @text NOT NULL DEFAULT '',
    copyright @text NOT NULL DEFAULT '',
    taken_at @int,
    created_at @int NOT NULL
);
CREATE INDEX assets_by_hash ON assets (hash);
-- Words about an asset in other languages than the site's main one.
CREATE TABLE asset_words (
    asset @int NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    language @text NOT NULL,
    alt @text NOT NULL DEFAULT '',
    caption @text NOT NULL DEFAULT '',
    PRIMARY KEY (asset, language)
);
CREATE TABLE renditions (
    asset @int NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    -- Format and size as they stand in its address: 'w640.avif', 'social.jpg'.
    variant @text NOT NULL,
    mime @text NOT NULL,
    width @int NOT NULL,
    height @int NOT NULL,
    bytes @int NOT NULL,
    hash @text NOT NULL,
    PRIMARY KEY (asset, variant)
);

CREATE TABLE authors (
    id @key,
    slug @text NOT NULL UNIQUE,
    name @text NOT NULL,
    role @text NOT NULL DEFAULT '',
    picture @int REFERENCES assets (id)
);
CREATE TABLE author_bios (
    author @int NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    language @text NOT NULL,
    bio @text NOT NULL,
    PRIMARY KEY (author, language)
);

CREATE TABLE articles (
    id @key,
    story @int NOT NULL REFERENCES stories (id),
    language @text NOT NULL,
    section @int REFERENCES sections (id),
    state @text NOT NULL,
    slug @text NOT NULL,
    -- Its address, fixed at first publication.
    path @text,
    comments @text NOT NULL DEFAULT 'open',
    -- Who may read it: 'free', 'registered' or 'paid'.
    access @text NOT NULL DEFAULT 'free',
    vgwort @text,
    published_at @int,
    -- When it was last changed in substance after publication.
    updated_at @int,
    -- When a scheduled one is to be published.
    due_at @int,
    withdrawn_at @int,
    withdrawn_reason @text NOT NULL DEFAULT '',
    -- The revision being worked on, and the one readers see.
    latest @int,
    published @int,
    comment_count @int NOT NULL DEFAULT 0,
    created_at @int NOT NULL,
    changed_at @int NOT NULL,
    UNIQUE (story, language)
);
CREATE INDEX articles_by_state ON articles (state, changed_at, id);
CREATE INDEX articles_due ON articles (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX articles_in_section ON articles (section) WHERE section IS NOT NULL;

-- Immutable: never updated, whatever happens to the article.
CREATE TABLE revisions (
    id @key,
    article @int NOT NULL REFERENCES articles (id),
    number @int NOT NULL,
    created_at @int NOT NULL,
    who @text NOT NULL,
    genre @text NOT NULL,
    kicker @text NOT NULL,
    headline @text NOT NULL,
    standfirst @text NOT NULL,
    dateline @text NOT NULL,
    byline @text NOT NULL,
    origin @text NOT NULL,
    picture @int REFERENCES assets (id),
    picture_caption @text NOT NULL,
    body @text NOT NULL,
    words @int NOT NULL,
    UNIQUE (article, number)
);

CREATE TABLE article_authors (
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position @int NOT NULL,
    author @int NOT NULL REFERENCES authors (id),
    PRIMARY KEY (article, position)
);
CREATE INDEX article_authors_by_author ON article_authors (author, article);
CREATE TABLE article_topics (
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position @int NOT NULL,
    topic @int NOT NULL REFERENCES topics (id),
    PRIMARY KEY (article, position)
);
CREATE INDEX article_topics_by_topic ON article_topics (topic, article);
-- Sections other than the home section.
CREATE TABLE article_sections (
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    section @int NOT NULL REFERENCES sections (id),
    PRIMARY KEY (article, section)
);
CREATE INDEX article_sections_by_section ON article_sections (section, article);
-- What another system knew about it and this one has no field for.
CREATE TABLE article_meta (
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position @int NOT NULL,
    name @text NOT NULL,
    value @text NOT NULL,
    PRIMARY KEY (article, position)
);

-- Every list a published article stands in, one row for each: the whole site (kind 'site', of 0),
-- its sections and all above them, its topics, authors, dossier. Each list is one range of the
-- primary key, so that paging costs the same at any depth.
CREATE TABLE listings (
    kind @text NOT NULL,
    of @int NOT NULL,
    language @text NOT NULL,
    published_at @int NOT NULL,
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, of, language, published_at, article)
);
CREATE INDEX listings_by_article ON listings (article);

CREATE TABLE corrections (
    id @key,
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    language @text NOT NULL,
    text @text NOT NULL,
    at @int NOT NULL
);
CREATE INDEX corrections_of_article ON corrections (article, at);
CREATE INDEX corrections_by_time ON corrections (language, at, id);

CREATE TABLE pages (
    id @key,
    language @text NOT NULL,
    slug @text NOT NULL,
    path @text NOT NULL UNIQUE,
    title @text NOT NULL,
    body @text NOT NULL,
    state @text NOT NULL,
    changed_at @int NOT NULL
);
CREATE TABLE menu_items (
    menu @text NOT NULL,
    language @text NOT NULL,
    position @int NOT NULL,
    label @text NOT NULL,
    url @text NOT NULL,
    PRIMARY KEY (menu, language, position)
);
-- The front page's places that were filled by hand; the rest is filled by rule.
CREATE TABLE slots (
    language @text NOT NULL,
    place @text NOT NULL,
    position @int NOT NULL,
    story @int NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    PRIMARY KEY (language, place, position)
);

-- Every public address ever used.
CREATE TABLE paths (
    path @text PRIMARY KEY,
    -- 'article', 'page', 'section', 'topic', 'author', 'asset', 'redirect', 'gone', 'unavailable'
    kind @text NOT NULL,
    target @int,
    location @text
);
CREATE INDEX paths_by_target ON paths (kind, target) WHERE target IS NOT NULL;

CREATE TABLE comments (
    id @key,
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    parent @int REFERENCES comments (id),
    name @text NOT NULL,
    email @text NOT NULL,
    website @text,
    text @text NOT NULL,
    staff @int NOT NULL DEFAULT 0,
    at @int NOT NULL,
    state @text NOT NULL,
    -- Keyed hash of the writer's network address, dropped at forget_at.
    network @blob,
    forget_at @int,
    -- Hash of the token by which its writer sees it while it waits.
    writer @blob
);
CREATE INDEX comments_of_article ON comments (article, state, at, id);
CREATE INDEX comments_by_state ON comments (state, id);
CREATE INDEX comments_by_writer ON comments (writer) WHERE writer IS NOT NULL;
CREATE INDEX comments_by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX comments_to_forget ON comments (forget_at) WHERE forget_at IS NOT NULL;

-- What changed, in order.
CREATE TABLE changes (
    id @key,
    at @int NOT NULL,
    who @text NOT NULL,
    way @text NOT NULL,
    why @text NOT NULL,
    subject @text NOT NULL,
    subject_id @int NOT NULL
);
CREATE INDEX changes_of_subject ON changes (subject, subject_id, id);

CREATE TABLE jobs (
    id @key,
    kind @text NOT NULL,
    -- What it is about; a second job of the same kind and key is the same job.
    key @text NOT NULL,
    due_at @int NOT NULL,
    leased_until @int NOT NULL DEFAULT 0,
    failures @int NOT NULL DEFAULT 0,
    error @text NOT NULL DEFAULT '',
    UNIQUE (kind, key)
);
CREATE INDEX jobs_by_due ON jobs (due_at);

-- Which row was made from which thing of another system, so that importing again adds nothing twice.
CREATE TABLE imported (
    source @text NOT NULL,
    kind @text NOT NULL,
    key @text NOT NULL,
    target @int NOT NULL,
    PRIMARY KEY (source, kind, key)
);

-- Keys that all nodes share.
CREATE TABLE secrets (
    name @text PRIMARY KEY,
    value @blob NOT NULL
);
