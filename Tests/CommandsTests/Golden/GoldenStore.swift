import Foundation

/// The stores that the golden answers are of: all of them the same city.
enum GoldenStore: String, Sendable, CaseIterable {
  /// Everything is there, and is projected.
  case whole
  /// Made and never written to.
  case empty
  /// Its last records are not projected yet.
  case behind
  /// An erasure that has begun and is not done.
  case erasing
  /// The keys of a conversation were lost and not destroyed.
  case keyless
  /// Its projections have stopped before a record that this code cannot take.
  case stuck
  /// None is asked: what the tool says of itself.
  case help

  /// A store of which nobody changes anything; whoever does takes a copy.
  var tool: Tool {
    get async throws { try await GoldenStore.made.tool(self) }
  }

  private static let made = Made()

  /// The stores that were made in this run.
  private actor Made {
    private var tasks: [GoldenStore: Task<Tool, any Error>] = [:]

    func tool(_ store: GoldenStore) async throws -> Tool {
      let task = tasks[store] ?? Task { try await store.make() }
      tasks[store] = task
      return try await task.value
    }
  }

  private func make() async throws -> Tool {
    if self == .keyless {
      let tool = try Tool(copying: try await GoldenStore.whole.tool)
      try RawDatabase("\(tool.store)/vault.db").execute(
        "UPDATE subject_key SET wrapped = NULL WHERE scope = 'conversation-amira-call'")
      return tool
    }
    let tool = try Tool(initialised: false)
    if self == .help { return tool }
    let city = try await GoldenCity(tool.store)
    guard self != .empty else { return tool }
    try await city.live()
    if self == .whole { try await city.erase() }
    try tool.succeed("project")
    switch self {
    case .behind: try await city.goOn()
    case .erasing: try await city.requestErasure()
    case .stuck:
      try await city.escalate()
      let output = try tool.run("project", "--quiet")
      guard output.code == 1 else { throw UnexpectedEnd(["project"], output) }
    default: break
    }
    try tool.settle()
    return tool
  }
}

extension Tool {
  /// Writes everything that is in a write-ahead log back, so that whoever closes a file has nothing
  /// left to write while somebody copies it.
  fileprivate func settle() throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: store)
    where name.hasSuffix(".db") {
      _ = try RawDatabase("\(store)/\(name)").rows("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
