internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Testing
internal import Vault

@Suite("What an erasure closes in the vault")
struct VaultClosureTests {
  typealias Kind = VaultRows.Kind

  private static func hidden(_ subject: Subject) -> String { "erased:\(subject.participant.count)" }

  /// Four keys: two of the party p-1 in two conversations, one of an agent, one of p-2.
  private func keys(_ rows: VaultRows) throws -> [SubjectKey] {
    let subjects = [
      Subject(scope: .conversation("c-1"), participant: "party:p-1", party: "p-1"),
      Subject(scope: .conversation("c-2"), participant: "caller jane", party: nil),
      Subject(scope: .conversation("c-1"), participant: "agent:a-1"),
      Subject(scope: .conversation("c-1"), participant: "party:p-2", party: "p-2"),
    ]
    return try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0 + 1) }
  }

  private func closure(_ keys: [SubjectKey]) -> VaultClosure {
    VaultClosure(
      erasure: "e-1", parties: ["p-1", "p-9"], scopes: [.party("p-1"), .party("p-9")],
      keyIDs: [keys[1].keyID])
  }

  private func isRefused(_ store: any VaultStore, _ subject: Subject, _ number: Int = 50) -> Bool {
    fault { () throws(StorageFault) in
      try store.keys(for: [subject], wrappedBy: "f1") { _ in VaultRows.candidate(number) }
    }?.code == Vault.closedCode
  }

  @Test(
    "is destroyed, and stays closed for every process until it is reopened",
    arguments: Kind.allCases)
  func closing(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let epoch = try rows.second.epoch()
    let covered = try rows.first.close(closure(keys), pseudonym: Self.hidden)
    #expect(covered == [keys[0].keyID, keys[1].keyID])
    #expect(try rows.second.epoch() != epoch)
    #expect(try rows.second.closedErasures() == ["e-1"])

    let now = try rows.second.keys(withIDs: keys.map(\.keyID))
    #expect(now.map(\.isDestroyed) == [true, true, false, false])
    #expect(now.map(\.participant)[..<2] == ["erased:9", "erased:11"])
    for subject in keys[..<2].map(\.subject) + [
      Subject(scope: .conversation("c-7"), participant: "party:p-9"),
      Subject(scope: .conversation("c-7"), participant: "x", party: "p-1"),
      Subject(scope: .party("p-9"), participant: ""),
    ] {
      #expect(isRefused(rows.first, subject) && isRefused(rows.second, subject), "\(subject)")
    }
    // Neither is somebody else made the party meanwhile.
    #expect(
      fault { () throws(StorageFault) in
        try rows.second.setParty("p-1", of: [keys[2].subject])
      }?.code == Vault.closedCode)
    #expect(!isRefused(rows.second, keys[2].subject))
    #expect(!isRefused(rows.second, keys[3].subject))
    #expect(!isRefused(rows.second, Subject(scope: .conversation("c-2"), participant: "agent:a-1")))

    try rows.second.reopen("e-1")
    #expect(try rows.first.closedErasures() == [])
    let fresh = try rows.first.keys(for: [keys[0].subject], wrappedBy: "f1") { _ in
      VaultRows.candidate(77)
    }
    #expect(fresh.map(\.keyID) == [VaultRows.candidate(77).keyID])
    // Whoever comes late with the same erasure finds it done, and the fresh key lives.
    #expect(try rows.second.close(closure(keys), pseudonym: Self.hidden) == nil)
    #expect(try rows.second.keys(withIDs: [fresh[0].keyID]).map(\.isDestroyed) == [false])
  }

  @Test("covers a conversation whole when that is erased", arguments: Kind.allCases)
  func scope(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let closure = VaultClosure(
      erasure: "e-2", parties: [], scopes: [.conversation("c-1")], keyIDs: [])
    #expect(
      try rows.first.close(closure, pseudonym: Self.hidden)
        == [keys[0].keyID, keys[2].keyID, keys[3].keyID])
    #expect(
      isRefused(rows.second, Subject(scope: .conversation("c-1"), participant: "somebody new")))
    #expect(!isRefused(rows.second, keys[1].subject))
    #expect(try rows.second.keys(inScope: .conversation("c-1")).count == 3)
    #expect(try rows.second.keys(inScope: .conversation("c-2")).map(\.keyID) == [keys[1].keyID])
    #expect(try rows.second.keys(inScope: .conversation("c-9")).isEmpty)
  }

  @Test("may be closed again, by whoever finishes the erasure", arguments: Kind.allCases)
  func again(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let first = try rows.first.close(closure(keys), pseudonym: Self.hidden)
    #expect(try rows.second.close(closure(keys), pseudonym: Self.hidden) == first)
    #expect(isRefused(rows.first, keys[1].subject))
    try rows.first.reopen("e-1")
    #expect(!isRefused(rows.first, keys[1].subject))
  }

  @Test("is a spent subject: its key was destroyed and it has no other", arguments: Kind.allCases)
  func spent(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let subjects = keys.map(\.subject)
    #expect(try rows.first.areSpent(subjects) == [false, false, false, false])
    _ = try rows.first.close(closure(keys), pseudonym: Self.hidden)
    let hidden = Subject(scope: .conversation("c-2"), participant: Self.hidden(subjects[1]))
    #expect(try rows.second.areSpent(subjects) == [false, false, false, false])
    #expect(try rows.second.areSpent([hidden]) == [true])
    _ = try rows.first.destroy([keys[2].keyID])
    #expect(try rows.second.areSpent([subjects[2]]) == [true])
    _ = try rows.first.keys(for: [subjects[2]], wrappedBy: "f1") { _ in VaultRows.candidate(90) }
    #expect(try rows.second.areSpent([subjects[2]]) == [false])
  }

  @Test("What is settled never goes back", arguments: Kind.allCases)
  func settled(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    #expect(try rows.first.settledThrough() == .start)
    try rows.first.settle(through: Position(9))
    try rows.second.settle(through: Position(4))
    #expect(try rows.second.settledThrough() == Position(9))
  }

  @Test("leaves neither keys nor what a source called somebody in the files")
  func bytes() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    _ = try store.create(fingerprint: "f1", secrets: [:])
    let names = (0..<200).map { "caller-\($0)-Quintanilla@example.org" }
    let subjects = names.enumerated().map {
      Subject(scope: .conversation("c-\($0.offset % 20)"), participant: $0.element, party: "p-1")
    }
    _ = try store.keys(for: subjects, wrappedBy: "f1") { index in
      KeyCandidate(
        keyID: VaultRows.candidate(index).keyID, wrapped: Array("wrapped-key-\(index)-of-p".utf8))
    }
    func traces(_ text: String) throws -> [String] {
      try directory.contents().filter { $0.value.range(of: Data(text.utf8)) != nil }.map(\.key)
    }
    #expect(try !traces(names[7]).isEmpty && !traces("wrapped-key-7-of-p").isEmpty)
    let closure = VaultClosure(erasure: "e-1", parties: ["p-1"], scopes: [], keyIDs: [])
    #expect(try store.close(closure) { "erased:\($0.participant.count)" }?.count == 200)
    #expect(try traces("wrapped-key-") == [])
    try store.reopen("e-1")
    for name in names { #expect(try traces(name) == []) }
    try store.close()
  }
}
