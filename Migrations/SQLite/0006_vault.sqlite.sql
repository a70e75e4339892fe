-- By what people are known outside: telephone numbers, addresses, accounts, references.

-- One row a record that says an identifier: 16 bytes of a keyed hash over its kind and its normal
-- form, whose key seals it, and the record. Whoever has the file without the master key reads no
-- identifier, nor can he try whether one that he guesses is there. Only keys that are not destroyed
-- have rows: these go in the transaction that destroys the key. Each record has its own, because what
-- is redacted later is taken out, and what others say of the same stays.
CREATE TABLE identifier (
  hash BLOB NOT NULL,
  key INTEGER NOT NULL REFERENCES subject_key (number),
  position INTEGER NOT NULL,
  PRIMARY KEY (hash, key, position)
) STRICT, WITHOUT ROWID;

-- By key and record, for what is taken out.
CREATE INDEX identifier_key ON identifier (key, position);

-- One row: the region by whose rules a telephone number without a country is read (ISO 3166-1), and
-- by which rules identifiers are noted through which record of the log. A vault that was restored
-- from an older copy says so of an earlier record, and is filled from there on.
CREATE TABLE identifiers (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  region TEXT NOT NULL,
  rules TEXT NOT NULL,
  position INTEGER NOT NULL,
  leaf BLOB NOT NULL
) STRICT;

INSERT INTO identifiers (id, region, rules, position, leaf) VALUES (1, 'US', '', 0, x'');
