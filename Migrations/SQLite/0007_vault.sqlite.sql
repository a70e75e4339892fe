-- Which files were imported to their end.

-- One row a file: 16 bytes of a keyed hash over its content and how it was read. An export does not say
-- when it was made; one that is given again after a newer one is known by this. Without a row, as in a
-- vault that was restored from an older copy, it is taken for the newest.
CREATE TABLE imported_file (
  id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
