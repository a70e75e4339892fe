internal import EventLog
internal import Testing
internal import Vault

extension VaultConformance {
  static let rewrapping: [VaultCheck] = [
    .onRows("wrapping anew changes every key and secret, or nothing at all") { first, second in
      let subjects = (0..<12).map { VaultRow.subject($0) }
      let ids = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0 + 10) }
        .map(\.keyID)
      _ = try first.destroy([ids[11]])
      func rows(_ store: any VaultStore) throws -> [SubjectKey] {
        try store.keys(withIDs: ids).sorted { $0.keyID < $1.keyID }
      }
      let before = try rows(first)

      var calls = 0
      let broken = fault { () throws(StorageFault) in
        try first.rewrap(from: "f1", to: "f2") { _ throws(StorageFault) in
          calls += 1
          guard calls < 9 else { throw StorageFault(code: .corrupt, reason: "no") }
          return [9]
        }
      }
      #expect(broken?.code == .corrupt)
      let refused = fault { () throws(StorageFault) in
        try second.rewrap(from: "f0", to: "f2") { _ in [9] }
      }
      #expect(refused?.code == .rotated)
      #expect(try rows(second) == before)
      #expect(try second.masterFingerprint() == "f1")
      #expect(try second.secret("id-key") == VaultRow.wrapped(1))

      try first.rewrap(from: "f1", to: "f2") { $0.map { $0 ^ 0xFF } }
      let after = try rows(second)
      #expect(after.map(\.wrapped) == before.map { $0.wrapped.map { $0.map { $0 ^ 0xFF } } })
      #expect(after.map(\.isGone) == before.map(\.isGone))
      #expect(try second.secret("signing-key") == VaultRow.wrapped(2 ^ 0xFF))
      #expect(try second.masterFingerprint() == "f2")
    }
  ]
}
