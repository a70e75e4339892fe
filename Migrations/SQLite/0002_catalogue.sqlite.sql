-- Which record a digest is of, not only which position: a log that was restored from an older copy
-- and went on differently has another record there. NULL where it was noted before.
ALTER TABLE generation ADD COLUMN digest_leaf BLOB;
