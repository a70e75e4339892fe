import EventLog
import InteractionModel
import Merkle
import Projections
import StoreConformance
import Testing

@testable import ProjectionEngine

@Suite("The index of entities: how many records each has, and the root over them")
struct EntityIndexTests {
  private static let projection = EntityIndex.projection

  /// The row that an entity must have: of records at some positions.
  private func row(_ log: any EventStore, _ positions: [Int64], into: String? = nil) throws
    -> [ColumnValue]
  {
    let leaves = try positions.map { position in
      Hash.leaf(try #require(try log.record(at: Position(position))).line)
    }
    var tree = ReferenceTree(leaves)
    let root = tree.root(0..<leaves.count).base64
    return [.integer(Int64(positions.count)), .text(root), ColumnValue(into)]
  }

  @Test(
    "It counts what belongs to a case, a conversation, a party and a document, as links have it")
  func story() async throws {
    func said(_ conversation: String, _ party: String) -> NewEvent {
      LogFixture.event("message.received", "conversation-\(conversation)") { $0.party = party }
    }
    let log = try await LogFixture.log([
      LogFixture.event("case.opened", "case-A") { $0.party = "p1" },
      said("1", "p1"), said("1", "p2"), said("2", "p2"),
      LogFixture.event("response.codified", "document-d1"),
      LogFixture.event("conversation.linked", "conversation-1", ["case": "A"]),
      LogFixture.event("case.opened", "case-B"),
      said("2", "p1"),
    ])
    let model = MemoryReadModel(Self.projection)
    var runner = ProjectionRunner(log: log, model: model)
    func expect(_ kind: EntityKind, _ id: String, _ positions: [Int64], into: String? = nil) throws
    {
      let found = model.row(EntityIndex.table(of: kind), key: id)
      #expect(try found?.values == row(log, positions, into: into), "\(kind) \(id)")
    }
    try runner.catchUp()
    try expect(.case, "A", [1, 2, 3, 6])
    try expect(.case, "B", [7])
    try expect(.conversation, "1", [2, 3, 6])
    try expect(.conversation, "2", [4, 8])
    try expect(.party, "p1", [1, 2, 8])
    try expect(.party, "p2", [3, 4])
    try expect(.document, "d1", [5])
    try await LogFixture.append(
      [
        LogFixture.event("case.merged", "case-B", ["into": "A"]),
        LogFixture.event("party.merged", "party-p2", ["into": "p1"]),
      ], to: log)
    try runner.catchUp()
    try expect(.case, "A", [1, 2, 3, 6, 7, 9])
    try expect(.case, "B", [], into: "A")
    try expect(.party, "p2", [], into: "p1")
    try expect(.party, "p1", [1, 2, 3, 4, 8, 10])
    try await LogFixture.append(
      [LogFixture.event("conversation.unlinked", "conversation-1")], to: log)
    try runner.catchUp()
    // What took it there stays.
    try expect(.case, "A", [1, 6, 7, 9])
    try expect(.conversation, "1", [2, 3, 6, 11])
  }

  @Test("Whatever moved somebody to a case or a party is counted there for good, by whatever order")
  func moves() async throws {
    let story = [
      LogFixture.event("case.opened", "case-A"), LogFixture.event("case.opened", "case-B"),
      // Said by the conversation itself, and taken out by name.
      LogFixture.event("conversation.started", "conversation-1", ["case": "A"]),
      LogFixture.event("conversation.unlinked", "conversation-1", ["case": "A"]),
      // From one case to another, and out of a case that it never was in.
      LogFixture.event("message.received", "conversation-2"),
      LogFixture.event("conversation.linked", "conversation-2", ["case": "A"]),
      LogFixture.event("conversation.linked", "conversation-2", ["case": "B"]),
      LogFixture.event("conversation.unlinked", "conversation-3", ["case": "B"]),
      // Merged, and merged elsewhere or taken out again.
      LogFixture.event("case.merged", "case-C", ["into": "A"]),
      LogFixture.event("case.merged", "case-C", ["into": "B"]),
      LogFixture.event("party.merged", "party-p1", ["into": "p2"]),
      LogFixture.event("party.unmerged", "party-p1", ["from": "p2"]),
      // The case that is named follows its own chain.
      LogFixture.event("case.merged", "case-A", ["into": "D"]),
    ]
    let log = try await LogFixture.log(story)
    for batch in [1, 4, 100] {
      let model = MemoryReadModel(Self.projection)
      var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
      try runner.catchUp()
      #expect(try model.allRows() == MemoryReadModel(Self.projection, of: log).allRows())
      func expect(_ kind: EntityKind, _ id: String, _ positions: [Int64], into: String? = nil)
        throws
      {
        let found = model.row(EntityIndex.table(of: kind), key: id)
        #expect(try found?.values == row(log, positions, into: into), "\(kind) \(id), by \(batch)")
      }
      try expect(.case, "A", [], into: "D")
      try expect(.case, "D", [1, 4, 6, 9, 13])
      try expect(.case, "B", [2, 5, 6, 7, 8, 9, 10])
      try expect(.party, "p1", [11, 12])
      try expect(.party, "p2", [11])
      let questions = try EntityQuestions(
        log: log, model: model, over: .case, subset: LogSubset(through: log.head().position))
      let departed = try questions.departed(from: "D").map { "\($0.entity) \($0.by)" }
      #expect(departed == ["case-C 10", "conversation-1 4", "conversation-2 7"])
      #expect(try questions.departed(from: "B").map { "\($0.entity)" } == ["conversation-3"])
    }
  }

  @Test("It counts what stands in each register of the log, and nothing that is called like one")
  func registers() async throws {
    let log = try await LogFixture.log([
      LogFixture.event("hold.placed", "hold-register", ["hold": "h"]),
      LogFixture.event("case.opened", "case-A"),
      LogFixture.event("erasure.requested", "erasure-register", ["erasure": "e"]),
      LogFixture.event("hold.released", "hold-register", ["hold": "h"]),
      LogFixture.event("response.codified", "document-register"),
      LogFixture.event("message.received", "conversation-hold-register"),
    ])
    let model = MemoryReadModel(Self.projection)
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    let table = EntityIndex.table(of: .register)
    for (name, positions) in [("hold-register", [1, 4]), ("erasure-register", [3])] {
      let found = model.row(table, key: name)
      #expect(try found?.values == row(log, positions.map(Int64.init)))
      #expect(found?.entity == name)
      let history = log.positions(
        .entity(EntityKey(.register, name)), in: ReadRange(), limit: 9)
      #expect(history == positions.map { Position(Int64($0)) })
    }
    #expect(model.rows(table, where: [], after: nil, limit: .max).count == 2)
    #expect(StreamID.holds.entity == nil, "nobody else writes there")
    #expect(EntityKey(parsing: "hold-register") == EntityKey(.register, "hold-register"))
    #expect(EntityKey(parsing: "register-hold") == nil)
  }

  @Test("A record that is folded without its leaf is refused, not counted")
  func withoutLeaf() async throws {
    let log = try await LogFixture.log([LogFixture.event("case.opened", "case-A")])
    let record = try #require(try log.record(at: Position(1))?.decoded())
    var index = EntityIndex()
    #expect(throws: FoldError.self) { try index.apply(record) }
  }

  @Test(
    "Every row of every projection is proven by its state digest, and nothing else is",
    arguments: ProjectionCatalogue.all.map(\.name), [UInt64(3), 4])
  func rows(name: String, seed: UInt64) async throws {
    let projection = try #require(ProjectionCatalogue.named(name))
    var source = RandomLog(seed: seed, projection: name)
    let log = try await LogFixture.log(source.events(30, refuses: false))
    let model = try MemoryReadModel(projection, of: log)
    let digest = try StateDigest.compute(model)
    var count: UInt64 = 0
    for table in projection.tables {
      for row in model.rows(table, where: [], after: nil, limit: .max) {
        let proof = try #require(try StateDigest.proof(of: row.key, in: table, of: model))
        try proof.verify(digest: digest)
        #expect(proof.inclusion.index == count)
        #expect(try JSONValue(parsing: proof.row)["key"]?.string == row.key)
        var altered = proof.row
        altered[altered.count / 2] ^= 1
        #expect(throws: TreeError.self) {
          try RowProof(row: altered, inclusion: proof.inclusion).verify(digest: digest)
        }
        #expect(throws: TreeError.self) { try proof.verify(digest: .emptyRoot) }
        count += 1
      }
      #expect(try StateDigest.proof(of: "nobody", in: table, of: model) == nil)
    }
    #expect(count > 1)
  }
}
