internal import EventLog
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Synchronization
internal import Testing

@testable import ProjectionEngine
@testable import Projections
@testable import SQLiteStore

@Suite("What a long entity asks of its read model never scans")
struct ReadModelPlanTests {
  private static let entries = ConversationArchive.entries

  /// A row of an entry with a time.
  private static func row(_ number: Int, at: Int64) -> Projections.Row {
    Row(
      table: entries.name, key: "c/\(number)",
      values: entries.columns.map { column in
        switch column.name {
        case "conversation": .text("c")
        case "at": .integer(at)
        case "visibility": .text("public")
        default: .null
        }
      })
  }

  @Test("A page of a conversation, what is new in it, parts of a state, the commit of what changed")
  func plans() throws {
    let directory = try TestDirectory()
    let store = try SQLiteReadModelStore(directory: directory.path)
    let generation = try store.create(ConversationArchive.projection)
    let lease = try store.acquire(generation, of: ConversationArchive.projection)
    let model = try #require(lease.model as? SQLiteReadModel)
    try model.prepareToServe()
    let seen = Mutex<Set<String>>([])
    let trace: @Sendable (Database) -> Void = { database in
      database.trace(options: .statement) { event in
        if case .statement(let statement) = event { seen.withLock { _ = $0.insert(statement.sql) } }
      }
    }
    try model.writer?.read { trace($0) }
    model.writer?.writeWithoutTransaction { trace($0) }

    let names = [PartName([1]), PartName([2])]
    let rows = (1...12).map { Self.row($0, at: Int64($0 % 2)) }
    for isPartial in [false, true] {
      try model.commit(
        ReadModelBatch(
          entities: [
            EntityWrite(
              entity: .conversation("c"), position: Position(1), state: [1], rows: rows,
              named: [.conversation("c")],
              parts: names.map { StatePart(name: $0, bytes: [3]) }, gone: [Self.row(13, at: 1)],
              goneParts: [PartName([3])], isPartial: isPartial)
          ], checkpoint: Position(1)))
    }
    #expect(try model.parts(names, of: .conversation("c")).count == 2)
    let filters = [RowFilter.equals(column: "visibility", .text("public"))]
    let first = try model.rows(Self.entries, sharing: "c", where: [], after: nil, limit: 5)
    let next = try model.rows(
      Self.entries, sharing: "c", where: filters, after: first.last, limit: 9)
    #expect((first + next).map(\.key) == [2, 4, 6, 8, 10, 12, 1, 3, 5, 7, 9, 11].map { "c/\($0)" })
    let entities = [EntityKey.conversation("c"), .conversation("d")]
    let changed = try model.rows(Self.entries, of: entities, changedAfter: .start)
    #expect(changed.count == 12)
    #expect(try model.rows(Self.entries, of: entities, changedAfter: Position(1)).isEmpty)

    let file = try RawConnection("\(directory.path)/projections/ConversationArchive-1.db")
    let statements = seen.withLock { $0 }.filter { sql in
      ["SELECT", "DELETE", "INSERT", "UPDATE"].contains { sql.hasPrefix($0) }
        && !sql.contains("meta")
    }
    #expect(statements.count >= 9)
    for sql in statements.sorted() {
      let plan = try file.rows("EXPLAIN QUERY PLAN " + sql).compactMap { row in
        if case .text(let detail)? = row.last { detail } else { nil }
      }
      #expect(
        !plan.contains { $0.contains("SCAN") && !$0.contains("CONSTANT ROW") }, "\(sql): \(plan)")
      if sql.contains("position > ?") {
        #expect(plan.contains { $0.hasSuffix("(entity=? AND position>?)") }, "\(sql): \(plan)")
      }
      guard sql.contains("length(key)") else { continue }
      #expect(plan.contains { $0.contains("conversation_entry_by_at") }, "\(sql): \(plan)")
      #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(sql): \(plan)")
    }
    lease.release()
    try store.close()
  }

  @Test("A file with the index of before gets the one of now from whoever may write it")
  func earlierIndex() throws {
    let directory = try TestDirectory()
    let projection = ConversationArchive.projection
    let generation: Generation
    do {
      let store = try SQLiteReadModelStore(directory: directory.path)
      generation = try store.create(projection)
      try store.close()
    }
    let path = "\(directory.path)/projections/ConversationArchive-1.db"
    func indexes() throws -> [String] {
      try RawConnection(path).rows(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%entry%' ORDER BY name"
      ).compactMap { row in
        if case .text(let name)? = row.first, !name.hasPrefix("sqlite_") { name } else { nil }
      }
    }
    let made = try indexes()
    #expect(made.contains("conversation_entry_change"))
    try RawConnection(path).rows("DROP INDEX conversation_entry_change")
    try RawConnection(path).rows(
      "CREATE INDEX conversation_entry_entity ON conversation_entry (entity)")
    let store = try SQLiteReadModelStore(directory: directory.path)
    try store.acquire(generation, of: projection).release()
    try store.close()
    #expect(try indexes() == made)
  }
}
