public import InteractionModel

/// Where the log takes the time from.
public struct LogClock: Sendable {
  /// The time now.
  public let now: @Sendable () -> Instant

  /// A clock that calls a closure.
  /// - Parameter now: answers the time.
  public init(now: @escaping @Sendable () -> Instant) {
    self.now = now
  }
}
