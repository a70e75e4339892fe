import EventLog
import InteractionModel
import Merkle
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("What gets lost, doubled, exchanged or altered on its way to a worker is an alarm")
struct HandoverTests {
  enum Mishap: String, CaseIterable {
    case loses, doubles, exchanges, alters

    /// What becomes of the record at a position among those that are handed over.
    func carry(_ records: [Record], at position: Position, _ altered: Record) -> [Record] {
      guard let index = records.firstIndex(where: { $0.position == position }) else {
        return records
      }
      var records = records
      switch self {
      case .loses: records.remove(at: index)
      case .doubles: records.insert(records[index], at: index)
      case .exchanges: if index + 1 < records.count { records.swapAt(index, index + 1) }
      case .alters: records[index] = altered
      }
      return records
    }
  }

  private let log: MemoryEventStore

  init() async throws {
    log = try await LogFixture.log(
      (0..<20).map { number in
        LogFixture.event("case.opened", "case-\(number % 3)") { $0.party = "p-\(number % 2)" }
      })
  }

  /// The record of a position with another party, as if its line had said so.
  private func altered(_ position: Position) throws -> Record {
    let stored = try #require(try log.record(at: position))
    let text = String(decoding: stored.line, as: UTF8.self)
    let line = Array(text.replacing("\"p-", with: "\"q-").utf8)
    try #require(line != stored.line)
    let leaf = Hash.leaf(line).bytes.withUnsafeBytes { RecordLeaf($0) }
    return try line.withUnsafeBytes { try Record(line: $0, leaf: leaf) }
  }

  private func handover(
    _ mishap: Mishap, at position: Position, of projection: String = "Tally"
  ) throws -> Handover {
    let altered = try altered(position)
    return Handover { records, name in
      name == projection ? mishap.carry(records, at: position, altered) : records
    }
  }

  @Test("between the threads of a running projection", arguments: Mishap.allCases)
  func live(_ mishap: Mishap) throws {
    // At the end of a job nothing follows that could be exchanged.
    for position in [Position(9), Position(12), Position(15)] {
      let model = try MemoryReadModel(Tally.projection(.case), of: log, through: Position(8))
      let before = try model.allRows()
      let said = model.bookkeeping()
      var runner = ProjectionRunner(log: log, model: model)
      runner.handover = try handover(mishap, at: position)
      let alarm = #expect(throws: CompletenessAlarm.self, "\(mishap) at \(position)") {
        try runner.catchUp()
      }
      #expect(alarm?.position == position)
      #expect(alarm?.projection == "Tally")
      #expect(try model.allRows() == before)
      #expect(model.bookkeeping() == said)
      // The same runner goes on as if nothing had been.
      runner.handover = .faithful
      try runner.catchUp()
      let whole = try MemoryReadModel(model.projection, of: log)
      #expect(try Comparison.differences(live: model, replayed: whole).isEmpty)
    }
  }

  @Test("to one of several that are built in one pass", arguments: Mishap.allCases)
  func built(_ mishap: Mishap) throws {
    for (position, batch) in [(Position(12), 5), (Position(11), 5), (Position(1), 100)] {
      let models = [Tally.projection(.case), CaseState.projection].map { MemoryReadModel($0) }
      let runners = try models.map { model in
        var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
        runner.handover = try handover(mishap, at: position)
        return runner
      }
      try ProjectionRunner.preloadLinks(of: runners.map { ($0, Position(20)) }) { _ in true }
      let failures = try ProjectionRunner.build(runners, through: Position(20)) { _ in true }
      let alarm = try #require(failures[0] as? CompletenessAlarm, "\(mishap) at \(position)")
      // What is there twice is met when the next one is expected.
      #expect(alarm.position == (mishap == .doubles ? position.next : position))
      #expect(alarm.projection == "Tally")
      #expect(models[0].checkpoint() == .start)
      #expect(models[0].allStates(after: nil, limit: 99).isEmpty)
      #expect(try models[0].allRows().allSatisfy(\.isEmpty))
      #expect(failures[1] == nil)
      #expect(models[1].checkpoint() == Position(20))
    }
  }

  @Test("also when it is the last record of all, or of a batch", arguments: [Int64(5), 10, 20])
  func last(position: Int64) throws {
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model, batchSize: 5)
    try runner.preloadLinks(through: Position(20))
    runner.handover = try handover(.loses, at: Position(position))
    let alarm = #expect(throws: CompletenessAlarm.self) { try runner.catchUp() }
    #expect(alarm?.position == Position(position))
    #expect(model.checkpoint() == .start)
  }
}
