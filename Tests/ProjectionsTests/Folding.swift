import InteractionModel

@testable import Projections

/// Folds records into the state of a case.
func fold(_ records: [Record]) throws -> CaseState {
  var state = CaseState()
  for record in records { try state.apply(record) }
  return state
}

/// The row of a case by column name; JSON columns parsed.
func row(_ state: CaseState, _ context: RowContext = RowContext(key: "A")) throws -> JSONObject? {
  guard let row = state.rows(context).first else { return nil }
  var object = JSONObject()
  for (column, value) in zip(CaseState.table.columns, row.values) {
    if case .json = column.kind, case .text(let text) = value {
      object[column.name] = try JSONValue(parsing: Array(text.utf8))
    } else {
      object[column.name] = value.json
    }
  }
  return object
}

/// The document of case A after some records.
func document(_ records: [Record], key: String = "A") throws -> JSONObject {
  try row(fold(records), RowContext(key: key))?["document"]?.object ?? [:]
}

/// A value without the positions in it.
func withoutPositions(_ value: JSONValue) -> JSONValue {
  switch value {
  case .array(let elements): return .array(elements.map(withoutPositions))
  case .object(let object):
    return .object(
      JSONObject(
        object.members.filter { $0.key != "position" && $0.key != "statedAt" }.map {
          ($0.key, withoutPositions($0.value))
        }))
  default: return value
  }
}

/// FNV-1a, 64 bits.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
