internal import EventLog
internal import Testing
internal import Vault

extension VaultConformance {
  static let destroying: [VaultCheck] = [
    .onRows("a destroyed key is gone, says so, and a fresh one takes its place") {
      first, second in
      let subject = VaultRow.subject(1)
      let key = try first.keys(for: [subject], wrappedBy: "f1") { _ in VaultRow.candidate(1) }[0]
      let unknown = String(repeating: "e", count: 32)
      #expect(try first.destroy([key.keyID, unknown]) == 1)
      #expect(try second.destroy([key.keyID]) == 0)
      let row = try #require(try second.keys(withIDs: [key.keyID]).first)
      #expect(row.isGone && row.wrapped == nil && row.subject == subject)
      let fresh = try second.keys(for: [subject], wrappedBy: "f1") { _ in VaultRow.candidate(2) }
      #expect(fresh.map(\.keyID) == [VaultRow.id(2)])
      #expect(try first.destroy([fresh[0].keyID]) == 1)
      let both = try first.keys(withIDs: [key.keyID, fresh[0].keyID])
      #expect(both.map(\.isGone) == [true, true])
    },
    .onRows("of whom has no key and had some the ids are told, until there is one again") {
      first, second in
      let subjects = (1...4).map { VaultRow.subject($0) }
      let ids = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0) }
        .map(\.keyID)
      #expect(try first.goneKeys(of: subjects) == [[], [], [], []])
      _ = try first.close(
        VaultClosure(erasure: "e-1", parties: [], scopes: [], keyIDs: [ids[1]]))
      #expect(try second.goneKeys(of: subjects) == [[], [], [], []])
      _ = try first.destroy([ids[1], ids[2]])
      #expect(try second.goneKeys(of: subjects) == [[], [ids[1]], [ids[2]], []])
      let fresh = try first.keys(for: [subjects[2]], wrappedBy: "f1") { _ in
        VaultRow.candidate(90)
      }
      #expect(try second.goneKeys(of: [subjects[2], VaultRow.subject(99)]) == [[], []])
      _ = try second.destroy(fresh.map(\.keyID))
      #expect(try first.goneKeys(of: [subjects[2]]) == [[ids[2], VaultRow.id(90)]])
    },
  ]
}
