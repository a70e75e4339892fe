internal import EventLog
internal import InteractionModel
internal import Testing
internal import Vault

extension VaultConformance {
  static let identifiers: [VaultCheck] = [
    .onRows("nothing is noted at first, of the standard region, until another is set") {
      first, second in
      #expect(try first.identifierState() == IdentifierState())
      try first.setRegion("CH")
      #expect(try second.identifierState() == IdentifierState(region: "CH"))
    },
    .onRows("who says an identifier is found by it, each key once, with its last record") {
      first, second in
      try makeKeys(1...3, in: first)
      let noted = [entry(1, key: 1, at: 5), entry(1, key: 1, at: 7), entry(1, key: 2, at: 6)]
      #expect(try first.note(batch(through: 7, noted + [entry(2, key: 3, at: 4)])))
      #expect(try second.identifierState() == state(through: 7))
      #expect(try found(1, in: second) == [found(1, key: 1, at: 7), found(1, key: 2, at: 6)])
      #expect(try found(2, in: first) == [found(2, key: 3, at: 4)])
      #expect(try found(3, in: first) == [])
      // The party of a key follows the links.
      try first.setParty("p-9", of: [VaultRow.subject(3)])
      #expect(try found(2, in: second).map(\.party) == ["p-9"])
    },
    .onRows("noting the same again changes nothing") { first, second in
      try makeKeys(1...1, in: first)
      let noted = [entry(1, key: 1, at: 5)]
      #expect(try first.note(batch(through: 5, noted)))
      #expect(try second.note(batch(from: state(through: 5), through: 6, noted)))
      #expect(try found(1, in: first) == [found(1, key: 1, at: 5)])
    },
    .onRows("whoever goes on from another state than there is writes nothing") { first, second in
      try makeKeys(1...1, in: first)
      #expect(try first.note(batch(through: 5, [])))
      #expect(try !second.note(batch(through: 9, [entry(1, key: 1, at: 9)])))
      #expect(try second.identifierState() == state(through: 5) && found(1, in: second) == [])
    },
    .onRows("what is withdrawn is gone, and what others or other records say stays") {
      first, second in
      try makeKeys(1...2, in: first)
      let noted = [entry(1, key: 1, at: 5), entry(1, key: 1, at: 7), entry(1, key: 2, at: 7)]
      #expect(try first.note(batch(through: 7, noted)))
      var later = batch(from: state(through: 7), through: 8, [])
      later.withdrawn = [place(key: 1, at: 7), place(key: 3, at: 7)]
      #expect(try second.note(later))
      #expect(try found(1, in: first) == [found(1, key: 1, at: 5), found(1, key: 2, at: 7)])
    },
    .onRows("whoever begins anew forgets what was noted before") { first, second in
      try makeKeys(1...1, in: first)
      #expect(try first.note(batch(through: 5, [entry(1, key: 1, at: 5)])))
      let anew = IdentifierBatch(
        from: state(through: 5), to: state(through: 2), startsAnew: true,
        entries: [entry(2, key: 1, at: 2)])
      #expect(try second.note(anew))
      #expect(try found(1, in: first) == [] && found(2, in: first).count == 1)
      #expect(try first.identifierState() == state(through: 2))
    },
    .onRows("of a party's last keys each identifier is told once, the last said first") {
      first, second in
      let subjects = (1...3).map { VaultRow.subject($0, party: $0 == 3 ? "p-2" : "p-1") }
      _ = try first.keys(for: subjects, wrappedBy: "f1") { VaultRow.candidate($0 + 1) }
      let noted = [
        entry(1, key: 1, at: 9), entry(2, key: 1, at: 4), entry(1, key: 2, at: 5),
        entry(3, key: 2, at: 6), entry(4, key: 3, at: 7),
      ]
      #expect(try first.note(batch(through: 9, noted)))
      func said(_ limit: Int) throws -> [[Int64]] {
        try second.identifiers(ofParty: "p-1", limit: limit).map {
          [Int64($0.hash.bytes[0]), $0.position.rawValue, $0.keyID == VaultRow.id(1) ? 1 : 2]
        }
      }
      #expect(try said(9) == [[1, 9, 1], [3, 6, 2], [2, 4, 1]])
      #expect(try said(2) == [[1, 9, 1], [3, 6, 2]] && said(1) == [[3, 6, 2]])
      #expect(try first.destroy([VaultRow.id(2)]) == 1 && said(9) == [[1, 9, 1], [2, 4, 1]])
      #expect(try first.identifiers(ofParty: "p-9", limit: 5) == [])
    },
    .onRows("a key that is destroyed is found by nothing, whenever it was opened") {
      first, second in
      try makeKeys(1...2, in: first)
      let noted = [entry(1, key: 1, at: 5), entry(1, key: 2, at: 6)]
      #expect(try first.note(batch(through: 6, noted)))
      #expect(try second.destroy([VaultRow.id(1)]) == 1)
      #expect(try found(1, in: first) == [found(1, key: 2, at: 6)])
      // Opened before, noted afterwards: the erasure wins. So it does over a key that never was.
      let late = [entry(3, key: 1, at: 7), entry(3, key: 2, at: 7), entry(3, key: 9, at: 7)]
      #expect(try first.note(batch(from: state(through: 6), through: 7, late)))
      #expect(try found(3, in: second) == [found(3, key: 2, at: 7)])
      #expect(try second.destroy([VaultRow.id(1), VaultRow.id(2)]) == 1)
      #expect(try found(1, in: first) == [] && found(3, in: first) == [])
    },
  ]

  private static func makeKeys(_ numbers: ClosedRange<Int>, in store: any VaultStore) throws {
    _ = try store.keys(for: numbers.map { VaultRow.subject($0) }, wrappedBy: "f1") {
      VaultRow.candidate(numbers.lowerBound + $0)
    }
  }

  private static func hash(_ number: UInt8) -> IdentifierHash {
    IdentifierHash([UInt8](repeating: number, count: IdentifierHash.length))
  }

  private static func place(key: Int, at position: Int64) -> IdentifierBatch.Place {
    IdentifierBatch.Place(keyID: VaultRow.id(key), position: Position(position))
  }

  private static func entry(
    _ number: UInt8, key: Int, at position: Int64
  ) -> IdentifierBatch.Entry {
    IdentifierBatch.Entry(hash: hash(number), place: place(key: key, at: position))
  }

  private static func state(through position: Int64) -> IdentifierState {
    IdentifierState(
      rules: "r1",
      checkpoint: LogCheckpoint(position: Position(position), leaf: [UInt8(position)]))
  }

  private static func batch(
    from base: IdentifierState = IdentifierState(), through position: Int64,
    _ entries: [IdentifierBatch.Entry]
  ) -> IdentifierBatch {
    IdentifierBatch(from: base, to: state(through: position), entries: entries)
  }

  private static func found(
    _ number: UInt8, in store: any VaultStore
  ) throws -> [IdentifiedKey] {
    try store.keys(identifiedBy: [hash(number)]).sorted { $0.keyID < $1.keyID }
  }

  private static func found(_ number: UInt8, key: Int, at position: Int64) -> IdentifiedKey {
    IdentifiedKey(
      hash: hash(number), keyID: VaultRow.id(key), scope: VaultRow.subject(key).scope, party: nil,
      position: Position(position))
  }
}
