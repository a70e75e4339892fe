internal import InteractionModel

/// What all journeys share: chance, counters, who works, and who and what was seen lately.
///
/// Its size is fixed but for the people, who are as many as are in journeys now and were lately.
struct World: Sendable {
  /// A case that others may refer to.
  struct KnownCase: Sendable {
    let number: Int
    let id: String
    let service: Int
    var isOpen = true
  }

  var random: RandomSource
  let options: SimulationOptions
  let city = City()
  let lexicon = Lexicon.shared
  var roster: Roster
  var people = People()
  /// Where texts are put together.
  var scratch: [UInt8] = []

  private var lastJourney = 0
  private var lastCase = 0
  private var lastContact = 0
  private(set) var recentCases: [KnownCase] = []
  private var nextRecentCase = 0

  init(seed: UInt64, options: SimulationOptions) {
    random = RandomSource(seed: seed)
    self.options = options
    roster = Roster(city.departments, scale: options.staffScale)
    scratch.reserveCapacity(2048)
    recentCases.reserveCapacity(256)
  }

  // MARK: Ids

  mutating func mintJourney() -> Int {
    lastJourney += 1
    return lastJourney
  }

  /// The next case number of the city, for example `PA-2026-000123`.
  mutating func mintCase(service: Int, at time: Int64) -> KnownCase {
    lastCase += 1
    let known = KnownCase(
      number: lastCase, id: "PA-\(CityClock.year(at: time))-\(lastCase.padded(6))",
      service: service)
    if recentCases.count < 256 {
      recentCases.append(known)
    } else {
      recentCases[nextRecentCase] = known
      nextRecentCase = (nextRecentCase + 1) % 256
    }
    return known
  }

  mutating func mintContact() -> String {
    lastContact += 1
    return "ct-\(lastContact)"
  }

  // MARK: Who and what is known

  /// Notes that a case is settled, so that nothing is merged into it any more.
  mutating func settle(_ number: Int) {
    if let place = recentCases.firstIndex(where: { $0.number == number }) {
      recentCases[place].isOpen = false
    }
  }

  /// The youngest open case of a service that is older than a given one.
  ///
  /// Older only, so that no chain of merges can run into itself.
  func caseOlder(than other: KnownCase) -> KnownCase? {
    var found: KnownCase?
    for known in recentCases
    where known.isOpen && known.service == other.service && known.number < other.number
      && known.number > (found?.number ?? 0)
    {
      found = known
    }
    return found
  }

  /// Some other case.
  mutating func someCase(except id: String?) -> KnownCase? {
    guard !recentCases.isEmpty else { return nil }
    let known = random.pick(recentCases)
    return known.id == id ? nil : known
  }

  /// Somebody who can take a matter; see ``Roster/pick(_:_:at:_:)``.
  mutating func agent(
    _ department: Int, _ language: Language, at time: Int64
  ) -> (agent: Int, isFree: Bool) {
    roster.pick(department, language, at: time, &random)
  }

  func isOpen(_ department: Int, at time: Int64) -> Bool {
    city.departments[department].hours.isOpen(CityClock.local(at: time))
  }
}
