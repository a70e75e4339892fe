-- In which order files were imported, and which versions their rows had.

-- What 0007 knew of a file went by the text of its mapping too, and did not say what came after it.
DROP TABLE imported_file;

-- One row each time that the import of a file began. An export does not say when it was made; one that
-- is given again is an old one when others of its source came after it. Source and file are 16 bytes of a
-- keyed hash each, the latter over the content. Without these rows, as in a vault that was restored from
-- an older copy, a file is taken for the newest.
CREATE TABLE imported_file (
  number INTEGER NOT NULL PRIMARY KEY,
  source BLOB NOT NULL,
  file BLOB NOT NULL,
  is_complete INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX imported_file_source ON imported_file (source, file);

-- The greatest version that was imported of a row whose source says which it has: 16 bytes of a keyed hash
-- over source and row, and microseconds or a number.
CREATE TABLE imported_row (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
