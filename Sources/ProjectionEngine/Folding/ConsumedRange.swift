internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Projections

/// The tree over the records that a projection was given, which must be the one over the log.
///
/// It grows by the leaf that each record brings along, computed from its bytes where they were read,
/// and is compared with the log's at every checkpoint, on the thread that folds: whatever was lost,
/// doubled, exchanged or altered before, by the store or between threads, makes another root. The root
/// is kept with the checkpoint, so that a later run goes on from nothing but what the log has.
struct ConsumedRange: Sendable {
  private let log: any EventStore
  private let projection: String
  private var range: CompactRange

  /// What a read model has consumed.
  /// - Parameters:
  ///   - model: the read model; one that was last written before roots were kept is believed.
  ///   - log: what it was made from.
  /// - Throws: ``/EventLog/StorageFault`` `foreign` when the log has other records up to where it
  ///   stands; ``/Merkle/TreeError`` or ``/EventLog/StorageFault`` when either cannot be read.
  init(_ model: any ReadModel, of log: any EventStore) throws {
    let checkpoint = try model.checkpoint()
    self.log = log
    projection = model.projection.name
    var tree = try log.tree(atSize: UInt64(checkpoint.rawValue))
    range = try tree.range()
    let known = try model.bookkeeping()?.root ?? []
    guard known.isEmpty || range.root.bytes == known else {
      throw StorageFault(
        code: .foreign,
        reason: """
          \(projection) was made from another log: of the records up to position \(checkpoint), where \
          it stands, this log has not all as they were; it was restored from an older copy and went on \
          differently, or was altered
          """,
        remedy: "run \(.rebuild(projection))")
    }
  }

  /// The last record that was consumed.
  var position: Position { Position(Int64(range.count)) }

  /// Takes the next records, which are not to be folded before.
  /// - Parameter records: all from the last one that was consumed on.
  /// - Throws: ``CompletenessAlarm`` that names the first one that the log has not, or has otherwise;
  ///   ``/Merkle/TreeError`` when the log cannot be read.
  mutating func take(_ records: ArraySlice<Record>) throws {
    guard let first = records.first else { return }
    var grown = range
    for record in records {
      let expected = Position(Int64(grown.count)).next
      guard record.position == expected else {
        throw alarm(
          expected, "it was given the record of position \(record.position) instead of \(expected)")
      }
      guard let leaf = record.leaf else {
        throw alarm(expected, "the record there was read without its leaf")
      }
      grown.append(Hash(leaf))
    }
    guard try grown.root == log.root(atSize: grown.count) else {
      throw try alarm(
        firstAltered(records) ?? first.position,
        "the record there is not the one whose leaf stands in the tree of the log")
    }
    range = grown
  }

  /// The root over the records through a position that is not behind ``position``, as a read model
  /// keeps it.
  func root(through position: Position) throws -> [UInt8] {
    try position == self.position ? range.root.bytes : log.root(through: position)
  }

  /// The first record whose leaf is another one than the log's.
  private func firstAltered(_ records: ArraySlice<Record>) throws -> Position? {
    guard let last = records.last else { return nil }
    var tree = try log.tree(atSize: UInt64(last.position.rawValue))
    return try records.first { record in
      try record.leaf.map { Hash($0) } != tree.leaf(at: UInt64(record.position.rawValue - 1))
    }?.position
  }

  private func alarm(_ position: Position, _ what: String) -> CompletenessAlarm {
    CompletenessAlarm(projection: projection, position: position, what: what)
  }
}
