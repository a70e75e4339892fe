internal import Foundation
public import InteractionModel

/// Times and dates in a zone.
public struct LocalZone: Sendable, Hashable {
  private let zone: TimeZone

  /// The zone of the machine.
  public static let machine = LocalZone(zone: .current)

  private init(zone: TimeZone) { self.zone = zone }

  /// The zone of a name.
  /// - Parameter name: as in the IANA database; nil for the zone of the machine.
  /// - Throws: ``MalformedQuestion`` when there is none of that name.
  public init(_ name: String?) throws(MalformedQuestion) {
    guard let name else {
      zone = .current
      return
    }
    guard let found = TimeZone(identifier: name) else {
      throw MalformedQuestion("“\(name)” is no time zone; write for example America/New_York")
    }
    zone = found
  }

  /// An instant as clocks of the zone show it (RFC 3339), without fractions of a second.
  /// - Parameter instant: the instant.
  /// - Returns: date, time and offset.
  public func text(of instant: Instant) -> String {
    let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
    let offset = zone.secondsFromGMT(for: date)
    let clock = instant.advanced(bySeconds: Int64(offset)).description.prefix(19)
    guard offset != 0 else { return "\(clock)Z" }
    let minutes = abs(offset) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(clock)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// The instant a text means; a date means its first moment.
  /// - Parameter text: a date or a time.
  /// - Returns: the instant.
  /// - Throws: ``MalformedQuestion`` when it is neither.
  public func start(of text: String) throws(MalformedQuestion) -> Instant {
    guard let timestamp = Timestamp(text) else {
      throw MalformedQuestion("“\(text)” is no time; write 2026-03-02 or 2026-03-02T14:00:00-05:00")
    }
    if let instant = timestamp.instant { return instant }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
    let parts = DateComponents(
      year: number(0), month: number(1), day: number(2), hour: number(3), minute: number(4),
      second: number(5))
    guard let date = calendar.date(from: parts) else {
      throw MalformedQuestion("“\(text)” does not exist in \(zone.identifier)")
    }
    return Instant(microseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
  }

  /// The last instant that a text includes: of a date, its last moment.
  /// - Parameter text: a date or a time.
  /// - Returns: the instant.
  /// - Throws: ``MalformedQuestion`` when it is neither.
  public func end(of text: String) throws(MalformedQuestion) -> Instant {
    guard let day = Timestamp(text), day.isDate else { return try start(of: text) }
    if let end = day.end { return end }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let first = try start(of: text)
    let date = Date(timeIntervalSince1970: Double(first.microseconds) / 1_000_000)
    guard let next = calendar.date(byAdding: .day, value: 1, to: date) else { return first }
    return Instant(microseconds: Int64((next.timeIntervalSince1970 * 1_000_000).rounded()) - 1)
  }
}
