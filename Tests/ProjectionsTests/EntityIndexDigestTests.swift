import InteractionModel
import Merkle
import Testing

@testable import Projections

@Suite("EntityIndex: the fold is pinned")
struct EntityIndexDigestTests {
  @Test("A fixed history gives the rows it always gave")
  func pinned() throws {
    var index = EntityIndex(.case)
    for number in 0..<11 as Range<UInt8> {
      let line = try RecordLine(
        NewEvent(
          id: EventID(high: 0x4000, low: 0x8000_0000_0000_0000 | UInt64(number)),
          stream: StreamID(rawValue: "case-A"), type: .noteAdded),
        sealed: []
      ).bytes(
        position: Position(Int64(number) + 1), recorded: RecordBuilder.start,
        version: Int64(number) + 1)
      let leaf = Hash.leaf(line).bytes.withUnsafeBytes { RecordLeaf($0) }
      try index.apply(try line.withUnsafeBytes { try Record(line: $0, leaf: leaf) })
    }
    let rows =
      index.rows(RowContext(key: "A"))
      + EntityIndex(.party).rows(
        RowContext(key: "B", mergedInto: "A"))
    let bytes = rows.flatMap { row in
      JSONValue.array([.string(row.table), .string(row.key), .array(row.values.map(\.json))])
        .canonicalBytes
    }
    #expect(
      fnv1a(bytes) == 6_214_772_513_000_370_897,
      "the fold changed: raise EntityIndex.projection.version and re-pin")
    #expect(
      fnv1a(index.encoded()) == 7_523_050_308_628_032_144,
      "states are written in another form: raise the version of the projection and re-pin")
    #expect(EntityIndex.projection.version == 3)
    let again = try EntityIndex(decoding: index.encoded())
    #expect(again.encoded() == index.encoded())
    for damaged in [Array(index.encoded().dropLast()), index.encoded() + [0]] {
      #expect(throws: (any Error).self) { try EntityIndex(decoding: damaged) }
    }
    #expect(EntityIndex(.party).rows(RowContext(key: "B")).isEmpty)
  }
}
