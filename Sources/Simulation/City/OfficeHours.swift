/// When a department's people are there: Monday to Friday, some on Saturday mornings.
struct OfficeHours: Sendable {
  /// Minutes from midnight.
  let opens: Int
  /// Minutes from midnight.
  let closes: Int
  let onSaturdays: Bool

  /// Whether the office is open.
  func isOpen(_ local: CityClock.Local) -> Bool {
    guard local.minute >= opens else { return false }
    switch local.weekday {
    case 0: return false
    case 6: return onSaturdays && local.minute < 12 * 60
    default: return local.minute < closes
    }
  }

  /// The time itself when the office is open, or some time in the first hours after it opens next.
  func nextOpen(from time: Int64, _ random: inout RandomSource) -> Int64 {
    if isOpen(CityClock.local(at: time)) { return time }
    var candidate = time
    // A closed stretch is at most a weekend long; stepping by a quarter of an hour needs no
    // calendar arithmetic and survives the days on which the clock is changed.
    repeat { candidate += 15 * 60_000 } while !isOpen(CityClock.local(at: candidate))
    return candidate + Int64(random.below(100 * 60_000))
  }
}
