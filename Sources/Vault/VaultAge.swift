public import EventLog
public import InteractionModel

/// Which of a log and the vault beside it is from before the other.
///
/// What tells is the last record through which the vault has carried out erasures: a log that ends
/// before it, or has another record there, is older or went on from an older copy. A vault that is
/// older than its log is told by its keys; see ``InteractionLog/requireCurrentVault()``.
public enum VaultAge: Sendable, Hashable {
  /// The log ends before the record through which the vault has carried out erasures.
  case olderLog(end: Position, settled: Position)
  /// The log has another record there.
  case otherLog(settled: Position)
  /// Nothing tells that either is older.
  case unknown

  /// The age, from what the vault notes.
  /// - Parameters:
  ///   - settled: the record through which the vault has carried out erasures.
  ///   - own: what the log has at that position; nil when it ends before.
  ///   - end: where the log ends.
  public init(settled: LogCheckpoint, own: LogCheckpoint?, end: Position) {
    if settled.position > end {
      self = .olderLog(end: end, settled: settled.position)
    } else if let own, own != settled, !settled.leaf.isEmpty {
      self = .otherLog(settled: settled.position)
    } else {
      self = .unknown
    }
  }

  /// The age of a vault and the log beside it, for which no key is needed.
  /// - Parameters:
  ///   - rows: the rows of the vault.
  ///   - log: the log.
  /// - Throws: ``/EventLog/StorageFault`` when either cannot be read.
  public init(of rows: any VaultStore, and log: any EventStore) throws(StorageFault) {
    // The vault first: the log only grows meanwhile.
    let settled = try rows.settledThrough()
    self.init(
      settled: settled, own: try log.checkpoint(at: settled.position),
      end: try log.head().position)
  }

  /// What tells that the log is not the newest one; nil when nothing does.
  public var reason: String? {
    switch self {
    case .olderLog(let end, let settled):
      """
      log.db is older than vault.db: it ends at position \(end), and the vault has carried out \
      erasures through position \(settled)
      """
    case .otherLog(let settled):
      """
      log.db is no longer the log of vault.db: at position \(settled), through which the vault has \
      carried out erasures, it has another record, so it went on from an older copy
      """
    case .unknown: nil
    }
  }

  /// What to do about a key that is gone without a word of the log.
  public var remedy: Remedy {
    switch self {
    case .olderLog, .otherLog: "restore the newest copy of log.db, not vault.db"
    case .unknown: "restore vault.db from a copy, or log.db, if that is the one from before"
    }
  }
}
