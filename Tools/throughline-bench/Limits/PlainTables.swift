/// The tables and indexes that limit L4 fills: those of the projections' read models, column
/// by column.
///
/// Left out, which favours the limit: what a read model keeps beside its rows so that it can follow
/// the log (the state of each entity, the links, who names whom).
enum PlainTables {
  /// The tables of CaseState.
  static let caseState = """
    CREATE TABLE case_state (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      status TEXT,
      department TEXT,
      owner TEXT,
      queue TEXT,
      priority TEXT,
      due TEXT,
      service TEXT,
      opened TEXT,
      opened_at INTEGER,
      last_touch INTEGER,
      channels TEXT,
      sla_state TEXT,
      reopens INTEGER,
      events INTEGER,
      on_time TEXT,
      merged_into TEXT,
      document TEXT
    ) STRICT;
    """

  /// The tables of ContinuityHandoff.
  static let continuityHandoff = """
    CREATE TABLE case_continuity (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      legs INTEGER,
      handoffs INTEGER,
      open_handoffs INTEGER,
      findings INTEGER,
      repeat_ask INTEGER,
      blind_handoff INTEGER,
      context_missing INTEGER,
      ping_pong INTEGER,
      chain_length INTEGER,
      last_touch INTEGER,
      merged_into TEXT,
      document TEXT
    ) STRICT;
    CREATE TABLE promise_outcome (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      promise TEXT,
      kind TEXT,
      source TEXT,
      at INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE handoff (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      status TEXT,
      kind TEXT,
      matter_kind TEXT,
      matter TEXT,
      conversation TEXT,
      party TEXT,
      from_department TEXT,
      from_queue TEXT,
      from_agent TEXT,
      from_channel TEXT,
      to_department TEXT,
      to_queue TEXT,
      to_agent TEXT,
      to_channel TEXT,
      requested_at INTEGER,
      findings TEXT,
      document TEXT
    ) STRICT;
    CREATE TABLE finding (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      kind TEXT,
      state TEXT,
      found_at INTEGER,
      conversation TEXT,
      handoff TEXT,
      withdrawn_by INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE handoff_step (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      handoff TEXT,
      what TEXT,
      agent TEXT,
      at INTEGER,
      conversation TEXT,
      document TEXT
    ) STRICT;
    CREATE TABLE conversation_continuity (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      legs INTEGER,
      handoffs INTEGER,
      open_handoffs INTEGER,
      findings INTEGER,
      repeat_ask INTEGER,
      blind_handoff INTEGER,
      context_missing INTEGER,
      ping_pong INTEGER,
      chain_length INTEGER,
      last_touch INTEGER,
      merged_into TEXT,
      document TEXT
    ) STRICT;
    CREATE TABLE party (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      merged_into TEXT,
      conversations INTEGER,
      cases TEXT,
      channels TEXT,
      last_at INTEGER,
      findings INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE known_fact (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      fact TEXT,
      state TEXT,
      verified INTEGER,
      said_by TEXT,
      given_position INTEGER,
      given_at INTEGER,
      stale_after INTEGER,
      stale INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE party_finding (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      kind TEXT,
      state TEXT,
      found_at INTEGER,
      conversation TEXT,
      handoff TEXT,
      withdrawn_by INTEGER,
      document TEXT
    ) STRICT;
    """

  /// The tables of ConversationArchive.
  static let conversationArchive = """
    CREATE TABLE conversation (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      case_id TEXT,
      channel TEXT,
      channels TEXT,
      parties TEXT,
      department TEXT,
      language TEXT,
      issues TEXT,
      disposition TEXT,
      status TEXT,
      started_at INTEGER,
      last_at INTEGER,
      entries INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE conversation_entry (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      conversation TEXT,
      at INTEGER,
      type TEXT,
      channel TEXT,
      direction TEXT,
      visibility TEXT,
      department TEXT,
      party TEXT,
      text_position INTEGER,
      state TEXT,
      document TEXT
    ) STRICT;
    CREATE TABLE response_use (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      response TEXT,
      version INTEGER,
      conversation TEXT,
      used_at INTEGER,
      document TEXT
    ) STRICT;
    CREATE TABLE response (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      status TEXT,
      owner TEXT,
      issue TEXT,
      version INTEGER,
      review_by TEXT,
      document TEXT
    ) STRICT;
    """

