internal import EventLog
internal import FaultVFS
internal import Foundation
internal import InteractionModel
internal import Testing
@_spi(Opening) internal import Vault

@testable import SQLiteStore

@Suite("The vault is durable before the records that need it")
struct VaultDurabilityTests {
  /// Appends messages of ever new people, two a batch; answers how many batches were taken.
  private func run(in path: String, walFrames: Int) async -> Int {
    guard let sealed = try? await SealedLog(path, walFrames: walFrames) else { return 0 }
    var taken = 0
    for batch in 0..<4 {
      let events = [SealedLog.message(2 * batch + 10), SealedLog.message(2 * batch + 11)]
      if (try? await sealed.log.append(events)) != nil { taken += 1 }
    }
    try? sealed.close()
    return taken
  }

  /// What a stranger finds: keys that records name and the vault does not have, text that does not
  /// open.
  private func violations(in path: String) async throws -> [String] {
    let sealed = try await SealedLog(path)
    var found = try sealed.events.problems()
    try sealed.events.forEachRecord { stored in
      let record = try stored.decoded()
      let ids = try record.sealedParts().map(\.key)
      let rows = try sealed.keys.keys(withIDs: ids)
      if rows.count != ids.count || rows.contains(where: \.isGone) {
        found.append("the keys of position \(stored.position) are not in the vault")
      }
      for part in try sealed.log.open(record) {
        guard case .opened = part.result else {
          found.append("position \(stored.position) does not open")
          continue
        }
      }
      return true
    }
    try sealed.close()
    return found
  }

  private func losePower(
    step: Int, all: Bool, walFrames: Int = WALCheckpointer.frameLimit
  ) async throws {
    let base = try TestDirectory()
    try await SealedLog(base.path).close()
    let whole = try SimulatedDisk(copying: base.path)
    #expect(await run(in: whole.path, walFrames: walFrames) == 4)
    for operation in stride(from: 1, through: whole.operations, by: step) {
      for seed in SimulatedDisk.seeds(operation, all: all) {
        let disk = try SimulatedDisk(copying: base.path)
        disk.fail(FAULTVFS_POWER_LOSS, at: operation)
        _ = await run(in: disk.path, walFrames: walFrames)
        try disk.powerCycle(seed: seed)
        #expect(try await violations(in: disk.path) == [], "operation \(operation), seed \(seed)")
      }
    }
  }

  @Test("Power lost at some operations: every record's keys are there and open it")
  func powerLoss() async throws { try await losePower(step: 5, all: false) }

  @Test("Power lost at some operations while both are written back all the time: the same")
  func powerLossWritingBack() async throws {
    try await losePower(step: 5, all: false, walFrames: 6)
  }

  @Test("What is written back beside the commits leaves the WAL short, and every key")
  func writingBack() async throws {
    let directory = try TestDirectory()
    let sealed = try await SealedLog(directory.path, walFrames: 16)
    let count = 400
    for start in stride(from: 1, through: count, by: 4) {
      _ = try await sealed.log.append((start..<start + 4).map { SealedLog.message($0) })
      // Beside the commits it may come at any time; the limit of the WAL is meant for a disk.
      if start % 40 == 1 { sealed.keys.finishWritingBack() }
    }
    sealed.keys.finishWritingBack()
    let wal = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/vault.db-wal")
    // Every commit adds some four pages of 4 KiB: all of them would be 400 pages and more.
    #expect((wal[.size] as? Int ?? .max) < 150 * 4_120)
    try sealed.close()
    #expect(try await violations(in: directory.path) == [])
    let rows = try SQLiteVaultStore(directory: directory.path)
    let parties = (1...count).map { "p-\($0)" }
    #expect(try parties.allSatisfy { try rows.keys(ofParty: $0).count == 1 })
  }

  @Test(
    "Power lost at every operation: every record's keys are there and open it",
    .enabled(if: Tier.isFull, "set THROUGHLINE_FULL=1 (Tools/test --full)"))
  func everyPowerLoss() async throws { try await losePower(step: 1, all: true) }

  @Test("A vault that cannot write leaves the log as it was")
  func vaultFull() async throws {
    let disk = try SimulatedDisk()
    let sealed = try await SealedLog(disk.path)
    disk.fail(FAULTVFS_DISK_FULL, at: 1, persistent: true)
    let error = await #expect(throws: AppendError.self) {
      try await sealed.log.append([SealedLog.message(1)])
    }
    guard case .storage(let fault)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(fault.code == .full)
    #expect(try sealed.events.head().position == Position(1))
    disk.heal()
    _ = try await sealed.log.append([SealedLog.message(1)])
    try sealed.close()
    #expect(try await violations(in: disk.path) == [])
  }
}
