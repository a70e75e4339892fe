import Compliance
import EventLog
import InteractionModel
import SQLiteStore
import Synchronization
import Testing
import Vault

@Suite("A hold")
struct HoldTests {
  struct Scope: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let entity: EntityKey
    let erased: EntityKey
    let stops: Bool

    init(_ name: String, _ entity: EntityKey, of erased: EntityKey = .party("p-1"), _ stops: Bool) {
      testDescription = name
      self.entity = entity
      self.erased = erased
      self.stops = stops
    }
  }

  /// A party of two names with conversations and cases of all sorts.
  ///
  /// p-2 was merged into p-1; c-1 was linked to k-1, which was merged into k-2; c-2 names k-3; the
  /// party has a case k-4 without a conversation. p-9 takes part in c-1 too.
  private func prepared() async throws -> OpenedStore {
    let store = try await OpenedStore(try StoreDirectory())
    var matter = NewEvent(id: .random(), stream: StreamID(.case("k-4")), type: .caseOpened)
    matter.actor = Actor(type: "party", id: "p-1")
    matter.party = "p-1"
    matter.personal = [
      PersonalPart(subject: matter.defaultSubject, content: ["title": "A lamp"])
    ]
    _ = try await store.log.append([
      said("One", by: "p-1", in: "c-1"), said("Two", by: "p-2", in: "c-2", case: "k-3"),
      said("Three", by: "p-9", in: "c-1"), said("Four", by: "p-9", in: "c-9", case: "k-9"), matter,
      merged("p-2", into: "p-1"),
      linked(.conversationLinked, in: StreamID(.conversation("c-1")), ["case": "k-1"]),
      linked(.caseMerged, in: StreamID(.case("k-1")), ["into": "k-2"]),
    ])
    return store
  }

  static let scopes = [
    Scope("on the party", .party("p-1"), true),
    Scope("on whoever was merged into the party", .party("p-2"), true),
    Scope(
      "on the party, when another name of it is erased", .party("p-1"), of: .party("p-2"), true),
    Scope("on a conversation of the party", .conversation("c-1"), true),
    Scope("on the case a conversation was linked to", .case("k-1"), true),
    Scope("on the case that was merged into", .case("k-2"), true),
    Scope("on a case that a conversation's records name", .case("k-3"), true),
    Scope("on a case without a conversation", .case("k-4"), true),
    Scope("on somebody else in the conversation", .party("p-9"), false),
    Scope("on somebody else's conversation", .conversation("c-9"), false),
    Scope("on somebody else's case", .case("k-9"), false),
    Scope("on the conversation", .conversation("c-1"), of: .conversation("c-1"), true),
    Scope("on a party of the conversation", .party("p-9"), of: .conversation("c-1"), true),
    Scope("on a merged party of the conversation", .party("p-2"), of: .conversation("c-1"), true),
    Scope("on the conversation's case", .case("k-2"), of: .conversation("c-1"), true),
    Scope("on another conversation", .conversation("c-2"), of: .conversation("c-1"), false),
  ]

  @Test("stands in the way of every erasure it would touch, and of no other", arguments: scopes)
  func scope(_ scope: Scope) async throws {
    let store = try await prepared()
    let hold = try await store.holds.place(
      on: scope.entity, authority: "court.order", custodian: "u-4", reason: "a case is pending")
    let plan = try store.eraser().plan(scope.erased)
    #expect(try store.eraser().hold(against: plan) == (scope.stops ? hold : nil))
    guard scope.stops else {
      let certificate = try await store.eraser().erase(
        scope.erased, authority: nil, reason: "asked for")
      #expect(certificate.state == .complete)
      return try store.close()
    }
    let error = await #expect(throws: ErasureError.self) {
      try await store.eraser().erase(scope.erased, authority: nil, reason: "asked for")
    }
    guard case .refused(let certificate)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(certificate.state == .refused(hold: hold.id))
    #expect(try ErasureCertificate.of(certificate.erasure, in: store.events) == certificate)
    #expect(certificate.lines.contains { $0.contains(hold.id) })
    let refused = try store.records(.erasureRefused)
    #expect(refused.map { $0.body["hold"]?.string } == [hold.id])
    #expect(try store.records(.erasureRequested).isEmpty)
    #expect(try store.rows.keys(ofParty: "p-1").allSatisfy { !$0.isGone })

    let released = try await store.holds.release(hold.id, reason: "it is over")
    #expect(
      !released.isInForce && released.release?.actor == Actor(type: "operator", id: "counsel"))
    let done = try await store.eraser().erase(scope.erased, authority: nil, reason: "asked for")
    #expect(done.state == .complete)
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("placed between the look and the request is found, and refuses")
  func race() async throws {
    let store = try await prepared()
    let placed = Mutex(false)
    let eraser = store.eraser { step in
      guard step == .checked,
        placed.withLock({ placed in
          defer { placed = true }
          return !placed
        })
      else { return }
      _ = try await store.holds.place(
        on: .conversation("c-1"), authority: "court.order", custodian: nil, reason: nil)
    }
    let error = await #expect(throws: ErasureError.self) {
      try await eraser.erase(.party("p-1"), authority: nil, reason: "asked for")
    }
    guard case .refused? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(try store.records(.erasureRequested).isEmpty)
    try store.close()
  }

  @Test("is released once, by whoever is first, and one nobody placed not at all")
  func release() async throws {
    let store = try await prepared()
    let hold = try await store.holds.place(
      on: .case("k-1"), authority: "foia", custodian: nil, reason: nil)
    #expect(hold.isInForce && hold.custodian == nil && hold.authority == "foia")
    _ = try await store.holds.release(hold.id, reason: nil)
    for id in [hold.id, "nothing"] {
      await #expect(throws: HoldError.self) { try await store.holds.release(id, reason: nil) }
    }
    await #expect(throws: HoldError.self) {
      try await store.holds.place(
        on: EntityKey(.document, "d"), authority: "foia", custodian: nil, reason: nil)
    }
    #expect(try Hold.all(in: store.events).map(\.isInForce) == [false])
    #expect(try store.records(.holdReleased).count == 1)
    try store.close()
  }

  @Test("Two erasures that begin at once do not take each other's keys")
  func twoErasures() async throws {
    let store = try await prepared()
    let once = Mutex(false)
    let eraser = store.eraser { step in
      guard step == .checked,
        once.withLock({ once in
          defer { once = true }
          return !once
        })
      else { return }
      _ = try await store.eraser().erase(.conversation("c-1"), authority: nil, reason: "asked for")
    }
    let certificate = try await eraser.erase(.party("p-1"), authority: nil, reason: "asked for")
    let all = try ErasureCertificate.all(in: store.events)
    #expect(all.map(\.state) == [.complete, .complete])
    #expect(all.map(\.subjects) == [2, 2])
    #expect(certificate.erasure == all[1].erasure)
    #expect(try store.problems() == [])
    try store.close()
  }
}
