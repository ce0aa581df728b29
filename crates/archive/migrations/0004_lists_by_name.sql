-- Topics are listed by name, language by language; an archive moved in from elsewhere brings
-- thousands of them.
CREATE INDEX topic_names_by_name ON topic_names (language, name, topic);
CREATE INDEX authors_by_name ON authors (name, id);
