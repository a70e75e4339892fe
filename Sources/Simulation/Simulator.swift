public import InteractionModel

/// The journeys of a contact centre as one sequence of events.
///
/// Events come in the order of the time they happened, over all journeys in flight, but for those
/// that the options ask to deliver late. Memory grows with the journeys in flight only, never with
/// the number of events. Call ``next()`` on a variable of one's own to see the ``tally`` afterwards;
/// a `for` loop works on a copy.
public struct Simulator: Sequence, IteratorProtocol, Sendable {
  private struct Delivery: Sendable {
    let event: NewEvent
    let isDuplicate: Bool
  }

  /// What was planted among the events so far.
  public private(set) var tally = SimulationTally()

  private let options: SimulationOptions
  private let meanGap: Int
  private var world: World
  /// Decides about deliveries only, so that asking for disorder changes no event.
  private var deliveryRandom: RandomSource
  private var nextStart: Int64
  private var incident: Incident
  private var journeys: [Journey] = []
  private var freeSlots: [Int] = []
  private var due = TimeQueue<Int>()
  private var held = TimeQueue<Delivery>()
  private var latest = Int64.min

  /// A simulation.
  /// - Parameters:
  ///   - seed: the same seed gives the same events.
  ///   - start: before the first event; what happens later is counted from it.
  ///   - options: how many events, and what to plant among them.
  public init(
    seed: UInt64, start: Instant = Simulation.defaultStart,
    options: SimulationOptions = SimulationOptions()
  ) {
    self.options = options
    world = World(seed: seed, options: options)
    deliveryRandom = RandomSource(seed: ~seed)
    // Candidates come at the rate of the busiest hour; those of quieter hours are thinned out.
    meanGap = Swift.max(1, options.meanStartGap * CityClock.averageLoad / 1000)
    nextStart = start.microseconds / 1000
    incident = Incident(start: nextStart, options: options)
  }

  /// How many journeys are under way.
  public var inFlight: Int { journeys.count - freeSlots.count }

  /// How many people, journeys and deliveries are held: what memory grows with.
  public var activeThings: Int { inFlight + world.people.count + held.count }

  /// The next delivery; nil after the last.
  public mutating func next() -> NewEvent? {
    while tally.events < options.events {
      startJourneys()
      guard let step = due.first else {
        startJourney(at: nextStart, script: Script.random)
        continue
      }
      if let delivery = held.first, delivery.time <= step.time { return deliverHeld() }
      if let planned = advance(step.payload), !hold(planned) {
        latest = Swift.max(latest, planned.time)
        return planned.event
      }
    }
    return deliverHeld()
  }

  // MARK: Journeys

  /// Starts the journeys whose time comes before that of the next step of those in flight.
  private mutating func startJourneys() {
    while let time = incident.next, due.first.map({ time <= $0.time }) ?? false {
      if inFlight < Swift.max(1, options.inFlightLimit) {
        startJourney(at: time, script: Script.incident)
      }
      incident.advance()
    }
    while due.first.map({ nextStart <= $0.time }) ?? true {
      if inFlight < Swift.max(1, options.inFlightLimit),
        world.random.below(1000) < CityClock.load(at: nextStart)
      {
        startJourney(at: nextStart, script: Script.random)
      }
      nextStart += Int64(world.random.within(1...2 * meanGap))
    }
  }

  private mutating func startJourney(at time: Int64, script: (inout World) -> Script) {
    let journey = Journey(at: time, &world, script: script)
    tally.note(journey.chances)
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      journeys[slot] = journey
    } else {
      slot = journeys.count
      journeys.append(journey)
    }
    due.insert(slot, at: time)
  }

  /// Takes one step of the journey that is due: an event, or the stage that plans the next ones.
  private mutating func advance(_ slot: Int) -> PlannedEvent? {
    let planned = journeys[slot].takeEvent()
    if planned == nil { journeys[slot].performStage(&world) }
    if let time = journeys[slot].nextTime {
      due.postponeFirst(until: time)
    } else {
      _ = due.removeFirst()
      world.people.leave(journeys[slot].slot)
      freeSlots.append(slot)
    }
    if let planned { tally.note(planned) }
    return planned
  }

  // MARK: Deliveries

  /// Plans a later delivery of an event where chance will have it.
  /// - Returns: whether the event itself is held back.
  private mutating func hold(_ planned: PlannedEvent) -> Bool {
    if options.lateDeliveries > 0, deliveryRandom.chance(options.lateDeliveries) {
      tally.lateDeliveries += 1
      let delay = Int64(deliveryRandom.within(6 * 60...36 * 60) * 60_000)
      held.insert(Delivery(event: planned.event, isDuplicate: false), at: planned.time + delay)
      return true
    }
    if options.duplicateDeliveries > 0, deliveryRandom.chance(options.duplicateDeliveries) {
      // Longer than an overtaken one is held: the second delivery stays the second.
      let delay = Int64(deliveryRandom.within(130...600) * 60_000)
      held.insert(Delivery(event: planned.event, isDuplicate: true), at: planned.time + delay)
    }
    guard options.outOfOrder > 0, deliveryRandom.chance(options.outOfOrder) else { return false }
    let delay = Int64(deliveryRandom.within(1...120) * 60_000)
    held.insert(Delivery(event: planned.event, isDuplicate: false), at: planned.time + delay)
    return true
  }

  private mutating func deliverHeld() -> NewEvent? {
    guard let delivery = held.removeFirst()?.payload else { return nil }
    if delivery.isDuplicate {
      tally.duplicateDeliveries += 1
    } else {
      let time = (delivery.event.occurred?.instant?.microseconds ?? 0) / 1000
      if time < latest { tally.outOfOrder += 1 }
      latest = Swift.max(latest, time)
    }
    return delivery.event
  }
}
