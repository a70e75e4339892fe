internal import FaultVFS
internal import Foundation
internal import GRDBSQLite
internal import Testing

@Suite("Watched directories")
struct WatchTests {
  @Test("Files outside the watched directory neither count nor fail")
  func passThrough() throws {
    let disk = try SimulatedDisk()
    faultvfs_fail(disk.watch, FAULTVFS_POWER_LOSS, 1, true)
    // A sibling whose name begins like the watched directory's.
    let sibling = URL(filePath: disk.directory.path + "-beside", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: sibling, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: sibling) }

    let connection = try Workload.open(sibling.appending(path: "log.db").path)
    try Workload.createTables(connection)
    try Workload.commit(1, on: connection)
    #expect(disk.operations == 0)
    #expect(!faultvfs_is_off(disk.watch))
    // The platform's own file, so memory mapping is what it always was.
    #expect(try connection.rows("PRAGMA mmap_size = 1048576") == [["1048576"]])
  }

  @Test("A database in memory is nobody's file")
  func inMemory() throws {
    let disk = try SimulatedDisk()
    faultvfs_power_off(disk.watch)
    let connection = try SQLiteConnection(":memory:")
    try Workload.createTables(connection)
    try Workload.commit(1, on: connection)
    #expect(disk.operations == 0)
  }

  @Test("Installing again changes nothing")
  func installTwice() throws {
    let disk = try SimulatedDisk()
    let connection = try Workload.open(disk.database)
    #expect(faultvfs_install() == SQLITE_OK)
    #expect(faultvfs_install() == SQLITE_OK)
    try Workload.createTables(connection)
    #expect(disk.operations > 0)
  }

  @Test("A directory that is missing, or watched already, is refused")
  func refused() throws {
    let disk = try SimulatedDisk()
    #expect(faultvfs_watch(disk.directory.path) == nil)
    #expect(faultvfs_watch(disk.directory.appending(path: "missing").path) == nil)
  }

  @Test("A symbolic link to the directory is the directory")
  func symbolicLink() throws {
    let disk = try SimulatedDisk()
    let link = URL(filePath: disk.directory.path + "-link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: disk.directory)
    defer { try? FileManager.default.removeItem(at: link) }
    let connection = try Workload.open(link.appending(path: "log.db").path)
    try Workload.createTables(connection)
    #expect(disk.syncs("log.db-wal") > 0)
  }

  @Test("Files in folders are named relative to the directory, and the innermost watch has them")
  func folders() throws {
    let disk = try SimulatedDisk()
    let folder = disk.directory.appending(path: "projections", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "case.db").path
    do {
      let connection = try Workload.open(path)
      try Workload.createTables(connection)
    }
    let outer = disk.syncs("projections/case.db")
    #expect(outer > 0)

    let inner = try #require(faultvfs_watch(folder.path))
    defer { faultvfs_unwatch(inner) }
    let connection = try Workload.open(path)
    try Workload.commit(1, on: connection)
    #expect(faultvfs_syncs(inner, "case.db-wal") > 0)
    #expect(disk.syncs("projections/case.db") == outer)
  }

  @Test("A watch may end while its files are open")
  func endsEarly() throws {
    let disk = try SimulatedDisk()
    let folder = disk.directory.appending(path: "early", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let watch = try #require(faultvfs_watch(folder.path))
    let connection = try Workload.open(folder.appending(path: "log.db").path)
    try Workload.createTables(connection)
    faultvfs_power_off(watch)
    faultvfs_unwatch(watch)
    try Workload.commit(1, on: connection)
  }

  @Test("Threads on one disk and on several do not disturb each other")
  func threads() async throws {
    let disks = try (0..<4).map { _ in try SimulatedDisk() }
    // SQLite refuses to switch a file to WAL, and does not wait, while somebody reads it: that is done
    // before there are readers, and stays so as long as one connection is open.
    var kept = try disks.map { disk in
      let connection = try Workload.open(disk.database)
      try Workload.createTables(connection)
      return connection
    }
    await withTaskGroup(of: Void.self) { group in
      for disk in disks {
        group.addTask {
          #expect(Workload.run(on: disk).count == Workload.transactions)
        }
        for _ in 0..<2 {
          // Any answer but a crash is fine.
          group.addTask {
            for _ in 0..<50 {
              guard let reader = try? SQLiteConnection(disk.database) else { continue }
              _ = try? reader.execute("PRAGMA busy_timeout = 1000; SELECT * FROM part;")
              _ = disk.operations
            }
          }
        }
      }
    }
    kept.removeAll()
    for disk in disks {
      try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
      let all = Set(1...Workload.transactions)
      #expect(Workload.violations(on: disk, acknowledged: all) == [])
    }
  }
}
