import Foundation
import SQLiteStore
import Testing

@Suite("What killed processes left behind")
struct LeftoverTests {
  @Test("is removed, and nothing that somebody still uses")
  func removed() throws {
    let directory = try StoreDirectory()
    let models = try SQLiteReadModelStore(directory: directory.path)
    func touch(_ name: String) throws {
      let path = "\(directory.path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    }
    // No process has the highest number there can be.
    for name in [
      "scratch/\(Int32.max)-A/CaseState.db", "scratch/\(getpid())-B/CaseState.db",
      "projections/CaseState-7.db", "projections/CaseState-7.db-wal",
      "projections/CaseState-7.db.lock", "attachments/aa/aabb",
    ] { try touch(name) }
    #expect(try StoreLeftovers(directory: directory.path).remove() == 4)
    let left = try directory.contents().keys.filter { !$0.hasPrefix("catalogue") }.sorted()
    #expect(left == ["attachments/aa/aabb", "scratch/\(getpid())-B/CaseState.db"])
    #expect(try StoreLeftovers(directory: directory.path).remove() == 0)
    #expect(try StoreLeftovers(directory: directory.path + "/nowhere").remove() == 0)
    try models.close()
  }
}
