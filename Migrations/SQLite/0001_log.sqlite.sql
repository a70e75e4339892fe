-- The log. Nothing in it is ever changed: triggers refuse UPDATE and DELETE, and INSERT OR REPLACE,
-- which deletes without firing triggers, where it could change anything.

-- What the birth record also says; kept here so that opening a store needs no decoding.
CREATE TABLE log_meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a record. `line` holds exactly the bytes that are hashed; `leaf` is
-- SHA-256(0x00 || line); `recorded` is microseconds from 1970-01-01T00:00:00Z and never decreases
-- with position, so a time is found by bisection without an index.
CREATE TABLE record (
  position INTEGER NOT NULL PRIMARY KEY,
  recorded INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  line BLOB NOT NULL
) STRICT;

-- Where an event id may be: `hash` is the first eight bytes of the id. Eight bytes instead of 36
-- characters keep the index small; a hit is confirmed against the record.
CREATE TABLE event_id (
  hash INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (hash, position)
) STRICT, WITHOUT ROWID;

-- Streams and entities by name, each with a small number that grows with time, so that the entries
-- of what is going on now lie near each other.
CREATE TABLE entity (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Which records stand in the stream of an entity or name the entity in their envelope. A positive
-- `version` is the record's version in the entity's own stream; otherwise the record only names
-- the entity, and -version is how many records its stream had by then. The last entry of an entity
-- therefore tells the version of its stream.
CREATE TABLE entry (
  entity INTEGER NOT NULL,
  position INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (entity, position)
) STRICT, WITHOUT ROWID;

-- Which sealed attachments a record names: the SHA-256 of each one's ciphertext.
CREATE TABLE attachment (
  name BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (name, position)
) STRICT, WITHOUT ROWID;

-- Keys that were destroyed by an erasure, so that a key that is missing from the vault for any
-- other reason is never taken for an erased one.
CREATE TABLE destroyed_key (
  key BLOB NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_meta_no_update BEFORE UPDATE ON log_meta
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER log_meta_no_delete BEFORE DELETE ON log_meta
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER record_no_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER event_id_no_update BEFORE UPDATE ON event_id
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER event_id_no_delete BEFORE DELETE ON event_id
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entity_no_update BEFORE UPDATE ON entity
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entity_no_delete BEFORE DELETE ON entity
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER destroyed_key_no_update BEFORE UPDATE ON destroyed_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER destroyed_key_no_delete BEFORE DELETE ON destroyed_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

CREATE TRIGGER log_meta_no_replace BEFORE INSERT ON log_meta
WHEN EXISTS (SELECT 1 FROM log_meta WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER record_no_replace BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entity_no_replace BEFORE INSERT ON entity
WHEN EXISTS (SELECT 1 FROM entity WHERE number = NEW.number)
  OR EXISTS (SELECT 1 FROM entity WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE entity = NEW.entity AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER destroyed_key_no_replace BEFORE INSERT ON destroyed_key
WHEN EXISTS (SELECT 1 FROM destroyed_key WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

-- The history of the schema itself; its table is there before the first migration runs.
CREATE TRIGGER grdb_migrations_no_update BEFORE UPDATE ON grdb_migrations
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER grdb_migrations_no_delete BEFORE DELETE ON grdb_migrations
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
