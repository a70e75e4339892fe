internal import InteractionModel
internal import Simulation

/// The events of `throughline simulate` with its default mix, made piece by piece between the timed
/// sections, so that no run holds more of them than one piece.
struct EventStream {
  /// How many events come in all.
  let count: Int
  private var simulator: Simulator

  init(events count: Int, seed: UInt64) {
    self.count = count
    simulator = Simulator(seed: seed, options: SimulationOptions(events: count))
  }

  /// Conversations that have started so far.
  var conversations: Int { simulator.tally.conversations }

  /// Cases that were opened so far.
  var cases: Int { simulator.tally.cases }

  /// The next events; fewer, or none, at the end.
  mutating func next(_ limit: Int) -> [NewEvent] {
    var events: [NewEvent] = []
    events.reserveCapacity(limit)
    while events.count < limit, let event = simulator.next() { events.append(event) }
    return events
  }
}
