import Compliance
import EventLog
import InteractionModel
import SQLiteStore
import Testing
import Vault

@Suite("A hold, when somebody turns out to be somebody else")
struct ReidentifiedHoldTests {
  struct Road: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What somebody said whose words are at stake; they stand in c-1.
    var words = ReidentifiedHoldTests.visitor
    var before: [NewEvent] = []
    let held: EntityKey
    var after: [NewEvent] = []
    let erased: EntityKey
    var stops = true
  }

  /// Words of a visitor who has a party of their own until somebody knows who it is.
  private static let visitor = noted(
    "It was me.", by: Actor(type: "party", id: "v-1"), in: "c-1", .messageReceived)
  private static let nobody = noted("It was me.", by: nil, in: "c-1", .messageReceived)

  private static func called(_ name: String) -> NewEvent {
    var event = noted("It was me.", by: nil, in: "c-1", .messageReceived)
    event.personal = [
      PersonalPart(
        subject: Subject(scope: .conversation("c-1"), participant: name),
        content: ["text": "It was me."])
    ]
    return event
  }

  /// That a participant is a party, said in the body only.
  private static func told(_ participant: String?, as party: String) -> NewEvent {
    var event = identified(participant, as: party, in: "c-1")
    event.party = nil
    return event
  }

  private static func unmerged(_ party: String) -> NewEvent {
    linked(.partyUnmerged, in: StreamID(.party(party)), ["party": .string(party)])
  }

  static let roads = [
    Road(
      testDescription: "identified anew",
      before: [identified("v-1", as: "a-1", in: "c-1")], held: .party("a-1"),
      after: [identified("v-1", as: "b-1", in: "c-1")], erased: .party("b-1")),
    Road(
      testDescription: "identified anew, for the conversation",
      before: [identified("v-1", as: "a-1", in: "c-1")], held: .party("a-1"),
      after: [identified("v-1", as: "b-1", in: "c-1")], erased: .conversation("c-1")),
    Road(
      testDescription: "identified anew in the body only",
      before: [told("v-1", as: "a-1")], held: .party("a-1"), after: [told("v-1", as: "b-1")],
      erased: .party("b-1")),
    Road(
      testDescription: "identified for a while",
      held: .party("a-1"),
      after: [
        identified("v-1", as: "a-1", in: "c-1"), identified("v-1", as: "b-1", in: "c-1"),
      ], erased: .party("b-1")),
    Road(
      testDescription: "identified anew before the hold",
      before: [
        identified("v-1", as: "a-1", in: "c-1"), identified("v-1", as: "b-1", in: "c-1"),
      ], held: .party("a-1"), erased: .party("b-1"), stops: false),
    Road(
      testDescription: "of a name of their own that is held", held: .party("v-1"),
      after: [identified("v-1", as: "b-1", in: "c-1")], erased: .party("b-1")),
    Road(
      testDescription: "of a name that only the source gave them", words: called("party:s-1"),
      held: .party("s-1"), after: [identified("s-1", as: "b-1", in: "c-1")],
      erased: .party("b-1")),
    Road(
      testDescription: "who had no name", words: nobody,
      before: [identified(nil, as: "a-1", in: "c-1")], held: .party("a-1"),
      after: [identified(nil, as: "b-1", in: "c-1")], erased: .party("b-1")),
    Road(
      testDescription: "who had no name, in the body only", words: nobody,
      before: [told(nil, as: "a-1")], held: .party("a-1"), after: [told(nil, as: "b-1")],
      erased: .conversation("c-1")),
    Road(
      testDescription: "who was called by a word of the source's", words: called("caller-3"),
      before: [identified("caller-3", as: "a-1", in: "c-1")], held: .party("a-1"),
      after: [identified("caller-3", as: "b-1", in: "c-1")], erased: .party("b-1")),
    Road(
      testDescription: "after a merge and its end",
      before: [identified("v-1", as: "a-1", in: "c-1")], held: .party("m-1"),
      after: [
        merged("a-1", into: "m-1"), unmerged("a-1"), identified("v-1", as: "b-1", in: "c-1"),
      ], erased: .party("b-1")),
    Road(
      testDescription: "before a merge of who they were",
      before: [identified("v-1", as: "a-1", in: "c-1")], held: .party("m-1"),
      after: [identified("v-1", as: "b-1", in: "c-1"), merged("a-1", into: "m-1")],
      erased: .party("b-1"), stops: false),
    Road(
      testDescription: "after a merge with the held one that lasted for a moment",
      before: [identified("v-1", as: "b-1", in: "c-1")], held: .party("a-1"),
      after: [merged("b-1", into: "a-1"), unmerged("b-1")], erased: .party("b-1")),
    Road(
      testDescription: "in a conversation that was a held case's",
      before: [
        identified("v-1", as: "b-1", in: "c-1"),
        linked(
          .conversationLinked, in: StreamID(.conversation("c-1")), ["case": "k-1"]),
      ], held: .case("k-1"),
      after: [
        linked(.conversationUnlinked, in: StreamID(.conversation("c-1")), ["case": "k-1"])
      ], erased: .party("b-1")),
    Road(
      testDescription: "in a held conversation",
      before: [identified("v-1", as: "a-1", in: "c-1")], held: .conversation("c-1"),
      after: [identified("v-1", as: "b-1", in: "c-1")], erased: .party("b-1")),
    Road(
      testDescription: "identified as somebody else who is not held",
      before: [identified("v-1", as: "b-1", in: "c-1")], held: .party("a-1"),
      after: [identified("v-1", as: "b-1", in: "c-1")], erased: .party("b-1"), stops: false),
  ]

  @Test("keeps the words that were held once, until it is released", arguments: roads)
  func road(_ road: Road) async throws {
    let store = try await OpenedStore(try StoreDirectory())
    let words = fresh(road.words)
    _ = try await store.log.append(
      [
        words, said("I am a.", by: "a-1", in: "c-2"), said("I am b.", by: "b-1", in: "c-3"),
      ] + road.before.map(fresh))
    let hold = try await store.holds.place(
      on: road.held, authority: "court.order", custodian: nil, reason: nil)
    if !road.after.isEmpty { _ = try await store.log.append(road.after.map(fresh)) }
    #expect(
      try store.eraser().hold(against: store.eraser().plan(road.erased))
        == (road.stops ? hold : nil))
    if road.stops {
      await #expect(throws: ErasureError.self) {
        try await store.eraser().erase(road.erased, authority: nil, reason: "asked for")
      }
      #expect(try store.states(words.id) == ["opened"])
      _ = try await store.holds.release(hold.id, reason: nil)
    }
    let done = try await store.eraser().erase(road.erased, authority: nil, reason: "asked for")
    #expect(done.state == .complete)
    #expect(try store.states(words.id) == ["erased"])
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("An identification in the body only is found by the party, and stands in the envelope")
  func envelope() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    let told = ReidentifiedHoldTests.told("v-1", as: "a-1")
    let merge = linked(
      .partyMerged, in: StreamID(.conversation("c-1")), ["party": "q-1", "into": "a-1"])
    _ = try await store.log.append([fresh(ReidentifiedHoldTests.visitor), told, merge])
    #expect(try store.records(.partyIdentified).map(\.party) == ["a-1"])
    #expect(try store.records(.partyMerged).map(\.party) == ["q-1"])
    #expect(try store.events.records(.entity(.party("a-1")), in: ReadRange(), limit: 9).count == 1)
    // The same again, either way, is the same event.
    var other = told
    other.party = "a-1"
    #expect(try await store.log.append([told, other]).allSatisfy(\.isDuplicate))
    try store.close()
  }

  @Test("One from before, which the index does not find, is heeded all the same")
  func unindexed() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    let words = fresh(ReidentifiedHoldTests.visitor)
    _ = try await store.log.append([words, said("I am b.", by: "b-1", in: "c-3")])
    let told = try SealedEvent(ReidentifiedHoldTests.told("v-1", as: "b-1"), sealed: [])
    _ = try await store.events.append(AppendRequest(events: [told]) { _, _ in false })
    #expect(try store.records(.partyIdentified).map(\.party) == [nil])
    _ = try await store.eraser().erase(.party("b-1"), authority: nil, reason: "asked for")
    #expect(try store.states(words.id) == ["erased"])
    try store.close()
  }

  /// The same event under an id of this run, because the arguments are shared.
  private func fresh(_ event: NewEvent) -> NewEvent {
    var event = event
    event.id = .random()
    return event
  }
}
