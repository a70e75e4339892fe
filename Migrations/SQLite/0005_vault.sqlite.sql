-- One row: through which record of the log every key that a record names was found to be here, and
-- which record that was. A vault that was restored from an older copy says so of an earlier record,
-- and is looked at from there on.
CREATE TABLE complete (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  position INTEGER NOT NULL,
  leaf BLOB NOT NULL
) STRICT;

INSERT INTO complete (id, position, leaf) VALUES (1, 0, x'');
