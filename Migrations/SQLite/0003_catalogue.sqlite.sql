-- Generations that served before and can serve again, and how long a build takes here.

-- SQLite cannot alter a CHECK: the table is made anew. A generation in the state `previous` served before
-- and is kept through `kept_until`, in microseconds from 1970. `is_held` is 1 where somebody let an older
-- generation serve again though newer code cannot follow the log with it: then nobody builds another one
-- unasked.
CREATE TABLE generation_next (
  projection TEXT NOT NULL,
  generation INTEGER NOT NULL,
  code_version INTEGER NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'serving', 'previous', 'retired')),
  digest TEXT,
  digest_position INTEGER,
  digest_leaf BLOB,
  kept_until INTEGER CHECK ((kept_until IS NOT NULL) = (state = 'previous')),
  is_held INTEGER NOT NULL DEFAULT 0 CHECK (is_held IN (0, 1)),
  PRIMARY KEY (projection, generation)
) STRICT, WITHOUT ROWID;

INSERT INTO generation_next (
  projection, generation, code_version, file, state, digest, digest_position, digest_leaf)
SELECT projection, generation, code_version, file, state, digest, digest_position, digest_leaf
FROM generation;

DROP TABLE generation;
ALTER TABLE generation_next RENAME TO generation;

CREATE UNIQUE INDEX generation_serving ON generation (projection) WHERE state = 'serving';
CREATE UNIQUE INDEX generation_previous ON generation (projection) WHERE state = 'previous';

-- What the last build of something from the first record on took, in one pass with `beside` others: what
-- the next one is estimated by.
CREATE TABLE build_measure (
  name TEXT NOT NULL PRIMARY KEY,
  records INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  beside INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
