-- How far each cache outside has been told which pages to drop: one stream of purges a cache, which one
-- node at a time sends, in the order of the changes.
CREATE TABLE purges (
    -- Its name: the kind and where it is, such as 'varnish http://10.0.0.5:6081'.
    cache @text PRIMARY KEY,
    -- The newest change that it was told of, and the newest of which it was told twice: a page that was
    -- being fetched while it was told for the first time may have been kept after that.
    told @int NOT NULL,
    settled @int NOT NULL,
    -- Who sends, and until when without another word.
    holder @text NOT NULL DEFAULT '',
    held_until @int NOT NULL DEFAULT 0,
    -- How often in a row it has failed, since when and why.
    failures @int NOT NULL DEFAULT 0,
    failing_since @int,
    error @text NOT NULL DEFAULT ''
);