  /// The tables of EntityIndex.
  static let entityIndex = ["party", "conversation", "case", "document", "register"].map { kind in
    """
    CREATE TABLE \(kind)_index (
      key TEXT NOT NULL PRIMARY KEY,
      entity TEXT NOT NULL,
      position INTEGER NOT NULL,
      records INTEGER,
      root TEXT,
      merged_into TEXT
    ) STRICT;
    """
  }.joined(separator: "\n")

  /// The indexes; those of a table are made when it is full, which costs less than keeping them up
  /// to date meanwhile.
  static let indexes = [
    "CREATE INDEX case_state_status ON case_state (status, key)",
    "CREATE INDEX case_state_department ON case_state (department, key)",
    "CREATE INDEX case_state_owner ON case_state (owner, key)",
    "CREATE INDEX case_state_opened_at ON case_state (opened_at, key)",
    "CREATE INDEX case_continuity_open_handoffs ON case_continuity (open_handoffs, key)",
    "CREATE INDEX case_continuity_findings ON case_continuity (findings, key)",
    "CREATE INDEX promise_outcome_entity ON promise_outcome (entity)",
    "CREATE INDEX promise_outcome_promise ON promise_outcome (promise, key)",
    "CREATE INDEX handoff_entity ON handoff (entity)",
    "CREATE INDEX handoff_status ON handoff (status, key)",
    "CREATE INDEX handoff_matter ON handoff (matter, key)",
    "CREATE INDEX handoff_party ON handoff (party, key)",
    "CREATE INDEX handoff_from_department ON handoff (from_department, key)",
    "CREATE INDEX handoff_to_department ON handoff (to_department, key)",
    "CREATE INDEX handoff_requested_at ON handoff (requested_at, key)",
    "CREATE INDEX finding_entity ON finding (entity)",
    "CREATE INDEX finding_kind ON finding (kind, key)",
    "CREATE INDEX finding_state ON finding (state, key)",
    "CREATE INDEX finding_found_at ON finding (found_at, key)",
    "CREATE INDEX finding_handoff ON finding (handoff, key)",
    "CREATE INDEX handoff_step_entity ON handoff_step (entity)",
    "CREATE INDEX handoff_step_handoff ON handoff_step (handoff, key)",
    """
    CREATE INDEX conversation_continuity_open_handoffs \
    ON conversation_continuity (open_handoffs, key)
    """,
    "CREATE INDEX conversation_continuity_findings ON conversation_continuity (findings, key)",
    "CREATE INDEX party_last_at ON party (last_at, key)",
    "CREATE INDEX known_fact_entity ON known_fact (entity)",
    "CREATE INDEX known_fact_fact ON known_fact (fact, key)",
    "CREATE INDEX party_finding_entity ON party_finding (entity)",
    "CREATE INDEX party_finding_kind ON party_finding (kind, key)",
    "CREATE INDEX party_finding_state ON party_finding (state, key)",
    "CREATE INDEX party_finding_found_at ON party_finding (found_at, key)",
    "CREATE INDEX party_finding_handoff ON party_finding (handoff, key)",
    "CREATE INDEX conversation_case_id ON conversation (case_id, key)",
    "CREATE INDEX conversation_channel ON conversation (channel, key)",
    "CREATE INDEX conversation_department ON conversation (department, key)",
    "CREATE INDEX conversation_status ON conversation (status, key)",
    "CREATE INDEX conversation_started_at ON conversation (started_at, key)",
    "CREATE INDEX conversation_entry_entity ON conversation_entry (entity)",
    "CREATE INDEX conversation_entry_conversation ON conversation_entry (conversation, key)",
    "CREATE INDEX response_use_entity ON response_use (entity)",
    "CREATE INDEX response_use_response ON response_use (response, key)",
    "CREATE INDEX response_status ON response (status, key)",
    "CREATE INDEX response_owner ON response (owner, key)",
  ]

  /// All tables.
  static let all = [caseState, continuityHandoff, conversationArchive, entityIndex]
}
