-- What the source said of a thing and the archive has no place of its own for: JSON in the source's
-- words, empty for nothing. No page, list or feed reads it, for it may name people.
ALTER TABLE imported ADD COLUMN kept @text NOT NULL DEFAULT '';
-- By the row that was made: what was kept of a comment goes when the comment does.
CREATE INDEX imported_kept ON imported (kind, target) WHERE kept <> '';
