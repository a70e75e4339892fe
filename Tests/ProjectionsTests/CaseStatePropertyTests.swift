import InteractionModel
import Testing

@testable import Projections

@Suite("CaseState: properties on random histories")
struct CaseStatePropertyTests {
  private func reread(_ state: CaseState) throws -> CaseState {
    try CaseState(decoding: state.encoded())
  }

  @Test(
    "Whatever a record changes in the case's row, the trace names",
    arguments: 1...60 as ClosedRange<UInt64>)
  func trace(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    let records = try history.records(60)
    for key in ["A", "Z"] {
      let missed = try Tracing<CaseTrace>(key: key).missed(in: records) {
        try row($0, RowContext(key: key))?["document"]?.object ?? [:]
      }
      #expect(missed == [], "of \(key)")
    }
  }

  @Test("Fields of a case are those of its row", arguments: 70...75 as ClosedRange<UInt64>)
  func selected(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    var state = CaseState()
    for record in try history.records(60) { try state.apply(record) }
    let context = RowContext(key: "A")
    let document = try #require(try row(state, context)?["document"]?.object)
    #expect(state.fields(nil, of: "A", in: CaseState.table, context) == document)
    for member in document.members {
      let one = state.fields([member.key], of: "A", in: CaseState.table, context)
      #expect(one == [member.key: member.value])
    }
    #expect(state.fields(nil, of: "B", in: CaseState.table, context) == nil)
  }

  @Test(
    "After every prefix, the decoded state goes on like the one that was encoded",
    arguments: 1...15 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    let records = try history.records(40)
    let whole = try fold(records)
    let rows = whole.rows(RowContext(key: "A"))
    for cut in 0...records.count {
      var state = try reread(fold(Array(records[..<cut])))
      for record in records[cut...] { try state.apply(record) }
      #expect(state.encoded() == whole.encoded(), "cut after \(cut)")
      #expect(state.rows(RowContext(key: "A")) == rows, "cut after \(cut)")
    }
  }

  @Test(
    "Any subset of a history folds and has one row whose values fit the table",
    arguments: 20...40 as ClosedRange<UInt64>)
  func total(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    let records = try history.records(60)
    for _ in 0..<20 {
      let subset = records.filter { _ in Int.random(in: 0..<3, using: &history.generator) == 0 }
      guard !subset.isEmpty else { continue }
      let state = try fold(subset)
      let rows = state.rows(RowContext(key: "A"))
      #expect(rows.count == 1)
      for row in rows {
        #expect(row.values.count == CaseState.table.columns.count)
        for (column, value) in zip(CaseState.table.columns, row.values) {
          switch (column.kind, value) {
          case (_, .null), (.integer, .integer), (.text, .text), (.json, .text): break
          default: Issue.record("\(column.name) holds \(value)")
          }
        }
      }
      #expect(try row(state)?["events"] == .int(Int64(subset.count)))
    }
  }

  @Test(
    "In whichever order events are delivered, the state is the same but for positions",
    arguments: 50...80 as ClosedRange<UInt64>)
  func deliveryOrder(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    // Times that differ and can be used, so that only positions depend on the delivery.
    var events = (0..<40).map { place in
      var event = history.event()
      event.occurred = Timestamp(
        RecordBuilder.start.advanced(bySeconds: Int64(place * 7_919 % 4_001)))
      return event
    }
    var documents: [JSONValue] = []
    for _ in 0..<4 {
      var builder = RecordBuilder()
      let records = try events.map { try builder.record($0) }
      documents.append(withoutPositions(.object(try document(records))))
      events.shuffle(using: &history.generator)
    }
    for other in documents.dropFirst() { #expect(other == documents[0]) }
  }

  @Test("A damaged state is refused", arguments: [3, 4] as [UInt64])
  func damaged(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    try checkRefusesDamage(try fold(history.records(30)))
    try checkRefusesDamage(CaseState())
  }
}
