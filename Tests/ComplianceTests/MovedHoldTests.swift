import Compliance
import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Testing
import Vault

@Suite("A hold, when links move")
struct MovedHoldTests {
  struct Move: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var before: [NewEvent] = []
    let held: EntityKey
    let after: [NewEvent]
    let erased: EntityKey
    var stops = true
  }

  private static func belongs(_ conversation: String, to matter: String) -> NewEvent {
    linked(
      .conversationLinked, in: StreamID(.conversation(conversation)), ["case": .string(matter)])
  }

  private static let unlink = linked(
    .conversationUnlinked, in: StreamID(.conversation("c-1")), ["case": "k-1"])
  private static let split = linked(
    .caseSplit, in: StreamID(.case("k-1")), ["into": "k-6", "conversations": ["c-1"]])
  private static let unmerge = linked(
    .partyUnmerged, in: StreamID(.party("p-2")), ["party": "p-2", "from": "p-1"])

  private static let beginning = linked(
    .conversationStarted, in: StreamID(.conversation("c-2")), ["case": "k-3"])
  private static let unlinkOther = linked(
    .conversationUnlinked, in: StreamID(.conversation("c-2")), ["case": "k-3"])

  static let moves = [
    Move(
      testDescription: "in the case where it starts", before: [beginning], held: .case("k-3"),
      after: [], erased: .party("p-2")),
    Move(
      testDescription: "out of the case where it starts", before: [beginning], held: .case("k-3"),
      after: [unlinkOther], erased: .conversation("c-2")),
    Move(
      testDescription: "into the case where it starts, as is said later", held: .case("k-3"),
      after: [beginning], erased: .party("p-2")),
    Move(
      testDescription: "out of the case where it starts before the hold",
      before: [beginning, unlinkOther], held: .case("k-3"), after: [], erased: .party("p-2"),
      stops: false),
    Move(
      testDescription: "out before a late start says where", before: [unlinkOther, beginning],
      held: .case("k-3"), after: [], erased: .party("p-2"), stops: false),
    Move(
      testDescription: "unlinked", held: .case("k-1"), after: [unlink], erased: .party("p-1")),
    Move(
      testDescription: "unlinked, for the conversation", held: .case("k-1"), after: [unlink],
      erased: .conversation("c-1")),
    Move(
      testDescription: "linked elsewhere", held: .case("k-1"), after: [belongs("c-1", to: "k-6")],
      erased: .party("p-1")),
    Move(
      testDescription: "split off", held: .case("k-1"), after: [split], erased: .party("p-1")),
    Move(
      testDescription: "linked and taken out again while it is in force", held: .case("k-6"),
      after: [belongs("c-1", to: "k-6"), unlink], erased: .party("p-1")),
    Move(
      testDescription: "unmerged", held: .party("p-1"), after: [unmerge], erased: .party("p-2")),
    Move(
      testDescription: "unmerged, for the conversation", held: .party("p-1"), after: [unmerge],
      erased: .conversation("c-2")),
    Move(
      testDescription: "out of a case that the held one is merged with", held: .case("k-5"),
      after: [
        linked(.caseMerged, in: StreamID(.case("k-1")), ["into": "k-5"]), unlink,
      ], erased: .party("p-1")),
    Move(
      testDescription: "out of the case before it was merged with the held one",
      held: .case("k-5"),
      after: [
        unlink, linked(.caseMerged, in: StreamID(.case("k-1")), ["into": "k-5"]),
      ], erased: .party("p-1"), stops: false),
    Move(
      testDescription: "unlinked before the hold", before: [unlink], held: .case("k-1"), after: [],
      erased: .party("p-1"), stops: false),
    Move(
      testDescription: "unmerged before the hold", before: [unmerge], held: .party("p-1"),
      after: [], erased: .party("p-2"), stops: false),
  ]

  @Test(
    "keeps what belonged to it at any time, and nothing from before", arguments: moves,
    [false, true])
  func moved(_ move: Move, isModelled: Bool) async throws {
    let store = try await OpenedStore(try StoreDirectory())
    _ = try await store.log.append(
      [
        said("One", by: "p-1", in: "c-1"), said("Two", by: "p-2", in: "c-2"),
        MovedHoldTests.belongs("c-1", to: "k-1"), merged("p-2", into: "p-1"),
      ])
    if !move.before.isEmpty { _ = try await store.log.append(move.before.map(fresh)) }
    let hold = try await store.holds.place(
      on: move.held, authority: "court.order", custodian: nil, reason: nil)
    if !move.after.isEmpty { _ = try await store.log.append(move.after.map(fresh)) }
    // A read model knows the links from before, and one of those that followed.
    let events = store.events
    let model = try isModelled ? model(of: store, through: hold.position.rawValue + 1) : nil
    let eraser = Eraser(
      log: store.log, actor: Actor(type: "operator", id: "officer"),
      links: { try KnownLinks(of: events, model: model) }, copies: [])
    let plan = try eraser.plan(move.erased)
    #expect(try eraser.hold(against: plan) == (move.stops ? hold : nil))
    if move.stops {
      await #expect(throws: ErasureError.self) {
        try await eraser.erase(move.erased, authority: nil, reason: "asked for")
      }
      _ = try await store.holds.release(hold.id, reason: nil)
    }
    let done = try await eraser.erase(move.erased, authority: nil, reason: "asked for")
    #expect(done.state == .complete)
    try store.close()
  }

  private func model(of store: OpenedStore, through end: Int64) throws -> MemoryReadModel {
    let model = MemoryReadModel(CaseState.projection)
    let records = try store.records().filter { $0.position.rawValue <= end }
    try model.commit(
      ReadModelBatch(
        links: records.flatMap(Link.links), checkpoint: records.last?.position ?? .start))
    return model
  }

  /// The same event under an id of this run, because the arguments are shared.
  private func fresh(_ event: NewEvent) -> NewEvent {
    var event = event
    event.id = .random()
    return event
  }
}
