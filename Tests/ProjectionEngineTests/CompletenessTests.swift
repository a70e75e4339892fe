import EventLog
import InteractionModel
import Merkle
import Projections
import Testing

@testable import ProjectionEngine

@Suite("Completeness: a log that lies is found out, and nothing of the batch is committed")
struct CompletenessTests {
  private static func events() -> [NewEvent] {
    (0..<6).map { LogFixture.event("case.opened", "case-\($0 % 2 == 0 ? "A" : "B")") }
      + [LogFixture.event("conversation.linked", "conversation-1", ["case": "A"])]
  }

  enum Lie: String, CaseIterable {
    case skips, doubles, exchanges, alters, rewrites, swapsContent, cutsTheEnd, isNoRecord

    /// What becomes of position 4, or of everything from there on; `other` is a record of the log
    /// that stands elsewhere.
    func answer(_ page: [StoredRecord], other: StoredRecord) -> [StoredRecord] {
      if self == .cutsTheEnd { return page.filter { $0.position < Position(4) } }
      guard let index = page.firstIndex(where: { $0.position == Position(4) }) else {
        return page
      }
      var page = page
      let record = page[index]
      func altered(_ line: [UInt8], leaf: [UInt8]) -> StoredRecord {
        StoredRecord(position: record.position, line: line, leaf: leaf)
      }
      switch self {
      case .skips: page.remove(at: index)
      case .doubles: page.insert(record, at: index + 1)
      case .exchanges: if index + 1 < page.count { page.swapAt(index, index + 1) }
      case .alters:
        let text = String(decoding: record.line, as: UTF8.self)
        let other = text.replacing("case-B", with: "case-C")
        page[index] = altered(Array(other.utf8), leaf: record.leaf)
      case .rewrites:
        // The leaf is computed anew: only the tree over all of them tells.
        let text = String(decoding: record.line, as: UTF8.self)
        let line = Array(text.replacing("case-B", with: "case-C").utf8)
        page[index] = altered(line, leaf: Hash.leaf(line).bytes)
      case .swapsContent:
        page[index] = altered(other.line, leaf: other.leaf)
      case .isNoRecord: page[index] = altered([0x7B], leaf: Hash.leaf([0x7B]).bytes)
      case .cutsTheEnd: break
      }
      return page
    }

    var place: Position {
      switch self {
      case .doubles: Position(5)
      default: Position(4)
      }
    }
  }

  @Test("Skipped, doubled, exchanged, altered, cut off", arguments: Lie.allCases)
  func lies(_ lie: Lie) async throws {
    let honest = try await LogFixture.log(Self.events())
    let other = try #require(try honest.record(at: Position(2)))
    let log = WrappedLog(honest) { selector, page in
      selector == .all ? lie.answer(page, other: other) : page
    }
    // What was read is whole up to the last batch that is.
    for (first, batch) in [(Int64(0), 100), (3, 100), (2, 1)] {
      let model = MemoryReadModel(Tally.projection(.case))
      var runner = ProjectionRunner(log: honest, model: model)
      try runner.catchUp(through: Position(first))
      var misled = ProjectionRunner(log: log, model: model, batchSize: batch)
      if lie == .doubles || lie == .exchanges, batch == 1 { continue }
      do {
        try misled.catchUp()
        Issue.record("\(lie) was not found")
      } catch let alarm as CompletenessAlarm {
        #expect(alarm.position == lie.place)
        #expect(alarm.projection == "Tally")
        #expect(alarm.remedy == "run \(.verify)")
      } catch let fault as StorageFault {
        #expect(lie == .isNoRecord)
        #expect(fault.description.contains("position 4"))
      }
      let complete = lie == .cutsTheEnd || batch == 1 ? Position(3) : Position(first)
      #expect(model.checkpoint() == complete)
      let reference = NaiveReference(model.projection, try LogFixture.records(of: honest))
      #expect(try model.allRows() == reference.rows(through: complete))
      // With an honest log it goes on as if nothing had been.
      try runner.catchUp()
      #expect(try model.allRows() == reference.rows(through: Position(7)))
    }
  }

