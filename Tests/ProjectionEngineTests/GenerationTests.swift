import InteractionModel
import ProjectionEngine
import Testing

@Suite("Generations")
struct GenerationTests {
  private static func isDue(_ known: Int64?, at position: Int64) -> Bool {
    Generation(
      projection: "CaseState", number: 1, codeVersion: 1, state: .serving,
      digest: known.map { _ in "00" }, digestPosition: known.map { Position($0) }
    ).isDigestDue(at: Position(position))
  }

  @Test("A digest is renewed with what came, and not with what there is")
  func due() {
    #expect(Self.isDue(nil, at: 0) && Self.isDue(nil, at: 1_000_000))
    #expect(!Self.isDue(7, at: 7) && Self.isDue(6, at: 7) && Self.isDue(16_383, at: 16_384))
    #expect(!Self.isDue(100_000, at: 100_000) && !Self.isDue(100_000, at: 100_001))
    #expect(!Self.isDue(100_000, at: 106_665) && Self.isDue(100_000, at: 106_666))
    // Of a log that went back, and of a catalogue that says what cannot be.
    #expect(Self.isDue(100_001, at: 100_000) && Self.isDue(.max, at: 0))
    #expect(Self.isDue(.min, at: .max) && !Self.isDue(.max, at: .max))
  }

  @Test("All digests of a log that grows by one cost some rows a record")
  func cost() {
    var (known, rows) = (Int64(0), Int64(0))
    for position in 1...(1_000_000 as Int64) where position.isMultiple(of: 100) {
      guard Self.isDue(known == 0 ? nil : known, at: position) else { continue }
      (known, rows) = (position, rows + position)
    }
    #expect(rows < 32 * 1_000_000)
  }
}
