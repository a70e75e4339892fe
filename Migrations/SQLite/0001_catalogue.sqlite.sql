-- Which generation of which projection serves, and who may write read models.

-- One row a generation of a projection; `file` lies in the folder projections/. `digest` is the
-- last state digest computed for it, at `digest_position`.
CREATE TABLE generation (
  projection TEXT NOT NULL,
  generation INTEGER NOT NULL,
  code_version INTEGER NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'serving', 'retired')),
  digest TEXT,
  digest_position INTEGER,
  PRIMARY KEY (projection, generation)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX generation_serving ON generation (projection) WHERE state = 'serving';

-- One row: the epoch of whoever holds the right to project. Taking the right raises it, so a
-- holder that lost its lock without noticing finds a newer epoch and stops.
CREATE TABLE lease (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL
) STRICT;

INSERT INTO lease (id, epoch) VALUES (1, 0);
