internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("A look at a store's files")
struct StoreSurveyTests {
  /// A store with a log, keys in its vault and a read model, closed.
  private static func store() async throws -> TestDirectory {
    let directory = try TestDirectory()
    let log = try await SealedLog(directory.path)
    _ = try await log.log.append((1...3).map { SealedLog.message($0) })
    try log.close()
    let models = try SQLiteReadModelStore(directory: directory.path)
    let generation = try models.create(Shelf.projection)
    let lease = try models.acquire(generation, of: Shelf.projection)
    try lease.model.commit(Shelf.batch(2))
    lease.release()
    try models.serve(generation)
    try models.close()
    return directory
  }

  private static func fault(_ directory: TestDirectory) throws -> StorageFault? {
    let before = try directory.contents()
    defer { #expect((try? directory.contents()) == before, "a look changes nothing") }
    do throws(StorageFault) {
      try StoreSurvey(directory: directory.path).requireStore()
      return nil
    } catch {
      return error
    }
  }

  private static func empty(_ name: String, in directory: TestDirectory) throws {
    for suffix in ["-wal", "-shm"] { unlink("\(directory.path)/\(name)\(suffix)") }
    try Data().write(to: URL(fileURLWithPath: "\(directory.path)/\(name)"))
  }

  @Test("finds nothing wrong with a whole store")
  func whole() async throws {
    #expect(try Self.fault(try await Self.store()) == nil)
  }

  @Test("says who knows more than a log that is missing, empty or has no record")
  func log() async throws {
    let base = try await Self.store()
    for change in ["missing", "empty", "no tables", "no record"] {
      let directory = try TestDirectory(copying: base.path)
      let path = "\(directory.path)/log.db"
      switch change {
      case "missing": unlink(path)
      case "empty": try Self.empty("log.db", in: directory)
      case "no tables":
        unlink(path)
        try RawConnection(creating: path).rows("CREATE TABLE t (x)")
      default:
        unlink(path)
        try PlainLog.open(directory.path).close()
      }
      let fault = try Self.fault(directory)
      #expect(fault?.code == .lost, "\(change)")
      for words in [
        "vault.db has", "projections/Shelf-1.db is at position 2", "put back the copy of log.db",
      ] {
        #expect(fault?.description.contains(words) == true, "\(change): \(words)")
      }
      let creating = #expect(throws: StorageFault.self) {
        try StoreSurvey(directory: directory.path).requireNothingLost()
      }
      #expect(creating?.code == .lost)
    }
  }

  @Test("refuses records of another format, unless only one of two places says so")
  func format() async throws {
    let base = try await Self.store()
    for (table, birth) in [(true, true), (true, false), (false, true)] {
      let directory = try TestDirectory(copying: base.path)
      let log = try RawConnection("\(directory.path)/log.db")
      try log.withoutTriggers { log in
        if table { try log.rows("UPDATE log_meta SET value = '1' WHERE name = 'format'") }
        guard birth else { return }
        try log.rows(
          """
          UPDATE record SET line =
            CAST(replace(CAST(line AS TEXT), '"format":2', '"format":1') AS BLOB)
          WHERE position = 1
          """)
      }
      let fault = try Self.fault(directory)
      #expect(fault?.code == (table && birth ? .schema : nil))
      #expect(fault == nil || fault?.description.contains("format 1") == true)
    }
  }

  @Test("tells a store that was never finished from one that was lost")
  func unfinished() async throws {
    let none = StoreSurvey(directory: "/nowhere/at/all")
    try none.requireNothingLost()
    let directory = try TestDirectory()
    #expect(try Self.fault(directory)?.code == .missing)
    // A vault without keys, and a log without a record: what `init` leaves when it is interrupted.
    try SQLiteVaultStore(directory: directory.path).close()
    #expect(try Self.fault(directory)?.code == .missing)
    try PlainLog.open(directory.path).close()
    let fault = try Self.fault(directory)
    #expect(fault?.code == .missing)
    #expect(fault?.remedy == "finish it with \(.initialize)")
    try StoreSurvey(directory: directory.path).requireNothingLost()
  }

  @Test("says that a catalogue is missing or empty beside read models, and a vault")
  func others() async throws {
    let base = try await Self.store()
    for isEmpty in [true, false] {
      let directory = try TestDirectory(copying: base.path)
      if isEmpty {
        try Self.empty("catalogue.db", in: directory)
      } else {
        unlink("\(directory.path)/catalogue.db")
      }
      let fault = try Self.fault(directory)
      #expect(fault?.code == .lost)
      #expect(fault?.reason.contains("projections/Shelf-1.db") == true)
    }
    let directory = try TestDirectory(copying: base.path)
    #expect(StoreSurvey(directory: directory.path).vaultAbsence == nil)
    try Self.empty("vault.db", in: directory)
    #expect(StoreSurvey(directory: directory.path).vaultAbsence == "is empty")
    unlink("\(directory.path)/vault.db")
    #expect(StoreSurvey(directory: directory.path).vaultAbsence == "is missing")
  }

  @Test("knows the time of the last record and of the files that appending writes")
  func time() async throws {
    let directory = try await Self.store()
    for name in ["log.db", "vault.db"] {
      var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 5_000), timespec()]
      times[1] = times[0]
      utimensat(AT_FDCWD, "\(directory.path)/\(name)", times, 0)
    }
    let bounds = StoreSurvey(directory: directory.path).clockBounds
    #expect(bounds.written == Instant(microseconds: 1_000_000_000_000_005))
    #expect(bounds.recorded != nil)
    let none = StoreSurvey(directory: "/nowhere/at/all").clockBounds
    #expect(none.written == nil && none.recorded == nil)
  }
}
