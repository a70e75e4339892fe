/// Limit L4: the table of CaseState by plain SQL.
///
/// Left out, which favours the limit: what a late delivery may not overwrite, flags, clocks by name
/// beyond their last state, and conversations without a case of their own.
enum PlainCaseState {
  /// One row a case.
  static let caseState = """
    INSERT INTO case_state
    SELECT case_id, 'case-' || case_id, max(position),
      coalesce(substr(max(place || CASE type
        WHEN 'case.opened' THEN 'open' WHEN 'case.pended' THEN 'pended'
        WHEN 'case.resolved' THEN 'resolved' WHEN 'case.reopened' THEN 'open'
        WHEN 'case.closed' THEN 'closed' END), 13), 'open'),
      substr(max(place || CASE WHEN type IN ('case.opened', 'case.assigned')
        THEN body ->> '$.department' END), 13),
      substr(max(place || CASE WHEN type IN ('case.opened', 'case.assigned')
        THEN body ->> '$.owner' END), 13),
      substr(max(place || CASE WHEN type IN ('case.opened', 'case.assigned')
        THEN body ->> '$.queue' END), 13),
      substr(max(place || CASE WHEN type IN ('case.opened', 'case.escalated')
        THEN body ->> '$.priority' END), 13),
      substr(max(place || CASE WHEN type IN ('case.opened', 'case.due_changed')
        THEN body ->> '$.due' END), 13),
      substr(max(place || CASE WHEN type = 'case.opened' THEN body ->> '$.service' END), 13),
      min(CASE WHEN type = 'case.opened' THEN said END),
      min(CASE WHEN type = 'case.opened' THEN at END),
      max(at),
      json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL),
      substr(max(place || CASE type
        WHEN 'sla.started' THEN 'running' WHEN 'sla.paused' THEN 'paused'
        WHEN 'sla.met' THEN 'met' WHEN 'sla.breached' THEN 'breached' END), 13),
      sum(type = 'case.reopened'),
      count(*),
      substr(max(place || CASE WHEN type = 'case.resolved' THEN body ->> '$.onTime' END), 13),
      (SELECT into_id FROM merged WHERE kind = 'case' AND id = case_id),
      json_object(
        'agents', json(json_group_array(DISTINCT actor_id) FILTER (WHERE actor_type = 'agent')),
        'channels', json(json_group_array(DISTINCT channel) FILTER (WHERE channel IS NOT NULL)),
        'conversations',
          json(json_group_array(DISTINCT conversation) FILTER (WHERE conversation IS NOT NULL)),
        'counts', json_object(
          'callbacksKept', sum(type = 'callback.completed'),
          'callbacksMissed', sum(type = 'callback.missed'),
          'callbacksPromised', sum(type = 'callback.promised'),
          'contactsAbandoned', sum(type = 'contact.abandoned'),
          'contactsAnswered', sum(type = 'contact.answered'),
          'events', count(*),
          'handoffs', sum(type = 'handoff.prepared'),
          'messagesReceived', sum(type = 'message.received'),
          'messagesSent', sum(type = 'message.sent'),
          'notes', sum(type = 'note.added'),
          'selfServiceFailures', sum(type = 'selfservice.step_failed'),
          'transfers', sum(type = 'transfer.requested')),
        'departments',
          json(json_group_array(DISTINCT department) FILTER (WHERE department IS NOT NULL)),
        'firstContact', min(CASE WHEN conversation IS NOT NULL THEN said END),
        'firstResponse',
          min(CASE WHEN type IN ('message.sent', 'contact.answered') THEN said END),
        'lastTouch', max(said),
        'participants', json(json_group_array(DISTINCT party) FILTER (WHERE party IS NOT NULL)),
        'resolutions', json(json_group_array(json_object(
          'onTime', body ->> '$.onTime', 'position', position,
          'resolution', body ->> '$.resolution', 'time', said))
          FILTER (WHERE type = 'case.resolved')),
        'sla', json(json_group_object(body ->> '$.clock', json_object(
          'due', body ->> '$.due', 'state', substr(type, 5)))
          FILTER (WHERE type IN ('sla.started', 'sla.met', 'sla.breached'))),
        'transfers', json(json_group_array(json_object(
          'from', json_object('agent', body ->> '$.fromAgent', 'channel', body ->> '$.fromChannel',
            'department', body ->> '$.fromDepartment', 'queue', body ->> '$.fromQueue'),
          'id', id, 'kind', body ->> '$.kind', 'position', position, 'reason', body ->> '$.reason',
          'time', said,
          'to', json_object('agent', body ->> '$.toAgent', 'channel', body ->> '$.toChannel',
            'department', body ->> '$.toDepartment', 'queue', body ->> '$.toQueue')))
          FILTER (WHERE type = 'transfer.requested')))
    FROM event WHERE case_id IS NOT NULL GROUP BY case_id;
    """
}
