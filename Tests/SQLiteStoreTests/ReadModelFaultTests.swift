internal import EventLog
internal import FaultVFS
internal import InteractionModel
internal import ProjectionEngine
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("Read models on a disk that fails")
struct ReadModelFaultTests {
  /// Writes a generation commit by commit, lets it serve, builds a second one that replaces it; goes
  /// on after faults.
  private func run(in path: String) {
    guard let store = try? SQLiteReadModelStore(directory: path) else { return }
    defer { try? store.close() }
    for isBuilt in [false, true] {
      guard let generation = try? store.create(Shelf.projection),
        let lease = try? store.acquire(generation, of: Shelf.projection)
      else { continue }
      defer { lease.release() }
      do {
        if isBuilt {
          try Shelf.build(lease.model, through: 4)
        } else {
          for number in 1...4 { try lease.model.commit(Shelf.batch(number)) }
        }
        try lease.model.prepareToServe()
        try store.serve(generation)
      } catch {
        // What is there is looked at afterwards.
      }
    }
  }

  /// Opens what is there: every generation is of one moment and can be filled further; one serves
  /// at most.
  private func violations(in path: String) throws -> [String] {
    let store = try SQLiteReadModelStore(directory: path)
    defer { try? store.close() }
    var found: [String] = []
    let generations = try store.generations()
    if generations.count(where: { $0.state == .serving }) > 1 { found.append("two serve") }
    for generation in generations {
      let file = "\(path)/projections/\(generation.projection)-\(generation.number).db"
      let words = try RawConnection(file).texts("PRAGMA integrity_check")
      if words != ["ok"] { found.append("\(generation.number) is damaged") }
      if generation.state == .serving {
        found += try Shelf.missingIndexes(file).map { "\(generation.number) serves without \($0)" }
      }
      let lease = try store.acquire(generation, of: Shelf.projection)
      defer { lease.release() }
      found += try Shelf.violations(lease.model)
      if generation.state == .serving, try lease.model.rowsDue() != nil {
        found.append("\(generation.number) serves without rows")
      }
      try Shelf.build(lease.model, through: Int(lease.model.linksThrough().rawValue))
      let next = Int(try lease.model.checkpoint().rawValue) + 1
      try lease.model.commit(Shelf.batch(next))
      found += try Shelf.violations(lease.model)
    }
    return found
  }

  private func sweep(
    step: Int, all: Bool, _ fail: (SimulatedDisk, UInt64) -> Void
  ) async throws {
    let whole = try SimulatedDisk()
    run(in: whole.path)
    #expect(try violations(in: whole.path) == [])
    for operation in stride(from: 1, through: whole.operations, by: step) {
      for seed in SimulatedDisk.seeds(operation, all: all) {
        // Nothing here waits by itself; let other tests have their turn.
        await Task.yield()
        let disk = try SimulatedDisk()
        fail(disk, operation)
        run(in: disk.path)
        disk.heal()
        try disk.powerCycle(seed: seed)
        do {
          let found = try violations(in: disk.path)
          #expect(found == [], "operation \(operation), seed \(seed)")
        } catch {
          Issue.record("operation \(operation), seed \(seed): \(error)")
        }
      }
    }
  }

  @Test("Power lost at some operations: rows, states, links and checkpoint of one moment")
  func powerLoss() async throws {
    try await sweep(step: 9, all: false) { $0.fail(FAULTVFS_POWER_LOSS, at: $1) }
  }

  @Test(
    "Power lost at every operation: rows, states, links and checkpoint of one moment",
    .enabled(if: Tier.isFull, "set THROUGHLINE_FULL=1 (Tools/test --full)"))
  func everyPowerLoss() async throws {
    try await sweep(step: 1, all: true) { $0.fail(FAULTVFS_POWER_LOSS, at: $1) }
  }

  @Test("Writes refused at some operations: the same", arguments: [false, true])
  func refused(persistent: Bool) async throws {
    try await sweep(step: Tier.isFull ? 1 : 25, all: false) { disk, operation in
      disk.fail(
        operation % 2 == 0 ? FAULTVFS_IO_ERROR : FAULTVFS_DISK_FULL, at: operation,
        persistent: persistent)
    }
  }
}
