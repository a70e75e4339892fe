public import EventLog
internal import GRDB
internal import InteractionModel
public import ProjectionEngine

/// What other processes ask of whoever keeps the store.
extension SQLiteReadModelStore {
  /// How many seconds something is kept at most: what somebody else wrote there is not counted on.
  private static let mostKept: Int64 = 366 * 86_400

  /// The rebuilds that are asked for, by name.
  public func rebuildRequests() throws(StorageFault) -> [RebuildRequest] {
    try faulting("read the catalogue") {
      guard let catalogueFile else { return [] }
      return try catalogueFile.read { database in
        // Whoever only reads finds the catalogue as it was left.
        guard try database.tableExists("rebuild_request") else { return [] }
        return try Row.fetchAll(
          database,
          sql: "SELECT name, state, kept_seconds, reason FROM rebuild_request ORDER BY name"
        ).map { row in
          RebuildRequest(
            name: row[0], state: RebuildRequest.State(row[1], reason: row[3]),
            kept: .seconds(min(max(0, row[2] as Int64), SQLiteReadModelStore.mostKept)))
        }
      }
    }
  }

  /// Asks for a rebuild, or says something else of one that was asked for.
  public func put(_ request: RebuildRequest) throws(StorageFault) {
    try faulting("ask for a rebuild") {
      try catalogue.write { try SQLiteReadModelStore.put(request, $0) }
    }
  }

  private static func put(_ request: RebuildRequest, _ database: Database) throws {
    let (state, reason) = request.state.columns
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO rebuild_request (name, state, kept_seconds, reason)
        VALUES (?, ?, ?, ?)
        """, arguments: [request.name, state, request.kept.wholeSeconds, reason])
  }

  /// Says something else of a rebuild, unless another state was said meanwhile.
  public func settle(
    _ request: RebuildRequest, _ state: RebuildRequest.State?
  ) throws(StorageFault) {
    try faulting("say what became of a rebuild") {
      try catalogue.write { database in
        let (known, reason) = request.state.columns
        try database.execute(
          sql: """
            DELETE FROM rebuild_request WHERE name = ? AND state = ? AND reason IS ?
            """, arguments: [request.name, known, reason])
        guard database.changesCount > 0, let state else { return }
        var next = request
        next.state = state
        try SQLiteReadModelStore.put(next, database)
      }
    }
  }
}

extension RebuildRequest.State {
  fileprivate init(_ name: String, reason: String?) {
    self =
      switch name {
      case "paused": .paused
      case "cancelled": .cancelled
      case "failed": .failed(reason ?? "")
      default: .asked
      }
  }

  fileprivate var columns: (state: String, reason: String?) {
    if case .failed(let reason) = self { (name, reason) } else { (name, nil) }
  }
}
