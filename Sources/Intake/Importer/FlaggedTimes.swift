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

  /// Counts what is odd about the times of an event, each kind once.
  mutating func take(_ event: NewEvent, file: String, line: Int) {
    func count(_ flag: TimeFlag) {
      places[flag, default: Place(count: 0, file: file, line: line)].count += 1
    }
    var flags = Set(event.occurred.map(TimeFlag.flags) ?? [])
    for member in event.body.members {
      if let text = member.value.string, FlaggedTimes.looksLikeTime(text),
        EventCatalogue.fields(of: event.type)?[member.key] == .time
      {
        flags.formUnion(Timestamp(text).map(TimeFlag.flags) ?? [])
      }
    }
    for case .string(let word) in event.body["flags"]?.array ?? [] {
      if let flag = TimeFlag(rawValue: word), flag.isOfEvent { flags.insert(flag) }
    }
    for flag in flags { count(flag) }
  }

  /// Whether a text can be a time; looks at three bytes.
  private static func looksLikeTime(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.count >= 10 && bytes.dropFirst(4).first == UInt8(ascii: "-")
      && bytes.dropFirst(7).first == UInt8(ascii: "-")
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
