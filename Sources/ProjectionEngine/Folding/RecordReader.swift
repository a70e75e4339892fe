package import EventLog
package import InteractionModel
internal import Merkle
internal import Projections

/// Reads the log in batches of decoded records, and alarms when one is skipped, doubled, moved or
/// altered.
package struct RecordReader {
  private let log: any EventStore
  private let projection: String

  /// A reader of a log.
  /// - Parameters:
  ///   - log: the log.
  ///   - projection: whom an alarm names.
  package init(log: any EventStore, projection: String) {
    self.log = log
    self.projection = projection
  }

  /// The records after a position, in order, decoded on all cores.
  /// - Parameters:
  ///   - position: the last record that was read.
  ///   - through: the last record to read; the log must reach it.
  ///   - limit: how many at most.
  /// - Returns: at most `limit` records; none only at `through`.
  /// - Throws: ``CompletenessAlarm`` that names the first place that is not as it should be.
  package func records(
    after position: Position, through: Position, limit: Int
  ) throws -> [Record] {
    try read(after: position, through: through, limit: limit) { position, line, leaf, records in
      records.append(try record(position, line, leaf: leaf))
    }.values
  }

  /// The links that the records after a position make, in order, found on all cores.
  ///
  /// Of records that make none the leaves are not checked: whoever folds them reads them again.
  /// - Parameters:
  ///   - position: the last record that was read.
  ///   - through: the last record to read; the log must reach it.
  ///   - limit: how many records at most.
  /// - Returns: the links, and the last record that was read.
  /// - Throws: ``CompletenessAlarm`` that names the first place that is not as it should be.
  func links(
    after position: Position, through: Position, limit: Int
  ) throws -> (values: [Link], end: Position) {
    try read(after: position, through: through, limit: limit) { position, line, leaf, links in
      guard LinkReader.mayMakeLinks(line) else { return }
      links += Link.links(of: try record(position, line, leaf: leaf))
    }
  }

  /// What the records after a position make, in order.
  private func read<Value: Sendable>(
    after position: Position, through: Position, limit: Int,
    _ take:
      @Sendable (
        Position, UnsafeRawBufferPointer, UnsafeRawBufferPointer, inout [Value]
      ) throws -> Void
  ) throws -> (values: [Value], end: Position) {
    guard position < through else { return ([], position) }
    let count = Int(min(Int64(limit), through.rawValue - position.rawValue))
    // Few are not worth a second thread.
    let pieces = count < 1_024 ? [0..<count] : Parallel.pieces(count)
    let start = position.rawValue
    let read = try Parallel.map(pieces.count) { piece in
      var values: [Value] = []
      let first = Position(start + Int64(pieces[piece].lowerBound))
      var end = first
      let result = Result {
        try walk(
          after: first, through: Position(start + Int64(pieces[piece].upperBound))
        ) { position, line, leaf in
          try take(position, line, leaf, &values)
          end = position
        }
      }
      return (values: values, end: end, failure: result.failure)
    }
    var values: [Value] = []
    var end = position
    for (piece, part) in zip(pieces, read) {
      // The first place that is wrong is the one to name.
      if let failure = part.failure { throw failure }
      values = values.isEmpty ? part.values : values + part.values
      end = part.end
      // Up to where the log ends; the next call finds that it should not have.
      guard end.rawValue == start + Int64(piece.upperBound) else { break }
    }
    guard end > position else { throw missing(position.next, through: through) }
    return (values, end)
  }

  /// Walks over the bytes of records, and alarms where one is skipped or doubled; where the log
  /// ends too early it just ends.
  /// - Parameters:
  ///   - position: the last record that was read.
  ///   - through: the last record to read.
  ///   - body: borrows the line and the stored leaf.
  /// - Throws: ``CompletenessAlarm`` that names the place, or what `body` throws.
  private func walk(
    after position: Position, through: Position,
    _ body: (Position, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var expected = position.next
    try log.scan(in: ReadRange(after: position, through: through)) { place, line, leaf in
      guard place == expected, expected <= through else {
        throw alarm(expected, "the log gave position \(place) instead of \(expected)")
      }
      expected = expected.next
      try body(place, line, leaf)
      return true
    }
  }

  /// The record of a line, if it is the one that the log took at this place.
  /// - Parameters:
  ///   - position: the place.
  ///   - line: its bytes.
  ///   - leaf: what they must hash to.
  /// - Returns: the record, which carries its leaf.
  /// - Throws: ``CompletenessAlarm`` or ``/EventLog/StorageFault`` that names the position.
  func record(
    _ position: Position, _ line: UnsafeRawBufferPointer, leaf: UnsafeRawBufferPointer
  ) throws -> Record {
    let hash = Hash.leaf(line)
    guard hash.withUnsafeBytes({ $0.elementsEqual(leaf) }) else {
      throw alarm(position, "the record's bytes do not hash to its leaf")
    }
    let record: Record
    do {
      record = try Record(line: line, leaf: RecordLeaf(leaf))
    } catch {
      // Names the place and what to do.
      record = try StoredRecord(position: position, line: Array(line), leaf: []).decoded()
    }
    guard record.position == position else {
      throw alarm(
        position, "the record there says that it stands at position \(record.position)")
    }
    return record
  }

  /// A copied record, if it is the one that the log took at its place.
  func record(_ stored: StoredRecord) throws -> Record {
    try stored.line.withUnsafeBytes { line in
      try stored.leaf.withUnsafeBytes { try record(stored.position, line, leaf: $0) }
    }
  }

  /// The alarm about a log that ends before a record that it has.
  private func missing(_ position: Position, through: Position) -> CompletenessAlarm {
    alarm(position, "the log reaches \(through) and gave nothing from \(position) on")
  }

  private func alarm(_ position: Position, _ what: String) -> CompletenessAlarm {
    CompletenessAlarm(projection: projection, position: position, what: what)
  }
}

extension Result {
  /// What went wrong, if it did.
  fileprivate var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
