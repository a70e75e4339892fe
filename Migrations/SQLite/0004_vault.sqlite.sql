-- Which record the erasures are settled through, not only which position: a log that was restored
-- from an older copy and went on differently has another record there. NULL where it was noted
-- before, or nothing is settled yet.
ALTER TABLE settled ADD COLUMN leaf BLOB;
