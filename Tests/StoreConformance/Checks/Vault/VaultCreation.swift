internal import EventLog
internal import InteractionModel
internal import Testing
internal import Vault

extension VaultConformance {
  static let creation: [VaultCheck] = [
    VaultCheck("a vault is created once, by whoever is first") { factory in
      try await factory.withTwoViews { first, second in
        let before = try first.masterFingerprint()
        #expect(before == nil)
        #expect(try first.secret("id-key") == nil)
        #expect(try first.create(fingerprint: "f1", secrets: ["id-key": [1, 2]]))
        #expect(try !second.create(fingerprint: "f2", secrets: ["id-key": [3]]))
        #expect(try second.masterFingerprint() == "f1")
        #expect(try second.secret("id-key") == [1, 2])
        #expect(try second.secret("other") == nil)
      }
    },
    VaultCheck("what was written is there when the store is opened again") { factory in
      let store = try await factory.makeStore()
      _ = try store.create(fingerprint: "f1", secrets: ["id-key": VaultRow.wrapped(1)])
      let subjects = (1...3).map { VaultRow.subject($0, party: "p-\($0)") }
      let keys = try store.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0 + 1) }
      _ = try store.destroy([keys[1].keyID])
      _ = try store.close(
        VaultClosure(erasure: "e-1", parties: ["p-3"], scopes: [], keyIDs: []))
      let settled = LogCheckpoint(position: Position(7), leaf: [7])
      try store.settle(through: settled, replacing: nil)
      let complete = LogCheckpoint(position: Position(6), leaf: [6])
      try store.noteComplete(through: complete)
      let ids = keys.map(\.keyID)
      let before = try store.keys(withIDs: ids)
      let epoch = try store.epoch()
      guard let again = try await factory.reopen(store) else {
        await factory.discard(store)
        return
      }
      #expect(try again.masterFingerprint() == "f1")
      #expect(try again.secret("id-key") == VaultRow.wrapped(1))
      #expect(try Set(again.keys(withIDs: ids)) == Set(before))
      #expect(try again.epoch() == epoch)
      #expect(try again.hasGoneKeys() && again.goneCount() == 1)
      #expect(try again.closedErasures() == ["e-1"])
      #expect(try again.settledThrough() == settled)
      #expect(try again.completeThrough() == complete)
      await factory.discard(again)
    },
    .onRows("nobody is named in the rows of a new vault, so none has to be hidden") {
      first, second in
      let subjects = (1...3).map { VaultRow.subject($0) }
      let keys = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0) }
      for _ in 0..<2 {
        try second.hideParticipants { subject, _ in
          Issue.record("\(subject.scope) was taken for one that is named")
          return VaultRow.subject(9)
        }
      }
      #expect(try Set(first.keys(withIDs: keys.map(\.keyID))) == Set(keys))
    },
  ]
}
