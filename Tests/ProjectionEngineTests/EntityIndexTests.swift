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
    try expect(.case, "A", [1, 7, 9])
    try expect(.conversation, "1", [2, 3, 6, 11])
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
