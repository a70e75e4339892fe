internal import EventLog
internal import InteractionModel
internal import Testing
internal import Vault

extension VaultConformance {
  static let rows: [VaultCheck] = [
    .onRows("what opening needs of a key is what its row says") { first, second in
      let subjects = (1...3).map { VaultRow.subject($0) }
      _ = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0 + 1) }
      let ids = (1...4).map { VaultRow.id($0) }
      #expect(try second.destroy([ids[1]]) == 1)
      let found = try first.wrappedKeys(withIDs: ids + ["", "no key", ids[0]])
      let byID = Dictionary(found.map { ($0.keyID, $0) }) { first, _ in first }
      #expect(
        byID == [
          ids[0]: WrappedKey(keyID: ids[0], wrapped: VaultRow.wrapped(1)),
          ids[1]: WrappedKey(keyID: ids[1], wrapped: nil),
          ids[2]: WrappedKey(keyID: ids[2], wrapped: VaultRow.wrapped(3)),
        ])
      #expect(try first.wrappedKeys(withIDs: []).isEmpty)
      #expect(try first.keys(withIDs: []).isEmpty)
    },
    .onRows("the keys of a party and of a scope come in the order of their ids") {
      first, second in
      let numbers = [7, 3, 200, 5]
      let subjects = numbers.map { number in
        HiddenSubject(
          scope: .conversation(number == 5 ? "d" : "c"), participant: "\(number)", party: "p-1")
      }
      _ = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate(numbers[$0]) }
      #expect(try second.keys(ofParty: "p-1").map(\.keyID) == [3, 5, 7, 200].map(VaultRow.id))
      #expect(try first.keys(ofParty: "p").isEmpty)
      #expect(try first.anyKey(ofParty: "p") == nil)
      #expect(
        try second.keys(inScope: .conversation("c")).map(\.keyID) == [3, 7, 200].map(VaultRow.id))
      #expect(try second.keys(inScope: .case("c")).isEmpty)
      _ = try first.destroy([VaultRow.id(7)])
      #expect(
        try second.keys(inScope: .conversation("c")).map(\.isGone) == [false, true, false])
      // A live one as long as there is one, then a gone one.
      _ = try first.destroy([3, 5].map(VaultRow.id))
      #expect(try second.anyKey(ofParty: "p-1")?.keyID == VaultRow.id(200))
      _ = try first.destroy([VaultRow.id(200)])
      #expect(try second.anyKey(ofParty: "p-1")?.isGone == true)
    },
    .onRows("the newest key is the one with the greatest id, whatever became of it") {
      first, second in
      #expect(try first.newestKey() == nil)
      #expect(try !first.hasGoneKeys() && first.goneCount() == 0)
      for number in [17, 900, 5] {
        _ = try first.keys(for: [VaultRow.subject(number)], wrappedBy: "f1") { _ in
          VaultRow.candidate(number)
        }
      }
      #expect(try second.newestKey() == VaultRow.id(900))
      #expect(try !second.hasGoneKeys() && second.goneCount() == 0)
      _ = try first.destroy([VaultRow.id(900)])
      #expect(try second.newestKey() == VaultRow.id(900))
      #expect(try second.hasGoneKeys() && second.goneCount() == 1)
      _ = try second.destroy([VaultRow.id(900), VaultRow.id(5)])
      #expect(try first.goneCount() == 2)
    },
    .onRows("the epoch is another one after each change, seen by the other process") {
      first, second in
      let subject = VaultRow.subject(1)
      let keys = try first.keys(for: [subject], wrappedBy: "f1") { VaultRow.candidate($0) }
      var seen: Set<Int64> = [try second.epoch()]
      #expect(try first.epoch() == second.epoch())
      try first.setParty("p-1", of: [subject])
      #expect(seen.insert(try second.epoch()).inserted)
      try first.rewrap(from: "f1", to: "f2") { wrapped in wrapped }
      #expect(seen.insert(try second.epoch()).inserted)
      _ = try first.close(
        VaultClosure(erasure: "e", parties: ["p-1"], scopes: [], keyIDs: []))
      #expect(seen.insert(try second.epoch()).inserted)
      _ = try first.destroy([keys[0].keyID])
      #expect(seen.insert(try second.epoch()).inserted)
    },
  ]
}
