-- Foreign copy: who sends it, what came in, version by version, and which articles were made of it.

CREATE TABLE providers (
    id @key,
    slug @text NOT NULL UNIQUE,
    -- What the newsroom has settled about it, as JSON.
    settings @text NOT NULL,
    paused @int NOT NULL DEFAULT 0,
    -- BLAKE3 of the token with which it may push, hexadecimal; empty for none.
    token @text NOT NULL DEFAULT '',
    created_at @int NOT NULL
);

-- What asking a provider remembers from time to time. Nobody is told when it changes.
CREATE TABLE provider_asked (
    provider @int PRIMARY KEY REFERENCES providers (id),
    asked_at @int,
    answered_at @int,
    -- When something new was last found.
    found_at @int,
    failures @int NOT NULL DEFAULT 0,
    error @text NOT NULL DEFAULT '',
    -- What the way in keeps for itself, as JSON: validators, intervals, the hub and its lease.
    memory @text NOT NULL DEFAULT ''
);

-- A piece of copy, whatever its versions; the columns repeat what lists need of the newest version.
CREATE TABLE wire_items (
    id @key,
    provider @int NOT NULL REFERENCES providers (id),
    item @text NOT NULL,
    -- The newest version; grows with every arrival, so it is also the order of lists.
    newest @int NOT NULL DEFAULT 0,
    versions @int NOT NULL DEFAULT 0,
    kind @text NOT NULL,
    status @text NOT NULL,
    language @text NOT NULL,
    urgency @int,
    embargo_at @int,
    headline @text NOT NULL,
    slugline @text NOT NULL,
    -- The time its newest version says of itself, and when that arrived.
    moment @int,
    arrived_at @int NOT NULL,
    -- The item that was the first to report the same.
    event @int NOT NULL DEFAULT 0,
    -- The item that took its place.
    replaced_by @int,
    UNIQUE (provider, item)
);
CREATE INDEX wire_items_newest ON wire_items (newest);
CREATE INDEX wire_items_of_provider ON wire_items (provider, newest);
CREATE INDEX wire_items_by_status ON wire_items (status, newest);
CREATE INDEX wire_items_by_language ON wire_items (language, newest);
CREATE INDEX wire_items_of_event ON wire_items (event, newest);
CREATE INDEX wire_items_arrived ON wire_items (arrived_at);

CREATE TABLE wire_versions (
    id @key,
    wire_item @int NOT NULL REFERENCES wire_items (id),
    number @int NOT NULL,
    version @text NOT NULL,
    received_at @int NOT NULL,
    -- The item as JSON, and the hash of that.
    content @text NOT NULL,
    hash @text NOT NULL,
    -- Which bytes it was read from.
    original @text NOT NULL,
    UNIQUE (wire_item, number)
);
CREATE INDEX wire_versions_original ON wire_versions (original);

-- The bytes as they came, by their BLAKE3, compressed by Zstandard.
CREATE TABLE wire_originals (
    hash @text PRIMARY KEY,
    bytes @blob NOT NULL,
    size @int NOT NULL,
    content_type @text NOT NULL,
    -- Where they came from: an address or the name of a file.
    name @text NOT NULL,
    received_at @int NOT NULL
);

-- What could not be read.
CREATE TABLE wire_refusals (
    id @key,
    provider @int NOT NULL REFERENCES providers (id),
    at @int NOT NULL,
    name @text NOT NULL,
    reason @text NOT NULL,
    original @text NOT NULL
);
CREATE INDEX wire_refusals_of_provider ON wire_refusals (provider, id);
CREATE INDEX wire_refusals_at ON wire_refusals (at);
CREATE INDEX wire_refusals_original ON wire_refusals (original);

-- Parts of the likeness of recent items: who shares several reports the same.
CREATE TABLE wire_likeness (
    part @int NOT NULL,
    wire_item @int NOT NULL,
    at @int NOT NULL,
    PRIMARY KEY (part, wire_item)
);
CREATE INDEX wire_likeness_of_item ON wire_likeness (wire_item);
CREATE INDEX wire_likeness_at ON wire_likeness (at);

-- Which articles were made of which items, and which version their text goes back to.
CREATE TABLE article_items (
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    wire_item @int NOT NULL REFERENCES wire_items (id),
    taken @int NOT NULL,
    at @int NOT NULL,
    -- Which asset of the library each of the item's media became, as JSON.
    assets @text NOT NULL DEFAULT '[]',
    PRIMARY KEY (article, wire_item)
);
CREATE INDEX article_items_of_item ON article_items (wire_item);

-- What happened to copy that somebody has to know of.
CREATE TABLE wire_notices (
    id @key,
    kind @text NOT NULL,
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    wire_item @int NOT NULL,
    version @int NOT NULL,
    at @int NOT NULL,
    -- What the program did about it: 'withdrawn', 'unscheduled', or nothing.
    done @text NOT NULL DEFAULT '',
    settled_at @int,
    settled_by @text NOT NULL DEFAULT '',
    why @text NOT NULL DEFAULT ''
);
CREATE INDEX wire_notices_open ON wire_notices (id) WHERE settled_at IS NULL;
CREATE INDEX wire_notices_of_article ON wire_notices (article, id);

-- Words among editors about an article. Never part of its text.
CREATE TABLE article_notes (
    id @key,
    article @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at @int NOT NULL,
    who @text NOT NULL,
    kind @text NOT NULL,
    text @text NOT NULL
);
CREATE INDEX article_notes_of_article ON article_notes (article, id);

-- Nobody may publish it before: what it was made of is embargoed until then.
ALTER TABLE articles ADD COLUMN embargo_at @int;
