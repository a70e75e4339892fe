internal import EventLog
internal import InteractionModel
internal import Merkle

/// Reads the log in batches of decoded records, and alarms when one is skipped, doubled or moved.
struct RecordReader {
  let log: any EventStore
  /// Whether to recompute each leaf from the record's bytes and compare it with the stored one.
  var checksLeaves = false
  /// Whom an alarm names.
  let projection: String

  /// The records after a position, in order, decoded on all cores.
  /// - Returns: at most `limit` records; none at the end.
  /// - Throws: ``CompletenessAlarm`` that names the first place that is not as it should be.
  func records(
    after position: Position, through: Position, limit: Int
  ) throws -> [Record] {
    let stored = try log.records(
      .all, in: ReadRange(after: position, through: through), limit: limit)
    let pieces = Parallel.pieces(stored.count)
    let checksLeaves = checksLeaves
    let name = projection
    let decoded = try Parallel.map(pieces.count) { piece in
      try stored[pieces[piece]].map { item in
        if checksLeaves, Hash.leaf(item.line).bytes != item.leaf {
          throw CompletenessAlarm(
            projection: name, position: item.position,
            what: "the record's bytes do not hash to its leaf")
        }
        return try item.decoded()
      }
    }
    let records = decoded.flatMap { $0 }
    var expected = position.next
    for record in records {
      guard record.position == expected else {
        throw CompletenessAlarm(
          projection: projection, position: expected,
          what: "the log gave position \(record.position) instead of \(expected)")
      }
      expected = expected.next
    }
    return records
  }
}
