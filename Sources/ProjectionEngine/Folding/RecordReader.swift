internal import EventLog
internal import InteractionModel
internal import Merkle

/// Reads the log in batches of decoded records, and alarms when one is skipped, doubled, moved or
/// altered.
struct RecordReader {
  let log: any EventStore
  /// Whether to recompute each leaf from the record's bytes and compare it with the stored one.
  var checksLeaves = true
  /// Whom an alarm names.
  let projection: String

  /// The records after a position, in order, decoded on all cores.
  /// - Parameters:
  ///   - position: the last record that was read.
  ///   - through: the last record to read; the log must reach it.
  ///   - limit: how many at most.
  /// - Returns: at most `limit` records; none only at `through`.
  /// - Throws: ``CompletenessAlarm`` that names the first place that is not as it should be.
  func records(
    after position: Position, through: Position, limit: Int
  ) throws -> [Record] {
    guard position < through else { return [] }
    let stored = try log.records(
      .all, in: ReadRange(after: position, through: through), limit: limit)
    var expected = position.next
    for item in stored {
      guard item.position == expected, expected <= through else {
        throw alarm(expected, "the log gave position \(item.position) instead of \(expected)")
      }
      expected = expected.next
    }
    guard !stored.isEmpty else {
      throw alarm(expected, "the log reaches \(through) and gave nothing from \(expected) on")
    }
    let pieces = Parallel.pieces(stored.count)
    let checksLeaves = checksLeaves
    let name = projection
    return try Parallel.map(pieces.count) { piece in
      try stored[pieces[piece]].map { try $0.verified(for: name, checksLeaf: checksLeaves) }
    }.flatMap { $0 }
  }

  private func alarm(_ position: Position, _ what: String) -> CompletenessAlarm {
    CompletenessAlarm(projection: projection, position: position, what: what)
  }
}

extension StoredRecord {
  /// The decoded record, if it is the one that the log took at this place.
  /// - Parameters:
  ///   - projection: whom an alarm names.
  ///   - checksLeaf: whether to recompute the leaf from the bytes.
  /// - Returns: the record.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault`` that names the position.
  func verified(for projection: String, checksLeaf: Bool = true) throws -> Record {
    if checksLeaf, Hash.leaf(line).bytes != leaf {
      throw CompletenessAlarm(
        projection: projection, position: position,
        what: "the record's bytes do not hash to its leaf")
    }
    let record = try decoded()
    guard record.position == position else {
      throw CompletenessAlarm(
        projection: projection, position: position,
        what: "the record there says that it stands at position \(record.position)")
    }
    return record
  }
}
