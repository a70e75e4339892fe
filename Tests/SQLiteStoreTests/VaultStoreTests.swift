internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

/// Where a vault keeps its rows, and a second view of the same rows.
struct VaultRows: Sendable {
  /// The kinds of store that keep the same promises.
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite
    var testDescription: String { rawValue }
  }

  let first: any VaultStore
  /// For SQLite as another process would open it.
  let second: any VaultStore
  private let directory: TestDirectory?

  init(_ kind: Kind, fingerprint: String? = "f1") throws {
    switch kind {
    case .memory:
      let store = MemoryVaultStore()
      (first, second, directory) = (store, store, nil)
    case .sqlite:
      let directory = try TestDirectory()
      first = try SQLiteVaultStore(directory: directory.path)
      second = try SQLiteVaultStore(directory: directory.path)
      self.directory = directory
    }
    if let fingerprint {
      let secrets = ["id-key": Self.wrapped(1), "signing-key": Self.wrapped(2)]
      #expect(try first.create(fingerprint: fingerprint, secrets: secrets))
    }
  }

  static func wrapped(_ seed: UInt8) -> [UInt8] { [UInt8](repeating: seed, count: 40) }

  static func subject(_ number: Int, party: String? = nil) -> HiddenSubject {
    HiddenSubject(
      scope: .conversation("c-\(number)"), participant: "label of a", kind: "agent", party: party)
  }

  static func candidate(_ number: Int) -> KeyCandidate {
    KeyCandidate(
      keyID: String(repeating: "0", count: 24) + String(format: "%08x", number),
      wrapped: wrapped(UInt8(truncatingIfNeeded: number)))
  }
}

@Suite("Where a vault keeps its rows")
struct VaultStoreTests {
  typealias Kind = VaultRows.Kind

