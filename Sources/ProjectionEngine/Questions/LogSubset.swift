public import InteractionModel

/// A subset of the log to fold: up to a position, and of that what happened up to a time.
public struct LogSubset: Sendable, Hashable {
  /// The last position that counts.
  public let through: Position
  /// When set, only events whose effective time is not after this count.
  public let occurredThrough: Instant?
  /// Whether that is the end of a day, so that what the source gives the day of has happened on it.
  private let isDayOver: Bool

  /// A subset.
  /// - Parameters:
  ///   - through: the last position that counts.
  ///   - occurredThrough: the last effective time that counts.
  ///   - isDayOver: whether that is the end of a day, and no moment on it.
  public init(through: Position, occurredThrough: Instant? = nil, isDayOver: Bool = false) {
    self.through = through
    self.occurredThrough = occurredThrough
    self.isDayOver = isDayOver
  }

  /// The same up to an earlier position.
  func through(_ position: Position) -> LogSubset {
    LogSubset(
      through: min(position, through), occurredThrough: occurredThrough, isDayOver: isDayOver)
  }

  /// What ends something, on a day of which the source says no more.
  private static let endings: Set<EventType> = [
    .caseClosed, .caseResolved, .conversationClosed, .contactDisconnected, .contactAbandoned,
  ]

  /// Whether a record is in the subset.
  ///
  /// What the source gives only the day of stands where the day begins; but what ended on a day has
  /// ended for sure when the day is over, and at a moment on it nobody can say so yet.
  /// - Parameter record: the record.
  /// - Returns: whether it counts.
  public func contains(_ record: Record) -> Bool {
    let isEnding = occurredThrough != nil && !isDayOver && LogSubset.endings.contains(record.type)
    return contains(
      record.position, (isEnding ? record.occurred?.end : nil) ?? record.effectiveTime)
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
