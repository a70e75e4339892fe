-- Which records edit or redact a message: the sixteen bytes of the message's event id. They may stand
-- in any stream, before or after the message, which need not be in the log at all. Few records do
-- either, so rows in the order of their messages cost an append little.
--
-- All of it follows from the records, and `verify` compares it with them.
CREATE TABLE amendment (
  message BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER amendment_no_update BEFORE UPDATE ON amendment
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;
CREATE TRIGGER amendment_no_delete BEFORE DELETE ON amendment
BEGIN SELECT RAISE(ABORT, 'the log is immutable'); END;

-- The program that runs this migration fills the table, in the same transaction, from the records that
-- are there: one rule says what amends a message, and it is not SQL's.
