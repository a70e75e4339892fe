internal import EventLog
internal import Testing
internal import Vault

extension VaultConformance {
  static let subjects: [VaultCheck] = [
    .onRows("a subject gets one key, in the order asked, and keeps it") { first, second in
      let subjects = [3, 1, 2].map { VaultRow.subject($0) }
      let keys = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0) }
      #expect(keys.map(\.keyID) == (0...2).map { VaultRow.id($0) })
      #expect(keys.map(\.subject) == subjects)
      #expect(keys.allSatisfy { !$0.isGone && $0.wrapped?.count == 40 })
      let more = [VaultRow.subject(1), VaultRow.subject(9), VaultRow.subject(3)]
      var asked: [Int] = []
      let again = try second.keys(for: more, wrappedBy: "f1") { index in
        asked.append(index)
        return VaultRow.candidate(100)
      }
      #expect(asked == [1])
      #expect(again.map(\.keyID) == [keys[1].keyID, VaultRow.id(100), keys[0].keyID])
      let found = try first.keys(
        withIDs: again.map(\.keyID) + [String(repeating: "f", count: 32)])
      #expect(Set(found) == Set(again) && found.count == 3)
      #expect(try first.keys(for: [], wrappedBy: "f1") { VaultRow.candidate($0) }.isEmpty)
    },
    .onRows("two processes that race for the same subjects end with the same keys") {
      first, second in
      let subjects = (0..<20).map { VaultRow.subject($0) }
      let answers = try await withThrowingTaskGroup(of: [String].self) { group in
        for task in 0..<8 {
          group.addTask {
            let store = task % 2 == 0 ? first : second
            var ids: [String] = []
            for (number, subject) in subjects.enumerated() {
              ids += try store.keys(for: [subject], wrappedBy: "f1") { _ in
                VaultRow.candidate(task * 1_000 + number)
              }.map(\.keyID)
            }
            return ids
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(answers).count == 1)
      #expect(Set(answers[0]).count == subjects.count)
    },
    .onRows("a fault while a key is made leaves none of the batch behind") { first, second in
      let subjects = [VaultRow.subject(1), VaultRow.subject(2)]
      let error = fault { () throws(StorageFault) in
        try first.keys(for: subjects, wrappedBy: "f1") { index throws(StorageFault) in
          guard index == 0 else { throw StorageFault(code: .crypto, reason: "no") }
          return VaultRow.candidate(1)
        }
      }
      #expect(error?.code == .crypto)
      let newest = try second.newestKey()
      #expect(newest == nil)
      #expect(try second.keys(withIDs: [VaultRow.id(1)]).isEmpty)
    },
    .onRows("another master key in force is refused, for known subjects too") { first, _ in
      let known = VaultRow.subject(1)
      _ = try first.keys(for: [known], wrappedBy: "f1") { VaultRow.candidate($0) }
      for subject in [known, VaultRow.subject(2)] {
        let error = fault { () throws(StorageFault) in
          try first.keys(for: [subject], wrappedBy: "f2") { VaultRow.candidate($0 + 50) }
        }
        #expect(error?.code == .rotated)
      }
      #expect(try first.keys(withIDs: [VaultRow.id(50)]).isEmpty)
    },
  ]
}
