/// Limit L4: the same projections' tables and the full-text table, filled by plain SQL from opened
/// text.
///
/// One connection, `synchronous=NORMAL`, big transactions, indexes made when their table is full:
/// as somebody would who knows SQLite well. What it leaves out stands with each statement.
struct PlainProjections {
  private let database: RawSQLite

  /// Makes the empty tables beside a file of opened text; see ``OpenedText``.
  init(path: String, opened: String) throws {
    database = try RawSQLite(path, durability: .normal)
    try database.execute("ATTACH '\(opened)' AS source")
    for tables in PlainTables.all { try database.execute(tables) }
    try database.execute(PlainWords.schema)
  }

  /// The statements in their order, each with the table that it fills.
  ///
  /// Findings come before what counts them.
  static let fills: [(table: String, sql: String)] =
    [
      ("case_state", PlainCaseState.caseState),
      ("handoff", PlainHandoffs.handoff),
      ("handoff_step", PlainHandoffs.handoffStep),
      ("promise_outcome", PlainHandoffs.promiseOutcome),
      ("finding", PlainHandoffs.finding),
      ("party_finding", PlainHandoffs.partyFinding),
      ("case_continuity", PlainMatters.caseContinuity),
      ("conversation_continuity", PlainMatters.conversationContinuity),
      ("party", PlainMatters.party),
      ("known_fact", PlainMatters.knownFact),
      ("conversation", PlainArchive.conversation),
      ("conversation_entry", PlainArchive.conversationEntry),
      ("response_use", PlainArchive.responseUse),
      ("response", PlainArchive.response),
    ] + PlainEntityIndex.fills

  /// Fills everything; `onTable` is told which table comes next.
  /// - Returns: how many seconds it took.
  func fill(onTable: (String) -> Void = { _ in }) throws -> Double {
    try seconds {
      onTable("event")
      try inTransaction(PlainEvents.sql)
      for (table, sql) in PlainProjections.fills {
        onTable(table)
        let indexes = PlainTables.indexes.filter { $0.contains(" ON \(table) (") }
        try inTransaction(([sql] + indexes).joined(separator: ";\n"))
      }
      onTable("words")
      try fillWords()
    }
  }

  private func inTransaction(_ sql: String) throws {
    try database.execute("BEGIN IMMEDIATE")
    try database.execute(sql)
    try database.execute("COMMIT")
  }

  private func fillWords() throws {
    let insert = try database.prepare(PlainWords.insert)
    let last = try database.number("SELECT max(position) FROM source.opened")
    for start in stride(from: Int64(1), through: last, by: Int64.Stride(PlainWords.batch)) {
      try database.execute("BEGIN IMMEDIATE")
      insert.bind(start, at: 1)
      insert.bind(start + PlainWords.batch - 1, at: 2)
      try insert.run()
      try database.execute("COMMIT")
    }
  }

  /// How many rows a table has.
  func count(_ table: String) throws -> Int64 {
    try database.number("SELECT count(*) FROM \(table)")
  }
}
