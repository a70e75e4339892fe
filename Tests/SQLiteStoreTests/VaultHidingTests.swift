internal import EventLog
internal import Foundation
internal import InteractionModel
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("What sources call participants")
struct VaultHidingTests {
  private static let names = (0..<300).map { "caller-\($0)-Quintanilla@example.org" }

  private static func said(_ number: Int) -> NewEvent {
    let conversation = "c-\(number % 20)"
    var event = NewEvent(
      id: EventID(high: UInt64(number) << 16 | 0x4000, low: 0x8000_0000_0000_0001),
      stream: StreamID(.conversation(conversation)), type: .messageReceived,
      body: ["mediaType": "text/plain"])
    event.personal = [
      PersonalPart(
        subject: Subject(
          scope: .conversation(conversation), participant: names[number],
          party: number % 3 == 0 ? "p-\(number)" : nil),
        content: ["text": "Hello"])
    ]
    return event
  }

  private static func traces(in directory: TestDirectory) throws -> [String] {
    try directory.contents().filter { file in
      file.key.hasPrefix("vault.db") && file.value.range(of: Data("Quintanilla".utf8)) != nil
    }.map(\.key).sorted()
  }

  @Test("stand in no file of the vault, in whatever state its rows are")
  func bytes() async throws {
    let directory = try TestDirectory()
    let sealed = try await SealedLog(directory.path)
    _ = try await sealed.log.append((0..<300).map(Self.said))
    #expect(try Self.traces(in: directory) == [])
    let vault = sealed.log.vault
    let closure = VaultClosure(
      erasure: "e-1", parties: ["p-0", "p-3"], scopes: [.conversation("c-7")], keyIDs: [])
    let covered = try #require(try vault.close(closure))
    #expect(covered.count == 17)
    #expect(try Self.traces(in: directory) == [], "nor while an erasure keeps somebody closed")
    try vault.destroy(covered)
    try vault.reopen("e-1")
    try sealed.close()
    #expect(try Self.traces(in: directory) == [])
  }

  /// A vault as it was when rows had names: its names, and those that an erasure had replaced.
  private func early(_ directory: TestDirectory) async throws -> (open: [String], gone: String) {
    let sealed = try await SealedLog(directory.path)
    _ = try await sealed.log.append((0..<300).map(Self.said))
    let keys = try Self.names.indices.map { number in
      let scope = EntityKey.conversation("c-\(number % 20)")
      let label = sealed.log.vault.label(of: Self.names[number], in: scope)
      return try #require(
        try sealed.keys.keys(inScope: scope).first { $0.participant == label })
    }
    try sealed.close()
    let raw = try RawConnection("\(directory.path)/vault.db")
    for (number, key) in keys.enumerated() {
      let id = RawValue.blob(Hex.bytes(key.keyID) ?? [])
      try raw.rows(
        "UPDATE subject_key SET participant = ? WHERE key = ?", [.text(Self.names[number]), id])
      if number % 100 == 7 {
        try raw.rows("UPDATE subject_key SET wrapped = NULL WHERE key = ?", [id])
      }
    }
    // One that an erasure destroyed: its label was the whole hash as a UUID.
    let gone = keys[7]
    let hex = Array(Hex.string(Base64.bytes(gone.participant.utf8) ?? []) + "00000000")
    let cuts = [0, 8, 12, 16, 20, 32]
    let uuid = zip(cuts, cuts.dropFirst()).map { String(hex[$0..<$1]) }.joined(separator: "-")
    try raw.rows(
      "UPDATE subject_key SET participant = ? WHERE key = ?",
      [.text("erased:\(uuid)"), .blob(Hex.bytes(gone.keyID) ?? [])])
    try raw.rows(
      "INSERT INTO closed_subject (scope, participant, erasure) VALUES (?, ?, 'e-1')",
      [.text(keys[8].scope.description), .text(Self.names[8])])
    try raw.rows("INSERT INTO erasure (erasure, state) VALUES ('e-1', 'closed')")
    try raw.rows("ALTER TABLE subject_key DROP COLUMN kind")
    try raw.rows("DROP TABLE participants")
    try raw.rows("DELETE FROM grdb_migrations WHERE identifier = '0003_vault'")
    return (keys.map(\.participant), gone.keyID)
  }

  @Test("are taken out of a vault from before, when it is first opened, to the last byte")
  func rewritten() async throws {
    let directory = try TestDirectory()
    let (labels, gone) = try await early(directory)
    #expect(try !Self.traces(in: directory).isEmpty)
    // Without the master key nobody can; what is there stays as it is.
    let keyless = try SQLiteVaultStore(directory: directory.path)
    #expect(try keyless.hasGoneKeys())
    try keyless.close()
    #expect(try !Self.traces(in: directory).isEmpty)

    let sealed = try await SealedLog(directory.path)
    #expect(try Self.traces(in: directory) == [])
    let rows = try (0..<20).flatMap { try sealed.keys.keys(inScope: .conversation("c-\($0)")) }
    #expect(Set(rows.map(\.participant)) == Set(labels))
    #expect(Set(rows.filter { !$0.isGone }.map(\.kind)) == ["participant"])
    #expect(rows.first { $0.keyID == gone }.map { $0.kind.isEmpty && $0.isGone } == true)
    // Each is known again, by whoever names it as its source does.
    #expect(
      try await sealed.log.append((0..<300).filter { $0 % 100 != 7 && $0 != 8 }.map(Self.said))
        .allSatisfy(\.isDuplicate))
    #expect(
      try sealed.keys.goneKeys(of: [sealed.log.vault.hidden(Self.said(7).personal[0].subject)])
        == [[gone]])
    let closed = fault { () throws(StorageFault) in
      try sealed.keys.keys(
        for: [sealed.log.vault.hidden(Self.said(8).personal[0].subject)],
        wrappedBy: sealed.log.vault.masterFingerprint
      ) { VaultRow.candidate($0) }
    }
    #expect(closed?.code == .erasing)
    try sealed.close()
  }

  @Test("go with the file's free pages, too, when whoever took them out was killed before that")
  func interrupted() async throws {
    let directory = try TestDirectory()
    _ = try await early(directory)
    let store = try SQLiteVaultStore(directory: directory.path)
    try store.close()
    let raw = try RawConnection("\(directory.path)/vault.db")
    try raw.rows("PRAGMA secure_delete = OFF")
    try raw.rows("UPDATE subject_key SET participant = number")
    try raw.rows("DELETE FROM closed_subject")
    try raw.rows("UPDATE participants SET state = 'rewritten'")
    #expect(try !Self.traces(in: directory).isEmpty)
    let sealed = try await SealedLog(directory.path)
    #expect(try Self.traces(in: directory) == [])
    #expect(try raw.texts("SELECT state FROM participants") == ["hidden"])
    #expect(try raw.texts("SELECT participant FROM subject_key WHERE number = 5") == ["5"])
    try sealed.close()
  }
}
