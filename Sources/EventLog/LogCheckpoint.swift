public import InteractionModel

/// How far somebody has come in a log, and what stands there.
///
/// A position alone is true of every log that is long enough: of one that was restored from an older
/// copy and went on differently, too. The leaf of the record at the position is not.
public struct LogCheckpoint: Sendable, Hashable {
  /// The last record that was taken into account; ``InteractionModel/Position/start`` before the
  /// first.
  public let position: Position
  /// Its leaf, SHA-256(0x00 ‖ line); empty before the first record.
  public let leaf: [UInt8]

  /// Before the first record, which is true of every log.
  public static let start = LogCheckpoint(position: .start, leaf: [])

  /// A checkpoint.
  /// - Parameters:
  ///   - position: the last record that was taken into account.
  ///   - leaf: its leaf.
  public init(position: Position, leaf: [UInt8]) {
    self.position = position
    self.leaf = leaf
  }
}

extension EventStore {
  /// The checkpoint of whoever has taken the records through a position into account.
  /// - Parameter position: the last of them.
  /// - Returns: the checkpoint; nil when the log does not reach the position.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func checkpoint(at position: Position) throws(StorageFault) -> LogCheckpoint? {
    guard position > .start else { return .start }
    return try record(at: position).map { LogCheckpoint(position: position, leaf: $0.leaf) }
  }

  /// Refuses what was made from another log than this one.
  /// - Parameters:
  ///   - checkpoint: how far it has come.
  ///   - holder: what it is, for the error: “CaseState”.
  ///   - remedy: what to do, for the error, without a full stop.
  /// - Throws: ``StorageFault`` `ahead` when the log ends before the checkpoint, `foreign` when it has
  ///   another record there; what the log throws when it cannot be read.
  public func require(
    _ checkpoint: LogCheckpoint, of holder: String, remedy: Remedy
  ) throws(StorageFault) {
    guard let own = try self.checkpoint(at: checkpoint.position) else {
      throw StorageFault(
        code: .ahead,
        reason: """
          \(holder) is at position \(checkpoint.position), ahead of the log, which ends at \
          \(try head().position): the log was restored from an older copy
          """,
        remedy: remedy)
    }
    guard own == checkpoint else {
      throw StorageFault(
        code: .foreign,
        reason: """
          \(holder) was made from another log: at position \(checkpoint.position), where it stands, \
          this log has another record; the log was restored from an older copy and went on \
          differently, or was altered
          """,
        remedy: remedy)
    }
  }
}
