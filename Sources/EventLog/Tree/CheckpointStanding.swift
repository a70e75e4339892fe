internal import InteractionModel
public import Merkle

/// How a log stands to a checkpoint that one of its keys has signed.
public enum CheckpointStanding: Sendable, Hashable {
  /// It begins with the records that the checkpoint is of.
  case extended
  /// It has fewer records than were signed.
  case shorter(size: UInt64)
  /// Its first records are others than those that were signed.
  case otherHistory
  /// Some of the records that it is of are lost, as the record says that began the next epoch: only the
  /// ones before that are common to both, and a root over more proves nothing of them.
  case lost(SigningKeys.Reign)

  /// Whether nobody is missing anything that is not stated to be lost.
  public var isSettled: Bool {
    switch self {
    case .extended, .lost: true
    case .shorter, .otherHistory: false
    }
  }
}

extension SigningKeys {
  /// The record that ended an epoch, which is the first of the next one; nil of the epoch that goes on.
  private func end(ofEpoch origin: String) -> Reign? {
    epochs.first { $0.lost?.origin.utf8.elementsEqual(origin.utf8) ?? false }
  }

  /// How the log stands to a checkpoint of an epoch that has ended by its size.
  /// - Parameter checkpoint: the checkpoint.
  /// - Returns: how; nil when the records say, which are as many.
  package func standing(to checkpoint: Checkpoint) -> CheckpointStanding? {
    guard let end = end(ofEpoch: checkpoint.origin), let lost = end.lost else { return nil }
    let common = UInt64(end.from.previous.rawValue)
    guard checkpoint.size > common else { return nil }
    // More than the log admits to have lost.
    guard checkpoint.size <= lost.size else { return .shorter(size: common) }
    return checkpoint.size == lost.size && checkpoint != lost ? .otherHistory : .lost(end)
  }

  /// Whether the log states that it does not extend a checkpoint, and so goes on without.
  fileprivate func givesUp(_ checkpoint: Checkpoint) -> Bool {
    guard let lost = end(ofEpoch: checkpoint.origin)?.lost else { return false }
    return checkpoint.size < lost.size || checkpoint == lost
  }
}

extension EventStore {
  /// How the log stands to a checkpoint that one of its keys has signed.
  ///
  /// One of an epoch before is compared with the records that are common: those before the record which
  /// began the next one.
  /// - Parameters:
  ///   - checkpoint: the checkpoint.
  ///   - keys: the keys of the log.
  /// - Returns: how it stands.
  /// - Throws: ``/Merkle/TreeError`` or ``StorageFault`` when the log cannot be read.
  public func standing(
    to checkpoint: Checkpoint, _ keys: SigningKeys
  ) throws -> CheckpointStanding {
    if let standing = keys.standing(to: checkpoint) { return standing }
    let size = UInt64(try head().position.rawValue)
    guard checkpoint.size <= size else { return .shorter(size: size) }
    return try root(atSize: checkpoint.size) == checkpoint.root ? .extended : .otherHistory
  }

  /// Whether the log goes on from a checkpoint, or states that it cannot.
  /// - Parameters:
  ///   - checkpoint: the checkpoint.
  ///   - keys: the keys of the log.
  /// - Returns: how it stands; nil when nothing is owed.
  /// - Throws: ``/Merkle/TreeError`` or ``StorageFault`` when the log cannot be read.
  public func debt(
    to checkpoint: Checkpoint, _ keys: SigningKeys
  ) throws -> CheckpointStanding? {
    let standing = try standing(to: checkpoint, keys)
    return standing.isSettled || keys.givesUp(checkpoint) ? nil : standing
  }
}
