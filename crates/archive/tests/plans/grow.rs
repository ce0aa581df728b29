//! Makes an archive large by SQL: 20,000 articles in 100 sections, 60,000 comments.

/// Words for the search, as SQLite indexes them.
pub(crate) const SQLITE_WORDS: &str = "INSERT INTO article_words (rowid, language, words) \
    SELECT id, language, 'wort' || id || ' haus stadt' FROM articles WHERE id > 1000000";

/// The same for PostgreSQL.
pub(crate) const POSTGRES_WORDS: &str = "INSERT INTO article_words (rowid, language, words) \
    SELECT id, language, to_tsvector('simple', 'wort' || id || ' haus stadt') FROM articles WHERE id > 1000000";

/// Rows of every long table; `n` counts them from 1. Keys begin far above those that were there.
const ROWS: [(i64, &str); 34] = [
    (7000, "INSERT INTO site_days (language, day, articles) SELECT 'de', -100000 - i, 3 FROM n"),
    (100, "INSERT INTO sections (id, slug, path) SELECT 1000000 + i, 's' || i, 'grown/s' || i FROM n"),
    (100, "INSERT INTO section_names (section, language, name) SELECT 1000000 + i, 'de', 'S' || i FROM n"),
    (2000, "INSERT INTO topics (id, slug) SELECT 1000000 + i, 'grown-' || i FROM n"),
    (2000, "INSERT INTO topic_names (topic, language, name) SELECT 1000000 + i, 'de', 'T' || i FROM n"),
    (2000, "INSERT INTO authors (id, slug, name) SELECT 1000000 + i, 'grown-' || i, 'A' || i FROM n"),
    (
        30_000,
        "INSERT INTO assets (id, name, mime, hash, bytes, created_at) \
         SELECT 1000000 + i, 'grown-' || i, 'image/jpeg', 'h' || i, 1, i FROM n",
    ),
    (
        20_000,
        "INSERT INTO renditions (asset, variant, mime, width, height, bytes, hash) \
         SELECT 1000001 + i / 5, 'w' || (i % 5), 'image/webp', 1, 1, 1, 'h' || i FROM n WHERE i < 20000",
    ),
    (5000, "INSERT INTO asset_words (asset, language, alt) SELECT 1000000 + i, 'en', 'x' FROM n"),
    (2000, "INSERT INTO author_bios (author, language, bio) SELECT 1000000 + i, 'de', 'x' FROM n"),
    (100, "INSERT INTO dossiers (id, slug) SELECT 1000000 + i, 'grown-' || i FROM n"),
    (100, "INSERT INTO dossier_names (dossier, language, title) SELECT 1000000 + i, 'de', 'D' || i FROM n"),
    (
        20_000,
        "INSERT INTO stories (id, dossier, created_at) \
         SELECT 1000000 + i, CASE i % 10 WHEN 0 THEN 1000001 + i % 100 END, i FROM n",
    ),
    (
        20_000,
        "INSERT INTO articles (id, story, language, section, state, slug, path, published_at, due_at, latest, \
                               published, created_at, changed_at) \
         SELECT 1000000 + i, 1000000 + i, 'de', 1000001 + i % 100, \
                CASE i % 10 WHEN 0 THEN 'draft' WHEN 1 THEN 'scheduled' ELSE 'published' END, 'a' || i, \
                '/grown/' || i, i * 1000, CASE i % 10 WHEN 1 THEN i END, 1000000 + i, 1000000 + i, i, i FROM n",
    ),
    (
        20_000,
        "INSERT INTO revisions (id, article, number, created_at, who, genre, kicker, headline, standfirst, dateline, \
                                byline, origin, picture, picture_caption, body, words) \
         SELECT 1000000 + i, 1000000 + i, 1, i, 'x', 'report', '', 'H' || i, '', '', '', '', 1000001 + i % 5000, \
                '', '{}', 100 FROM n",
    ),
    (
        20_000,
        "INSERT INTO article_authors (article, position, author) \
         SELECT 1000000 + i, 0, 1000001 + i % 2000 FROM n",
    ),
    (
        20_000,
        "INSERT INTO article_topics (article, position, topic) SELECT 1000000 + i, 0, 1000001 + i % 2000 FROM n",
    ),
    (
        20_000,
        "INSERT INTO article_sections (article, section) SELECT 1000000 + i, 1000001 + (i + 1) % 100 FROM n",
    ),
    (
        20_000,
        "INSERT INTO article_meta (article, position, name, value) SELECT 1000000 + i, 0, 'k', 'v' FROM n",
    ),
    (
        20_000,
        "INSERT INTO listings (kind, of, language, published_at, article) \
         SELECT 'site', 0, 'de', i * 1000, 1000000 + i FROM n \
         UNION ALL SELECT 'section', 1000001 + i % 100, 'de', i * 1000, 1000000 + i FROM n \
         UNION ALL SELECT 'topic', 1000001 + i % 2000, 'de', i * 1000, 1000000 + i FROM n \
         UNION ALL SELECT 'author', 1000001 + i % 2000, 'de', i * 1000, 1000000 + i FROM n",
    ),
    (
        10_000,
        "INSERT INTO corrections (id, article, language, text, at) \
         SELECT 1000000 + i, 1000000 + i, 'de', 'x', i FROM n",
    ),
    (20_000, "INSERT INTO paths (path, kind, target) SELECT '/grown/' || i, 'article', 1000000 + i FROM n"),
    (
        60_000,
        "INSERT INTO comments (id, article, parent, name, email, text, at, state, network, forget_at, writer) \
         SELECT 1000000 + i, 1000001 + i % 20000, NULL, 'x', 'x', 'x', i, \
                CASE i % 20 WHEN 0 THEN 'waiting' ELSE 'approved' END, NULL, CASE i % 50 WHEN 0 THEN i END, NULL FROM n",
    ),
    (
        60_000,
        "INSERT INTO changes (id, at, who, way, why, subject, subject_id) \
         SELECT 1000000 + i, i, 'x', 'x', '', 'article', i FROM n",
    ),
    (
        50,
        "INSERT INTO providers (id, slug, settings, created_at) SELECT 1000000 + i, 'grown-' || i, '{}', i FROM n",
    ),
    (
        20_000,
        "INSERT INTO wire_items (id, provider, item, newest, versions, kind, status, language, headline, slugline, \
                                 arrived_at, event) \
         SELECT 1000000 + i, 1000001 + i % 50, 'i' || i, 1000000 + i, 1, 'text', 'usable', 'de', 'H' || i, '', \
                i, 1000000 + i FROM n",
    ),
    (
        20_000,
        "INSERT INTO wire_versions (id, wire_item, number, version, received_at, content, hash, original) \
         SELECT 1000000 + i, 1000000 + i, 1, '', i, '{}', 'h' || i, 'o' || i FROM n",
    ),
    (
        20_000,
        "INSERT INTO wire_originals (hash, bytes, size, content_type, name, received_at) \
         SELECT 'o' || i, (SELECT bytes FROM wire_originals LIMIT 1), 1, '', '', i FROM n",
    ),
    (
        20_000,
        "INSERT INTO wire_refusals (id, provider, at, name, reason, original) \
         SELECT 1000000 + i, 1000001 + i % 50, i, 'x', 'x', 'o' || i FROM n",
    ),
    (
        60_000,
        "INSERT INTO wire_likeness (part, wire_item, at) SELECT i * 7919, 1000001 + i % 20000, i FROM n",
    ),
    (
        10_000,
        "INSERT INTO article_items (article, wire_item, taken, at) SELECT 1000000 + i, 1000000 + i, i, i FROM n",
    ),
    (
        10_000,
        "INSERT INTO wire_notices (id, kind, article, wire_item, version, at, settled_at) \
         SELECT 1000000 + i, 'updated', 1000000 + i, 1000000 + i, i, i, i FROM n",
    ),
    (
        10_000,
        "INSERT INTO article_notes (id, article, at, who, kind, text) \
         SELECT 1000000 + i, 1000000 + i, i, 'x', 'editorial', 'x' FROM n",
    ),
    (20_000, "INSERT INTO jobs (id, kind, key, due_at) SELECT 1000000 + i, 'rendition', 'k' || i, i FROM n"),
];

/// The whole of it, with the database's own way to index words.
pub(crate) fn script(words: &str) -> String {
    let mut script = String::from("BEGIN;\n");
    for (count, rows) in ROWS {
        script.push_str(&with_numbers(count, rows));
    }
    script.push_str(&with_numbers(
        20_000,
        "INSERT INTO imported (source, kind, key, target, kept) SELECT 'w', 'post', 'k' || i, i, '{}' FROM n",
    ));
    script.push_str(words);
    script.push_str(";\nCOMMIT;");
    script
}

fn with_numbers(count: i64, rows: &str) -> String {
    format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) {rows};\n")
}
