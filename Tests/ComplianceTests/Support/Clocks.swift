import EventLog
import InteractionModel
import SQLiteStore
import Synchronization

/// A clock that goes on by so many seconds whenever it is looked at.
final class SteppingClock: Sendable {
  private let now = Mutex(Int64(1_760_000_000))
  private let seconds: Int64

  init(seconds: Int64) {
    self.seconds = seconds
  }

  var logClock: LogClock {
    LogClock { [self] in
      now.withLock { now in
        now += seconds
        return Instant(microseconds: now * 1_000_000)
      }
    }
  }
}

/// A log without its vault.
enum SQLiteEventStoreOnly {
  static func open(_ path: String) throws -> SQLiteEventStore {
    try SQLiteEventStore(
      directory: path, origin: nil, clock: SteppingClock(seconds: 1).logClock)
  }
}
