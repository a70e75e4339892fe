internal import EventLog
internal import InteractionModel
internal import Testing
internal import Vault

extension VaultConformance {
  static let closures: [VaultCheck] = [
    .onRows("whom an erasure closes stays closed for every process until it is reopened") {
      first, second in
      let keys = try fourKeys(first)
      let epoch = try second.epoch()
      let covered = try first.close(closure(keys))
      #expect(covered == [keys[0].keyID, keys[1].keyID])
      #expect(try second.epoch() != epoch)
      #expect(try second.closedErasures() == ["e-1"])

      // The keys themselves wait until the log says that they are destroyed.
      func rows() throws -> [SubjectKey] {
        try second.keys(withIDs: keys.map(\.keyID)).sorted { $0.keyID < $1.keyID }
      }
      #expect(try rows().allSatisfy { !$0.isGone })
      #expect(try first.destroy(covered ?? []) == 2)
      let now = try rows()
      #expect(now.map(\.isGone) == [true, true, false, false])
      #expect(now.map(\.subject) == keys.map(\.subject))
      #expect(now.map(\.kind) == ["party", "participant", "agent", "party"])
      for subject in keys[..<2].map(\.subject) + [
        HiddenSubject(scope: .conversation("c-7"), participant: "five", statedParty: "p-9"),
        HiddenSubject(scope: .conversation("c-7"), participant: "x", party: "p-1"),
        HiddenSubject(scope: .party("p-9"), participant: "self", kind: "self"),
      ] {
        #expect(isRefused(first, subject) && isRefused(second, subject), "\(subject)")
      }
      // Neither is somebody else made the party meanwhile.
      #expect(
        fault { () throws(StorageFault) in
          try second.setParty("p-1", of: [keys[2].subject])
        }?.code == .erasing)
      #expect(!isRefused(second, keys[2].subject))
      #expect(!isRefused(second, keys[3].subject))
      #expect(
        !isRefused(second, HiddenSubject(scope: .conversation("c-2"), participant: "three")))

