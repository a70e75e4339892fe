import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("Replay: folded again from zero and compared with what is live")
struct ReplayTests {
  private let projection = Tally.projection(.case)

  private func log() async throws -> MemoryEventStore {
    try await LogFixture.log(
      (0..<6).map { LogFixture.event("case.opened", "case-\($0 % 2)") }
        + [LogFixture.event("conversation.linked", "conversation-1", ["case": "1"])])
  }

  private func replay(
    _ log: any EventStore, _ live: (any ReadModel)?, until: Position? = nil,
    _ progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
  ) throws -> ReplayResult? {
    try Replay.run(
      log: log, scratch: MemoryReadModel(projection), live: live, until: until, progress: progress)
  }

  @Test("Untouched, it is equal, with equal digests")
  func equal() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    let result = try #require(try replay(log, live))
    #expect(result.isEqual)
    #expect(result.differences == [])
    #expect(result.digest == result.liveDigest)
    #expect(result.position == Position(7))
  }

  @Test("An altered row is named with its field, both values and the positions behind them")
  func alteredRow() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    try live.tamper("0") { row in
      row.table == "touch" ? Row(table: "touch", key: row.key, values: [.text("9")]) : row
    }
    let result = try #require(try replay(log, live))
    #expect(!result.isEqual)
    #expect(result.digest != result.liveDigest)
    let difference = try #require(result.differences?.first)
    #expect(
      difference.json == [
        "table": "touch", "kind": "case", "entity": "0", "key": "touch-1", "field": "owner",
        "live": "9",
        "replayed": "0", "livePosition": 5, "replayedPosition": 5,
      ])
    #expect(result.differences?.count == 3)
  }

  @Test("A row too many, a row too few, an altered state, a link that nobody made")
  func otherAlterations() async throws {
    let log = try await log()
    func differences(_ alter: (MemoryReadModel) throws -> Void) throws -> [Difference] {
      let live = try MemoryReadModel(projection, of: log)
      try alter(live)
      let result = try #require(try replay(log, live))
      #expect(!result.isEqual)
      return result.differences ?? []
    }
    let gone = EntityWrite(entity: .case("0"), position: .start, state: nil, rows: [], named: [])
    let missing = try differences {
      try $0.commit(
        ReadModelBatch(entities: [gone], checkpoint: Position(7), leaf: $0.logCheckpoint().leaf))
    }
    #expect(missing.map(\.table) == ["tally", "touch", "touch", "touch", "entity_state"])
    #expect(missing.allSatisfy { $0.field == "row" && $0.entity == "case-0" && $0.live == nil })

    let extra = EntityWrite(
      entity: .case("x"), position: Position(3), state: Array("{}".utf8), rows: [], named: [])
    let added = try differences {
      try $0.commit(
        ReadModelBatch(entities: [extra], checkpoint: Position(7), leaf: $0.logCheckpoint().leaf))
    }
    #expect(added.map(\.key) == ["case-x"])
    #expect(added.map(\.replayed) == [nil])

    let state = try differences { try $0.tamper("1", state: Array("{}".utf8)) }
    #expect(state.map(\.table) == ["entity_state"])
    #expect(state.map(\.entity) == ["case-1"])
    #expect(state.first?.live == "7b7d", "in hexadecimal")

    let link = Link(
      kind: .caseIntoCase, subject: "0", target: "1", position: Position(7), time: LogFixture.start)
    let links = try differences {
      try $0.commit(
        ReadModelBatch(links: [link], checkpoint: Position(7), leaf: $0.logCheckpoint().leaf))
    }
    #expect(links.map(\.table) == ["link"])
    #expect(links.map(\.entity) == ["0"])
    #expect(links.first?.live?["target"] == "1")
  }

  @Test("Who names whom is compared, and follows the rows")
  func namings() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("case.opened", "case-A", ["party": "p1"]),
      LogFixture.event("conversation.linked", "conversation-1", ["case": "A"]),
      LogFixture.event("message.received", "conversation-1", ["party": "p2"]),
    ])
    let live = try MemoryReadModel(projection, of: log)
    #expect(live.allNamings(after: nil, limit: 9).map(\.named) == ["party-p1", "party-p2"])
    // The conversation leaves with the only record that named its party.
    try await LogFixture.append(
      [LogFixture.event("conversation.unlinked", "conversation-1")], to: log)
    var runner = ProjectionRunner(log: log, model: live)
    try runner.catchUp()
    #expect(live.allNamings(after: nil, limit: 9).map(\.named) == ["party-p1"])
    #expect(try replay(log, live)?.isEqual == true)
    let stored = try #require(live.states(of: [.case("A")])[.case("A")])
    let rows = projection.tables.flatMap { table in
      live.rows(table, where: [], after: nil, limit: 9)
        .map { Row(table: table.name, key: $0.key, values: $0.values) }
    }
    let forged = EntityWrite(
      entity: .case("A"), position: stored.position, state: stored.bytes, rows: rows,
      named: [.party("p3")])
    try live.commit(
      ReadModelBatch(
        entities: [forged], checkpoint: live.checkpoint(), leaf: live.logCheckpoint().leaf))
    let differences = try #require(try replay(log, live)?.differences)
    #expect(differences.map(\.table) == ["naming", "naming"])
    #expect(differences.map(\.key) == ["party-p1", "party-p3"])
    #expect(differences.map(\.entity) == ["case-A", "case-A"])
  }

  @Test("Why it stands still must be what folding on meets; quarantined since, it is left alone")
  func notedFailure() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("case.opened", "case-A"), LogFixture.event("test.refused", "case-A"),
      LogFixture.event("case.opened", "case-B"),
    ])
    let live = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: live)
    let failure = #expect(throws: ProjectionFailure.self) { try runner.catchUp() }
    #expect(try replay(log, live)?.isEqual == true)
    try live.setFailure(ProjectionFailure(position: Position(3), reason: failure?.reason ?? ""))
    let place = try #require(try replay(log, live)?.differences)
    #expect(place.map(\.field) == ["failure_position"])
    #expect(place.first?.live == 3)
    #expect(place.first?.replayed == 2)
    try live.setFailure(ProjectionFailure(position: Position(2), reason: "something else"))
    #expect(try replay(log, live)?.differences?.map(\.field) == ["failure_reason"])
    try live.setFailure(failure)
    try await LogFixture.append([LogFixture.quarantine("Tally", 2)], to: log)
    #expect(try replay(log, live)?.isEqual == true)
    try runner.catchUp()
    try live.setFailure(failure)
    let stale = try #require(try replay(log, live)?.differences)
    #expect(stale.map(\.table) == ["meta", "meta"])
    #expect(stale.map(\.field) == ["failure_position", "failure_reason"])
  }

  @Test("Differences end at the limit")
  func limit() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    let empty = MemoryReadModel(projection)
    #expect(try Comparison.differences(live: live, replayed: empty).count == 16)
    #expect(try Comparison.differences(live: live, replayed: empty, limit: 4).count == 4)
    #expect(try Comparison.differences(live: empty, replayed: live, limit: 4).count == 4)
  }

  @Test("Until a position it is compared with the live read model's answers as of there")
  func until() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    let result = try #require(try replay(log, live, until: Position(4)))
    #expect(result.position == Position(4))
    #expect(result.differences == [])
    #expect(result.liveDigest == nil)
    let cut = try MemoryReadModel(projection, of: WrappedLog(log, cutAfter: Position(4)))
    #expect(try result.digest == StateDigest.compute(cut))
    let beyond = try #require(try replay(log, live, until: Position(99)))
    #expect(beyond.position == Position(7))
    #expect(beyond.isEqual && beyond.liveDigest != nil)
    let link = Link(
      kind: .caseIntoCase, subject: "0", target: "1", position: Position(3), time: LogFixture.start)
    try live.commit(
      ReadModelBatch(links: [link], checkpoint: Position(7), leaf: live.logCheckpoint().leaf))
    let forged = try #require(try replay(log, live, until: Position(4)))
    #expect(!forged.isEqual)
    #expect(Set(forged.differences?.map(\.entity) ?? []) == ["case-0", "case-1"])
  }

  @Test("A live read model that lags behind is compared where it stands; none at all, not at all")
  func lagging() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log, through: Position(5))
    let result = try #require(try replay(log, live))
    #expect(result.position == Position(5))
    #expect(result.differences == [])
    let alone = try #require(try replay(log, nil))
    #expect(alone.position == Position(7))
    #expect(alone.isEqual && alone.liveDigest == nil)
  }

  @Test("Stopped, it has no result")
  func stopped() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    for last in 1...2 {
      var calls = 0
      let result = try replay(log, live) { _ in
        calls += 1
        return calls < last
      }
      #expect(result == nil)
      #expect(calls == last)
    }
  }

  @Test("A byte altered in the log stops the replay with its position")
  func alteredLog() async throws {
    let log = try await log()
    let live = try MemoryReadModel(projection, of: log)
    let altered = WrappedLog(log) { _, page in
      page.map { record in
        guard record.position == Position(3) else { return record }
        let text = String(decoding: record.line, as: UTF8.self).replacing("+00:00", with: "Z")
        let line = Array(text.replacing("08:00:00", with: "08:00:01").utf8)
        return StoredRecord(position: record.position, line: line, leaf: record.leaf)
      }
    }
    let alarm = #expect(throws: CompletenessAlarm.self) { try replay(altered, live) }
    #expect(alarm?.position == Position(3))
  }
}