  @Test("Who has a key is answered while somebody else writes, without writing")
  func knownWhileWriting() throws {
    let rows = try VaultRows(.sqlite)
    let subjects = (0..<9).map { VaultRows.subject($0) }
    let made = try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0) }
    let other = try #require(rows.second as? SQLiteVaultStore)
    try other.pool.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      defer { try? database.execute(sql: "ROLLBACK") }
      let again = try rows.first.keys(for: subjects, wrappedBy: "f1") { _ in
        Issue.record("a key was made")
        return VaultRows.candidate(99)
      }
      #expect(again.map(\.keyID) == made.map(\.keyID))
      #expect(try rows.first.epoch() == 0 && !rows.first.hasGoneKeys())
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

  @Test("A vault is created once, by whoever is first", arguments: Kind.allCases)
  func create(_ kind: Kind) throws {
    let rows = try VaultRows(kind, fingerprint: nil)
    #expect(try rows.first.masterFingerprint() == nil)
    #expect(try rows.first.secret("id-key") == nil)
    #expect(try rows.first.create(fingerprint: "f1", secrets: ["id-key": [1, 2]]))
    #expect(try !rows.second.create(fingerprint: "f2", secrets: ["id-key": [3]]))
    #expect(try rows.second.masterFingerprint() == "f1")
    #expect(try rows.second.secret("id-key") == [1, 2])
    #expect(try rows.second.secret("other") == nil)
  }

  @Test("What opening needs of a key is what its row says", arguments: Kind.allCases)
  func wrappedKeys(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subjects = (1...3).map { VaultRows.subject($0) }
    _ = try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0 + 1) }
    let ids = (1...4).map { VaultRows.candidate($0).keyID }
    #expect(try rows.second.destroy([ids[1]]) == 1)
    let found = try rows.first.wrappedKeys(withIDs: ids + ["", "no key", ids[0]])
    let byID = Dictionary(found.map { ($0.keyID, $0) }) { first, _ in first }
    #expect(
      byID == [
        ids[0]: WrappedKey(keyID: ids[0], wrapped: VaultRows.wrapped(1)),
        ids[1]: WrappedKey(keyID: ids[1], wrapped: nil),
        ids[2]: WrappedKey(keyID: ids[2], wrapped: VaultRows.wrapped(3)),
      ])
    #expect(try rows.first.wrappedKeys(withIDs: []).isEmpty)
  }

  @Test("A subject gets one key, in the order asked, and keeps it", arguments: Kind.allCases)
  func getOrCreate(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subjects = [3, 1, 2].map { VaultRows.subject($0) }
    let keys = try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0) }
    #expect(keys.map(\.keyID) == (0...2).map { VaultRows.candidate($0).keyID })
    #expect(keys.map(\.subject) == subjects)
    #expect(keys.allSatisfy { !$0.isGone && $0.wrapped?.count == 40 })
    let more = [VaultRows.subject(1), VaultRows.subject(9), VaultRows.subject(3)]
    var asked: [Int] = []
    let again = try rows.second.keys(for: more, wrappedBy: "f1") { index in
      asked.append(index)
      return VaultRows.candidate(100)
    }
    #expect(asked == [1])
    #expect(again.map(\.keyID) == [keys[1].keyID, VaultRows.candidate(100).keyID, keys[0].keyID])
    let found = try rows.first.keys(
      withIDs: again.map(\.keyID) + [String(repeating: "f", count: 32)])
    #expect(found == again)
    #expect(try rows.first.keys(for: [], wrappedBy: "f1") { VaultRows.candidate($0) }.isEmpty)
  }

  @Test(
    "Two processes that race for the same subjects end with the same keys", arguments: Kind.allCases
  )
  func race(_ kind: Kind) async throws {
    let rows = try VaultRows(kind)
    let subjects = (0..<20).map { VaultRows.subject($0) }
    let answers = try await withThrowingTaskGroup(of: [String].self) { group in
      for task in 0..<8 {
        group.addTask {
          let store = task % 2 == 0 ? rows.first : rows.second
          var ids: [String] = []
          for subject in subjects {
            ids += try store.keys(for: [subject], wrappedBy: "f1") { _ in
              VaultRows.candidate(Int.random(in: 0..<1_000_000_000))
            }.map(\.keyID)
          }
          return ids
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(answers).count == 1)
    #expect(Set(answers[0]).count == subjects.count)
  }

  @Test("A fault while a key is made leaves none of the batch behind", arguments: Kind.allCases)
  func candidateFails(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subjects = [VaultRows.subject(1), VaultRows.subject(2)]
    let error = fault { () throws(StorageFault) in
      try rows.first.keys(for: subjects, wrappedBy: "f1") { index throws(StorageFault) in
        guard index == 0 else { throw StorageFault(code: .crypto, message: "no") }
        return VaultRows.candidate(1)
      }
    }
    #expect(error?.code == .crypto)
    #expect(try rows.second.keys(withIDs: [VaultRows.candidate(1).keyID]).isEmpty)
  }

  @Test("Another master key in force is refused, for known subjects too", arguments: Kind.allCases)
  func otherMaster(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let known = VaultRows.subject(1)
    _ = try rows.first.keys(for: [known], wrappedBy: "f1") { VaultRows.candidate($0) }
    for subject in [known, VaultRows.subject(2)] {
      let error = fault { () throws(StorageFault) in
        try rows.first.keys(for: [subject], wrappedBy: "f2") { VaultRows.candidate($0 + 50) }
      }
      #expect(error?.code == .rotated)
    }
    #expect(try rows.first.keys(withIDs: [VaultRows.candidate(50).keyID]).isEmpty)
  }

  @Test(
    "A destroyed key is gone, says so, and a fresh one takes its place", arguments: Kind.allCases)
  func destroy(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subject = VaultRows.subject(1)
    let first = try rows.first.keys(for: [subject], wrappedBy: "f1") { _ in VaultRows.candidate(1) }
    let unknown = String(repeating: "e", count: 32)
    #expect(try rows.first.destroy([first[0].keyID, unknown]) == 1)
    #expect(try rows.second.destroy([first[0].keyID]) == 0)
    let row = try #require(try rows.second.keys(withIDs: [first[0].keyID]).first)
    #expect(row.isGone && row.wrapped == nil && row.subject == subject)
    let fresh = try rows.second.keys(for: [subject], wrappedBy: "f1") { _ in VaultRows.candidate(2)
    }
    #expect(fresh.map(\.keyID) == [VaultRows.candidate(2).keyID])
    #expect(try rows.first.destroy([fresh[0].keyID]) == 1)
    let both = try rows.first.keys(withIDs: [first[0].keyID, fresh[0].keyID])
    #expect(both.map(\.isGone) == [true, true])
  }

  @Test(
    "The epoch is another one after each change, seen by the other process",
    arguments: Kind.allCases)
  func epoch(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subject = VaultRows.subject(1)
    let keys = try rows.first.keys(for: [subject], wrappedBy: "f1") { VaultRows.candidate($0) }
    var seen: Set<Int64> = [try rows.second.epoch()]
    #expect(try rows.first.epoch() == rows.second.epoch())
    try rows.first.setParty("p-1", of: [subject])
    #expect(seen.insert(try rows.second.epoch()).inserted)
    try rows.first.rewrap(from: "f1", to: "f2") { wrapped in wrapped }
    #expect(seen.insert(try rows.second.epoch()).inserted)
    _ = try rows.first.destroy([keys[0].keyID])
    #expect(seen.insert(try rows.second.epoch()).inserted)
  }

  @Test(
    "Parties: adopted when not known, kept when known, set and unset on purpose",
    arguments: Kind.allCases)
  func parties(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    func party(_ subject: HiddenSubject) throws -> String? {
      try rows.second.keys(for: [subject], wrappedBy: "f1") { _ in VaultRows.candidate(1) }[0].party
    }
    #expect(try party(VaultRows.subject(1)) == nil)
    #expect(try party(VaultRows.subject(1, party: "p-2")) == "p-2")
    #expect(try party(VaultRows.subject(1, party: "p-3")) == "p-2")
    #expect(try party(VaultRows.subject(1)) == "p-2")
    let id = VaultRows.candidate(1).keyID
    #expect(try rows.first.keys(ofParty: "p-2").map(\.keyID) == [id])
    try rows.first.setParty("p-4", of: [VaultRows.subject(1), VaultRows.subject(77)])
    #expect(try rows.second.keys(ofParty: "p-2").isEmpty)
    _ = try rows.first.destroy([id])
    #expect(try rows.second.keys(ofParty: "p-4").map(\.isGone) == [true])
    try rows.first.setParty(nil, of: [VaultRows.subject(1)])
    #expect(try rows.second.keys(ofParty: "p-4").isEmpty)
  }

  @Test("The keys of a party come in the order of their ids", arguments: Kind.allCases)
  func ofParty(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let numbers = [7, 3, 200, 5]
    let subjects = numbers.map { VaultRows.subject($0, party: "p-1") }
    _ = try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate(numbers[$0]) }
    #expect(
      try rows.first.keys(ofParty: "p-1").map(\.keyID)
        == [3, 5, 7, 200].map { VaultRows.candidate($0).keyID })
    #expect(try rows.first.keys(ofParty: "p").isEmpty)
  }

  @Test("Wrapping anew changes every key and secret, or nothing at all", arguments: Kind.allCases)
  func rewrap(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let subjects = (0..<12).map { VaultRows.subject($0) }
    let keys = try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0 + 10) }
    _ = try rows.first.destroy([keys[11].keyID])
    let before = try rows.first.keys(withIDs: keys.map(\.keyID))

    var calls = 0
    let broken = fault { () throws(StorageFault) in
      try rows.first.rewrap(from: "f1", to: "f2") { _ throws(StorageFault) in
        calls += 1
        guard calls < 9 else { throw StorageFault(code: .corrupt, message: "no") }
        return [9]
      }
    }
    #expect(broken?.code == .corrupt)
    let refused = fault { () throws(StorageFault) in
      try rows.second.rewrap(from: "f0", to: "f2") { _ in [9] }
    }
    #expect(refused?.code == .rotated)
    #expect(try rows.second.keys(withIDs: keys.map(\.keyID)) == before)
    #expect(try rows.second.masterFingerprint() == "f1")
    #expect(try rows.second.secret("id-key") == VaultRows.wrapped(1))

    try rows.first.rewrap(from: "f1", to: "f2") { $0.map { $0 ^ 0xFF } }
    let after = try rows.second.keys(withIDs: keys.map(\.keyID))
    #expect(after.map(\.wrapped) == before.map { $0.wrapped.map { $0.map { $0 ^ 0xFF } } })
    #expect(after.map(\.isGone) == before.map(\.isGone))
    #expect(try rows.second.secret("signing-key") == VaultRows.wrapped(2 ^ 0xFF))
    #expect(try rows.second.masterFingerprint() == "f2")
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
    let subjects = (0..<200).map { VaultRows.subject($0) }
    let keys = try store.keys(for: subjects, wrappedBy: "f1") { index in
      KeyCandidate(keyID: VaultRows.candidate(index).keyID, wrapped: wrapped(index))
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
    let key = try store.keys(for: [VaultRows.subject(1)], wrappedBy: "f1") {
      VaultRows.candidate($0)
    }
    try store.close()
    let error = fault { () throws(StorageFault) in try store.destroy([key[0].keyID]) }
    #expect(error?.code == .closed)
    let again = try SQLiteVaultStore(directory: directory.path)
    #expect(try again.destroy([key[0].keyID]) == 1)
    try again.close()
  }
}
