internal import EventLog
internal import FaultVFS
internal import InteractionModel
internal import Merkle
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("The log on a disk that fails")
struct FaultTests {
  private let workload = Workload()

  /// How many operations the workload takes when nothing fails.
  private func operations(_ base: TestDirectory) async throws -> UInt64 {
    let disk = try SimulatedDisk(copying: base.path)
    let outcome = await workload.run(in: disk.path)
    #expect(outcome.acknowledged.count == workload.batches.count)
    #expect(await workload.violations(in: disk.path, after: outcome) == [])
    return disk.operations
  }

  /// Which operations are hit: all of them, or some that reach every phase.
  private func chosen(_ operations: UInt64, all: Bool) -> [UInt64] {
    Array(stride(from: 1, through: operations, by: all ? 1 : 5))
  }

  // MARK: Power loss

  /// Loses power within a workload, after some of its operations or all, and looks what is there.
  private func losePower(
    _ workload: Workload, _ base: TestDirectory, of total: UInt64, all: Bool
  ) async throws {
    for operation in chosen(total, all: all) {
      for seed in SimulatedDisk.seeds(operation, all: all) {
        let disk = try SimulatedDisk(copying: base.path)
        disk.fail(FAULTVFS_POWER_LOSS, at: operation)
        let outcome = await workload.run(in: disk.path)
        try disk.powerCycle(seed: seed)
        let violations = await workload.violations(in: disk.path, after: outcome)
        #expect(violations == [], "operation \(operation) of \(total), seed \(seed)")
      }
    }
  }

  private func losePower(all: Bool) async throws {
    let base = try await PlainLog.make()
    try await losePower(workload, base, of: operations(base), all: all)
  }

  @Test(
    "Power lost at some operations: all that was acknowledged, nothing half")
  func powerLoss() async throws { try await losePower(all: false) }

  // Every operation with four fates of what was not synced: some minutes.
  @Test(
    "Power lost at every operation: all that was acknowledged, nothing half",
    .enabled(if: Tier.isFull, "set THROUGHLINE_FULL=1 (Tools/test --full)"))
  func everyPowerLoss() async throws { try await losePower(all: true) }

  // Every second commit merges, so that power goes before, within and after a merge; and the WAL
  // is written back all the time, beside the appends.
  @Test("Power lost at some operations of a log that merges all the time: the same")
  func powerLossWhileMerging() async throws {
    let workload = Workload(recentLimit: 4, walFrames: 12)
    let base = try await PlainLog.make()
    let disk = try SimulatedDisk(copying: base.path)
    #expect(await workload.run(in: disk.path).acknowledged.count == workload.batches.count)
    let total = disk.operations
    try await losePower(workload, base, of: total, all: Tier.isFull)
  }

  @Test("A refused operation of a log that merges all the time: whole or absent")
  func refusedWhileMerging() async throws {
    let workload = Workload(recentLimit: 4, walFrames: 12)
    let base = try await PlainLog.make()
    let whole = try SimulatedDisk(copying: base.path)
    _ = await workload.run(in: whole.path)
    for fault in [FAULTVFS_IO_ERROR, FAULTVFS_DISK_FULL] {
      for operation in stride(from: 1, through: whole.operations, by: Tier.isFull ? 1 : 7) {
        let disk = try SimulatedDisk(copying: base.path)
        disk.fail(fault, at: operation)
        let outcome = await workload.run(in: disk.path)
        disk.heal()
        let violations = await workload.violations(in: disk.path, after: outcome)
        #expect(violations == [], "operation \(operation)")
      }
    }
  }

  @Test("Power lost between record, tile and checkpoint: none of them is ahead of what it is of")
  func powerLossWhileSigning() async throws {
    // The tile of the first 256 records fills on the way.
    let workload = Workload(baseCount: 250, isSigned: true)
    let base = try await PlainLog.make(events: 249)
    let whole = try SimulatedDisk(copying: base.path)
    let done = await workload.run(in: whole.path)
    #expect(done.signed?.checkpoint.size == 263)
    try await losePower(workload, base, of: whole.operations, all: Tier.isFull)
  }