      try second.reopen("e-1")
      #expect(try first.closedErasures() == [])
      let fresh = try first.keys(for: [keys[0].subject], wrappedBy: "f1") { _ in
        VaultRow.candidate(77)
      }
      #expect(fresh.map(\.keyID) == [VaultRow.id(77)])
      // Whoever comes late with the same erasure finds it done, and the fresh key lives.
      #expect(try second.close(closure(keys)) == nil)
      #expect(try second.keys(withIDs: [fresh[0].keyID]).map(\.isGone) == [false])
    },
    .onRows("a conversation is covered whole when that is erased") { first, second in
      let keys = try fourKeys(first)
      let closure = VaultClosure(
        erasure: "e-2", parties: [], scopes: [.conversation("c-1")], keyIDs: [])
      #expect(try first.close(closure) == [keys[0].keyID, keys[2].keyID, keys[3].keyID])
      #expect(
        isRefused(
          second, HiddenSubject(scope: .conversation("c-1"), participant: "somebody new")))
      #expect(!isRefused(second, keys[1].subject))
    },
    .onRows("an erasure may close again, by whoever finishes it, and adds to what is closed") {
      first, second in
      let keys = try fourKeys(first)
      let covered = try first.close(closure(keys))
      #expect(try second.close(closure(keys)) == covered)
      #expect(isRefused(first, keys[1].subject) && !isRefused(first, keys[3].subject))
      let more = VaultClosure(erasure: "e-1", parties: ["p-2"], scopes: [], keyIDs: [])
      #expect(try second.close(more) == [keys[3].keyID])
      #expect(isRefused(first, keys[1].subject) && isRefused(first, keys[3].subject))
      try first.reopen("e-1")
      #expect(!isRefused(first, keys[1].subject))
      // Reopening what was never closed harms nobody.
      try second.reopen("e-9")
    },
    .onRows("erasures close each for itself") { first, second in
      let keys = try fourKeys(first)
      let both = ["e-2", "e-1"].map {
        VaultClosure(erasure: $0, parties: ["p-1"], scopes: [], keyIDs: [])
      }
      for closure in both { #expect(try first.close(closure) == [keys[0].keyID]) }
      #expect(try second.closedErasures() == ["e-1", "e-2"])
      try second.reopen("e-2")
      #expect(isRefused(first, keys[0].subject))
      try second.reopen("e-1")
      #expect(!isRefused(first, keys[0].subject))
    },
    .onRows("how far the vault is complete is known to every process, and goes back, too") {
      first, second in
      #expect(try first.completeThrough() == .start)
      for position in [9, 4] as [Int64] {
        let checkpoint = LogCheckpoint(position: Position(position), leaf: [UInt8(position), 0])
        try first.noteComplete(through: checkpoint)
        #expect(try second.completeThrough() == checkpoint)
      }
      #expect(try second.settledThrough() == .start)
    },
    .onRows("which files were imported, and which came after which, is known to every process") {
      first, second in
      let ids = (0..<4).map { EventID(version8: [UInt8](repeating: $0 + 1, count: 16)) }
      let (desk, other) = (ids[2], ids[3])
      #expect(try first.importedFiles(from: desk, limit: 9).isEmpty)
      for (store, file) in [(first, 0), (second, 1), (first, 0)] {
        try store.noteBegun(ids[file], from: desk)
        if file == 0 { try store.noteComplete(ids[file], from: desk) }
      }
      try first.noteBegun(ids[1], from: other)
      #expect(
        try second.importedFiles(from: desk, limit: 9).map(\.id) == [ids[0], ids[1], ids[0]])
      #expect(try first.importedFiles(from: desk, limit: 2).map(\.isComplete) == [true, false])
      #expect(
        try second.hasImported(ids[1], from: desk) && !second.hasImported(ids[0], from: other))
    },
    .onRows("the greatest version that a row ever had is known to every process") { first, second in
      let ids = (0..<2).map { EventID(version8: [UInt8](repeating: $0 + 1, count: 16)) }
      try first.note(versions: [ids[0]: 7])
      try second.note(versions: [ids[0]: 5, ids[1]: -3])
      #expect(try first.importedVersion(ofRow: ids[0]) == 7)
      #expect(try first.importedVersion(ofRow: ids[1]) == -3)
      try first.note(versions: [ids[0]: 8])
      #expect(try second.importedVersion(ofRow: ids[0]) == 8)
      #expect(try second.importedVersion(ofRow: EventID(high: 1, low: 2)) == nil)
    },
    .onRows("what is settled goes back only from what is another log's") { first, second in
      #expect(try first.settledThrough() == .start)
      let ninth = LogCheckpoint(position: Position(9), leaf: [9])
      let fourth = LogCheckpoint(position: Position(4), leaf: [4])
      try first.settle(through: ninth, replacing: nil)
      try second.settle(through: fourth, replacing: nil)
      #expect(try second.settledThrough() == ninth)
      // Somebody else has noted another one than was seen meanwhile.
      try second.settle(
        through: fourth, replacing: LogCheckpoint(position: Position(9), leaf: [8]))
      #expect(try second.settledThrough() == ninth)
      try second.settle(through: fourth, replacing: ninth)
      #expect(try first.settledThrough() == fourth)
    },
  ]

  /// Four keys: two of the party p-1 in two conversations, one of an agent, one of p-2.
  private static func fourKeys(_ store: any VaultStore) throws -> [SubjectKey] {
    let subjects = [
      HiddenSubject(scope: .conversation("c-1"), participant: "one", kind: "party", party: "p-1"),
      HiddenSubject(scope: .conversation("c-2"), participant: "two", party: nil),
      HiddenSubject(scope: .conversation("c-1"), participant: "three", kind: "agent"),
      HiddenSubject(scope: .conversation("c-1"), participant: "four", kind: "party", party: "p-2"),
    ]
    return try store.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0 + 1) }
  }

  private static func closure(_ keys: [SubjectKey]) -> VaultClosure {
    VaultClosure(
      erasure: "e-1", parties: ["p-1", "p-9"], scopes: [.party("p-1"), .party("p-9")],
      keyIDs: [keys[1].keyID])
  }

  private static func isRefused(_ store: any VaultStore, _ subject: HiddenSubject) -> Bool {
    fault { () throws(StorageFault) in
      try store.keys(for: [subject], wrappedBy: "f1") { _ in VaultRow.candidate(50) }
    }?.code == .erasing
  }
}
