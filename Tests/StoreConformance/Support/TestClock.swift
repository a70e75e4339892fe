public import EventLog
public import InteractionModel
internal import Synchronization

/// A clock that a test sets.
public final class TestClock: Sendable {
  private let time: Mutex<Instant>
  private let step: Int64

  /// A clock.
  /// - Parameters:
  ///   - start: what it shows first; some day in 2025 by default.
  ///   - step: how many microseconds it goes on after each look at it.
  public init(_ start: Instant = Instant(microseconds: 1_750_000_000_000_000), step: Int64 = 1) {
    time = Mutex(start)
    self.step = step
  }

  /// What it shows.
  public var now: Instant { time.withLock { $0 } }

  /// Sets it, also back.
  /// - Parameter instant: what it shows next.
  public func set(_ instant: Instant) {
    time.withLock { $0 = instant }
  }

  /// The clock as a store wants it.
  public var logClock: LogClock {
    LogClock { [self] in
      time.withLock { time in
        let now = time
        time = Instant(microseconds: now.microseconds + step)
        return now
      }
    }
  }
}
