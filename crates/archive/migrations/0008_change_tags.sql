-- What of readers' pages a change concerns: the words of src/tag.rs, one to a line, empty for nothing.
ALTER TABLE changes ADD COLUMN tags @text NOT NULL DEFAULT '';
-- A story that appears fills its place on the front page.
CREATE INDEX slots_by_story ON slots (story);
