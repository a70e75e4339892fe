import EventLog
import InteractionModel
import Testing

@_spi(Opening) @testable import Vault

@Suite struct ErasingTests {
  /// Marks a record's keys as destroyed in the log, as an erasure does before it comes to the vault.
  private func mark(_ record: Record, in fixture: Fixture) async throws -> Position {
    var event = NewEvent(id: .random(), stream: .erasures, type: .erasureRequested)
    event.body = ["erasure": "e-1", "subjects": 1]
    let keys = try record.sealedParts().map(\.key)
    let placements = try await fixture.log.append([event], destroying: KeyDestruction(keys))
    return try #require(placements.first).position
  }

  private func closure(_ keys: [String]) -> VaultClosure {
    VaultClosure(erasure: "e-1", parties: ["p-1"], scopes: [.party("p-1")], keyIDs: keys)
  }

  @Test("What the log calls destroyed is erased at once, whatever the vault still has")
  func masking() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let other = try await fixture.record(message(subject: bob))
    // Another process: its own view of the same log and vault, with the key in memory.
    let second = InteractionLog(store: fixture.store, vault: fixture.vault)
    #expect(try second.open(record).map(\.result.state) == ["opened"])
    _ = try await mark(record, in: fixture)
    for log in [fixture.log, second] {
      #expect(try log.open(record).map(\.result) == [.erased])
      #expect(
        try log.open([other, record]).map { $0.map(\.result.state) } == [["opened"], ["erased"]])
    }
    #expect(try fixture.rows.keys(ofParty: "p-1").map(\.isGone) == [false])
  }

  @Test("Until the vault has come to it, new events say that an erasure is under way")
  func betweenLogAndVault() async throws {
    let fixture = try await Fixture()
    let event = message()
    let record = try await fixture.record(event)
    let prepared = try fixture.log.prepare([message()])
    let position = try await mark(record, in: fixture)
    let head = fixture.store.head()
    let stale = await appendError { () async throws(AppendError) in
      try await fixture.log.append(prepared)
    }
    guard case .keyDestroyed(_, _, position)? = stale else {
      Issue.record("\(stale as Any)")
      return
    }
    let fresh = await appendError { () async throws(AppendError) in
      try await fixture.log.append([message()])
    }
    guard case .erasureUnderWay? = fresh else {
      Issue.record("\(fresh as Any)")
      return
    }
    #expect(try await fixture.log.append([event]).map(\.isDuplicate) == [true])
    _ = try await fixture.log.append([message(subject: bob)])
    #expect(fixture.store.head().position == head.position.next)
  }

  @Test("While the vault is closed nobody seals for the party; afterwards with a fresh key")
  func closed() async throws {
    let fixture = try await Fixture()
    let event = message()
    let record = try await fixture.record(event)
    let position = try await mark(record, in: fixture)
    let keys = fixture.store.keys(destroyedBy: position)
    let covered = try fixture.vault.close(closure(keys))
    #expect(covered == keys)
    // Closed is not destroyed: the log says first which keys are, then the vault does it.
    #expect(try fixture.vault.keys(withIDs: keys).allSatisfy { !$0.isGone })
    #expect(try fixture.vault.destroy(keys) == 1)
    let elsewhere = Subject(scope: .conversation("c-8"), participant: "party:p-1", party: "p-1")
    for subject in [alice, elsewhere] {
      let error = await appendError { () async throws(AppendError) in
        try await fixture.log.append([message(subject: subject)])
      }
      guard case .erasureUnderWay? = error else {
        Issue.record("\(error as Any)")
        return
      }
    }
    try fixture.vault.reopen("e-1")
    let later = try await fixture.record(message())
    #expect(try fixture.results(later).map(\.state) == ["opened"])
    #expect(try fixture.results(record) == [.erased])
    #expect(try later.sealedParts()[0].key != record.sealedParts()[0].key)
  }

  @Test("An erased person's file again adds nothing and makes no key")
  func importAgain() async throws {
    let fixture = try await Fixture()
    let events = (0..<3).map { _ in message() }
    for event in events { _ = try await fixture.record(event) }
    let keys = try fixture.vault.keys(ofParty: "p-1").map(\.keyID)
    _ = try fixture.vault.close(closure(keys))
    try await fixture.erase(keys)
    // Also while it is being erased.
    #expect(try await fixture.log.append(events).allSatisfy(\.isDuplicate))
    try fixture.vault.reopen("e-1")
    let head = fixture.store.head()
    var changed = events
    changed[1].personal[0].content = ["text": "said something else"]
    for batch in [events, changed, [events[2]]] {
      #expect(try await fixture.log.append(batch).allSatisfy(\.isDuplicate))
    }
    #expect(fixture.store.head() == head)
    #expect(try fixture.vault.keys(ofParty: "p-1").map(\.keyID) == keys)
    // One new event among them is new data and gets a key.
    let more = try await fixture.log.append(events + [message()])
    #expect(more.map(\.isDuplicate) == [true, true, true, false])
    #expect(try fixture.vault.keys(ofParty: "p-1").count == keys.count + 1)
  }

  @Test("The same participant has the same label, another one another, and its kind beside it")
  func labels() async throws {
    let vault = try await Fixture().vault
    let jane = Subject(scope: .conversation("c-1"), participant: "jane@example.org", party: "p-1")
    let row = vault.hidden(jane)
    #expect(row == vault.hidden(jane) && row.scope == jane.scope && row.party == "p-1")
    #expect(row.participant == vault.label(of: "jane@example.org", in: jane.scope))
    #expect(row.participant.utf8.count == 16 && row.kind == "participant")
    #expect(
      row != vault.hidden(Subject(scope: .conversation("c-2"), participant: "jane@example.org")))
    #expect(row != (try await Fixture().vault.hidden(jane)))
    let kinds = ["", "party:p-9", "agent:a-7", "customer", "system", "Jane: at home"].map {
      HiddenSubject.kind(of: $0)
    }
    #expect(kinds == ["self", "party", "agent", "customer", "system", "participant"])
    let stated = vault.hidden(Subject(scope: .case("k"), participant: "party:p-9"))
    #expect(stated.statedParty == "p-9" && stated.party == nil && row.statedParty == nil)
  }

  @Test("What destroyed rows were called before is the same hash")
  func erasedLabels() async throws {
    let minter = try await Fixture().vault.minter
    let scope = EntityKey.conversation("c-1")
    // `erased:` and the whole hash as a UUID, of which a label is the first twelve bytes.
    let label = minter.label(of: "jane", in: scope)
    let first = try #require(Base64.bytes(label.utf8))
    #expect(first.count == 12)
    let hex = Hex.string(first) + "00000000"
    let cuts = [8, 12, 16, 20, 32]
    let uuid = zip([0] + cuts, cuts).map { start, end in
      String(Array(hex)[start..<end])
    }.joined(separator: "-")
    #expect(minter.label(ofErased: "erased:\(uuid)") == label)
    for name in ["jane", "erased:jane", "party:p-1", ""] {
      #expect(minter.label(ofErased: name) == nil)
    }
  }
}
