internal import EventLog
internal import Testing
internal import Vault

extension VaultConformance {
  static let parties: [VaultCheck] = [
    .onRows("a party is adopted when not known, kept when known, set and unset on purpose") {
      first, second in
      func party(_ subject: HiddenSubject) throws -> String? {
        let keys = try second.keys(for: [subject], wrappedBy: "f1") { _ in VaultRow.candidate(1) }
        return keys[0].party
      }
      #expect(try party(VaultRow.subject(1)) == nil)
      #expect(try party(VaultRow.subject(1, party: "p-2")) == "p-2")
      #expect(try party(VaultRow.subject(1, party: "p-3")) == "p-2")
      #expect(try party(VaultRow.subject(1)) == "p-2")
      #expect(try first.keys(ofParty: "p-2").map(\.keyID) == [VaultRow.id(1)])
      try first.setParty("p-4", of: [VaultRow.subject(1), VaultRow.subject(77)])
      #expect(try second.keys(ofParty: "p-2").isEmpty)
      _ = try first.destroy([VaultRow.id(1)])
      #expect(try second.keys(ofParty: "p-4").map(\.isGone) == [true])
      try first.setParty(nil, of: [VaultRow.subject(1)])
      #expect(try second.keys(ofParty: "p-4").isEmpty)
    }
  ]
}
