/// Limit L4: cases, conversations without a case, and parties of ContinuityHandoff by plain SQL.
///
/// Left out, which favours the limit: legs put together from their records, questions that are
/// still open, promises with what became of them, consents, endpoints, and what was said of a fact
/// between its first and its last record.
enum PlainMatters {
  /// One row a case.
  static let caseContinuity = continuity(
    of: "case_id", as: "case", into: "case_continuity",
    mergedInto: "(SELECT into_id FROM merged WHERE kind = 'case' AND id = case_id)",
    where: "case_id IS NOT NULL")

  /// One row a conversation that belongs to no case.
  static let conversationContinuity = continuity(
    of: "conversation", as: "conversation", into: "conversation_continuity", mergedInto: "NULL",
    where: "case_id IS NULL AND conversation IS NOT NULL")

  /// One row for each value of a column.
  private static func continuity(
    of id: String, as kind: String, into table: String, mergedInto: String, where rows: String
  ) -> String {
    func findings(_ condition: String = "") -> String {
      "(SELECT count(*) FROM finding WHERE entity = '\(kind)-' || \(id)\(condition))"
    }
    return """
      INSERT INTO \(table)
      SELECT \(id), '\(kind)-' || \(id), max(position),
        sum(type IN ('contact.initiated', 'selfservice.session_started', 'assistant.turn_taken')),
        sum(type = 'transfer.requested'),
        (SELECT count(*) FROM handoff WHERE matter = \(id) AND status = 'open'),
        \(findings()), \(findings(" AND kind = 'repeat_ask'")),
        0, sum(type = 'handoff.context_missing'),
        \(findings(" AND kind = 'ping_pong'")), \(findings(" AND kind = 'chain_length'")),
        max(at), \(mergedInto),
        json_object(
          'doNotAsk', json(json_group_array(DISTINCT body ->> '$.key')
            FILTER (WHERE type IN ('fact.provided', 'fact.confirmed'))),
          'facts', json(json_group_array(json_object(
            'by', actor_type || ':' || actor_id, 'channel', channel, 'conversation', conversation,
            'key', body ->> '$.key', 'position', position, 'state', substr(type, 6), 'time', said,
            'value', json_object('pointer', '/value', 'position', position),
            'verified', body ->> '$.verified'))
            FILTER (WHERE type IN ('fact.provided', 'fact.corrected'))),
          'findings', json((SELECT json_group_array(key) FROM finding
            WHERE entity = '\(kind)-' || \(id))),
          'handoffs', json(json_group_array(id) FILTER (WHERE type = 'transfer.requested')),
          'lastTouch', max(said),
          'legs', json(json_group_array(json_object(
            'agent', iif(actor_type = 'agent', actor_id, NULL), 'channel', channel,
            'contact', body ->> '$.contact', 'conversation', conversation, 'position', position,
            'queue', body ->> '$.queue', 'time', said, 'what', type))
            FILTER (WHERE type IN ('contact.initiated', 'contact.enqueued', 'contact.answered',
              'contact.abandoned', 'contact.disconnected', 'selfservice.session_started',
              'selfservice.abandoned', 'selfservice.completed', 'assistant.escalated',
              'assistant.contained'))),
          'party', substr(max(place || party), 13),
          'promises', json(json_group_array(json_object(
            'due', body ->> '$.due', 'position', position, 'what', type))
            FILTER (WHERE type IN ('callback.promised', 'callback.completed', 'callback.missed',
              'commitment.made', 'commitment.kept'))))
      FROM event WHERE \(rows) GROUP BY \(id);
      """
  }

  /// One row a party.
  static let party = """
    INSERT INTO party
    SELECT party, 'party-' || party, max(position),
      (SELECT into_id FROM merged WHERE kind = 'party' AND id = party),
      count(DISTINCT conversation),
      json_group_array(DISTINCT case_id) FILTER (WHERE case_id IS NOT NULL),
      json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL),
      max(at), (SELECT count(*) FROM party_finding WHERE entity = 'party-' || party),
      json_object(
        'cases', json(json_group_array(json_object('case', case_id, 'opened', said,
          'position', position, 'service', body ->> '$.service'))
          FILTER (WHERE type = 'case.opened')),
        'channels', json(json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL)),
        'conversations', json(json_group_array(json_object('case', case_id, 'channel', channel,
          'conversation', conversation, 'position', position, 'started', said))
          FILTER (WHERE type = 'conversation.started')),
        'counts', json_object(
          'contactsAbandoned', sum(type = 'contact.abandoned'),
          'contactsAnswered', sum(type = 'contact.answered'), 'events', count(*),
          'messagesReceived', sum(type = 'message.received'),
          'messagesSent', sum(type = 'message.sent'),
          'transfers', sum(type = 'transfer.requested')),
        'doNotAsk', json(json_group_array(DISTINCT body ->> '$.key')
          FILTER (WHERE type IN ('fact.provided', 'fact.confirmed'))),
        'facts', json(json_group_array(json_object('key', body ->> '$.key', 'position', position,
          'state', substr(type, 6), 'verified', body ->> '$.verified'))
          FILTER (WHERE type IN ('fact.provided', 'fact.corrected'))),
        'identities', json(json_group_array(json_object('ial', body ->> '$.ial',
          'kind', body ->> '$.kind', 'position', position, 'time', said))
          FILTER (WHERE type = 'party.identified')),
        'lastTouch', max(said),
        'preferences', json_object('language',
          substr(max(place || CASE WHEN type = 'party.preference_set'
            THEN body ->> '$.language' END), 13)),
        'promises',
          json(json_group_array(json_object('due', body ->> '$.due', 'position', position))
          FILTER (WHERE type = 'callback.promised')))
    FROM event WHERE party IS NOT NULL GROUP BY party;
    """

  /// One row a party and fact.
  static let knownFact = """
    INSERT INTO known_fact
    SELECT party || '/' || fact, 'party-' || party, max(position), fact,
      substr(max(place || substr(type, 6)), 13), max(verified),
      substr(max(place || CASE WHEN given THEN actor_type || ':' || actor_id END), 13),
      max(CASE WHEN given THEN position END), max(CASE WHEN given THEN at END),
      max(CASE WHEN given THEN at END) + 31536000000000, 0,
      json_object(
        'by', substr(max(place || CASE WHEN given THEN actor_type || ':' || actor_id END), 13),
        'channel', substr(max(place || CASE WHEN given THEN channel END), 13),
        'conversation', substr(max(place || CASE WHEN given THEN conversation END), 13),
        'key', fact, 'position', max(CASE WHEN given THEN position END),
        'state', substr(max(place || substr(type, 6)), 13),
        'time', substr(max(place || CASE WHEN given THEN said END), 13),
        'value',
          json_object('pointer', '/value', 'position', max(CASE WHEN given THEN position END)),
        'verified', max(verified))
    FROM (
      SELECT *, body ->> '$.key' AS fact, type IN ('fact.provided', 'fact.corrected') AS given,
        coalesce(body ->> '$.verified', 0) AS verified
      FROM event
      WHERE type IN ('fact.provided', 'fact.corrected', 'fact.confirmed') AND party IS NOT NULL)
    GROUP BY party, fact HAVING max(given);
    """
}
