/// The people in journeys now, and those who were lately and may come back.
///
/// What must hold across the journeys of a person is kept here: how often the city has written to
/// them, and whether they asked it not to. Its size follows the journeys in flight.
struct People: Sendable {
  /// At most so many messages of campaigns in seven days.
  static let cap = 2
  private static let capWindow: Int64 = 7 * 86_400_000
  private static let recentLimit = 512

  private struct Entry: Sendable {
    var person: Person
    /// Journeys, and the list of recent people.
    var references = 2
    /// Whether they want to be reminded; who never said either way may be.
    var hasConsented = false
    var hasOptedOut = false
    /// The last two messages of campaigns, the older one first.
    var sent: (Int64, Int64) = (.min / 2, .min / 2)
    /// The journey that began the last conversation.
    var lastJourney = 0
  }

  /// Why a message of a campaign is not sent.
  enum Refusal: Sendable {
    case optedOut
    case capped
  }

  private var entries: [Entry] = []
  private var free: [Int] = []
  private var recent: [Int] = []
  private var nextRecent = 0

  /// How many people are held.
  var count: Int { entries.count - free.count }

  /// Somebody who was here before, or somebody new; ``leave(_:)`` when the journey is over.
  mutating func come(_ random: inout RandomSource) -> (slot: Int, isKnown: Bool) {
    if recent.count >= 20, random.chance(150) {
      let slot = random.pick(recent)
      entries[slot].references += 1
      return (slot, true)
    }
    let entry = Entry(person: Person(&random))
    let slot: Int
    if let place = free.popLast() {
      slot = place
      entries[slot] = entry
    } else {
      slot = entries.count
      entries.append(entry)
    }
    if recent.count < People.recentLimit {
      recent.append(slot)
    } else {
      leave(recent[nextRecent])
      recent[nextRecent] = slot
      nextRecent = (nextRecent + 1) % People.recentLimit
    }
    return (slot, false)
  }

  mutating func leave(_ slot: Int) {
    entries[slot].references -= 1
    if entries[slot].references == 0 { free.append(slot) }
  }

  func person(_ slot: Int) -> Person { entries[slot].person }

  /// Notes that a journey begins a conversation; answers whether the one before was its own too.
  mutating func begins(_ slot: Int, journey: Int) -> Bool {
    defer { entries[slot].lastJourney = journey }
    return entries[slot].lastJourney == journey
  }

  /// Why nothing may be sent now; nil when it may, and then it counts as sent.
  mutating func refusal(of slot: Int, at time: Int64) -> Refusal? {
    if entries[slot].hasOptedOut { return .optedOut }
    if entries[slot].sent.0 > time - People.capWindow { return .capped }
    let last = entries[slot].sent.1
    entries[slot].sent = (min(last, time), max(last, time))
    return nil
  }

  func hasConsented(_ slot: Int) -> Bool { entries[slot].hasConsented }

  mutating func consent(_ slot: Int) { entries[slot].hasConsented = true }

  func hasOptedOut(_ slot: Int) -> Bool { entries[slot].hasOptedOut }

  mutating func optOut(_ slot: Int) { entries[slot].hasOptedOut = true }
}
