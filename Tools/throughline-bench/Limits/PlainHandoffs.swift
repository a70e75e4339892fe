/// Limit L4: hand-offs, what became of promises elsewhere, and findings of ContinuityHandoff by plain
/// SQL.
///
/// Left out, which favours the limit: the packet that is passed on, with its journey, facts and
/// hash; blind hand-offs and missing context; facts that went stale; findings that a later link
/// withdraws; transfers that only a packet tells of; which source calls a promise so.
enum PlainHandoffs {
  /// One row a hand-off; its steps are put together before.
  static let handoff = """
    -- The steps of each transfer, under the id of its request.
    CREATE TEMP TABLE step (
      handoff TEXT, position INTEGER, what TEXT, agent TEXT, at INTEGER, said TEXT, outcome TEXT,
      conversation TEXT, case_id TEXT, PRIMARY KEY (handoff, position)) WITHOUT ROWID;
    INSERT INTO step
    SELECT coalesce(body ->> '$.transfer', body ->> '$.handoff', id), position,
      substr(type, instr(type, '.') + 1),
      coalesce(body ->> '$.agent', body ->> '$.fromAgent', actor_id), at, said,
      coalesce(body ->> '$.outcome', body ->> '$.reason'), conversation, case_id
    FROM event
    WHERE type IN ('transfer.requested', 'transfer.accepted', 'transfer.completed',
      'transfer.rejected', 'transfer.failed');

    INSERT INTO handoff
    SELECT event.id,
      CASE WHEN event.case_id IS NULL THEN 'conversation-' || event.conversation
        ELSE 'case-' || event.case_id END,
      max(step.position),
      CASE max(CASE step.what WHEN 'failed' THEN 4 WHEN 'rejected' THEN 3 WHEN 'completed' THEN 2
          WHEN 'accepted' THEN 1 ELSE 0 END)
        WHEN 4 THEN 'failed' WHEN 3 THEN 'rejected' WHEN 2 THEN 'completed'
        WHEN 1 THEN 'acknowledged' ELSE 'open' END,
      event.body ->> '$.kind', iif(event.case_id IS NULL, 'conversation', 'case'),
      coalesce(event.case_id, event.conversation), event.conversation, event.party,
      event.body ->> '$.fromDepartment', event.body ->> '$.fromQueue', event.body ->> '$.fromAgent',
      event.body ->> '$.fromChannel', event.body ->> '$.toDepartment', event.body ->> '$.toQueue',
      coalesce(event.body ->> '$.toAgent',
        max(CASE WHEN step.what = 'accepted' THEN step.agent END)),
      event.body ->> '$.toChannel', event.at, '[]',
      json_object(
        'by', event.actor_type || ':' || event.actor_id, 'conversation', event.conversation,
        'from', json_object('agent', event.body ->> '$.fromAgent',
          'channel', event.body ->> '$.fromChannel',
          'department', event.body ->> '$.fromDepartment', 'queue', event.body ->> '$.fromQueue'),
        'id', event.id, 'kind', event.body ->> '$.kind', 'party', event.party,
        'position', event.position, 'reason', event.body ->> '$.reason',
        'steps', json_group_array(json_object('agent', step.agent, 'code', step.outcome,
          'conversation', step.conversation, 'position', step.position, 'time', step.said,
          'what', step.what)),
        'time', event.said,
        'to', json_object('agent', event.body ->> '$.toAgent',
          'channel', event.body ->> '$.toChannel',
          'department', event.body ->> '$.toDepartment', 'queue', event.body ->> '$.toQueue'))
    FROM event JOIN step ON step.handoff = event.id
    WHERE event.type = 'transfer.requested' GROUP BY event.id;
    """

  /// The steps that stand in another matter than their hand-off.
  static let handoffStep = """
    INSERT INTO handoff_step
    SELECT step.position,
      CASE WHEN step.case_id IS NULL THEN 'conversation-' || step.conversation
        ELSE 'case-' || step.case_id END,
      step.position, step.handoff, step.what, step.agent, step.at, step.conversation,
      json_object('agent', step.agent, 'at', step.at, 'code', step.outcome,
        'conversation', step.conversation, 'handoff', step.handoff, 'position', step.position,
        'time', step.said, 'what', step.what)
    FROM step JOIN handoff ON handoff.key = step.handoff
    WHERE handoff.matter <> coalesce(step.case_id, step.conversation);
    """

  /// What became of promises that stand in another matter.
  static let promiseOutcome = """
    CREATE TEMP TABLE promise (
      kind TEXT, name TEXT, matter TEXT, PRIMARY KEY (kind, name, matter)) WITHOUT ROWID;
    INSERT OR IGNORE INTO promise
    SELECT substr(event.type, 1, instr(event.type, '.') - 1), name.value,
      coalesce(case_id, conversation)
    FROM event,
      json_each(json_array(event.id, body ->> '$.callback', body ->> '$.commitment')) AS name
    WHERE event.type IN ('callback.promised', 'commitment.made') AND name.value IS NOT NULL
      AND coalesce(case_id, conversation) IS NOT NULL;

    INSERT INTO promise_outcome
    SELECT position,
      CASE WHEN case_id IS NULL THEN 'conversation-' || conversation ELSE 'case-' || case_id END,
      position, named, kind, source, at,
      json_object('conversation', conversation, 'since', said, 'state', state,
        'statedAt', position)
    FROM (
      SELECT position, conversation, case_id, source, at, said,
        substr(type, 1, instr(type, '.') - 1) AS kind,
        coalesce(body ->> '$.callback', body ->> '$.commitment') AS named,
        CASE type WHEN 'callback.missed' THEN 'missed' WHEN 'commitment.broken' THEN 'broken'
          ELSE 'kept' END AS state
      FROM event WHERE type IN ('callback.completed', 'callback.missed', 'commitment.kept',
        'commitment.broken')) AS outcome
    WHERE named IS NOT NULL AND coalesce(case_id, conversation) IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM promise WHERE promise.kind = outcome.kind AND name = named
        AND matter = coalesce(case_id, conversation));
    """