  @Test("In large batches, read on all cores, the first wrong place is named wherever it is")
  func largeBatches() async throws {
    let count: Int64 = 3_000
    let honest = MemoryEventStore(clock: LogClock { LogFixture.start })
    try await LogFixture.append(
      (0..<count).map { LogFixture.event("case.opened", "case-\($0 % 7)") }, to: honest)
    let head = honest.head().position
    func reader(without gaps: Set<Int64>) -> RecordReader {
      RecordReader(
        log: WrappedLog(honest) { _, page in page.filter { !gaps.contains($0.position.rawValue) } },
        projection: "test")
    }
    let half = (count + Int64(Parallel.width) - 1) / Int64(Parallel.width)
    // At the ends of the pieces and in the midst of them, alone and with a later one.
    for gap in [1, 2, half - 1, half, half + 1, count - 1, count] {
      for other in [gap, min(gap + 1, count), count] {
        let reader = reader(without: [gap, other])
        let named = #expect(throws: CompletenessAlarm.self) {
          var position = Position.start
          while position < head {
            let records = try reader.records(after: position, through: head, limit: 3_000)
            position = records.last?.position ?? position
          }
        }
        #expect(named?.position == Position(gap), "\(gap) and \(other)")
        let link = #expect(throws: CompletenessAlarm.self) {
          var position = Position.start
          while position < head {
            position = try reader.links(after: position, through: head, limit: 3_000).end
          }
        }
        #expect(link?.position == Position(gap), "\(gap) and \(other)")
      }
    }
    let whole = try reader(without: []).records(after: .start, through: head, limit: 3_000)
    #expect(whole.map(\.position.rawValue) == Array(1...count))
  }

  @Test("A record that the index of its entity does not lead to is missed when it is refolded")
  func hiddenFromIndex() async throws {
    let honest = try await LogFixture.log(
      Self.events().dropLast() + [LogFixture.event("case.merged", "case-C", ["into": "A"])])
    let log = WrappedLog(honest) { selector, page in
      selector == .all ? page : page.filter { $0.position != Position(5) }
    }
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp(through: Position(2))
    do {
      try runner.catchUp()
      Issue.record("not found")
    } catch let alarm as CompletenessAlarm {
      #expect(alarm.position == Position(5))
      #expect(alarm.what.contains("5 (event, entity) pairs were routed and 4 folded"))
    }
    #expect(model.checkpoint() == Position(2))
    #expect(try model.positions("A") == [1])
  }

  @Test("A record that the index of its entity gives altered is found when it is refolded")
  func alteredInIndex() async throws {
    let honest = try await LogFixture.log(Self.events())
    let other = try #require(try honest.record(at: Position(2)))
    let log = WrappedLog(honest) { selector, page in
      selector == .all ? page : Lie.alters.answer(page, other: other)
    }
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp(through: Position(6))
    let before = try model.allRows()
    try await LogFixture.append(
      [LogFixture.event("case.merged", "case-A", ["into": "B"])], to: honest)
    do {
      try runner.catchUp()
      Issue.record("not found")
    } catch let alarm as CompletenessAlarm {
      #expect(alarm.position == Position(4))
    }
    #expect(try model.allRows() == before)
    let questions = try EntityQuestions(
      log: log, model: model, over: .case, subset: LogSubset(through: Position(6)))
    #expect(throws: CompletenessAlarm.self) { try questions.fields(of: "B") }
  }

  @Test("The digest of (event, entity) pairs does not depend on their order, and on all else")
  func pairDigest() {
    func digest(_ pairs: [(Int64, String)]) -> PairDigest {
      pairs.reduce(into: PairDigest()) {
        $0.add(Position($1.0), leaf: 7, hash: PairDigest.hash(.case, $1.1))
      }
    }
    let pairs: [(Int64, String)] = [(1, "A"), (2, "A"), (3, "B"), (4, "")]
    var halves = digest(Array(pairs[..<2]))
    halves.add(digest(Array(pairs[2...])))
    #expect(digest(pairs) == digest(pairs.reversed()))
    #expect(digest(pairs) == halves)
    #expect(digest(pairs) != digest(Array(pairs.dropLast())))
    #expect(digest(pairs) != digest(pairs + [(1, "A")]))
    // One for another, two that change places, a pair twice in place of another.
    #expect(digest(pairs) != digest([(1, "A"), (2, "A"), (3, "A"), (4, "")]))
    #expect(digest(pairs) != digest([(1, "B"), (2, "A"), (3, "A"), (4, "")]))
    #expect(digest(pairs) != digest([(1, "A"), (1, "A"), (3, "B"), (4, "")]))
    #expect(digest(pairs) != digest([(1, "A"), (2, "A"), (3, "B"), (5, "")]))
    var altered = digest(Array(pairs.dropLast()))
    altered.add(Position(4), leaf: 8, hash: PairDigest.hash(.case, ""))
    #expect(digest(pairs) != altered)
    var seen: Set<PairDigest> = []
    for position in 1...1_000 as ClosedRange<Int64> {
      for entity in ["A", "B", "AB", "BA", "1", "2"] { seen.insert(digest([(position, entity)])) }
    }
    #expect(seen.count == 6_000)
  }
}
