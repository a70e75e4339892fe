internal import InteractionModel

// A long matter: what agents wrote and asked, what is attached, and what machines and answers tried
// is in pages (see ``TouchPages``); the rest, which its rows list, is the head.
extension MatterContinuity: PartedState {
  var isLong: Bool { history.isLong }

  /// Nothing is to be moved: it is in pages from the start.
  mutating func moveIntoParts() {}

  var isComplete: Bool { history.isComplete }

  func encodedHead() -> [UInt8] {
    var state = StateWriter()
    history.encodeHead(into: &state)
    return state.bytes
  }

  var changedParts: [StatePart] { history.acts.changedParts + history.details.changedParts }

  mutating func noteStored() {
    history.acts.noteStored()
    history.details.noteStored()
  }

  var missingParts: [PartName] { history.acts.missingParts + history.details.missingParts }

  mutating func supply(_ parts: [StatePart], for names: [PartName]) throws {
    // There is none that is asked for and was never written.
    guard Set(names).isSubset(of: parts.map(\.name)) else { throw StateDecodingError(offset: 0) }
    try history.acts.supply(parts)
    try history.details.supply(parts)
  }

  mutating func complete() { history.complete() }

  /// All rows, each of which shows the last record of its matter as its own.
  func changes(_ context: RowContext) -> RowChanges {
    let rows = rows(context)
    let places = Set(rows.map(RowKey.init))
    let former = stored.map { stored in
      MatterRows(stored, kind: Home.kind, table: Home.table, context).all
    }
    return RowChanges(rows: rows, gone: (former ?? []).filter { !places.contains(RowKey($0)) })
  }
}
