internal import FaultVFS
internal import GRDBSQLite
internal import Testing

@Suite("Syncs are counted")
struct SyncCountTests {
  /// A connection past the first commit, which also syncs the header of the new WAL.
  private func warm(_ disk: SimulatedDisk, _ synchronous: String) throws -> SQLiteConnection {
    let connection = try Workload.open(disk.database, synchronous: synchronous)
    try connection.execute("PRAGMA wal_autocheckpoint = 0")
    try Workload.createTables(connection)
    return connection
  }

  @Test("synchronous=FULL syncs the WAL once for each commit, and nothing else")
  func full() throws {
    let disk = try SimulatedDisk()
    let connection = try warm(disk, "FULL")
    for txn in 1...5 {
      let (wal, all) = (disk.syncs("log.db-wal"), faultvfs_syncs(disk.watch, nil))
      try Workload.commit(txn, on: connection)
      #expect(disk.syncs("log.db-wal") == wal + 1)
      #expect(faultvfs_syncs(disk.watch, nil) == all + 1)
    }
  }

  @Test("synchronous=NORMAL syncs nothing at a commit")
  func normal() throws {
    let disk = try SimulatedDisk()
    let connection = try warm(disk, "NORMAL")
    let before = faultvfs_syncs(disk.watch, nil)
    for txn in 1...5 { try Workload.commit(txn, on: connection) }
    #expect(faultvfs_syncs(disk.watch, nil) == before)
    #expect(disk.syncs("log.db") > 0, "the switch to WAL mode syncs the database itself")
  }

  @Test("A checkpoint syncs the WAL before the database")
  func checkpoint() throws {
    let disk = try SimulatedDisk()
    let connection = try warm(disk, "NORMAL")
    try Workload.commit(1, on: connection)
    let (wal, database) = (disk.syncs("log.db-wal"), disk.syncs("log.db"))
    try connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    #expect(disk.syncs("log.db-wal") == wal + 1)
    #expect(disk.syncs("log.db") == database + 1)
  }

  @Test("Writes and bytes are counted for each file, and unknown names are zero")
  func writes() throws {
    let disk = try SimulatedDisk()
    let connection = try warm(disk, "FULL")
    let (writes, bytes) = (
      faultvfs_writes(disk.watch, "log.db-wal"), faultvfs_bytes(disk.watch, "log.db-wal")
    )
    try connection.execute("UPDATE tally SET parts = parts + 1")
    // One page changed: one frame of a 24-byte header and a page of 1,024.
    #expect(faultvfs_writes(disk.watch, "log.db-wal") == writes + 2)
    #expect(faultvfs_bytes(disk.watch, "log.db-wal") == bytes + 24 + 1024)
    #expect(faultvfs_syncs(disk.watch, "vault.db") == 0)
    #expect(faultvfs_faults(disk.watch) == 0)
  }

  @Test("Watched files are not memory-mapped, for a mapped write would pass by uncounted")
  func memoryMapping() throws {
    let disk = try SimulatedDisk()
    let connection = try warm(disk, "FULL")
    #expect(try connection.rows("PRAGMA mmap_size = 1048576") == [["0"]])
    try Workload.commit(1, on: connection)
    #expect(try connection.rows("SELECT count(*) FROM part") == [["\(Workload.parts)"]])
  }
}
