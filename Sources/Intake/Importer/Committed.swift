public import InteractionModel

/// Where a committed event stands.
public struct Committed: Sendable, Hashable {
  /// Its place in the log.
  public let position: Position
  /// Whether the log had it before.
  public let isDuplicate: Bool

  /// A placement.
  /// - Parameters:
  ///   - position: its place in the log.
  ///   - isDuplicate: whether the log had it before.
  public init(position: Position, isDuplicate: Bool) {
    self.position = position
    self.isDuplicate = isDuplicate
  }
}

/// Thrown by a commit that was refused because of one event: nothing of the batch was committed.
///
/// The importer rejects the row the event belongs to and commits the rest.
public struct EventRejected: Error, Sendable, Hashable {
  /// The index of the event in the batch.
  public let index: Int
  /// Why, without content.
  public let reason: String
  /// What to do.
  public let remedy: String
  /// Whether the reason is that another event has its id; the importer then says which row said that
  /// one, where it remembers it.
  public let isCollision: Bool

  /// A refusal of one event.
  /// - Parameters:
  ///   - index: the index of the event in the batch.
  ///   - reason: why, without content.
  ///   - remedy: what to do.
  ///   - isCollision: whether another event has its id.
  public init(index: Int, reason: String, remedy: String, isCollision: Bool = false) {
    self.index = index
    self.reason = reason
    self.remedy = remedy
    self.isCollision = isCollision
  }
}
