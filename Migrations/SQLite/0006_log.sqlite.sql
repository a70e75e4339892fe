-- What the log has signed of its tree: signed notes (C2SP tlog-checkpoint) as they were given out, one
-- a size, kept for ever. Each commits to all records through position `size`, so that whoever rewrote
-- one of them would have to sign anew, which takes the key that is kept outside the log.
CREATE TABLE checkpoint (
  size INTEGER NOT NULL PRIMARY KEY,
  note BLOB NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER checkpoint_no_replace BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
