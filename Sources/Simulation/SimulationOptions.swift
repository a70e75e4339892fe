/// How many events to make and what to plant among them.
///
/// Rates are per mille.
public struct SimulationOptions: Sendable, Hashable {
  /// How many distinct events; duplicate deliveries come on top.
  public var events: Int
  /// Average starts of journeys an hour; nil derives it from ``events``, so that 5,000 events
  /// cover about five days and the span grows with the square root of their number.
  public var startsPerHour: Int?
  /// How many journeys may be in flight; while there are that many no new one starts.
  public var inFlightLimit: Int = 50_000

  /// Of events: delivered a second time, later, with the same id and content.
  public var duplicateDeliveries: Int = 0
  /// Of events: held back for minutes, so that later ones overtake them.
  public var outOfOrder: Int = 0

  /// Of follow-up conversations: the case is not known in them, the link comes after their end.
  ///
  /// Conversations that end before their case is opened are linked late whatever this says.
  public var lateLinks: Int = 80
  /// Of follow-up conversations: linked to somebody else's case at first, then moved.
  public var wrongLinks: Int = 20
  /// Of questions for a fact that the case has: asked again nevertheless.
  public var repeatAsks: Int = 120
  /// Of follow-ups on another channel before the matter is resolved: nothing is carried over.
  public var channelRestarts: Int = 60
  /// Of reports about streets and refuse: the case repeats an older one and is merged into it.
  public var caseMerges: Int = 120
  /// Of journeys: a second matter is split off into a case of its own.
  public var caseSplits: Int = 20
  /// Of journeys: the person has two party ids, which are merged.
  public var partyMerges: Int = 60
  /// Of merges of parties: undone later.
  public var partyUnmerges: Int = 250
  /// Of journeys: the case is reopened after it was closed.
  public var reopenings: Int = 70

  /// Options with the default mix and orderly deliveries.
  /// - Parameters:
  ///   - events: how many distinct events.
  ///   - startsPerHour: average starts of journeys an hour; nil derives it from `events`.
  public init(events: Int = 5_000, startsPerHour: Int? = nil) {
    self.events = events
    self.startsPerHour = startsPerHour
  }

  /// The average time between two starts, in milliseconds.
  var meanStartGap: Int {
    if let startsPerHour { return max(1, 3_600_000 / max(1, startsPerHour)) }
    let count = max(1, events)
    let scale = SimulationOptions.squareRoot(of: count * 1_000_000 / 5_000)
    return max(1, 5 * 86_400 * scale * SimulationOptions.eventsPerJourney / count)
  }

  /// A little fewer than a journey has on average: the first days have less than their share,
  /// because nothing is in flight at the start.
  private static let eventsPerJourney = 41

  private static func squareRoot(of number: Int) -> Int {
    var root = number
    var next = (root + 1) / 2
    while next < root {
      root = next
      next = (root + number / root) / 2
    }
    return root
  }
}
