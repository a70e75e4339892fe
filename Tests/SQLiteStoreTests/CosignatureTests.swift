import EventLog
import InteractionModel
import Merkle
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("What witnesses said of a log in SQLite")
struct CosignatureTests {
  /// A log that names a witness, with two checkpoints that it cosigned.
  private func cosigned() async throws -> (TestDirectory, SigningKey) {
    let directory = try await PlainLog.make()
    let witness = try PlainLog.witness.orThrow()
    let store = try PlainLog.open(directory.path)
    try await store.append(plain: [PlainLog.naming(witness)])
    for time in 1...2 as ClosedRange<UInt64> {
      let signed = try PlainLog.cosignHead(of: store, by: witness, at: time)
      #expect(try store.lastCheckpoint() == signed)
      var other = EventMaker(seed: time)
      try await store.append(plain: other.events(2))
    }
    try store.close()
    return (directory, witness)
  }

  @Test("is kept with each checkpoint, of a witness and size the first, and given out with it")
  func kept() async throws {
    let (directory, witness) = try await cosigned()
    let store = try PlainLog.open(directory.path)
    let last = try #require(try store.lastCheckpoint())
    let key = try PlainLog.signingKey.orThrow().verifier
    #expect(try last.verify(with: key, witnesses: [witness.verifier]).map(\.time) == [2])
    #expect(try store.lastCosigned(by: witness.verifier) == last.checkpoint.size)
    var again = last.withoutCosignatures
    var note = again.note
    let later = try note.cosign(with: witness, at: 7)
    try again.add(later, of: witness.verifier)
    #expect(try store.keep(again) == last)
    let stranger = try SigningKey(name: "witness.example/w1", algorithm: .cosignature).verifier
    #expect(try store.lastCosigned(by: stranger) == 0)
    try store.close()
    #expect(
      try SQLiteEventStore.verify(directory: directory.path, limit: 9) { _ in true }.problems == [])
  }

  @Test("is found when any column of it is altered", arguments: ["name", "key_id", "size", "line"])
  func altered(column: String) async throws {
    let (directory, _) = try await cosigned()
    let altered = ["name": "'w'", "key_id": "key_id + 1", "size": "size + 1"][column]
    let found = try TamperedLog.problems(directory) { raw in
      try raw.rows(
        """
        UPDATE cosignature SET \(column) = \(altered ?? "replace(line, 'witness', 'w1tness')")
        WHERE size = (SELECT max(size) FROM cosignature)
        """)
    }
    #expect(found.contains { $0.what.hasPrefix("cosignature of") }, "\(found)")
  }
}
