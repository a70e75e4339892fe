import InteractionModel

@testable import Projections

/// Holds what a trace says against what records really change.
struct Tracing<Trace: FieldTrace> {
  let key: String

  /// The fields that a record changed and the trace did not name, each with its position; the
  /// first record may change all.
  func missed(
    in records: [Record], _ document: (Trace.State) throws -> JSONObject
  ) throws -> [String] {
    var trace = Trace(key: key)
    var state = Trace.State()
    var before: JSONObject?
    var missed: [String] = []
    for record in records {
      try state.apply(record)
      let named = trace.fields(changedBy: record, in: state).map(\.rawValue)
      let after = try document(state)
      if let before {
        let fields = Set(before.members.map(\.key)).union(after.members.map(\.key)).sorted()
        for field in fields where before[field] != after[field] && !named.contains(field) {
          missed.append("\(field)@\(record.position)")
        }
      }
      before = after
    }
    return missed
  }
}
