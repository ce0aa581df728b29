-- Which revision was cleared for its time to come; what is written afterwards waits for a clearance of its own.
ALTER TABLE articles ADD COLUMN due_revision @int REFERENCES revisions (id);