  /// What was asked twice, queues that were visited again, and long chains.
  static let finding = """
    -- A question for a fact that was given before in the same matter.
    INSERT INTO finding
    SELECT 'repeat_ask@' || position, matter_kind || '-' || matter, position, 'repeat_ask', 'open',
      at,
      conversation, NULL, NULL,
      json_object('causes', json_array(given, position), 'conversation', conversation,
        'id', 'repeat_ask@' || position, 'key', fact, 'kind', 'repeat_ask', 'position', position,
        'state', 'open', 'time', said)
    FROM (
      SELECT position, type, at, said, conversation, iif(case_id IS NULL, 'conversation', 'case')
          AS matter_kind,
        coalesce(case_id, conversation) AS matter, body ->> '$.key' AS fact,
        max(CASE WHEN type IN ('fact.provided', 'fact.corrected') THEN position END) OVER (
          PARTITION BY coalesce(case_id, conversation), body ->> '$.key' ORDER BY position) AS given
      FROM event WHERE type IN ('fact.requested', 'fact.provided', 'fact.corrected'))
    WHERE type = 'fact.requested' AND given IS NOT NULL;

    -- More legs than three, and a queue that is visited again after another one.
    INSERT INTO finding
    SELECT kind || '@' || position, matter_kind || '-' || matter, position, kind, 'open', at,
      conversation, NULL, NULL,
      json_object('conversation', conversation, 'id', kind || '@' || position, 'kind', kind,
        'legs', leg, 'position', position, 'queue', queue, 'state', 'open', 'time', said)
    FROM (
      SELECT position, at, said, conversation, matter_kind, matter, queue, leg,
        CASE WHEN leg = 4 THEN 'chain_length'
          WHEN visits > 1 AND before <> queue THEN 'ping_pong' END AS kind
      FROM (
        SELECT position, at, said, conversation,
          iif(case_id IS NULL, 'conversation', 'case') AS matter_kind,
          coalesce(case_id, conversation) AS matter, body ->> '$.queue' AS queue,
          row_number() OVER matter AS leg, lag(body ->> '$.queue') OVER matter AS before,
          row_number() OVER (
            PARTITION BY coalesce(case_id, conversation), body ->> '$.queue' ORDER BY position)
            AS visits
        FROM event WHERE type = 'contact.enqueued'
        WINDOW matter AS (PARTITION BY coalesce(case_id, conversation) ORDER BY position)))
    WHERE kind IS NOT NULL;
    """

  /// What a party was asked twice, and where it had to begin anew.
  static let partyFinding = """
    -- A question for what the party had told before, in any matter.
    INSERT INTO party_finding
    SELECT 'repeat_ask@' || position, 'party-' || party, position, 'repeat_ask', 'open', at,
      conversation, NULL, NULL,
      json_object('causes', json_array(given, position), 'conversation', conversation,
        'id', 'repeat_ask@' || position, 'key', fact, 'kind', 'repeat_ask', 'position', position,
        'state', 'open', 'time', said)
    FROM (
      SELECT position, type, at, said, conversation, party, body ->> '$.key' AS fact,
        max(CASE WHEN type IN ('fact.provided', 'fact.corrected') THEN position END) OVER (
          PARTITION BY party, body ->> '$.key' ORDER BY position) AS given
      FROM event
      WHERE type IN ('fact.requested', 'fact.provided', 'fact.corrected') AND party IS NOT NULL)
    WHERE type = 'fact.requested' AND given IS NOT NULL;

    -- The next conversation of a party is on another channel.
    INSERT INTO party_finding
    SELECT 'channel_restart@' || position, 'party-' || party, position, 'channel_restart', 'open',
      at,
      conversation, NULL, NULL,
      json_object('causes', json_array(earlier_position, position), 'conversation', conversation,
        'earlier', earlier, 'fromChannel', from_channel, 'id', 'channel_restart@' || position,
        'kind', 'channel_restart', 'position', position, 'state', 'open', 'time', said,
        'toChannel', channel)
    FROM (
      SELECT position, at, said, conversation, party, channel, case_id,
        lag(channel) OVER before AS from_channel, lag(conversation) OVER before AS earlier,
        lag(position) OVER before AS earlier_position, lag(case_id) OVER before AS earlier_case
      FROM event WHERE type = 'conversation.started' AND party IS NOT NULL
      WINDOW before AS (PARTITION BY party ORDER BY position))
    WHERE from_channel <> channel AND earlier_case IS NOT case_id;
    """
}
