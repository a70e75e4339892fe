internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("The vault in SQLite, beside what every store of it promises")
struct VaultStoreTests {
  @Test("Who has a key is answered while somebody else writes, without writing")
  func knownWhileWriting() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    _ = try store.create(fingerprint: "f1", secrets: [:])
    let subjects = (0..<9).map { VaultRow.subject($0) }
    let made = try store.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0) }
    let other = try SQLiteVaultStore(directory: directory.path)
    try other.pool.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      defer { try? database.execute(sql: "ROLLBACK") }
      let again = try store.keys(for: subjects, wrappedBy: "f1") { _ in
        Issue.record("a key was made")
        return VaultRow.candidate(99)
      }
      #expect(again.map(\.keyID) == made.map(\.keyID))
      #expect(try store.epoch() == 0 && !store.hasGoneKeys())
    }
  }

  @Test("Closed it answers nothing; a close that is refused leaves it open")
  func closing() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    _ = try store.create(fingerprint: "f1", secrets: [:])
    // A statement that nobody has let go of keeps its connection from closing.
    var statement: Statement? = try store.pool.writeWithoutTransaction {
      try $0.makeStatement(sql: "SELECT 1")
    }
    #expect(
      statement != nil && fault { () throws(StorageFault) in try store.close() }?.code == .busy)
    #expect(try store.epoch() == 0)
    statement = nil
    try store.close()
    #expect(fault { () throws(StorageFault) in try store.epoch() }?.code == .closed)
  }

  @Test("A transaction that fails leaves nothing, and the next one goes on")
  func failingTransaction() throws {
    struct Stop: Error {}
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    #expect(throws: Stop.self) {
      try store.commit { database in
        try database.execute(sql: "INSERT INTO master (id, fingerprint, epoch) VALUES (1, 'x', 0)")
        throw Stop()
      }
    }
    #expect(try store.masterFingerprint() == nil)
    #expect(try store.create(fingerprint: "f1", secrets: [:]))
    #expect(try store.masterFingerprint() == "f1")
    try store.close()
  }
}

@Suite("The vault's file")
struct VaultFileTests {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("is its owner's alone from the start, the files beside it too")
  func modes() throws {
    let directory = try TestDirectory()
    for _ in 0..<2 {
      let store = try SQLiteVaultStore(directory: directory.path)
      _ = try store.create(fingerprint: "f1", secrets: ["id-key": [1]])
      for suffix in ["", "-wal", "-shm"] {
        #expect(try mode("\(directory.path)/vault.db\(suffix)") == 0o600, "vault.db\(suffix)")
      }
      try store.close()
    }
    #expect(try directory.contents().keys.sorted() == ["vault.db"])
  }

  @Test("that others may read is made private when it is opened")
  func repaired() throws {
    let directory = try TestDirectory()
    try SQLiteVaultStore(directory: directory.path).close()
    let path = "\(directory.path)/vault.db"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try SQLiteVaultStore(directory: directory.path).close()
    #expect(try mode(path) == 0o600)
  }

  @Test("in a folder that is not there: a fault that says so")
  func noFolder() throws {
    let error = fault { () throws(StorageFault) in
      try SQLiteVaultStore(directory: "/nonexistent/folder")
    }
    #expect(error?.description.contains("/nonexistent/folder") == true)
  }

  @Test("holds nothing of a destroyed key, not even in its WAL or free pages")
  func destroyedBytes() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    _ = try store.create(fingerprint: "f1", secrets: [:])
    // Each key is unlike any other and unlike anything SQLite writes by itself.
    func wrapped(_ number: Int) -> [UInt8] {
      var generator = SeededGenerator(seed: UInt64(number))
      return (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    let subjects = (0..<200).map { VaultRow.subject($0) }
    let keys = try store.keys(for: subjects, wrappedBy: "f1") { index in
      KeyCandidate(keyID: VaultRow.candidate(index).keyID, wrapped: wrapped(index))
    }
    func traces(_ number: Int) throws -> [String] {
      let needle = Data(wrapped(number)[4..<36])
      return try directory.contents().filter { $0.value.range(of: needle) != nil }.map(\.key)
    }
    #expect(try !traces(5).isEmpty && !traces(120).isEmpty)
    // Another reader is there, as in life.
    let other = try SQLiteVaultStore(directory: directory.path)
    _ = try other.epoch()
    #expect(try store.destroy([keys[5].keyID, keys[120].keyID]) == 2)
    #expect(try traces(5) == [])
    #expect(try traces(120) == [])
    #expect(try !traces(6).isEmpty)

    try store.rewrap(from: "f1", to: "f2") { _ in [UInt8](repeating: 0xEE, count: 40) }
    #expect(try traces(6) == [], "nor of what the old master key opens")
    try other.close()
    try store.close()
  }

  @Test("goes on after a destruction that could not cut the WAL: asked again, it is cut")
  func blockedCut() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    _ = try store.create(fingerprint: "f1", secrets: [:])
    let key = try store.keys(for: [VaultRow.subject(1)], wrappedBy: "f1") {
      VaultRow.candidate($0)
    }
    try store.close()
    let error = fault { () throws(StorageFault) in try store.destroy([key[0].keyID]) }
    #expect(error?.code == .closed)
    let again = try SQLiteVaultStore(directory: directory.path)
    #expect(try again.destroy([key[0].keyID]) == 1)
    try again.close()
  }
}
