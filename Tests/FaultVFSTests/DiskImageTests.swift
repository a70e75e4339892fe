internal import FaultVFS
internal import Foundation
internal import Testing

@Suite("What the disk holds after a power loss")
struct DiskImageTests {
  /// The WAL when it was last synced, and when the power went.
  struct Images {
    let disk: SimulatedDisk
    let synced: [UInt8]
    let written: [UInt8]

    func onDisk() throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(filePath: disk.database + "-wal")))
    }
  }

  /// Commits over a WAL that starts again from its beginning, so that synced bytes are overwritten.
  private func overwritten(commits: ClosedRange<Int>) throws -> Images {
    let disk = try SimulatedDisk()
    let wal = URL(filePath: disk.database + "-wal")
    var synced: [UInt8] = []
    do {
      let connection = try Workload.open(disk.database, synchronous: "NORMAL")
      try Workload.createTables(connection)
      for txn in 101...103 { try Workload.commit(txn, on: connection) }
      try connection.execute("PRAGMA wal_checkpoint(FULL); PRAGMA wal_autocheckpoint = 0")
      // The first frame after a restart follows a synced header: the image starts there.
      try connection.execute("UPDATE tally SET parts = parts")
      try connection.execute("PRAGMA wal_checkpoint(FULL)")
      synced = [UInt8](try Data(contentsOf: wal))
      faultvfs_lie(disk.watch, true)
      for txn in commits { try Workload.commit(txn, on: connection) }
      faultvfs_power_off(disk.watch)
    }
    let written = [UInt8](try Data(contentsOf: wal))
    return Images(disk: disk, synced: synced, written: written)
  }

  @Test("Losing all gives the bytes last synced, however often they were overwritten")
  func loseAll() throws {
    let images = try overwritten(commits: 1...8)
    #expect(images.written != images.synced)
    try images.disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    #expect(try images.onDisk() == images.synced)
  }

  @Test("Keeping all gives the bytes last written")
  func keepAll() throws {
    let images = try overwritten(commits: 1...8)
    try images.disk.powerCycle(seed: FAULTVFS_KEEP_ALL)
    #expect(try images.onDisk() == images.written)
  }

  @Test("Other seeds mix old and new bytes, each seed in its own way, and tear writes")
  func seeds() throws {
    var outcomes: Set<[Bool]> = []
    for seed in UInt64(1)...24 {
      let images = try overwritten(commits: 1...1)
      try images.disk.powerCycle(seed: seed)
      let bytes = try images.onDisk()
      #expect(bytes.count <= max(images.synced.count, images.written.count))
      for (index, byte) in bytes.enumerated() {
        let old = index < images.synced.count ? images.synced[index] : 0
        let new = index < images.written.count ? images.written[index] : old
        if byte != old && byte != new {
          Issue.record("byte \(index) is neither old nor new (seed \(seed))")
          break
        }
      }
      // Salts differ from run to run; where the disk took the new bytes does not.
      outcomes.insert(zip(bytes, images.written).map { $0 == $1 })
    }
    #expect(outcomes.count > 12)
  }

  @Test("A torn write keeps some of its sectors: one page is part old, part new")
  func torn() throws {
    let (header, frameHeader, page) = (32, 24, 1024)
    var torn = 0
    for seed in UInt64(1)...24 {
      let images = try overwritten(commits: 1...1)
      try images.disk.powerCycle(seed: seed)
      let bytes = try images.onDisk()
      let size = min(bytes.count, images.synced.count, images.written.count)
      for frame in stride(from: header, to: size - frameHeader - page, by: frameHeader + page) {
        let payload = (frame + frameHeader)..<(frame + frameHeader + page)
        let changed = payload.filter { images.synced[$0] != images.written[$0] }
        let fresh = changed.filter { bytes[$0] == images.written[$0] }
        if !fresh.isEmpty && fresh.count < changed.count { torn += 1 }
      }
    }
    #expect(torn > 0)
  }

  @Test("A truncation not synced is lost, and the bytes cut off come back")
  func truncation() throws {
    let disk = try SimulatedDisk()
    let wal = URL(filePath: disk.database + "-wal")
    var before = Data()
    do {
      let connection = try Workload.open(disk.database)
      try Workload.createTables(connection)
      before = try Data(contentsOf: wal)
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
      #expect(try Data(contentsOf: wal).isEmpty)
      faultvfs_power_off(disk.watch)
    }
    try disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    #expect(!before.isEmpty)
    #expect(try Data(contentsOf: wal) == before)
  }

  @Test("A cycle forgets the writes: a second one changes nothing")
  func twice() throws {
    let images = try overwritten(commits: 1...4)
    try images.disk.powerCycle(seed: 5)
    let first = try images.onDisk()
    try images.disk.powerCycle(seed: FAULTVFS_LOSE_ALL)
    #expect(try images.onDisk() == first)
  }
}
