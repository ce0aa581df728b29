-- Each kind of job has a lane of its own, which asks for the first due of its kind.
CREATE INDEX jobs_of_kind ON jobs (kind, due_at);

-- Who answers for a scheduled article and why, kept until its time has come.
ALTER TABLE articles ADD COLUMN due_clearance @text;
