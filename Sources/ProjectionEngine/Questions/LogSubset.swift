public import InteractionModel

/// A subset of the log to fold: up to a position, and of that what happened up to a time.
public struct LogSubset: Sendable, Hashable {
  /// The last position that counts.
  public let through: Position
  /// When set, only events whose effective time is not after this count.
  public let occurredThrough: Instant?

  /// A subset.
  /// - Parameters:
  ///   - through: the last position that counts.
  ///   - occurredThrough: the last effective time that counts.
  public init(through: Position, occurredThrough: Instant? = nil) {
    self.through = through
    self.occurredThrough = occurredThrough
  }

  /// Whether an event at that place and time is in the subset.
  /// - Parameters:
  ///   - position: its place.
  ///   - time: its effective time.
  /// - Returns: whether it counts.
  public func contains(_ position: Position, _ time: Instant) -> Bool {
    position <= through && (occurredThrough.map { time <= $0 } ?? true)
  }
}
