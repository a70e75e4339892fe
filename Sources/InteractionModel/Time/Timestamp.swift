/// When something happened, in the words of its source.
///
/// The text is kept as it came, with the source's offset and precision: RFC 3339, or one of the
/// two honest shortenings that sources need, without seconds (`2015-04-13T10:05-04:00`) or without
/// a zone (`2015-04-13T10:05:00`, `2015-04-13`). Without a zone there is no ``instant``, and
/// readers fall back to the time the log recorded the event. The time may be wrong or in the
/// future; it never orders the log.
///
/// Stricter than RFC 3339 in two things: `T` and `Z` are upper-case, and a fraction has at most 12
/// digits. A leap second must be one in UTC; it counts as the second after it.
public struct Timestamp: Sendable, Hashable, CustomStringConvertible {
  /// What the source said.
  public let text: String
  /// The point in time; nil when the text has no zone.
  ///
  /// Digits beyond microseconds are cut off.
  public let instant: Instant?

  /// Reads a time.
  /// - Parameter text: RFC 3339 or one of the shortenings above, upper-case `T` and `Z`.
  public init?(_ text: String) {
    var copy = text
    guard let parsed = copy.withUTF8({ Timestamp.parse($0) }) else { return nil }
    self.text = text
    instant = parsed.microseconds.map(Instant.init(microseconds:))
  }

  /// An instant, spelled in UTC.
  public init(_ instant: Instant) {
    text = instant.description
    self.instant = instant
  }

  /// Equal when the source's words are.
  public static func == (left: Timestamp, right: Timestamp) -> Bool { left.text == right.text }

  /// Hashes the source's words.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// What the source said.
  public var description: String { text }

  /// The instant that the bytes of a text mean; nil when they are no time or have no zone.
  static func instant(_ text: UnsafeBufferPointer<UInt8>) -> Instant? {
    parse(text)?.microseconds.map(Instant.init(microseconds:))
  }

  private struct Parsed {
    var microseconds: Int64?
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parsed? {
    var place = 0
    func number(_ width: Int) -> Int? {
      guard place + width <= text.count else { return nil }
      var value = 0
      for _ in 0..<width {
        let digit = text[place] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
        place += 1
      }
      return value
    }
    func skip(_ byte: UInt8) -> Bool {
      guard place < text.count, text[place] == byte else { return false }
      place += 1
      return true
    }
    guard let year = number(4), skip(UInt8(ascii: "-")), let month = number(2),
      skip(UInt8(ascii: "-")), let day = number(2), (1...12).contains(month), day >= 1,
      day <= CivilTime.length(ofMonth: month, year: year)
    else { return nil }
    if place == text.count { return Parsed(microseconds: nil) }
    guard skip(UInt8(ascii: "T")), let hour = number(2), skip(UInt8(ascii: ":")),
      let minute = number(2), hour < 24, minute < 60
    else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if skip(UInt8(ascii: ":")) {
      guard let value = number(2), value <= 60 else { return nil }
      second = value
      if skip(UInt8(ascii: ".")) {
        let start = place
        var scale: Int64 = 100_000
        while place < text.count, text[place] &- UInt8(ascii: "0") < 10 {
          fraction += Int64(text[place] - UInt8(ascii: "0")) * scale
          scale /= 10
          place += 1
        }
        guard place > start, place - start <= 12 else { return nil }
      }
    }
    let days = Int64(CivilTime.days(year: year, month: month, day: day))
    let local = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    // Leap seconds end a day in UTC, so somewhere else a quarter of an hour.
    func parsed(_ seconds: Int64) -> Parsed? {
      guard second < 60 || seconds % 86_400 == 0 else { return nil }
      return Parsed(microseconds: seconds * 1_000_000 + fraction)
    }
    if place == text.count {
      return second < 60 || minute % 15 == 14 ? Parsed(microseconds: nil) : nil
    }
    if skip(UInt8(ascii: "Z")) { return place == text.count ? parsed(local) : nil }
    let negative = skip(UInt8(ascii: "-"))
    guard negative || skip(UInt8(ascii: "+")), let hours = number(2), skip(UInt8(ascii: ":")),
      let minutes = number(2), hours < 24, minutes < 60, place == text.count
    else { return nil }
    let offset = Int64(hours * 3600 + minutes * 60)
    return parsed(negative ? local + offset : local - offset)
  }
}
