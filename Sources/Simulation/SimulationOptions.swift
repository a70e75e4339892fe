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

  // MARK: Deliveries

  /// Of events: delivered a second time, later, with the same id and content.
  public var duplicateDeliveries: Int = 0
  /// Of events: held back for minutes, so that later ones overtake them.
  public var outOfOrder: Int = 0
  /// Of events: delivered hours or a day late, as from a system that hands over once a night.
  public var lateDeliveries: Int = 0

  // MARK: Links

  /// Of follow-up conversations: the case is not known in them, the link comes after their end.
  ///
  /// Conversations that end before their case is opened are linked late whatever this says.
  public var lateLinks: Int = 80
  /// Of follow-up conversations in writing: linked to somebody else's case at first, then moved.
  public var wrongLinks: Int = 20
  /// Of reports about streets and refuse: the case repeats an older one and is merged into it.
  public var caseMerges: Int = 120
  /// Of journeys with a case and a later conversation before it is resolved: a second matter is
  /// split off into a case of its own.
  public var caseSplits: Int = 20
  /// Of journeys in which the person writes again: there are two party ids, which are merged.
  public var partyMerges: Int = 60
  /// Of merges of parties: undone later.
  public var partyUnmerges: Int = 250
  /// Of journeys whose case is closed: it is reopened.
  public var reopenings: Int = 70

  // MARK: Continuity

  /// Of questions for a fact that the case has: asked again nevertheless.
  public var repeatAsks: Int = 120
  /// Of follow-ups on another channel before the matter is resolved: nothing is carried over.
  public var channelRestarts: Int = 60
  /// Of promised call backs: nobody calls in time.
  public var missedCallbacks: Int = 250

  // MARK: Machines and people

  /// Of failed payments while the office is open: somebody offers to chat.
  public var chatOffers: Int = 850
  /// Of what callers say to the telephone menu: it does not understand, a listening agent helps.
  public var ivrOverrides: Int = 180
  /// Of callers: they look up when somebody is there before they call.
  public var knowHours: Int = 850

  // MARK: The city writes first

  /// Of reminders that were opened: answered with STOP.
  public var optOuts: Int = 150
  /// Of surveys: answered.
  public var surveyAnswers: Int = 400
  /// Of journeys: a notice of one breach of data, all of them on one day, a Monday to Friday about
  /// two fifths of the way through the simulation; as many at least as journeys start on a day.
  public var breachNotices: Int = 25

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

  /// About how many journeys there will be.
  var journeys: Int { max(0, events) / SimulationOptions.eventsPerJourney }

  /// How many notices go out on the day of the incident: a burst is more than an ordinary day has.
  var notices: Int {
    guard breachNotices > 0 else { return 0 }
    return min(20_000, max(journeys * breachNotices / 1000, 86_400_000 / meanStartGap))
  }

  /// How many times the usual staff is needed, so that queues do not grow without end.
  var staffScale: Int { max(1, min(20, 3_600_000 / meanStartGap / 30)) }

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

extension SimulationOptions {
  private static let rates:
    [(name: String, rate: any WritableKeyPath<SimulationOptions, Int> & Sendable)] =
      [
        ("breachNotices", \.breachNotices),
        ("callbacksMissed", \.missedCallbacks),
        ("caseMerges", \.caseMerges),
        ("caseSplits", \.caseSplits),
        ("channelRestarts", \.channelRestarts),
        ("chatOffers", \.chatOffers),
        ("duplicateDeliveries", \.duplicateDeliveries),
        ("ivrOverrides", \.ivrOverrides),
        ("knowHours", \.knowHours),
        ("lateDeliveries", \.lateDeliveries),
        ("lateLinks", \.lateLinks),
        ("optOuts", \.optOuts),
        ("outOfOrder", \.outOfOrder),
        ("partyMerges", \.partyMerges),
        ("partyUnmerges", \.partyUnmerges),
        ("reopenings", \.reopenings),
        ("repeatAsks", \.repeatAsks),
        ("surveysAnswered", \.surveyAnswers),
        ("wrongLinks", \.wrongLinks),
      ]

  /// The rates that can be set by name, see ``setRate(_:to:)``; ``PlantedThing`` has the same
  /// names.
  public static let rateNames = rates.map(\.name)

  /// Sets a rate by its name.
  /// - Parameters:
  ///   - name: one of ``rateNames``.
  ///   - perMille: how many times in a thousand, 0 to 1,000.
  /// - Returns: false when there is no rate of that name, or the number is out of range.
  public mutating func setRate(_ name: String, to perMille: Int) -> Bool {
    guard (0...1000).contains(perMille),
      let rate = SimulationOptions.rates.first(where: { $0.name == name })?.rate
    else { return false }
    self[keyPath: rate] = perMille
    return true
  }
}
