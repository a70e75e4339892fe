-- What sources called participants: nothing of it stands here any more, in no row.

-- The participant of every row is a keyed hash from now on: 16 characters of base64. Sources may
-- call somebody by an address or a name; whoever has the file without the master key reads neither
-- that nor whether a name he guesses is there. What is asked is always whether a row is of somebody
-- whose name is known, and that the hash tells. `kind` is a role out of a short list (`party`,
-- `agent`, `participant` for any other word), for whoever is shown the rows; empty where a key was
-- destroyed before kinds were noted.
ALTER TABLE subject_key ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- One row: `named` while rows from before hold names in clear; `rewritten` when none does but the
-- file may still hold what they were; `hidden` when that is gone too. The first that opens the vault
-- with its master key takes it from one to the next, because SQL cannot hash.
CREATE TABLE participants (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL CHECK (state IN ('named', 'rewritten', 'hidden'))
) STRICT;

INSERT INTO participants (id, state)
SELECT 1, CASE
  WHEN EXISTS (SELECT 1 FROM subject_key) OR EXISTS (SELECT 1 FROM closed_subject) THEN 'named'
  ELSE 'hidden'
END;
