internal import EventLog
internal import InteractionModel
internal import SQLiteStore
internal import Testing
internal import Vault

@Suite("What an erasure closes in the vault")
struct VaultClosureTests {
  typealias Kind = VaultRows.Kind

  /// Four keys: two of the party p-1 in two conversations, one of an agent, one of p-2.
  private func keys(_ rows: VaultRows) throws -> [SubjectKey] {
    let subjects = [
      HiddenSubject(scope: .conversation("c-1"), participant: "one", kind: "party", party: "p-1"),
      HiddenSubject(scope: .conversation("c-2"), participant: "two", party: nil),
      HiddenSubject(scope: .conversation("c-1"), participant: "three", kind: "agent"),
      HiddenSubject(scope: .conversation("c-1"), participant: "four", kind: "party", party: "p-2"),
    ]
    return try rows.first.keys(for: subjects, wrappedBy: "f1") { VaultRows.candidate($0 + 1) }
  }

  private func closure(_ keys: [SubjectKey]) -> VaultClosure {
    VaultClosure(
      erasure: "e-1", parties: ["p-1", "p-9"], scopes: [.party("p-1"), .party("p-9")],
      keyIDs: [keys[1].keyID])
  }

  private func isRefused(_ store: any VaultStore, _ subject: HiddenSubject, _ number: Int = 50)
    -> Bool
  {
    fault { () throws(StorageFault) in
      try store.keys(for: [subject], wrappedBy: "f1") { _ in VaultRows.candidate(number) }
    }?.code == .erasing
  }

  @Test(
    "is destroyed, and stays closed for every process until it is reopened",
    arguments: Kind.allCases)
  func closing(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let epoch = try rows.second.epoch()
    let covered = try rows.first.close(closure(keys))
    #expect(covered == [keys[0].keyID, keys[1].keyID])
    #expect(try rows.second.epoch() != epoch)
    #expect(try rows.second.closedErasures() == ["e-1"])

    // The keys themselves wait until the log says that they are destroyed.
    #expect(try rows.second.keys(withIDs: keys.map(\.keyID)).allSatisfy { !$0.isGone })
    #expect(try rows.first.destroy(covered ?? []) == 2)
    let now = try rows.second.keys(withIDs: keys.map(\.keyID))
    #expect(now.map(\.isGone) == [true, true, false, false])
    #expect(now.map(\.subject) == keys.map(\.subject))
    #expect(now.map(\.kind) == ["party", "participant", "agent", "party"])
    for subject in keys[..<2].map(\.subject) + [
      HiddenSubject(scope: .conversation("c-7"), participant: "five", statedParty: "p-9"),
      HiddenSubject(scope: .conversation("c-7"), participant: "x", party: "p-1"),
      HiddenSubject(scope: .party("p-9"), participant: "self", kind: "self"),
    ] {
      #expect(isRefused(rows.first, subject) && isRefused(rows.second, subject), "\(subject)")
    }
    // Neither is somebody else made the party meanwhile.
    #expect(
      fault { () throws(StorageFault) in
        try rows.second.setParty("p-1", of: [keys[2].subject])
      }?.code == .erasing)
    #expect(!isRefused(rows.second, keys[2].subject))
    #expect(!isRefused(rows.second, keys[3].subject))
    #expect(
      !isRefused(rows.second, HiddenSubject(scope: .conversation("c-2"), participant: "three")))

    try rows.second.reopen("e-1")
    #expect(try rows.first.closedErasures() == [])
    let fresh = try rows.first.keys(for: [keys[0].subject], wrappedBy: "f1") { _ in
      VaultRows.candidate(77)
    }
    #expect(fresh.map(\.keyID) == [VaultRows.candidate(77).keyID])
    // Whoever comes late with the same erasure finds it done, and the fresh key lives.
    #expect(try rows.second.close(closure(keys)) == nil)
    #expect(try rows.second.keys(withIDs: [fresh[0].keyID]).map(\.isGone) == [false])
  }

  @Test("covers a conversation whole when that is erased", arguments: Kind.allCases)
  func scope(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let closure = VaultClosure(
      erasure: "e-2", parties: [], scopes: [.conversation("c-1")], keyIDs: [])
    #expect(
      try rows.first.close(closure)
        == [keys[0].keyID, keys[2].keyID, keys[3].keyID])
    #expect(
      isRefused(
        rows.second, HiddenSubject(scope: .conversation("c-1"), participant: "somebody new")))
    #expect(!isRefused(rows.second, keys[1].subject))
    #expect(try rows.second.keys(inScope: .conversation("c-1")).count == 3)
    #expect(try rows.second.keys(inScope: .conversation("c-2")).map(\.keyID) == [keys[1].keyID])
    #expect(try rows.second.keys(inScope: .conversation("c-9")).isEmpty)
  }

  @Test("may be closed again, by whoever finishes the erasure", arguments: Kind.allCases)
  func again(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let first = try rows.first.close(closure(keys))
    #expect(try rows.second.close(closure(keys)) == first)
    #expect(isRefused(rows.first, keys[1].subject))
    try rows.first.reopen("e-1")
    #expect(!isRefused(rows.first, keys[1].subject))
  }

  @Test("has no key and had some: their ids are told, until it has one", arguments: Kind.allCases)
  func spent(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    let keys = try keys(rows)
    let subjects = keys.map(\.subject)
    #expect(try rows.first.goneKeys(of: subjects) == [[], [], [], []])
    _ = try rows.first.close(closure(keys))
    #expect(try rows.second.goneKeys(of: subjects) == [[], [], [], []])
    _ = try rows.first.destroy([keys[1].keyID, keys[2].keyID])
    #expect(
      try rows.second.goneKeys(of: subjects) == [[], [keys[1].keyID], [keys[2].keyID], []])
    let fresh = try rows.first.keys(for: [subjects[2]], wrappedBy: "f1") { _ in
      VaultRows.candidate(90)
    }
    #expect(try rows.second.goneKeys(of: [subjects[2]]) == [[]])
    _ = try rows.second.destroy(fresh.map(\.keyID))
    #expect(
      try rows.first.goneKeys(of: [subjects[2]]) == [
        [keys[2].keyID, VaultRows.candidate(90).keyID]
      ])
  }

  @Test("How far it is complete is known to every process", arguments: Kind.allCases)
  func complete(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    #expect(try rows.first.completeThrough() == .start)
    for position in [9, 4] as [Int64] {
      let checkpoint = LogCheckpoint(position: Position(position), leaf: [UInt8(position), 0])
      try rows.first.noteComplete(through: checkpoint)
      #expect(try rows.second.completeThrough() == checkpoint)
    }
  }

  @Test(
    "What is settled goes back only from what is another log's", arguments: Kind.allCases)
  func settled(_ kind: Kind) throws {
    let rows = try VaultRows(kind)
    #expect(try rows.first.settledThrough() == .start)
    let ninth = LogCheckpoint(position: Position(9), leaf: [9])
    let fourth = LogCheckpoint(position: Position(4), leaf: [4])
    try rows.first.settle(through: ninth, replacing: nil)
    try rows.second.settle(through: fourth, replacing: nil)
    #expect(try rows.second.settledThrough() == ninth)
    // Somebody else has noted another one than was seen meanwhile.
    try rows.second.settle(
      through: fourth, replacing: LogCheckpoint(position: Position(9), leaf: [8]))
    #expect(try rows.second.settledThrough() == ninth)
    try rows.second.settle(through: fourth, replacing: ninth)
    #expect(try rows.first.settledThrough() == fourth)
  }
}
