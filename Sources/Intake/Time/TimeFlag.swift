/// What is odd about a time that was taken nevertheless.
///
/// Stands among the `flags` of its event, but for ``zoneless`` and ``leapSecond``, which the time
/// itself shows.
enum TimeFlag: String, Sendable, Hashable, CaseIterable {
  /// Clocks were put back: the local time came twice, and the first was taken.
  case ambiguous = "ambiguous_time"
  /// Clocks were put forward: the local time never came, and the offset before was taken.
  case impossible = "impossible_time"
  /// Neither the source nor the mapping names a zone.
  case zoneless = "no_zone"
  /// The sixtieth second of a minute.
  case leapSecond = "leap_second"

  /// What was done with such times.
  var summary: String {
    switch self {
    case .ambiguous: "the clock showed it twice; taken as the first"
    case .impossible: "the clock never showed it; taken with the offset before the change"
    case .zoneless: "neither the source nor the mapping says in which zone; it counts as unknown"
    case .leapSecond: "clocks here have no leap seconds; it counts as the second after it"
    }
  }
}
