internal import EventLog
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Synchronization
internal import Testing

@testable import SQLiteStore

@Suite("Lookups never scan")
struct QueryPlanTests {
  /// Collects the statements that a connection runs.
  private final class Statements: Sendable {
    private let seen = Mutex<Set<String>>([])

    func trace(_ database: Database) {
      database.trace(options: .statement) { [self] event in
        if case .statement(let statement) = event {
          _ = seen.withLock { $0.insert(statement.sql) }
        }
      }
    }

    func take() -> [String] {
      seen.withLock { seen in
        defer { seen = [] }
        return seen.filter { $0.contains("FROM") || $0.contains("INSERT") }.sorted()
      }
    }
  }

  private func scans(_ sql: String, _ directory: TestDirectory) throws -> [String] {
    try RawConnection("\(directory.path)/log.db").rows("EXPLAIN QUERY PLAN " + sql)
      .compactMap { row in
        guard case .text(let detail)? = row.last else { return nil }
        // Rows that SQLite makes up itself (`VALUES`) are a constant.
        return detail.contains("SCAN") && !detail.contains("CONSTANT ROW") ? detail : nil
      }
  }

  @Test("by id, stream, conversation, case, party, version, time, position, nor when appending")
  func lookups() async throws {
    let directory = try await PlainLog.make(events: 50)
    let store = try PlainLog.open(directory.path)
    let record = try #require(try store.record(at: Position(7))).decoded()
    let statements = Statements()
    // Calls that come one after the other use the same reader.
    try await store.pool.read { statements.trace($0) }
    try await store.pool.writeWithoutTransaction { statements.trace($0) }

    let range = ReadRange(after: Position(1), through: Position(40))
    let back = ReadRange(after: Position(1), through: Position(40), reverse: true)
    var maker = EventMaker(seed: 4)
    let event = maker.event()
    let amendment = maker.amendment(of: event.id)
    let reading = maker.reading()
    let lookups: [(String, () async throws -> Void)] = [
      ("head", { _ = try store.head() }),
      ("version", { _ = try store.version(of: record.stream) }),
      ("time", { _ = try store.lastPosition(recordedThrough: record.recorded) }),
      ("append", { try await store.append(plain: [event], expecting: [event.stream: .any]) }),
      ("append a reading", { try await store.append(plain: [reading]) }),
      ("append an amendment", { try await store.append(plain: [amendment]) }),
      ("append again", { try await store.append(plain: [event]) }),
      ("destroyed keys", { _ = try store.destroyed(among: [String(repeating: "a7", count: 16)]) }),
      (
        "destroying",
        {
          try await store.append(
            plain: [maker.event(in: .erasures)],
            destroying: KeyDestruction([String(repeating: "b8", count: 16)]))
        }
      ),
      ("append under keys", { try await store.append(plain: maker.events(5)) }),
      ("scan", { try store.scan(in: range) { _, _, _ in true } }),
    ]
    let selectors: [Selector] = [
      .all, .id(record.id), .stream(record.stream), .entity(.conversation("c-1")),
      .entity(.case("c-1")), .entity(.party("p-1")), .entity(EntityKey(.document, "d-1")),
      .amending(event.id), .readings,
    ]
    let reads = selectors.map { selector in
      (
        "\(selector)",
        {
          for range in [range, back] {
            _ = try store.records(selector, in: range, limit: 5)
            _ = try store.positions(selector, in: range, limit: 5)
          }
        } as () async throws -> Void
      )
    }
    for (name, lookup) in lookups + reads {
      try await lookup()
      let run = statements.take()
      #expect(!run.isEmpty, "\(name) runs a statement")
      // The library asks once which tables there are.
      for sql in run where !sql.contains("FROM sqlite_master") {
        #expect(try scans(sql, directory) == [], "\(name): \(sql)")
      }
    }
    try store.close()
  }

  @Test("A scan would be noticed")
  func control() async throws {
    let directory = try await PlainLog.make()
    #expect(try scans("SELECT 1 FROM record WHERE recorded = 5", directory) == ["SCAN record"])
    #expect(try scans("SELECT 1 FROM posting WHERE first = 5", directory).count == 1)
  }
}
