-- What the command line keeps for the site and 0001 had no column for. Everything here only adds.

-- Pages that say the same in several languages share a number.
ALTER TABLE pages ADD COLUMN translations @int;
CREATE INDEX pages_by_translations ON pages (translations) WHERE translations IS NOT NULL;

-- Who forbade what is unavailable (RFC 7725), why and since when.
ALTER TABLE paths ADD COLUMN authority @text;
ALTER TABLE paths ADD COLUMN reason @text;
ALTER TABLE paths ADD COLUMN since @int;
-- Addresses that lead elsewhere or nowhere, for the list of them.
CREATE INDEX paths_without_target ON paths (path) WHERE target IS NULL;
