-- The vault: keys of subjects, wrapped by the master key. Rows of subjects change (a party is
-- linked, a key is destroyed); the log never does.

-- One row: which master key wraps the rest. `epoch` grows with every destruction, change of party
-- and rewrapping, so that a process knows when keys it has in memory are no longer to be used.
CREATE TABLE master (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  fingerprint TEXT NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;

-- The vault's own keys (id-key, signing key), wrapped (RFC 3394).
CREATE TABLE secret (
  name TEXT NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a key of a subject. `wrapped` is NULL once the key was destroyed; a subject may then get
-- a fresh one, so only live keys are unique.
CREATE TABLE subject_key (
  number INTEGER NOT NULL PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  scope TEXT NOT NULL,
  participant TEXT NOT NULL,
  party TEXT,
  wrapped BLOB
) STRICT;

CREATE UNIQUE INDEX subject_key_live ON subject_key (scope, participant) WHERE wrapped IS NOT NULL;
CREATE INDEX subject_key_party ON subject_key (party) WHERE party IS NOT NULL;
