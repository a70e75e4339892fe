import EventLog
import InteractionModel
import Synchronization
import Testing

@_spi(Opening) @testable import Vault

@Suite("Opening many records at once")
struct BatchOpeningTests {
  @Test("takes parts as they are written, parts with attachments and altered ones together")
  func mixture() async throws {
    let fixture = try await Fixture()
    let long = String(repeating: "long ", count: 8_000)
    let first = try await fixture.record(message(["text": "one"]))
    let second = try await fixture.record(message(["text": .string(long)], subject: bob))
    var event = message(["text": "two"])
    event.personal.append(PersonalPart(subject: bob, content: ["$attachment": "of their own"]))
    let third = try await fixture.record(event)
    func altered(_ change: @escaping (inout JSONObject) -> Void) throws -> Record {
      let stored = try #require(try fixture.store.record(at: first.position))
      return try Record.altered(stored) { $0.alterPart(0, change) }
    }
    let shortNonce = try altered { $0["nonce"] = "AAAA" }
    let shortCommitment = try altered { $0["commitment"] = "AAAA" }
    let noData = try altered { $0["data"] = "" }
    let upperKey = try altered { $0["key"] = .string($0["key"]?.string?.uppercased() ?? "") }
    let oddKey = try altered { $0["key"] = "somebody" }
    let results = try fixture.log.open([
      first, shortNonce, second, oddKey, shortCommitment, third, noData, upperKey, first,
    ]).map { $0.map(\.result) }
    #expect(
      results == [
        [.opened(["text": "one"])], [.unavailable(.altered)], [.opened(["text": .string(long)])],
        [.unavailable(.keyMissing)], [.unavailable(.altered)],
        [.opened(["text": "two"]), .opened(["$attachment": "of their own"])],
        [.unavailable(.altered)], [.unavailable(.keyMissing)], [.opened(["text": "one"])],
      ])
    #expect(try fixture.log.open([oddKey])[0][0].keyID == "somebody")
    #expect(try fixture.log.open([first])[0][0].keyID == first.sealedParts()[0].key)
    #expect(try fixture.log.open([]).isEmpty)
  }

  @Test("names the record whose parts cannot be read, after those before it")
  func unreadable() async throws {
    let fixture = try await Fixture()
    let good = try await fixture.record(message(["text": "one"]))
    let stored = try #require(try fixture.store.record(at: good.position))
    let bad = try Record.altered(stored) { $0.alterPart(0) { $0["data"] = "=" } }
    #expect(throws: StorageFault.self) { try fixture.log.open([good, bad]) }
    var batch = PartBatch(capacity: 2)
    try batch.add(good)
    #expect(throws: StorageFault.self) { try batch.add(bad) }
    #expect(batch.parts.count == 1 && batch.ends == [1])
  }

  /// A vault whose store does something once, just after it has read rows for opening.
  private static func interrupted(
    _ fixture: Fixture, master: MasterKey, by body: @escaping @Sendable (Vault?) -> Void
  ) throws -> InteractionLog {
    let done = Mutex(false)
    let owner = Mutex<Vault?>(nil)
    let store = DamagedVaultStore(fixture.rows) { row in
      let isFirst = done.withLock { done in
        defer { done = true }
        return !done
      }
      if isFirst { body(owner.withLock { $0 }) }
      return row
    }
    let vault = try Vault.open(store, master: master)
    owner.withLock { $0 = vault }
    return InteractionLog(store: fixture.store, vault: vault)
  }

  @Test("a key that another process destroyed while it was read opens nothing afterwards")
  func destroyedWhileReading() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let record = try await fixture.record(message(["text": "one"]))
    let other = try await fixture.record(message(["text": "two"], subject: bob))
    let key = try record.sealedParts()[0].key
    let log = try Self.interrupted(fixture, master: master) { vault in
      #expect(throws: Never.self) {
        _ = try fixture.rows.destroy([key])
        // Another thread opens something and finds that the vault has changed.
        _ = try vault?.open(other, origin: "city-hall") { _ in nil }
      }
    }
    _ = try log.open(record)
    #expect(try log.open(record).map(\.result) == [.unavailable(.keyMissing)])
    try await fixture.mark([key])
    #expect(try log.open(record).map(\.result) == [.erased])
    #expect(try log.open(other).map(\.result) == [.opened(["text": "two"])])
  }

  @Test("a key that was in memory when another process destroyed it opens nothing afterwards")
  func destroyedInMemory() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let record = try await fixture.record(message(["text": "one"]))
    let reader = InteractionLog(
      store: fixture.store, vault: try Vault.open(fixture.rows, master: master))
    #expect(try reader.open(record).map(\.result) == [.opened(["text": "one"])])
    try await fixture.erase([try record.sealedParts()[0].key])
    #expect(try reader.open(record).map(\.result) == [.erased])
  }

  @Test("a rotation by another process while keys are read says so, and damages nothing")
  func rotatedWhileReading() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let record = try await fixture.record(message(["text": "one"]))
    let other = try await fixture.record(message(["text": "two"], subject: bob))
    let next = MasterKey.random()
    let log = try Self.interrupted(fixture, master: master) { _ in
      #expect(throws: Never.self) { try fixture.vault.rotateMaster(to: next) }
    }
    // The rows were read before the rotation, so they open.
    #expect(try log.open(record).map(\.result) == [.opened(["text": "one"])])
    #expect(try log.open(other).map(\.result) == [.unavailable(.masterKeyChanged)])
    let later = InteractionLog(
      store: fixture.store, vault: try Vault.open(fixture.rows, master: next))
    #expect(
      try later.open([record, other]).map { $0.map(\.result) } == [
        [.opened(["text": "one"])], [.opened(["text": "two"])],
      ])
  }
}
