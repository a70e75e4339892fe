public import InteractionModel

/// The times of an import that were taken though they are odd: how many events have them, and where
/// the first of each kind stands.
public struct FlaggedTimes: Sendable, Hashable {
  private struct Place: Sendable, Hashable {
    var count: Int
    let file: String
    let line: Int
  }

  private var places: [TimeFlag: Place] = [:]

  init() {}

  /// Whether there are none.
  public var isEmpty: Bool { places.isEmpty }

  /// Counts the flags of an event, and whether its time has no zone.
  mutating func take(_ event: NewEvent, file: String, line: Int) {
    func count(_ flag: TimeFlag) {
      places[flag, default: Place(count: 0, file: file, line: line)].count += 1
    }
    if let occurred = event.occurred, occurred.instant == nil { count(.zoneless) }
    if FlaggedTimes.hasLeapSecond(event) { count(.leapSecond) }
    for case .string(let word) in event.body["flags"]?.array ?? [] {
      if let flag = TimeFlag(rawValue: word), flag == .ambiguous || flag == .impossible {
        count(flag)
      }
    }
  }

  /// Whether a time of an event is a leap second.
  private static func hasLeapSecond(_ event: NewEvent) -> Bool {
    if event.occurred?.isLeapSecond == true { return true }
    return event.body.members.contains { member in
      guard let text = member.value.string, Timestamp.hasLeapSecond(text) else { return false }
      return Timestamp(text) != nil
    }
  }

  /// Adds those of what was read later.
  mutating func take(_ later: FlaggedTimes) {
    places.merge(later.places) { own, new in
      Place(count: own.count + new.count, file: own.file, line: own.line)
    }
  }

  /// Place, how often, what is odd and what was done, a line each.
  public var descriptions: [String] {
    TimeFlag.allCases.compactMap { flag in
      places[flag].map { place in
        """
        \(place.file):\(place.line): \(flag.rawValue)\
        \(place.count > 1 ? " (\(place.count) events)" : ""): \(flag.summary)
        """
      }
    }
  }

  /// For each flag the count, and file and line of the first.
  public var json: JSONObject {
    var object = JSONObject()
    for (flag, place) in places {
      object[flag.rawValue] = [
        "count": .int(Int64(place.count)), "file": .string(place.file),
        "line": .int(Int64(place.line)),
      ]
    }
    return object
  }
}
