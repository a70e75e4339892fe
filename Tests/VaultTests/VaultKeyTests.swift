import EventLog
import InteractionModel
import Testing

@_spi(Opening) @testable import Vault

@Suite struct VaultKeyTests {
  @Test("A destroyed key makes its parts erased and leaves those of others open")
  func erased() async throws {
    let fixture = try await Fixture()
    var event = message()
    event.personal.append(PersonalPart(subject: bob, content: ["note": "calm"]))
    let record = try await fixture.record(event)
    let keys = try fixture.vault.keys(ofParty: "p-1")
    #expect(keys.map(\.subject) == [fixture.vault.hidden(alice)])
    try await fixture.mark(keys.map(\.keyID))
    #expect(try fixture.vault.destroy(keys.map(\.keyID)) == 1)
    #expect(try fixture.vault.destroy(keys.map(\.keyID)) == 0)
    #expect(try fixture.results(record) == [.erased, .opened(["note": "calm"])])
    let row = try #require(try fixture.vault.keys(ofParty: "p-1").first)
    #expect(row.isGone && row.wrapped == nil)
  }

  @Test("A key that is gone without an erasure is unavailable, and no fresh one takes its place")
  func lost() async throws {
    let fixture = try await Fixture()
    let event = message()
    let record = try await fixture.record(event)
    let other = try await fixture.record(message(subject: bob))
    let key = try record.sealedParts()[0].key
    _ = try fixture.rows.destroy([key])
    #expect(try fixture.results(record) == [.unavailable(.keyMissing)])
    #expect(try fixture.results(other).map(\.state) == ["opened"])
    let head = fixture.store.head()
    // Neither new words nor old ones again, alone or among others, for a few and for many.
    for events in [
      [message()], [event], [message(subject: bob), message()], (0..<90).map { _ in message() },
    ] {
      let error = await appendError { () async throws(AppendError) in
        try await fixture.log.append(events)
      }
      guard case .storage(let fault)? = error else {
        Issue.record("\(error as Any)")
        continue
      }
      #expect(fault.code == .unavailable && fault.reason.contains(key))
    }
    #expect(fixture.store.head() == head)
    #expect(try fixture.vault.keys(ofParty: "p-1").map(\.keyID) == [key])
    _ = try await fixture.record(message(subject: bob))

    // What an erasure destroyed is another matter, also when the key was lost before.
    try await fixture.erase([key])
    #expect(try fixture.results(record) == [.erased])
    _ = try await fixture.record(message())
    #expect(try fixture.vault.keys(ofParty: "p-1").count == 2)
  }

