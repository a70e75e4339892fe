/// Limit L4: the tables of ConversationArchive by plain SQL.
///
/// Left out, which favours the limit: edits, redactions, receipts and doubled deliveries; replies
/// without their parents; contacts put together from their records.
enum PlainArchive {
  /// One row a conversation.
  static let conversation = """
    INSERT INTO conversation
    SELECT conversation, 'conversation-' || conversation, max(position),
      substr(max(place || case_id), 13), substr(min(place || channel), 13),
      json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL),
      json_group_array(DISTINCT party) FILTER (WHERE party IS NOT NULL),
      substr(max(place || department), 13),
      substr(max(place || (body ->> '$.language')), 13),
      json_group_array(DISTINCT body ->> '$.issue') FILTER (WHERE body ->> '$.issue' IS NOT NULL),
      substr(max(place || CASE WHEN type = 'disposition.set' THEN body ->> '$.outcome' END), 13),
      coalesce(substr(max(place || CASE type WHEN 'conversation.closed' THEN 'closed'
        WHEN 'conversation.resumed' THEN 'open' END), 13), 'open'),
      min(CASE WHEN type = 'conversation.started' THEN at END), max(at),
      sum(type IN ('message.received', 'message.sent', 'note.added', 'transcript.added')),
      json_object(
        'case', substr(max(place || case_id), 13), 'channel', substr(min(place || channel), 13),
        'channels', json(json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL)),
        'contacts', json(json_group_array(json_object('agent', body ->> '$.agent',
          'by', body ->> '$.by', 'duration', body ->> '$.duration', 'hold', body ->> '$.hold',
          'id', body ->> '$.contact', 'method', body ->> '$.initiationMethod', 'position', position,
          'queue', body ->> '$.queue', 'talk', body ->> '$.talk', 'time', said, 'what', type))
          FILTER (WHERE type IN ('contact.initiated', 'contact.enqueued', 'contact.answered',
            'contact.abandoned', 'contact.disconnected', 'wrapup.completed'))),
        'counts', json_object('events', count(*), 'notes', sum(type = 'note.added'),
          'received', sum(type = 'message.received'), 'sent', sum(type = 'message.sent'),
          'resumed', sum(type = 'conversation.resumed')),
        'departments',
          json(json_group_array(DISTINCT department) FILTER (WHERE department IS NOT NULL)),
        'ended', max(CASE WHEN type = 'conversation.closed' THEN said END),
        'issues', json(json_group_array(json_object('issue', body ->> '$.issue',
          'position', position, 'time', said))
          FILTER (WHERE type IN ('issue.coded', 'disposition.set'))),
        'last', max(said),
        'outcome', max(CASE WHEN type = 'conversation.closed' THEN body ->> '$.outcome' END),
        'participants', json_object(
          'agents', json(json_group_array(DISTINCT actor_id) FILTER (WHERE actor_type = 'agent')),
          'parties', json(json_group_array(DISTINCT party) FILTER (WHERE party IS NOT NULL))),
        'started', min(CASE WHEN type = 'conversation.started' THEN said END))
    FROM event WHERE conversation IS NOT NULL GROUP BY conversation;
    """

  /// One row an entry.
  static let conversationEntry = """
    INSERT INTO conversation_entry
    SELECT event.conversation || '/' || event.position, 'conversation-' || event.conversation,
      max(event.position) OVER (PARTITION BY event.conversation), event.conversation, event.at,
      event.type, event.channel, event.direction,
      coalesce(event.body ->> '$.visibility', 'private'), event.department, event.party,
      iif(event.type IN ('message.received', 'message.sent', 'note.added', 'transcript.added'),
        event.position, NULL),
      'original',
      json_object(
        'author', json_object('id', event.actor_id, 'type', event.actor_type),
        'channel', event.channel, 'department', event.department, 'detail', json(event.body),
        'direction', event.direction, 'id', event.id, 'parent', event.body ->> '$.parent',
        'position', event.position, 'recorded', event.recorded, 'state', 'original',
        'text', iif(event.type IN ('message.received', 'message.sent', 'note.added',
            'transcript.added'),
          json_object('pointers', json_array('/subject', '/text'), 'position', event.position),
          NULL),
        'time', event.said, 'type', event.type,
        'visibility', coalesce(event.body ->> '$.visibility', 'private'))
    FROM event
    WHERE event.conversation IS NOT NULL AND event.type IN (
      'assistant.contained', 'assistant.escalated', 'assistant.intent_matched',
      'assistant.turn_taken', 'callback.attempted', 'callback.completed', 'callback.missed',
      'callback.promised', 'contact.abandoned', 'contact.answered', 'contact.disconnected',
      'conversation.closed', 'conversation.started', 'handoff.prepared', 'ivr.input_given',
      'ivr.node_entered', 'message.received', 'message.sent', 'note.added', 'recording.added',
      'selfservice.abandoned', 'selfservice.completed', 'selfservice.session_started',
      'selfservice.step_completed', 'selfservice.step_failed', 'survey.answered', 'survey.offered',
      'transcript.added', 'transfer.accepted', 'transfer.completed', 'transfer.requested');
    """

  /// One row a use of a codified response.
  static let responseUse = """
    INSERT INTO response_use
    SELECT event.conversation || '/' || event.position, 'conversation-' || event.conversation,
      event.position, event.body ->> '$.response', event.body ->> '$.version', event.conversation,
      event.at,
      json_object('author', json_object('id', event.actor_id, 'type', event.actor_type),
        'channel', event.channel, 'conversation', event.conversation,
        'department', event.department, 'position', event.position,
        'response', event.body ->> '$.response', 'time', event.said,
        'version', event.body ->> '$.version')
    FROM event
    WHERE event.conversation IS NOT NULL AND event.type = 'response.used';
    """

  /// One row a codified response.
  static let response = """
    INSERT INTO response
    SELECT id, 'document-' || id, max(position),
      coalesce(substr(max(place || CASE type WHEN 'response.codified' THEN 'codified'
        WHEN 'response.approved' THEN 'approved' WHEN 'response.retired' THEN 'retired' END), 13),
        'codified'),
      substr(max(place || (body ->> '$.owner')), 13),
      substr(max(place || (body ->> '$.issue')), 13),
      max(body ->> '$.version'), substr(max(place || (body ->> '$.reviewBy')), 13),
      json_object('counts', json_object('events', count(*)),
        'versions', json_group_array(json_object('position', position, 'time', said, 'what', type,
          'version', body ->> '$.version')))
    FROM (
      SELECT *, body ->> '$.response' AS id FROM (
        SELECT position, type, said, place, body FROM event
        WHERE type IN ('response.codified', 'response.approved', 'response.retired',
          'response.owner_changed')))
    GROUP BY id;
    """
}