  @Test("Power lost while the log is being made: it is made by opening it again")
  func creation() async throws {
    let whole = try SimulatedDisk()
    try PlainLog.open(whole.path).close()
    let empty = Workload(sizes: [2], baseCount: 1)
    let step = Tier.isFull ? 1 : 7
    for operation in stride(from: 1, through: whole.operations, by: step) {
      let disk = try SimulatedDisk()
      disk.fail(FAULTVFS_POWER_LOSS, at: operation)
      try? PlainLog.open(disk.path).close()
      try disk.powerCycle(seed: SimulatedDisk.seeds(operation, all: false)[0])
      let store = try PlainLog.open(disk.path)
      try await store.append(plain: [PlainLog.birth])
      try store.close()
      #expect(await empty.violations(in: disk.path, after: .init()) == [], "\(operation)")
    }
  }

  @Test("Power lost under 32 writers at once: whoever was answered finds the events again")
  func powerLossUnderLoad() async throws {
    let base = try await PlainLog.make()
    let busy = Workload(seed: 5, sizes: Array(repeating: 2, count: 32))
    for operation in [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64] {
      let disk = try SimulatedDisk(copying: base.path)
      let store = try PlainLog.open(disk.path)
      disk.fail(FAULTVFS_POWER_LOSS, at: operation)
      let outcomes = await withTaskGroup(of: Workload.Outcome.self) { group in
        for index in busy.batches.indices {
          group.addTask {
            var outcome = Workload.Outcome()
            await busy.append(index, to: store, &outcome)
            return outcome
          }
        }
        return await group.reduce(into: Workload.Outcome()) { all, one in
          all.acknowledged.merge(one.acknowledged) { first, _ in first }
          all.refused.formUnion(one.refused)
        }
      }
      try store.close()
      try disk.powerCycle(seed: operation)
      let violations = await busy.violations(in: disk.path, after: outcomes)
      #expect(violations == [], "operation \(operation)")
    }
  }

  @Test("A disk that lies about syncs loses what was acknowledged: the check can fail")
  func lyingDisk() async throws {
    let base = try await PlainLog.make()
    let disk = try SimulatedDisk(copying: base.path)
    faultvfs_lie(disk.watch, true)
    // Power goes before the end: closing would write everything into the file.
    let store = try PlainLog.open(disk.path)
    var outcome = Workload.Outcome()
    for index in workload.batches.indices { await workload.append(index, to: store, &outcome) }
    #expect(outcome.acknowledged.count == workload.batches.count)
    faultvfs_power_off(disk.watch)
    try store.close()
    faultvfs_lie(disk.watch, false)
    try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    let violations = await workload.violations(in: disk.path, after: outcome)
    #expect(violations.contains { $0.contains("lost") })
  }

  // MARK: Errors

  /// One cell of the table of cases.
  struct Case: CustomTestStringConvertible {
    let fault: faultvfs_fault
    let persistent: Bool
    let losesPower: Bool

    var testDescription: String {
      """
      \(fault == FAULTVFS_IO_ERROR ? "EIO" : "disk full") \
      \(persistent ? "from then on" : "once"), then the process \
      \(losesPower ? "loses power" : "ends")
      """
    }

    static let all = [FAULTVFS_IO_ERROR, FAULTVFS_DISK_FULL].flatMap { fault in
      [false, true].flatMap { persistent in
        [false, true].map { Case(fault: fault, persistent: persistent, losesPower: $0) }
      }
    }
  }

  private func refuse(_ cell: Case, all: Bool) async throws {
    let base = try await PlainLog.make()
    let total = try await operations(base)
    for operation in stride(from: 1, through: total, by: all ? 1 : 11) {
      let disk = try SimulatedDisk(copying: base.path)
      disk.fail(cell.fault, at: operation, persistent: cell.persistent)
      let outcome = await workload.run(in: disk.path)
      disk.heal()
      if cell.losesPower { try disk.powerCycle(seed: operation) }
      let violations = await workload.violations(in: disk.path, after: outcome)
      #expect(violations == [], "operation \(operation) of \(total)")
    }
  }

