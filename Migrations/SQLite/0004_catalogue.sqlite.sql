-- Rebuilds that whoever keeps the store is asked for by other processes. A row is gone when what it asks for
-- is done: asked for twice, a rebuild is still one. `state` is `asked`, `paused` (what was built stays, and
-- nobody goes on with it), `cancelled` (what was built is to be removed) or `failed`, for `reason`. The build
-- that served is kept for `kept_seconds`.
CREATE TABLE rebuild_request (
  name TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('asked', 'paused', 'cancelled', 'failed')),
  kept_seconds INTEGER NOT NULL,
  reason TEXT CHECK ((reason IS NOT NULL) = (state = 'failed'))
) STRICT, WITHOUT ROWID;
