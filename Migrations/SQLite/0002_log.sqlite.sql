-- The indexes of the log in a form that an append adds to at one place.
--
-- Random ids and names dirty a page each when every record is put into a B-tree of its own order.
-- Now each commit writes one row of `recent`; programs hold what these rows say in memory, and once
-- there are 32,768 records in them, one commit moves them in bulk, in the order of their keys, to
-- where they stay. A record is found in either the one place or the other: those
-- through the position before the lowest `recent.first` are merged, those from it on are recent.
--
-- All of it follows from the records, and `verify` compares it with them to the last bit.

-- Streams and entities by name. Numbers grow with time, without gaps from 1, so that the entries of
-- what is going on now lie near each other. A name is found through its key (see `key_new`).
CREATE TABLE entity_named (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
INSERT INTO entity_named SELECT number, name FROM entity ORDER BY number;
DROP TABLE entity;
ALTER TABLE entity_named RENAME TO entity;

-- What one commit adds to the indexes, for its records from position `first` on. Each record: eight
-- bytes of its id's key (low byte first), how many entries it has, and each entry as the number of
-- an entity and twice how many records the entity's own stream has by then, plus one when the
-- record itself stands in that stream. Numbers are LEB128.
CREATE TABLE recent (
  first INTEGER NOT NULL PRIMARY KEY,
  records BLOB NOT NULL
) STRICT;

-- Where an event id or an entity's name may be: 13 bytes a key, in ascending order: the key, eight
-- bytes of a hash (high byte first), and five bytes (high byte first) of twice the position of
-- the id's record, or of twice the number of the entity plus one. A hit is confirmed against the
-- record or the name. The range of keys has 32 equal slices. No row crosses from one slice into
-- the next; the first row of a slice has as `first` the lowest key that the slice can have, any
-- other its own lowest key. Both as a signed number: the key minus 2^63.
--
-- Merged keys come into `key_new`; slice by slice, in turn, they go on to `key_old`. So one page of
-- the large table is written for many keys, and no commit moves more than one slice of it.
CREATE TABLE key_new (
  first INTEGER NOT NULL PRIMARY KEY,
  keys BLOB NOT NULL
) STRICT;
CREATE TABLE key_old (
  first INTEGER NOT NULL PRIMARY KEY,
  keys BLOB NOT NULL
) STRICT;

-- Which merged records stand in the stream of an entity or name the entity in their envelope: a row
-- for some that follow each other, from position `first` on. `count` is how many records the
-- entity's own stream has before the row. `positions` has for each record twice the distance
-- from the one before (0 for the first), plus one when the record stands in the entity's own
-- stream; its version is then one more than the count so far. Numbers are LEB128.
CREATE TABLE posting (
  entity INTEGER NOT NULL,
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  positions BLOB NOT NULL,
  PRIMARY KEY (entity, first)
) STRICT, WITHOUT ROWID;

-- `key_new`, `key_old` and `recent` change by being merged. What does not may not change.
CREATE TRIGGER entity_no_update BEFORE UPDATE ON entity
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entity_no_delete BEFORE DELETE ON entity
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER entity_no_replace BEFORE INSERT ON entity
WHEN EXISTS (SELECT 1 FROM entity WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER posting_no_replace BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM posting WHERE entity = NEW.entity AND first = NEW.first)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

-- The program that runs this migration moves, in the same transaction, what `entry` holds into
-- `posting` and the keys of ids and names into `key_old`, and then drops `entry`: packing is
-- nothing that SQL can say. The keys of ids are made anew from the records.
DROP TABLE event_id;