  @Test("A refused operation: whole or absent, and asking again leaves one", arguments: Case.all)
  func refused(_ cell: Case) async throws { try await refuse(cell, all: false) }

  // Every operation in all eight cells.
  @Test(
    "Every operation refused: whole or absent, and asking again leaves one",
    .enabled(if: Tier.isFull, "set THROUGHLINE_FULL=1 (Tools/test --full)"), arguments: Case.all)
  func everyRefused(_ cell: Case) async throws { try await refuse(cell, all: true) }

  @Test("A commit that fails is unknown, and asking again in the same process leaves one")
  func failedCommit() async throws {
    var unknown = 0
    for fault in [FAULTVFS_IO_ERROR, FAULTVFS_DISK_FULL] {
      for operation in 1...12 as ClosedRange<UInt64> {
        let disk = try SimulatedDisk()
        let store = try PlainLog.open(disk.path)
        try await store.append(plain: [PlainLog.birth])
        let one = Workload(seed: operation, sizes: [3], baseCount: 1)
        disk.fail(fault, at: operation)
        var outcome = Workload.Outcome()
        await one.append(0, to: store, &outcome)
        disk.heal()
        unknown += outcome.unknown.count
        let before = try store.head().position
        #expect(outcome.acknowledged[0] != nil || before == Position(1))
        let again = try await store.append(plain: one.batches[0])
        #expect(again.map(\.position.rawValue) == [2, 3, 4])
        #expect(again.map(\.isDuplicate) == [Bool](repeating: before > Position(1), count: 3))
        #expect(try store.problems() == [])
        try store.close()
        #expect(await one.violations(in: disk.path, after: outcome) == [])
      }
    }
    #expect(unknown > 1)
  }

  @Test("What a killed process left unsynced is made durable before it is called known")
  func killedBeforeSync() async throws {
    // The same events each time, which take as many operations: so each of them fails once.
    let one = Workload(sizes: [3], baseCount: 1)
    var known = 0
    var operation: UInt64 = 0
    var isWhole = false
    while !isWhole {
      operation += 1
      let disk = try SimulatedDisk()
      var store = try PlainLog.open(disk.path)
      try await store.append(plain: [PlainLog.birth])
      // From here nothing more succeeds, as if the process had been killed there.
      disk.fail(FAULTVFS_IO_ERROR, at: operation, persistent: true)
      var outcome = Workload.Outcome()
      await one.append(0, to: store, &outcome)
      isWhole = !outcome.acknowledged.isEmpty
      try store.close()
      disk.heal()

      store = try PlainLog.open(disk.path)
      let again = try await store.append(plain: one.batches[0])
      known += again[0].isDuplicate && !isWhole ? 1 : 0
      faultvfs_power_off(disk.watch)
      try store.close()
      try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
      outcome.acknowledged[0] = again
      outcome.refused = []
      #expect(await one.violations(in: disk.path, after: outcome) == [], "operation \(operation)")
    }
    #expect(known > 0, "some commit was whole in the WAL, and its sync failed")
  }

  @Test("A request whose comparison fails is refused alone; the others of its group are taken")
  func comparisonFails() async throws {
    struct Unreadable: Error { let text = "the secret" }
    let directory = try await PlainLog.make()
    let store = try PlainLog.open(directory.path)
    var maker = EventMaker(seed: 8)
    let known = try SealedEvent(plain: maker.event())
    _ = try await store.append(AppendRequest(events: [known]) { _, _ in true })
    let error = await #expect(throws: AppendError.self) {
      try await store.append(AppendRequest(events: [known]) { _, _ in throw Unreadable() })
    }
    guard case .storage(let fault)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(fault.code == .compare)
    #expect(!fault.description.contains("secret"))
    try await store.append(plain: maker.events(2))
    try store.close()
  }
}