  @Test("A subject whose key was destroyed gets a fresh one")
  func freshKey() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.record(message(["text": "before"]))
    try await fixture.erase(try fixture.vault.keys(ofParty: "p-1").map(\.keyID))
    let second = try await fixture.record(message(["text": "after"]))
    #expect(try first.sealedParts()[0].key != second.sealedParts()[0].key)
    #expect(try fixture.results(first) == [.erased])
    #expect(try fixture.results(second) == [.opened(["text": "after"])])
    #expect(try fixture.vault.keys(ofParty: "p-1").count == 2)
  }

  @Test("A destruction by another process is noticed, also for keys that are cached")
  func destroyedElsewhere() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    #expect(try fixture.results(record).map(\.state) == ["opened"])
    let keys = try record.sealedParts().map(\.key)
    try await fixture.mark(keys)
    _ = try fixture.rows.destroy(keys)
    #expect(try fixture.results(record) == [.erased])
    let next = try await fixture.record(message())
    #expect(try next.sealedParts()[0].key != record.sealedParts()[0].key)
  }

  @Test("A key that is missing or damaged without having been destroyed is unavailable")
  func unavailable() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let record = try await fixture.record(message())
    func reason(
      _ damage: @escaping @Sendable (SubjectKey) -> SubjectKey?
    ) throws -> [Opening] {
      let vault = try Vault.open(DamagedVaultStore(fixture.rows, damage: damage), master: master)
      return try vault.open(record, origin: "city-hall") { _ in nil }.map(\.result)
    }
    #expect(try reason { $0 } == [.opened(["text": "My bin was not emptied."])])
    #expect(try reason { _ in nil } == [.unavailable(.keyMissing)])
    #expect(
      try reason { row in
        var row = row
        row.wrapped = nil
        return row
      } == [.unavailable(.keyMissing)])
    #expect(
      try reason { row in
        var row = row
        row.wrapped?[8] ^= 1
        return row
      } == [.unavailable(.keyDamaged)])
  }

  @Test("Another vault knows nothing of this one's keys")
  func otherVault() async throws {
    let fixture = try await Fixture()
    let record = try await fixture.record(message())
    let other = try Vault.create(MemoryVaultStore(), master: .random())
    let parts = try other.open(record, origin: "city-hall") { _ in nil }
    #expect(parts.map(\.result) == [.unavailable(.keyMissing)])
  }

  @Test("Subjects keep their key, and learn their party but never forget it")
  func subjects() throws {
    let rows = MemoryVaultStore()
    let vault = try Vault.create(rows, master: .random())
    let unknown = Subject(scope: alice.scope, participant: alice.participant)
    let first = try vault.dataKeys(for: [unknown, bob, unknown])
    #expect(first[0].id == first[2].id && first[0].id != first[1].id)
    #expect(try vault.keys(ofParty: "p-1").isEmpty)
    #expect(try vault.dataKeys(for: [alice])[0].id == first[0].id)
    #expect(try vault.keys(ofParty: "p-1").map(\.keyID) == [first[0].id])
    #expect(try vault.dataKeys(for: [unknown])[0].id == first[0].id)
    #expect(try vault.keys(ofParty: "p-1").count == 1)
    try vault.setParty("p-2", of: [alice])
    #expect(try vault.keys(ofParty: "p-1").isEmpty)
    #expect(try vault.dataKeys(for: [alice])[0].id == first[0].id)
    #expect(try vault.keys(ofParty: "p-2").map(\.keyID) == [first[0].id])
    try vault.setParty(nil, of: [alice])
    #expect(try vault.keys(ofParty: "p-2").isEmpty)
  }

  @Test("Two vaults that race for a subject end with one key")
  func race() throws {
    let rows = MemoryVaultStore()
    let master = MasterKey.random()
    let one = try Vault.create(rows, master: master)
    let two = try Vault.open(rows, master: master)
    let first = try one.dataKeys(for: [alice])[0]
    #expect(try two.dataKeys(for: [bob, alice])[1].id == first.id)
  }

  @Test("A vault is opened only by its own master key")
  func wrongMaster() throws {
    let rows = MemoryVaultStore()
    let master = MasterKey.random()
    #expect(throws: VaultError.self) { try Vault.open(rows, master: master) }
    let vault = try Vault.create(rows, master: master)
    #expect(try Vault.create(rows, master: master).publicKey == vault.publicKey)
    let other = MasterKey.random()
    let error = vaultError { () throws(VaultError) in try Vault.open(rows, master: other) }
    guard case .wrongMasterKey(let given, let inForce)? = error else {
      Issue.record("opened by a wrong key")
      return
    }
    #expect(given == other.fingerprint && inForce == master.fingerprint)
    #expect(throws: VaultError.self) { try Vault.create(rows, master: other) }
  }

  @Test("A rotation keeps every key, and the old master key is refused afterwards")
  func rotation() async throws {
    let old = MasterKey.random()
    let new = MasterKey.random()
    let fixture = try await Fixture(master: old)
    let record = try await fixture.record(message())
    let erased = try await fixture.record(message(subject: bob))
    try await fixture.erase(try erased.sealedParts().map(\.key))
    let stale = try Vault.open(fixture.rows, master: old)
    try fixture.vault.rotateMaster(to: new)
    #expect(fixture.vault.masterFingerprint == new.fingerprint)
    #expect(throws: VaultError.self) { try Vault.open(fixture.rows, master: old) }
    let reopened = try Vault.open(fixture.rows, master: new)
    #expect(reopened.publicKey == fixture.vault.publicKey)
    for vault in [fixture.vault, reopened] {
      let log = InteractionLog(store: fixture.store, vault: vault)
      #expect(try log.open(record).map(\.result.state) == ["opened"])
      #expect(try log.open(erased).map(\.result) == [.erased])
    }
    // A process that still has the old key neither writes with it nor calls anything erased.
    let log = InteractionLog(store: fixture.store, vault: stale)
    #expect(try log.open(record).map(\.result) == [.unavailable(.masterKeyChanged)])
    let error = await appendError { () async throws(AppendError) in
      try await log.append([message(subject: Subject(scope: .case("1"), participant: "x"))])
    }
    guard case .storage(let fault)? = error else {
      Issue.record("sealed under a master key that is not in force")
      return
    }
    #expect(fault.code == .rotated)
    #expect(throws: VaultError.self) { try stale.rotateMaster(to: .random()) }
    _ = try await fixture.record(message())
  }

  @Test("Signatures are Ed25519 and the public key has 32 bytes")
  func signing() throws {
    let vault = try Vault.create(MemoryVaultStore(), master: .random())
    #expect(try vault.sign([1, 2, 3]).count == 64)
    #expect(vault.publicKey.utf8.count == 44)
  }

  @Test("The cache forgets what was not used, and keeps what was")
  func cache() {
    var cache = BoundedCache<Int, Int>(limit: 10)
    for number in 0..<100 {
      cache.insert(number, for: number)
      #expect(cache.value(of: 0) == 0)
      #expect(cache.count <= 10)
    }
    #expect(cache.value(of: 99) == 99)
    #expect(cache.value(of: 50) == nil)
    cache.removeAll()
    #expect(cache.value(of: 0) == nil)
  }
}
