internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

/// The clock that records are taken by, watched while the program runs: when somebody sets it, that is
/// said.
final class WallClock: Sendable {
  /// The clock of this machine.
  static let system = WallClock(
    wall: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) },
    passed: { [start = ContinuousClock.now] in ContinuousClock.now - start },
    say: { Terminal.note($0) })

  /// The clock of this machine for whoever records.
  static let logClock = LogClock { system.now() }

  private let wall: @Sendable () -> Instant
  private let passed: @Sendable () -> Duration
  private let say: @Sendable (String) -> Void
  private let drift: Mutex<ClockDrift>

  /// - Parameters:
  ///   - wall: what is recorded.
  ///   - passed: how much time has passed, by a clock that nobody sets.
  ///   - say: is told when the two have drifted apart.
  init(
    wall: @escaping @Sendable () -> Instant, passed: @escaping @Sendable () -> Duration,
    say: @escaping @Sendable (String) -> Void
  ) {
    self.wall = wall
    self.passed = passed
    self.say = say
    drift = Mutex(ClockDrift(wall: wall(), passed: passed()))
  }

  /// What the clock says.
  @discardableResult
  func now() -> Instant {
    let now = wall()
    let news = drift.withLock { $0.look(wall: now, passed: passed()) }
    if let news {
      let seconds = news.magnitude / 1_000_000
      say(
        """
        the clock was set while this runs: it says \(now), \(seconds) s \
        \(news < 0 ? "behind" : "ahead of") the time that has passed; records are taken by it
        """)
    }
    return now
  }

  /// Looks at the clock every ten seconds until the task is cancelled, for whoever asks for no time.
  func watch() async throws {
    while true {
      now()
      // Nothing tells a program that the clock was set; what it compares with is time that passes.
      try await Task.sleep(for: .seconds(10))
    }
  }
}
