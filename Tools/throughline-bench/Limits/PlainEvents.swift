/// Limit L4: what its tables are filled from.
///
/// Somebody who knows SQL takes every line apart once, puts right where events belong, and only
/// then groups: that is what stands here, in temporary tables, which are never synced.
///
/// Left out, which favours the limit: links count as the last one says it, without the intervals in
/// which others were in force; times are whole seconds; nothing is checked, so an event that was
/// left out or altered is not noticed.
enum PlainEvents {
  /// The events with their columns, under the links in force.
  static let sql = """
    CREATE TEMP TABLE event (
      position INTEGER PRIMARY KEY, id TEXT, type TEXT, at INTEGER, said TEXT, recorded TEXT,
      case_id TEXT, conversation TEXT, party TEXT, channel TEXT, direction TEXT, department TEXT,
      actor_type TEXT, actor_id TEXT, source TEXT, place TEXT, body TEXT);
    INSERT INTO event
    SELECT position, line ->> '$.id', line ->> '$.type',
      unixepoch(coalesce(line ->> '$.occurred', line ->> '$.recorded')) * 1000000,
      coalesce(line ->> '$.occurred', line ->> '$.recorded'), line ->> '$.recorded',
      line ->> '$.case', line ->> '$.conversation', line ->> '$.party', line ->> '$.channel',
      line ->> '$.direction', line ->> '$.department', line ->> '$.actor.type',
      line ->> '$.actor.id', line ->> '$.source', printf('%012d', position), line -> '$.body'
    FROM source.opened;

    CREATE INDEX temp.event_type ON event (type, position);

    -- Where a conversation was linked last; null when the link was taken away again.
    CREATE TEMP TABLE membership (
      conversation TEXT PRIMARY KEY, position INTEGER, case_id TEXT) WITHOUT ROWID;
    INSERT INTO membership
    SELECT conversation, max(position),
      CASE type WHEN 'conversation.linked' THEN body ->> '$.case' END
    FROM event
    WHERE type IN ('conversation.linked', 'conversation.unlinked') AND conversation IS NOT NULL
    GROUP BY conversation;

    -- Whom a case or a party was merged into at last, to the end of the chain.
    CREATE TEMP TABLE merged (
      kind TEXT, id TEXT, into_id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
    INSERT INTO merged
    WITH RECURSIVE
      step (kind, id, into_id, position) AS (
        SELECT 'case', case_id, body ->> '$.into', max(position)
        FROM event WHERE type = 'case.merged' GROUP BY case_id
        UNION ALL
        SELECT 'party', body ->> '$.party',
          CASE type WHEN 'party.merged' THEN body ->> '$.into' END, max(position)
        FROM event WHERE type IN ('party.merged', 'party.unmerged') GROUP BY body ->> '$.party'),
      chain (kind, id, into_id, depth) AS (
        SELECT kind, id, into_id, 1 FROM step WHERE into_id IS NOT NULL
        UNION ALL
        SELECT chain.kind, chain.id, step.into_id, depth + 1
        FROM chain JOIN step ON step.kind = chain.kind AND step.id = chain.into_id
        WHERE step.into_id IS NOT NULL AND depth < 16)
    SELECT kind, id, into_id
    FROM (SELECT kind, id, into_id, max(depth) FROM chain GROUP BY kind, id);

    UPDATE event SET case_id = membership.case_id FROM membership
    WHERE membership.conversation = event.conversation AND event.case_id IS NOT membership.case_id;
    UPDATE event SET case_id = merged.into_id FROM merged
    WHERE merged.kind = 'case' AND merged.id = event.case_id AND event.type <> 'case.merged';
    UPDATE event SET party = merged.into_id FROM merged
    WHERE merged.kind = 'party' AND merged.id = event.party;

    CREATE INDEX temp.event_case ON event (case_id, position) WHERE case_id IS NOT NULL;
    CREATE INDEX temp.event_conversation ON event (conversation, position)
    WHERE conversation IS NOT NULL;
    CREATE INDEX temp.event_party ON event (party, position) WHERE party IS NOT NULL;
    """
}
