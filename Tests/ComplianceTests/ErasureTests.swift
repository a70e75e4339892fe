import Compliance
import EventLog
import Foundation
import InteractionModel
import SQLiteStore
import Search
import Testing
@_spi(Opening) import Vault

@Suite("An erasure")
struct ErasureTests {
  @Test("of one of two people in a conversation leaves the other's words readable")
  func twoPeople() async throws {
    let directory = try StoreDirectory()
    let store = try await OpenedStore(directory)
    let events = [
      said("My bin was not emptied.", by: "p-1", in: "c-1"),
      said("Neither was mine.", by: "p-2", in: "c-1"),
      answered("We will come tomorrow.", to: "p-1", in: "c-1"),
      said("Thank you.", by: "p-1", in: "c-2"),
    ]
    _ = try await store.log.append(events)
    let certificate = try await store.eraser().erase(
      .party("p-1"), authority: "gdpr.17", reason: "asked for by letter")
    #expect(
      try events.map { try store.states($0.id) } == [
        ["erased"], ["opened"], ["erased"], ["erased"],
      ])
    #expect(certificate.state == .complete && certificate.isInTime == true)
    #expect(certificate.records == 3 && certificate.subjects == 2 && certificate.keys.count == 2)
    #expect(certificate.actor == Actor(type: "operator", id: "officer"))
    #expect(try store.problems() == [])
    // The registers name nobody in their envelopes, so that no row of a projection moves.
    for record in try store.records() where record.stream == .erasures {
      #expect(record.party == nil && record.case == nil && record.conversation == nil)
    }
    // What the officer wrote stays, under the register's own key.
    let requested = try #require(try store.records(.erasureRequested).first)
    #expect(
      try store.log.open(requested).map(\.result) == [
        .opened(["reason": "asked for by letter"])
      ])
    let later = said("I am back.", by: "p-1", in: "c-1")
    _ = try await store.log.append([later])
    #expect(try store.states(later.id) == ["opened"])
    try store.close()
  }

  @Test("of a conversation takes everybody's words in it and nothing else")
  func conversation() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    let events = [
      said("One.", by: "p-1", in: "c-1"), said("Two.", by: "p-2", in: "c-1"),
      answered("Three.", to: "p-1", in: "c-1"), said("Four.", by: "p-1", in: "c-2"),
    ]
    _ = try await store.log.append(events)
    let certificate = try await store.eraser().erase(
      .conversation("c-1"), authority: nil, reason: "recorded by mistake")
    #expect(
      try events.map { try store.states($0.id) } == [
        ["erased"], ["erased"], ["erased"], ["opened"],
      ])
    #expect(certificate.records == 3 && certificate.entity == .conversation("c-1"))
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("reaches everybody who was merged, whoever was identified, and the party's cases")
  func subjects() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    var unknown = said("I am not known yet.", by: "x", in: "c-1")
    unknown.actor = Actor(type: "party", id: nil)
    unknown.party = nil
    unknown.personal = [
      PersonalPart(
        subject: Subject(scope: .conversation("c-1"), participant: "caller-3"),
        content: ["text": "I am not known yet."])
    ]
    var identified = linked(
      .partyIdentified, in: StreamID(.party("p-1")), ["participant": "caller-3", "kind": "phone"])
    identified.conversation = "c-1"
    identified.personal = [
      PersonalPart(subject: identified.defaultSubject, content: ["phone": "+1 555 0100"])
    ]
    var matter = NewEvent(id: .random(), stream: StreamID(.case("k-1")), type: .caseOpened)
    matter.party = "p-1"
    matter.personal = [
      PersonalPart(
        subject: Subject(scope: .case("k-1"), participant: "matter"), content: ["title": "A bin"])
    ]
    var shared = NewEvent(id: .random(), stream: StreamID(.case("k-2")), type: .caseOpened)
    shared.party = "p-1"
    shared.personal = [
      PersonalPart(
        subject: Subject(scope: .case("k-2"), participant: "matter"), content: ["title": "Noise"])
    ]
    var alsoShared = shared
    alsoShared.id = .random()
    alsoShared.type = .caseEscalated
    alsoShared.party = "p-9"
    var fact = NewEvent(
      id: .random(), stream: StreamID(.party("p-3")), type: EventType("fact.provided"),
      body: ["key": "address"])
    fact.personal = [PersonalPart(subject: fact.defaultSubject, content: ["value": "Elm Street 5"])]
    let alias = said("From my other phone.", by: "p-2", in: "c-2")
    let aliens = [said("Me too.", by: "p-9", in: "c-1"), answered("Yes.", to: "p-9", in: "c-1")]
    let wasMerged = said("Somebody else after all.", by: "p-4", in: "c-4")
    _ = try await store.log.append(
      [unknown, identified, matter, shared, alsoShared, fact, alias, wasMerged] + aliens)
    _ = try await store.log.append([
      merged("p-2", into: "p-1"), merged("p-3", into: "p-2"), merged("p-4", into: "p-1"),
      linked(
        .partyUnmerged, in: StreamID(.party("p-4")), ["party": "p-4", "from": "p-1"]),
    ])
    // Asked for by any of its names.
    let plan = try store.eraser().plan(.party("p-3"))
    #expect(plan.family == ["p-1", "p-2", "p-3"])
    #expect(plan.subjects.count == 5)
    #expect(
      Set(plan.subjects.map(\.participantKind)) == ["participant", "matter", "self", "party"])
    #expect(plan.left.map(\.scope) == [.case("k-2")])
    #expect(plan.records == 5)

    _ = try await store.eraser().erase(.party("p-3"), authority: nil, reason: "asked for")
    for event in [unknown, identified, matter, fact, alias] {
      #expect(try store.states(event.id) == ["erased"], "\(event.type) \(event.stream)")
    }
    for event in aliens + [shared, alsoShared, wasMerged] {
      #expect(try store.states(event.id) == ["opened"], "\(event.type) \(event.stream)")
    }
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("that is only planned changes nothing and shows no name a source gave")
  func dryRun() async throws {
    let directory = try StoreDirectory()
    let store = try await OpenedStore(directory)
    var event = said("Hello.", by: "p-1", in: "c-1")
    event.personal.append(
      PersonalPart(
        subject: Subject(
          scope: .conversation("c-1"), participant: "Jane Roe", party: "p-1"),
        content: ["text": "Hello."]))
    _ = try await store.log.append([event])
    let before = try directory.contents().filter { !$0.key.hasSuffix("-shm") }
    let plan = try store.eraser().plan(.party("p-1"))
    #expect(try store.eraser().hold(against: plan) == nil)
    #expect(plan.subjects.map(\.records) == [1, 1] && plan.records == 1)
    #expect(!JSONValue.object(plan.json).canonicalText.contains("Jane"))
    #expect(try directory.contents().filter { !$0.key.hasSuffix("-shm") } == before)
    try store.close()
  }

  @Test("of nobody, of somebody erased before, or of a case says so and appends nothing")
  func nothing() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    _ = try await store.log.append([said("Hello.", by: "p-1", in: "c-1")])
    _ = try await store.eraser().erase(.party("p-1"), authority: nil, reason: "asked for")
    let head = try store.events.head()
    for entity: EntityKey in [.party("p-1"), .party("nobody"), .case("k-1")] {
      await #expect(throws: ErasureError.self, "\(entity)") {
        try await store.eraser().erase(entity, authority: nil, reason: "asked for")
      }
    }
    #expect(try store.events.head() == head)
    #expect(
      ErasureError.nothingLeft(.party("x"), destroyedBefore: 2).description.contains("before"))
    try store.close()
  }

  @Test("leaves no trace of 200 planted markers, nor of the keys that opened them")
  func markers() async throws {
    let directory = try StoreDirectory()
    let store = try await OpenedStore(directory)
    let markers = (0..<200).map { "Marker-\($0)-\(String($0 * 7919, radix: 36))-Quintanilla" }
    var events: [NewEvent] = []
    for (number, marker) in markers.enumerated() {
      var event = said(marker, by: "p-1", in: "c-\(number % 17)")
      switch number % 5 {
      case 0: event.personal[0].content["subject"] = .string(marker)
      case 1:
        event = NewEvent(
          id: .random(), stream: StreamID(.party("p-1")), type: EventType("fact.provided"))
        event.personal = [
          PersonalPart(subject: event.defaultSubject, content: ["value": .string(marker)])
        ]
      case 2:
        event.type = .noteAdded
        event.body = [:]
        event.personal[0].content["email"] = .string("\(marker)@example.org")
        event.personal[0].content["attachment"] = .string(
          String(repeating: marker + " ", count: 2_000))
      case 3:
        // What a source calls somebody stands in the vault.
        event.personal = [
          PersonalPart(
            subject: Subject(
              scope: event.defaultSubject.scope, participant: marker, party: "p-1"),
            content: ["text": .string(marker)])
        ]
      default: break
      }
      events.append(event)
    }
    let other = said("Somebody else’s words", by: "p-2", in: "c-1")
    _ = try await store.log.append(events + [other])
    let copies = try CopyFile(directory.path)
    try copies.index(store)
    let wrapped = try store.rows.keys(ofParty: "p-1").compactMap(\.wrapped)
    #expect(wrapped.count > 50)
    try IdentifierIndexer(log: store.log, archive: nil).catchUp()
    let hashes = try store.rows.identifiers(ofParty: "p-1", limit: .max).map(\.hash.bytes)
    #expect(hashes.count >= 20)
    #expect(try directory.files(with: Data(hashes[0])).contains { $0.hasPrefix("vault.db") })
    #expect(try !directory.files(with: Data(markers[0].utf8)).isEmpty)
    // What a source calls somebody never comes into the vault in clear.
    #expect(try !directory.files(with: Data(markers[3].utf8)).contains { $0.hasPrefix("vault.db") })
    #expect(try !directory.files(with: Data(wrapped[0])).isEmpty)

    // Another process has the files open.
    let second = try await OpenedStore(directory)
    #expect(try second.states(events[0].id) == ["opened"])
    let certificate = try await store.eraser(copies: [copies]).erase(
      .party("p-1"), authority: "gdpr.17", reason: "asked for")
    let files = try directory.contents()
    for marker in markers {
      let needle = Data(marker.utf8)
      #expect(files.filter { $0.value.range(of: needle) != nil }.isEmpty, "\(marker)")
    }
    for key in wrapped + hashes {
      #expect(files.filter { $0.value.range(of: Data(key)) != nil }.isEmpty)
    }
    #expect(try !directory.files(with: Data("Somebody else".utf8)).isEmpty)
    for event in events {
      #expect(try second.states(event.id).allSatisfy { $0 == "erased" })
    }
    let shown =
      JSONValue.object(certificate.json).canonicalText + certificate.lines.joined(separator: "\n")
    #expect(markers.allSatisfy { !shown.contains($0) } && !shown.contains("asked for by"))
    #expect(certificate.records == 200)
    #expect(try store.problems() == [])
    try second.close()
    try store.close()
  }

  @Test("is certified from the log alone, without vault or key")
  func certificate() async throws {
    let directory = try StoreDirectory()
    let store = try await OpenedStore(directory)
    _ = try await store.log.append([said("Hello.", by: "p-1", in: "c-1")])
    let certificate = try await store.eraser().erase(
      .party("p-1"), authority: "gdpr.17", reason: "asked for")
    try store.close()
    try FileManager.default.removeItem(atPath: "\(directory.path)/vault.db")
    let log = try SQLiteEventStoreOnly.open(directory.path)
    #expect(try ErasureCertificate.of(certificate.erasure, in: log) == certificate)
    #expect(try ErasureCertificate.all(in: log).map(\.erasure) == [certificate.erasure])
    #expect(try ErasureCertificate.of("nothing", in: log) == nil)
    #expect(try ErasureCertificate.of(EventID.random().description, in: log) == nil)
    #expect(certificate.json["authority"] == "gdpr.17" && certificate.json["inTime"] == true)
    #expect(certificate.lines.first == "Certificate of erasure \(certificate.erasure)")
  }

  @Test("that took longer than allowed says so")
  func late() async throws {
    let clock = SteppingClock(seconds: 61)
    let store = try await OpenedStore(try StoreDirectory(), clock: clock.logClock)
    _ = try await store.log.append([said("Hello.", by: "p-1", in: "c-1")])
    let certificate = try await store.eraser().erase(
      .party("p-1"), authority: nil, reason: "asked for")
    #expect(certificate.isInTime == false && (certificate.seconds ?? 0) > 60)
    #expect(certificate.lines.contains { $0.contains("later than the 60 s") })
    try store.close()
  }

  @Test("makes importing the person's file again add nothing, not even a key")
  func importAgain() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    let events = (0..<40).map { said("Words \($0)", by: "p-1", in: "c-\($0 % 7)") }
    _ = try await store.log.append(events)
    _ = try await store.eraser().erase(.party("p-1"), authority: nil, reason: "asked for")
    let head = try store.events.head()
    let keys = try store.rows.keys(ofParty: "p-1")
    #expect(try await store.log.append(events).allSatisfy(\.isDuplicate))
    #expect(try store.events.head() == head)
    #expect(try store.rows.keys(ofParty: "p-1") == keys && keys.allSatisfy(\.isGone))
    try store.close()
  }
}
