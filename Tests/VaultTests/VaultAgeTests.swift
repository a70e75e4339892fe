import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite("Whether the vault is that of the log")
struct VaultAgeTests {
  /// A log of which every record is later than any key, so that the keys' times tell nothing.
  private struct LateLog {
    let rows = MemoryVaultStore()
    let master = MasterKey.random()
    let store: MemoryEventStore
    let log: InteractionLog

    init() async throws {
      store = MemoryEventStore(
        origin: "city-hall", clock: LogClock { Instant(microseconds: 4_000_000_000_000_000) })
      log = try await InteractionLog.create(
        store: store, vault: Vault.create(rows, master: master))
    }

    /// The log beside a vault that was brought back from before any key was made.
    func older() throws -> InteractionLog {
      let older = MemoryVaultStore()
      var secrets: [String: [UInt8]] = [:]
      for name in ["id-key", "signing-key"] { secrets[name] = try rows.secret(name) }
      _ = try older.create(fingerprint: master.fingerprint, secrets: secrets)
      return try InteractionLog.open(store: store, vault: Vault.open(older, master: master))
    }

    /// Appends events that name nobody.
    func append(_ count: Int) async throws {
      var rest = count
      while rest > 0 {
        let events = (0..<min(rest, 2_000)).map { _ in
          NewEvent(
            id: .random(), stream: StreamID(.conversation("c-9")), type: .conversationStarted)
        }
        _ = try await log.append(events)
        rest -= events.count
      }
    }
  }

  @Test("is known however long ago the last key was named that it lacks")
  func exact() async throws {
    let late = try await LateLog()
    _ = try await late.log.append([message()])
    try await late.append(6_000)
    try late.log.requireCurrentVault()
    let fault = #expect(throws: StorageFault.self) { try late.older().requireCurrentVault() }
    #expect(fault?.code == .older && fault?.reason.contains("position 2 ") == true)
  }

  @Test("is asked of each record once, and again of a log that is another one")
  func noted() async throws {
    let late = try await LateLog()
    _ = try await late.log.append([message()])
    try late.log.requireCurrentVault()
    #expect(try late.rows.completeThrough() == .start, "few records are looked at again")
    try await late.append(5_000)
    try late.log.requireCurrentVault()
    let noted = try late.rows.completeThrough()
    #expect(try noted == late.store.checkpoint(at: late.store.head().position))
    // What was looked at is not looked at again.
    let log = try late.older()
    try log.vault.store.noteComplete(through: noted)
    try log.requireCurrentVault()
    // Another log has another record there.
    try log.vault.store.noteComplete(
      through: LogCheckpoint(position: noted.position, leaf: [UInt8](repeating: 7, count: 32)))
    #expect(throws: StorageFault.self) { try log.requireCurrentVault() }
  }
}
