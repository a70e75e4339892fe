internal import Foundation

/// Finds the offset of a local time in an IANA time zone.
///
/// The zone database is asked twice a day of the calendar that occurs, not once a time: a day that
/// has one offset from the day before it to the day after it has no transition near, and its
/// offset is remembered.
final class ZoneResolver {
  /// What a local time is in the zone.
  enum Resolution: Hashable {
    /// It happened once, at this offset in seconds.
    case once(Int)
    /// Clocks were put back: it happened twice; the offset of the earlier instant.
    case twice(Int)
    /// Clocks were put forward: it never happened; the offset before they were (RFC 5545,
    /// section 3.3.5).
    case never(Int)
  }

  private let zone: TimeZone
  /// The offset of days without a transition near them; nil for days with one.
  private var days: [Int: Int?] = [:]

  init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.zone = zone
  }

  /// The offset of a local time.
  /// - Parameter local: seconds from 1970-01-01T00:00:00 on the local clock.
  /// - Returns: whether it happened, and at which offset.
  func resolve(_ local: Int) -> Resolution {
    let day = Int((Double(local) / 86_400).rounded(.down))
    if let known = days[day] {
      if let offset = known { return .once(offset) }
    } else {
      let (before, after) = (offset(at: (day - 1) * 86_400), offset(at: (day + 2) * 86_400))
      // Ten million rows may span centuries of mistyped years; the cache must not grow with them.
      if days.count > 100_000 { days.removeAll() }
      days[day] = .some(before == after ? before : nil)
      if before == after { return .once(before) }
    }
    // No offset is more than a day, so the true one is in force a day before or a day after.
    let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
    let isBefore = offset(at: local - before) == before
    let isAfter = offset(at: local - after) == after
    switch (isBefore, isAfter) {
    case (true, true): return before == after ? .once(before) : .twice(max(before, after))
    case (true, false): return .once(before)
    case (false, true): return .once(after)
    case (false, false): return .never(before)
    }
  }

  private func offset(at seconds: Int) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
  }
}
