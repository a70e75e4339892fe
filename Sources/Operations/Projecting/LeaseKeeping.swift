internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Synchronization

/// Says that whoever has the lease of a store lives, whenever its work tells how far it is or is asked
/// whether it is to stop, at most once a second: nobody says it for work that does neither.
final class LeaseKeeping: Sendable {
  private struct Contents {
    var lease: (any StoreLease)?
    var spoken: ContinuousClock.Instant?
  }

  private let contents = Mutex(Contents())

  /// Keeps a lease from now on; none when nil.
  func keep(_ lease: (any StoreLease)?) {
    contents.withLock { $0 = Contents(lease: lease, spoken: .now) }
  }

  /// Whoever has work done, whose questions and news keep the lease.
  func keeping(_ supervisor: Supervisor) -> Supervisor {
    Supervisor(
      stop: StopRequest { [self] in
        beat()
        return supervisor.stop.isMade
      },
      tell: { [self] news in
        beat()
        supervisor.tell(news)
      })
  }

  private func beat() {
    let due = contents.withLock { contents -> (any StoreLease)? in
      guard let lease = contents.lease, let spoken = contents.spoken,
        spoken.duration(to: .now) >= .seconds(1)
      else { return nil }
      contents.spoken = .now
      return lease
    }
    // What others believe of it is not worth ending the work for; what it writes checks its own right.
    try? due?.renew([:])
  }
}
