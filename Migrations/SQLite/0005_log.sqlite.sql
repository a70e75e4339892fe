-- The tree over the records (RFC 6962), as full tiles of 256 hashes (C2SP tlog-tiles): on level 0 the
-- leaves, on each level above the roots of the tiles of the level below. `number` counts from 0 on its
-- level, `hashes` are 256 times 32 bytes, `root` is the root over them, which is a hash of the level
-- above. What is in no full tile yet follows from the last records and the last roots.
--
-- All of it follows from the records, and `verify` compares it with them.
CREATE TABLE tile (
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tile_no_update BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER tile_no_delete BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER tile_no_replace BEFORE INSERT ON tile
WHEN EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

-- The program that runs this migration fills the table, in the same transaction, from the records that
-- are there: SQL cannot hash.
