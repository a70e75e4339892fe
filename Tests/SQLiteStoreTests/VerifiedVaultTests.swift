internal import EventLog
internal import Foundation
internal import InteractionModel
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("Verifying the vault beside a log")
struct VerifiedVaultTests {
  /// A log with words of six people at positions 2 to 7, of the first one again at 8; closed.
  private func prepared() async throws -> TestDirectory {
    let directory = try TestDirectory()
    let sealed = try await SealedLog(directory.path)
    _ = try await sealed.log.append((2...7).map { SealedLog.message($0) })
    var again = SealedLog.message(2)
    again.id = EventID(high: 0x99 << 16 | 0x4000, low: 0x8000_0000_0000_0009)
    _ = try await sealed.log.append([again])
    try sealed.close()
    return directory
  }

  private func raw(_ directory: TestDirectory, _ sql: String) throws {
    try RawConnection("\(directory.path)/vault.db").rows(sql)
  }

  private func verified(
    _ directory: TestDirectory, limit: Int = 100
  ) throws -> (found: [String], sawVault: Bool) {
    let result = try SQLiteEventStore.verify(directory: directory.path, limit: limit) { _ in true }
    #expect(result.size > 0 || !result.problems.isEmpty)
    return (
      result.problems.map {
        "\($0.position?.rawValue ?? -1) \($0.what): \($0.found)"
          + ($0.remedy.map { "; \($0)" } ?? "")
      },
      result.sawVault
    )
  }

  private func vaultFiles(_ directory: TestDirectory) throws -> [String: Data] {
    try directory.contents().filter { $0.key.hasPrefix("vault.db") }
  }

  @Test("that has every key finds nothing, whatever else it has")
  func sound() async throws {
    let directory = try await prepared()
    let files = try vaultFiles(directory)
    #expect(try verified(directory) == ([], true))
    #expect(try vaultFiles(directory) == files, "looking changes nothing and leaves nothing")
    // A key that was durable before a record which then never came.
    try raw(
      directory,
      """
      INSERT INTO subject_key (key, scope, participant, wrapped)
      VALUES (x'0123456789abcdef0123456789abcdef', 'conversation-c-99', 'x', x'00')
      """)
    #expect(try verified(directory) == ([], true))
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(directory.path)/vault.db\(suffix)")
    }
    #expect(try verified(directory) == ([], false))
    #expect(try directory.contents().keys.allSatisfy { !$0.hasPrefix("vault.db") })
  }

  @Test("names the first record of each key that is gone without an erasure")
  func gone() async throws {
    let directory = try await prepared()
    try raw(directory, "UPDATE subject_key SET wrapped = NULL WHERE scope = 'conversation-c-2'")
    try raw(directory, "DELETE FROM subject_key WHERE scope = 'conversation-c-5'")
    try raw(
      directory,
      """
      INSERT INTO subject_key (key, scope, participant)
      VALUES (x'0123456789abcdef0123456789abcdef', 'conversation-c-99', 'x')
      """)
    let lost =
      "a row without its key; restore vault.db from a copy, or log.db, if that is the one from before"
    #expect(
      try verified(directory).found.sorted() == [
        "-1 key in the vault: \(lost)", "2 key in the vault: \(lost)",
        "5 key in the vault: none; restore vault.db from a copy",
      ])
    #expect(try verified(directory, limit: 1).found == ["2 key in the vault: \(lost)"])
  }

  /// Lets the log say that the key of one conversation is destroyed.
  private func mark(_ scope: String, _ sealed: SealedLog, completes: Bool) async throws -> [String]
  {
    let keys = try sealed.keys.keys(inScope: .conversation(scope)).map(\.keyID)
    let id = EventID.random()
    var request = NewEvent(id: id, stream: .erasures, type: .erasureRequested)
    request.body = ["erasure": .string(id.description), "subjects": 1]
    _ = try await sealed.log.append([request], destroying: KeyDestruction(keys))
    guard completes else { return keys }
    var end = NewEvent(id: .random(), stream: .erasures, type: .partyErased)
    end.body = [
      "erasure": .string(id.description), "subjects": 1,
      "keys": .string(KeyDestruction.digest(of: keys)),
    ]
    _ = try await sealed.log.append([end])
    return keys
  }

  @Test("finds an erasure that was completed and that this vault has not carried out")
  func restored() async throws {
    let directory = try await prepared()
    let sealed = try await SealedLog(directory.path)
    let keys = try await mark("c-3", sealed, completes: true)
    _ = try await mark("c-4", sealed, completes: false)
    #expect(try verified(directory).found.map { $0.prefix(22) } == ["9 key in the vault: 1 "])
    _ = try sealed.keys.destroy(keys)
    // One that is under way is finished by whoever comes next.
    #expect(try verified(directory) == ([], true))
    try sealed.close()
  }

  @Test("says which of the two is older, where the vault notes an erasure that the log has not")
  func olderLog() async throws {
    let directory = try await prepared()
    try raw(directory, "UPDATE subject_key SET wrapped = NULL WHERE scope = 'conversation-c-4'")
    for (position, words) in [
      (11, "log.db is older than vault.db: it ends at position 8"),
      (6, "at position 6, through which the vault has carried out erasures, it has another record"),
    ] {
      try raw(directory, "UPDATE settled SET position = \(position), leaf = x'0102'")
      let found = try verified(directory).found
      #expect(found.count == 2 && found.allSatisfy { $0.contains(words) }, "\(found)")
      #expect(found.allSatisfy { $0.contains("restore the newest copy of log.db, not vault.db") })
      #expect(found.map { $0.prefix(6) } == ["4 key ", "-1 log"], "\(found)")
    }
    // One that was noted before leaves were says nothing of what the log has there.
    try raw(directory, "UPDATE settled SET position = 6, leaf = NULL")
    #expect(try verified(directory).found.count == 1)
  }

  @Test("names what stands in its place and is no file, without opening it")
  func odd() async throws {
    let directory = try await prepared()
    let path = "\(directory.path)/vault.db"
    for suffix in ["-wal", ""] {
      try? FileManager.default.removeItem(atPath: path + suffix)
      #expect(mkfifo(path + suffix, 0o600) == 0)
      let found = try verified(directory)
      #expect(found.sawVault && found.found.count == 1, "\(found)")
      #expect(found.found.first?.contains("a named pipe") == true, "\(found)")
      try FileManager.default.removeItem(atPath: path + suffix)
    }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere.db")
    #expect(try verified(directory).found.first?.contains("a link to nothing") == true)
    #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/nowhere.db"))
  }

  @Test("says once that it is another log's, and that a file is no vault")
  func foreign() async throws {
    let directory = try await prepared()
    let other = try await prepared()
    let path = "\(directory.path)/vault.db"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: "\(other.path)/vault.db", toPath: path)
    let found = try verified(directory).found
    #expect(found.count == 1 && found[0].contains("another log"), "\(found)")

    for bytes in [Data(), Data(repeating: 7, count: 9_000)] {
      try bytes.write(to: URL(fileURLWithPath: path))
      let found = try verified(directory).found
      #expect(
        found.count == 1 && found[0].hasPrefix("-1 vault: ")
          && found[0].contains("restore vault.db from a copy"), "\(found)")
    }
  }

  @Test("that is there without its log asks for the log, not for a new one")
  func logMissing() async throws {
    let directory = try await prepared()
    try FileManager.default.removeItem(atPath: "\(directory.path)/log.db")
    let error = fault { () throws(StorageFault) in
      try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }.size
    }
    #expect(error?.code == .missing && error?.remedy == "restore it from a copy")
  }
}
