import Compliance
import EventLog
import InteractionModel
import Projections
import SQLiteStore
import StoreConformance
import Testing
import Vault

/// A city of six parties, three conversations and two cases, in which everything moves.
private struct Happening {
  private(set) var person: [String: String] = [:]
  private(set) var merge: [String: String] = [:]
  private(set) var matter: [String: String] = [:]

  static let parties = ["a", "b", "d", "v1", "v2", "v3"]
  static let conversations = ["c1", "c2", "c3"]
  static let cases = ["k1", "k2"]

  /// Somebody's words in a conversation: `v1` in `c1`, and so on.
  static let words = conversations.flatMap { conversation in
    ["v1", "v2", "v3"].map { (visitor: $0, conversation: conversation) }
  }

  func root(_ party: String) -> String {
    var next = party
    while let into = merge[next] { next = into }
    return next
  }

  /// Something that happens next, and the event that says so.
  mutating func next(_ random: inout some RandomNumberGenerator) -> NewEvent? {
    let conversation = Happening.conversations.randomElement(using: &random) ?? ""
    let stream = StreamID(.conversation(conversation))
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<4:
      let visitor = ["v1", "v2", "v3"].randomElement(using: &random) ?? ""
      let party = ["a", "b", "d"].randomElement(using: &random) ?? ""
      person["\(visitor) \(conversation)"] = party
      var event = identified(visitor, as: party, in: conversation)
      if Bool.random(using: &random) { event.party = nil }
      return event
    case 4..<6:
      let (from, to) = (
        Happening.parties.randomElement(using: &random) ?? "",
        Happening.parties.randomElement(using: &random) ?? ""
      )
      guard root(to) != from, merge[from] == nil else { return nil }
      merge[from] = to
      return merged(from, into: to)
    case 6:
      guard let from = merge.keys.sorted().randomElement(using: &random) else { return nil }
      merge[from] = nil
      return linked(.partyUnmerged, in: StreamID(.party(from)), ["party": .string(from)])
    case 7..<9:
      let into = Happening.cases.randomElement(using: &random) ?? ""
      matter[conversation] = into
      return linked(.conversationLinked, in: stream, ["case": .string(into)])
    default:
      guard let from = matter.removeValue(forKey: conversation) else { return nil }
      return linked(.conversationUnlinked, in: stream, ["case": .string(from)])
    }
  }

  /// Whether words belong to an entity now.
  func belongs(_ words: (visitor: String, conversation: String), to entity: EntityKey) -> Bool {
    switch entity.kind {
    case .conversation: return words.conversation == entity.id
    case .case: return matter[words.conversation] == entity.id
    case .party:
      let known = person["\(words.visitor) \(words.conversation)"] ?? words.visitor
      return root(known) == root(entity.id)
    case .document, .register: return false
    }
  }
}

@Suite("A hold, whatever happens")
struct RandomHoldTests {
  @Test("lets nobody erase what belonged to it for a moment", arguments: 0..<12)
  func random(_ run: Int) async throws {
    var random = SeededGenerator(seed: UInt64(run))
    let store = try await OpenedStore(try StoreDirectory())
    let spoken = Happening.words.map { words in
      noted(
        "\(words)", by: Actor(type: "party", id: words.visitor), in: words.conversation,
        .messageReceived)
    }
    _ = try await store.log.append(
      spoken + ["a", "b", "d"].map { said("I am \($0).", by: $0, in: "c9") })
    let keys = try spoken.map { event in
      let stored = try #require(
        try store.events.records(.id(event.id), in: ReadRange(), limit: 1).first)
      return try stored.decoded().sealedParts()[0].key
    }
    var city = Happening()
    var history: [String] = []
    func happen(_ times: Int, _ look: (Happening) -> Void) async throws {
      for _ in 0..<times {
        guard let event = city.next(&random) else { continue }
        history.append(
          "\(event.type) \(event.stream) \(JSONValue.object(event.body).canonicalText)")
        _ = try await store.log.append([event])
        look(city)
      }
    }
    try await happen(8) { _ in }
    let everything =
      Happening.parties.map(EntityKey.party) + Happening.cases.map(EntityKey.case)
      + Happening.conversations.map(EntityKey.conversation)
    let held = try #require(everything.randomElement(using: &random))
    let hold = try await store.holds.place(
      on: held, authority: "court.order", custodian: nil, reason: nil)
    history.append("hold on \(held)")
    var covered: Set<Int> = []
    func look(_ city: Happening) {
      for (place, words) in Happening.words.enumerated() where city.belongs(words, to: held) {
        covered.insert(place)
      }
    }
    look(city)
    try await happen(14, look)

    let guarded = Set(covered.map { keys[$0] })
    let erasable = everything.filter { $0.kind != .case }
    for entity in erasable {
      let plan = try store.eraser().plan(entity)
      let stops = try store.eraser().hold(against: plan) != nil
      #expect(
        stops || guarded.isDisjoint(with: plan.keyIDs),
        "\(entity) erases what was held:\n\(history.joined(separator: "\n"))")
    }
    // What an erasure that asks for no hold destroyed is told afterwards, without the vault.
    let entity = try #require(erasable.randomElement(using: &random))
    let plan = try store.eraser().plan(entity)
    let isHeld = try store.eraser().hold(against: plan) != nil
    let erasure = try await store.erasePast(plan)
    _ = try await store.holds.release(hold.id, reason: nil)
    let told = try ErasureHolds(
      of: erasure, under: KnownLinks(of: store.events, through: erasure.position), in: store.events)
    #expect(
      told.wasHeld == isHeld && told.inForce == 1,
      "\(entity) of \(plan.keyIDs.count) keys:\n\(history.joined(separator: "\n"))")
    #expect(told.touching.allSatisfy { $0.hold.id == hold.id && $0.hold.release != nil })
    for entity in erasable {
      #expect(try store.eraser().hold(against: store.eraser().plan(entity)) == nil)
    }
    try store.close()
  }
}

extension OpenedStore {
  /// Destroys what a plan names, whatever holds are in force.
  fileprivate func erasePast(_ plan: ErasurePlan) async throws -> ErasureCertificate {
    let id = EventID.random()
    var event = NewEvent(id: id, stream: .erasures, type: .erasureRequested)
    event.body = [
      "erasure": .string(id.description), "entityKind": .string(plan.entity.kind.rawValue),
      "entity": .string(plan.entity.id),
    ]
    _ = try await log.append([event], destroying: KeyDestruction(plan.keyIDs))
    return try #require(try ErasureCertificate.of(id.description, in: events))
  }
}
