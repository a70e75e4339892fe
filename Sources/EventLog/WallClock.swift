internal import Foundation
public import InteractionModel
internal import Synchronization

/// The clock that records are taken by, watched while a program runs: when somebody sets it, that is
/// said.
public final class WallClock: Sendable {
  /// That the clock was set.
  public struct Change: Sendable, Hashable, CustomStringConvertible {
    /// What it says now.
    public let now: Instant
    /// By how many microseconds it is ahead of the time that has passed, or behind it.
    public let drift: Int64

    /// What happened.
    public var description: String {
      """
      the clock was set while this runs: it says \(now), \(drift.magnitude / 1_000_000) s \
      \(drift < 0 ? "behind" : "ahead of") the time that has passed; records are taken by it
      """
    }
  }

  private let wall: @Sendable () -> Instant
  private let passed: @Sendable () -> Duration
  private let say: @Sendable (Change) -> Void
  private let drift: Mutex<ClockDrift>

  /// A clock.
  /// - Parameters:
  ///   - wall: what is recorded.
  ///   - passed: how much time has passed, by a clock that nobody sets.
  ///   - say: is told when the two have drifted apart.
  package init(
    wall: @escaping @Sendable () -> Instant, passed: @escaping @Sendable () -> Duration,
    say: @escaping @Sendable (Change) -> Void
  ) {
    self.wall = wall
    self.passed = passed
    self.say = say
    drift = Mutex(ClockDrift(wall: wall(), passed: passed()))
  }

  /// The clock of this machine, watched from now on.
  /// - Parameter say: is told when somebody has set it.
  public convenience init(say: @escaping @Sendable (Change) -> Void) {
    let start = ContinuousClock.now
    self.init(
      wall: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) },
      passed: { ContinuousClock.now - start }, say: say)
  }

  /// The clock for whoever records.
  public var logClock: LogClock { LogClock { self.now() } }

  /// What the clock says.
  @discardableResult
  public func now() -> Instant {
    let now = wall()
    let news = drift.withLock { $0.look(wall: now, passed: passed()) }
    if let news { say(Change(now: now, drift: news)) }
    return now
  }

  /// Looks at the clock every ten seconds until the task is cancelled, for whoever asks for no time.
  /// - Throws: `CancellationError` when it is.
  public func watch() async throws {
    while true {
      now()
      // Nothing tells a program that the clock was set; what it compares with is time that passes.
      try await Task.sleep(for: .seconds(10))
    }
  }
}
