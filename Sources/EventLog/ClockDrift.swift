public import InteractionModel

/// Whether the clock on the wall goes on as time does.
///
/// `recorded` is taken from the wall clock, which somebody may set while a process runs; time that has
/// passed is told by a clock that nobody sets. Told of both from time to time, it answers when they
/// have drifted apart, and again when that changes.
public struct ClockDrift: Sendable {
  /// How many microseconds apart the two may be without a word: a minute.
  public static let tolerance: Int64 = 60_000_000

  private let start: (wall: Instant, passed: Duration)
  /// The drift that was last said, in microseconds.
  private var said: Int64 = 0

  /// Begins at a moment.
  /// - Parameters:
  ///   - wall: what the wall clock says.
  ///   - passed: what the other clock says.
  public init(wall: Instant, passed: Duration) {
    start = (wall, passed)
  }

  /// Looks at both clocks.
  /// - Parameters:
  ///   - wall: what the wall clock says.
  ///   - passed: what the other clock says.
  /// - Returns: by how many microseconds the wall clock has gone ahead of time (or, negative, behind
  ///   it) since the beginning, when that is to be said; nil when there is nothing new to say.
  public mutating func look(wall: Instant, passed: Duration) -> Int64? {
    let (seconds, attoseconds) = (passed - start.passed).components
    let elapsed =
      seconds.multipliedReportingOverflow(by: 1_000_000).partialValue
      &+ attoseconds / 1_000_000_000_000
    let drift = (wall.microseconds &- start.wall.microseconds) &- elapsed
    guard (drift &- said).magnitude > UInt64(ClockDrift.tolerance) else { return nil }
    said = drift
    return drift
  }
}
