internal import FaultVFS
internal import GRDBSQLite
internal import Testing

@Suite("I/O errors and a full disk")
struct RefusedWriteTests {
  /// How the process ends after the fault.
  enum Ending: CaseIterable {
    case closes, losesPower
  }

  private static func operationsOfARun() throws -> UInt64 {
    let disk = try SimulatedDisk()
    #expect(Workload.run(on: disk).count == Workload.transactions)
    return disk.operations
  }

  /// Commits with faults armed, ends, heals, and says what is wrong after reopening.
  private static func violations(
    ending: Ending, seed: UInt64, arm: (OpaquePointer) -> Void
  ) throws -> [String] {
    let disk = try SimulatedDisk()
    arm(disk.watch)
    let acknowledged = Workload.run(on: disk)
    faultvfs_heal(disk.watch)
    if ending == .losesPower { try disk.powerCycle(seed: seed) }
    return Workload.violations(on: disk, acknowledged: acknowledged)
  }

  /// One cell of the table of cases.
  struct Case: CustomTestStringConvertible {
    let fault: faultvfs_fault
    let persistent: Bool
    let ending: Ending

    var testDescription: String {
      let name = fault == FAULTVFS_IO_ERROR ? "EIO" : "FULL"
      return "\(name) \(persistent ? "from then on" : "once"), then the process \(ending)"
    }

    static let all = [FAULTVFS_IO_ERROR, FAULTVFS_DISK_FULL].flatMap { fault in
      [false, true].flatMap { persistent in
        Ending.allCases.map { Case(fault: fault, persistent: persistent, ending: $0) }
      }
    }
  }

  @Test(
    "At every operation: a refused commit is whole or absent, an acknowledged one is there",
    arguments: Case.all)
  func everyOperation(_ cell: Case) throws {
    let operations = try Self.operationsOfARun()
    for operation in 1...operations {
      let violations = try Self.violations(ending: cell.ending, seed: operation) {
        faultvfs_fail($0, cell.fault, operation, cell.persistent)
      }
      #expect(violations == [], "operation \(operation)")
    }
  }

  @Test("A disk that fills up after so many bytes", arguments: Ending.allCases)
  func fillsUp(ending: Ending) throws {
    for bytes in stride(from: UInt64(0), through: 120_000, by: 777) {
      let violations = try Self.violations(ending: ending, seed: bytes) {
        faultvfs_fill($0, bytes)
      }
      #expect(violations == [], "full after \(bytes) bytes")
    }
  }

  @Test("A full disk takes no more than the bytes it had room for")
  func roomIsUsedUp() throws {
    let disk = try SimulatedDisk()
    let connection = try Workload.open(disk.database)
    try Workload.createTables(connection)
    let before = faultvfs_bytes(disk.watch, nil)
    faultvfs_fill(disk.watch, 30_000)
    var refused = 0
    for txn in 1...Workload.transactions {
      do throws(SQLiteFailure) {
        try Workload.commit(txn, on: connection)
      } catch {
        #expect(error.code == SQLITE_FULL)
        refused += 1
      }
    }
    #expect((1..<Workload.transactions).contains(refused), "some fitted, and then none did")
    #expect(faultvfs_bytes(disk.watch, nil) <= before + 30_000)
  }

  @Test("A write refused by a full disk is told apart from one that failed")
  func codes() throws {
    let disk = try SimulatedDisk()
    let connection = try Workload.open(disk.database)
    try Workload.createTables(connection)
    faultvfs_fail(disk.watch, FAULTVFS_DISK_FULL, 1, false)
    #expect(throws: SQLiteFailure(code: SQLITE_FULL)) { try Workload.commit(1, on: connection) }
    faultvfs_fail(disk.watch, FAULTVFS_IO_ERROR, 1, false)
    #expect(throws: SQLiteFailure(code: SQLITE_IOERR)) { try Workload.commit(2, on: connection) }
    #expect(faultvfs_faults(disk.watch) == 2)
    try Workload.commit(3, on: connection)
    #expect(try connection.rows("SELECT DISTINCT txn FROM part") == [["3"]])
  }

  @Test("A commit whose sync failed is absent while the process lives, and may come back whole")
  func failedSync() throws {
    let disk = try SimulatedDisk()
    do {
      let connection = try Workload.open(disk.database)
      try Workload.createTables(connection)
      try Workload.commit(1, on: connection)
      let before = disk.operations
      try Workload.commit(2, on: connection)
      // Transaction 3 takes as many operations as 2, and its sync is the last of them.
      let sync = disk.operations - before
      faultvfs_fail(disk.watch, FAULTVFS_IO_ERROR, sync, true)
      #expect(throws: SQLiteFailure.self) { try Workload.commit(3, on: connection) }
      #expect(try connection.rows("SELECT count(*) FROM part WHERE txn = 3") == [["0"]])
    }
    faultvfs_heal(disk.watch)
    let connection = try Workload.open(disk.database)
    let parts = try connection.rows("SELECT count(*) FROM part WHERE txn = 3")
    #expect(parts == [["\(Workload.parts)"]], "its frames were all in the WAL")
  }
}
