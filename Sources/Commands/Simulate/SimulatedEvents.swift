internal import InteractionModel
internal import Simulation
internal import Synchronization

/// A simulation that one thread at a time takes events from.
final class SimulatedEvents: Sendable {
  private let simulator: Mutex<Simulator>

  init(_ simulator: Simulator) {
    self.simulator = Mutex(simulator)
  }

  /// What was planted so far.
  var tally: SimulationTally { simulator.withLock { $0.tally } }

  /// The next events, at most so many; none after the last.
  func batch(_ limit: Int) -> [NewEvent] {
    simulator.withLock { simulator in
      var events: [NewEvent] = []
      events.reserveCapacity(limit)
      while events.count < limit, let event = simulator.next() { events.append(event) }
      return events
    }
  }
}
