-- What tells a thing from another of the same number: exports that were merged use numbers twice.
ALTER TABLE imported ADD COLUMN mark @text NOT NULL DEFAULT '';
