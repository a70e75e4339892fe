-- Erasures: what is closed while one is under way, so that no process makes a key behind its back.

-- One row an erasure that has come as far as the vault. `closed` until its completion stands in the
-- log, `done` afterwards: then nothing of it is done again, whoever comes late.
CREATE TABLE erasure (
  erasure TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('closed', 'done'))
) STRICT, WITHOUT ROWID;

CREATE INDEX erasure_closed ON erasure (erasure) WHERE state = 'closed';

-- Whose keys nobody gets meanwhile. Removed when the erasure is done.
CREATE TABLE closed_party (
  party TEXT NOT NULL,
  erasure TEXT NOT NULL,
  PRIMARY KEY (party, erasure)
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_scope (
  scope TEXT NOT NULL,
  erasure TEXT NOT NULL,
  PRIMARY KEY (scope, erasure)
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_subject (
  scope TEXT NOT NULL,
  participant TEXT NOT NULL,
  erasure TEXT NOT NULL,
  PRIMARY KEY (scope, participant, erasure)
) STRICT, WITHOUT ROWID;

-- One row: up to which position of the log every erasure is known to be done. A vault that was
-- restored from an older copy knows less than the log, and is brought up to it at the next start.
CREATE TABLE settled (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  position INTEGER NOT NULL
) STRICT;

INSERT INTO settled (id, position) VALUES (1, 0);

-- Subjects whose key was destroyed, so that importing an old file again makes no new one. The
-- participant of such a row is a keyed hash: what a source called somebody goes with the key.
CREATE INDEX subject_key_destroyed ON subject_key (scope, participant) WHERE wrapped IS NULL;
