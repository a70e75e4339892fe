-- What witnesses said of the checkpoints that are kept: signature lines (C2SP tlog-cosignature) as they
-- came, one a witness and size, kept for ever. A witness cosigns only what extends all it cosigned
-- before, so each is somebody else's word that the log was not rewritten by then.
CREATE TABLE cosignature (
  name TEXT NOT NULL,
  key_id INTEGER NOT NULL,
  size INTEGER NOT NULL REFERENCES checkpoint (size),
  line TEXT NOT NULL,
  PRIMARY KEY (name, key_id, size)
) STRICT, WITHOUT ROWID;

-- Those of a checkpoint, which is given out with them.
CREATE INDEX cosignature_size ON cosignature (size);

CREATE TRIGGER cosignature_no_update BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER cosignature_no_delete BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER cosignature_no_replace BEFORE INSERT ON cosignature
WHEN EXISTS (
  SELECT 1 FROM cosignature
  WHERE name = NEW.name AND key_id = NEW.key_id AND size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
