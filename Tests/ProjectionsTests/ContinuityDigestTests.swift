import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: the fold of matters is pinned")
struct ContinuityDigestTests {
  @Test("The composed journey gives the rows it always gave")
  func pinned() throws {
    var builder = RecordBuilder()
    let records = try ComposedJourney().events.map { try builder.record($0) }
    var bytes: [UInt8] = []
    func take(_ rows: [Row]) {
      for row in rows {
        bytes +=
          JSONValue.array([
            .string(row.table), .string(row.key), .array(row.values.map(\.json)),
          ]).canonicalBytes
      }
    }
    let key = ComposedJourney.caseID
    take(try continuity(records).rows(RowContext(key: key) { $0 == "lucia" ? "maria" : $0 }))
    take(try continuity([]).rows(RowContext(key: "B", mergedInto: key)))
    // The conversation with the assistant as it stood before it was linked to the case.
    var conversation = MatterContinuity<ConversationMatter>()
    for record in records.prefix(33) where record.conversation == "c-assistant" {
      try conversation.apply(record)
    }
    take(conversation.rows(RowContext(key: "c-assistant")))
    #expect(
      fnv1a(bytes) == 17_149_080_629_480_136_550,
      "the fold changed: raise ContinuityHandoff.projection.version and re-pin")
    let states = try continuity(records).encoded() + conversation.encoded()
    #expect(
      fnv1a(states) == 10_578_217_956_504_018_853,
      "states are written in another form: raise the version of the projection and re-pin")
    #expect(ContinuityHandoff.projection.version == 12)
  }
}
