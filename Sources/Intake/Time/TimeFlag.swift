internal import InteractionModel

/// What is odd about a time that was taken nevertheless, or about one that was not there.
///
/// Stands among the `flags` of its event, but for those that the time itself shows
/// (``flags(of:)``).
enum TimeFlag: String, Sendable, Hashable, CaseIterable {
  /// Clocks were put back: the local time came twice, and the first was taken.
  case ambiguous = "ambiguous_time"
  /// Clocks were put forward: the local time never came, and the offset before was taken.
  case impossible = "impossible_time"
  /// There is a time of day, and the day is missing.
  case dayless = "no_day"
  /// Neither the source nor the mapping names a zone.
  case zoneless = "no_zone"
  /// The sixtieth second of a minute.
  case leapSecond = "leap_second"
  /// A year before 1000, as a year of two digits in a column of four has it.
  case earlyYear = "early_year"

  /// Those that a time shows by itself.
  static func flags(of time: Timestamp) -> [TimeFlag] {
    var flags: [TimeFlag] = []
    if time.instant == nil { flags.append(.zoneless) }
    if time.isLeapSecond { flags.append(.leapSecond) }
    if time.text.utf8.first == UInt8(ascii: "0") { flags.append(.earlyYear) }
    return flags
  }

  /// Whether it stands among the flags of its event.
  var isOfEvent: Bool {
    switch self {
    case .ambiguous, .impossible, .dayless: true
    case .zoneless, .leapSecond, .earlyYear: false
    }
  }

  /// What was done with such times.
  var summary: String {
    switch self {
    case .ambiguous: "the clock showed it twice; taken as the first"
    case .impossible: "the clock never showed it; taken with the offset before the change"
    case .dayless: "a time of day whose day is missing; it counts as unknown"
    case .zoneless: "neither the source nor the mapping says in which zone; it counts as unknown"
    case .leapSecond: "clocks here have no leap seconds; it counts as the second after it"
    case .earlyYear:
      "a year before 1000, taken as it stands; if it has two digits in the source, its format has yy"
    }
  }
}
