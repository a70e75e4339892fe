-- Which records tell that somebody read: accounts of readings, and what other systems recorded of
-- disclosures, exports and access in an emergency. They stand in many streams, few among many
-- records, and are asked for from the last one backwards.
--
-- All of it follows from the records, and `verify` compares it with them.
CREATE TABLE reading (position INTEGER NOT NULL PRIMARY KEY) STRICT;

CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

-- The program that runs this migration fills the table, in the same transaction, from the records that
-- are there: which types tell of a reading is not SQL's to say.
