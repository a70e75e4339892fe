internal import FaultVFS
internal import GRDBSQLite
internal import Testing

@Suite("Power loss")
struct PowerLossTests {
  /// How many operations an undisturbed run takes, opening and closing included.
  private static func operationsOfARun() throws -> UInt64 {
    let disk = try SimulatedDisk()
    #expect(Workload.run(on: disk).count == Workload.transactions)
    return disk.operations
  }

  /// Runs into a power loss at an operation, and says what is wrong after the power came back.
  private static func violations(
    at operation: UInt64, seed: UInt64, lying: Bool = false
  ) throws -> [String] {
    let disk = try SimulatedDisk()
    faultvfs_lie(disk.watch, lying)
    faultvfs_fail(disk.watch, FAULTVFS_POWER_LOSS, operation, true)
    let acknowledged = Workload.run(on: disk)
    #expect(faultvfs_is_off(disk.watch), "operation \(operation) was never reached")
    try disk.powerCycle(seed: seed)
    faultvfs_lie(disk.watch, false)
    return Workload.violations(on: disk, acknowledged: acknowledged)
  }

  @Test(
    "At every operation: nothing acknowledged is lost, nothing unacknowledged is half there",
    arguments: [FAULTVFS_LOSE_ALL, 1, 2, 3, 4, FAULTVFS_KEEP_ALL])
  func everyOperation(seed: UInt64) throws {
    let operations = try Self.operationsOfARun()
    for operation in 1...operations {
      let violations = try Self.violations(at: operation, seed: seed &+ operation &* seedStep(seed))
      #expect(violations == [], "operation \(operation), seed \(seed)")
    }
  }

  /// Other choices at each operation, but losing and keeping all stay what they are.
  private func seedStep(_ seed: UInt64) -> UInt64 {
    seed == FAULTVFS_LOSE_ALL || seed == FAULTVFS_KEEP_ALL ? 0 : 4
  }

  @Test(
    "A lying disk loses what was acknowledged, so these tests are able to fail",
    arguments: [FAULTVFS_LOSE_ALL, 1, 2])
  func lyingDisk(seed: UInt64) throws {
    let operations = try Self.operationsOfARun()
    var (tried, caught) = (0, 0)
    for operation in stride(from: operations, to: 0, by: -5) {
      tried += 1
      let violations = try Self.violations(at: operation, seed: seed, lying: true)
      caught += violations.isEmpty ? 0 : 1
    }
    // Even the gentlest seed is caught at many places, not at one by luck.
    #expect(caught > tried / 10, "caught at \(caught) of \(tried)")
  }

  @Test("synchronous=NORMAL loses acknowledged transactions, but none is half there")
  func normalLosesAcknowledged() throws {
    let disk = try SimulatedDisk()
    do {
      let connection = try Workload.open(disk.database, synchronous: "NORMAL")
      try Workload.createTables(connection)
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      for txn in 1...2 { try Workload.commit(txn, on: connection) }
      faultvfs_power_off(disk.watch)
    }
    try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    let violations = Workload.violations(on: disk, acknowledged: [1, 2])
    #expect(violations == ["transaction 1 is lost", "transaction 2 is lost"])
  }

  @Test("Without power nothing works, and closing still does")
  func offMeansOff() throws {
    let disk = try SimulatedDisk()
    do {
      let connection = try Workload.open(disk.database)
      try Workload.createTables(connection)
      faultvfs_power_off(disk.watch)
      #expect(throws: SQLiteFailure.self) { try connection.execute("SELECT * FROM part") }
      #expect(throws: SQLiteFailure.self) { try Workload.commit(1, on: connection) }
      #expect(throws: SQLiteFailure.self) { try Workload.open(disk.database) }
      #expect(throws: SQLiteFailure(code: SQLITE_BUSY), "the files are open") {
        try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
      }
    }
    try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    #expect(!faultvfs_is_off(disk.watch))
    #expect(Workload.run(on: disk).count == Workload.transactions)
  }

  @Test("A read transaction open when the power goes reads no further page")
  func readsFail() throws {
    let disk = try SimulatedDisk()
    let connection = try Workload.open(disk.database)
    try Workload.createTables(connection)
    try Workload.commit(1, on: connection)
    let reader = try Workload.open(disk.database)
    try reader.execute("BEGIN; SELECT parts FROM tally;")
    faultvfs_power_off(disk.watch)
    #expect(throws: SQLiteFailure(code: SQLITE_IOERR)) { try reader.rows("SELECT * FROM part") }
  }

  @Test("Two connections share one disk: what the reader saw synced is there afterwards")
  func severalConnections() throws {
    let disk = try SimulatedDisk()
    do {
      let writer = try Workload.open(disk.database)
      try Workload.createTables(writer)
      let reader = try Workload.open(disk.database)
      for txn in 1...Workload.transactions {
        // An open read transaction keeps checkpoints from finishing: the WAL goes on growing.
        try reader.execute("BEGIN; SELECT count(*) FROM part;")
        try Workload.commit(txn, on: writer)
        try reader.execute("COMMIT")
      }
      faultvfs_power_off(disk.watch)
    }
    try disk.powerCycle(seed: 2)
    #expect(
      Workload.violations(on: disk, acknowledged: Set(1...Workload.transactions)) == [])
  }
}
