/// When something happened, in the words of its source.
///
/// The text is kept as it came, with the source's offset and precision: RFC 3339, or one of the
/// three honest shortenings that sources need, without seconds (`2015-04-13T10:05-04:00`), without
/// a time of day (`2015-04-13-04:00`, as XML Schema's `date` has it, in digits), or without a zone
/// (`2015-04-13T10:05:00`, `2015-04-13`). A day stands where it begins. Without a zone there is no
/// ``instant``, and readers fall back to the time the log recorded the event. The time may be
/// wrong or in the future; it never orders the log.
///
/// Stricter than RFC 3339 in one thing: `T` and `Z` are upper-case. A leap second must end a day in
/// UTC, see also ``isPossible``; it counts as the second after it.
public struct Timestamp: Sendable, Hashable, CustomStringConvertible {
  /// What the source said.
  public let text: String
  /// The point in time; nil when the text has no zone.
  ///
  /// Digits beyond microseconds are cut off.
  public let instant: Instant?

  /// Whether the source named a day and no time of day.
  public var isDate: Bool {
    text.utf8.dropFirst(10).first.map { $0 != UInt8(ascii: "T") } ?? true
  }

  /// The last point in time that the words include: of a day its last microsecond, else
  /// ``instant``.
  ///
  /// A day counts 24 hours, also where clocks are changed on it.
  public var end: Instant? { lastOfDay ?? instant }

  /// The last microsecond of the day that the words name; nil when they name a time of day, or no
  /// zone.
  package var lastOfDay: Instant? {
    guard isDate, let instant else { return nil }
    return Instant(microseconds: instant.microseconds + 86_400_000_000 - 1)
  }

  /// Whether the words are RFC 3339, none of the shortenings.
  public var isRFC3339: Bool {
    instant != nil && !isDate && text.utf8.dropFirst(16).first == UInt8(ascii: ":")
  }

  /// Whether its second is the sixtieth, as that of a leap second is.
  public var isLeapSecond: Bool { Timestamp.hasLeapSecond(text) }

  /// Whether a text that may be a time has a sixtieth second; looks at three bytes.
  public static func hasLeapSecond(_ text: String) -> Bool {
    text.utf8.dropFirst(16).starts(with: ":60".utf8)
  }

  /// Whether there can have been such a time: leap seconds end a month in UTC (RFC 3339, section
  /// 5.7), which one without a zone does when it does in some zone.
  ///
  /// What a log has is read whether it is possible or not; this is for whoever takes times in.
  public var isPossible: Bool {
    guard isLeapSecond else { return true }
    func month(_ instant: Instant?, _ hours: Int64, _ seconds: Int64 = 0) -> Int? {
      guard let second = instant?.advanced(bySeconds: hours * 3600 + seconds) else { return nil }
      return CivilTime.date(
        days: Int((Double(second.microseconds) / 86_400_000_000).rounded(.down))
      )
      .month
    }
    if instant != nil { return month(instant, 0, -1) != month(instant, 0) }
    // Zones go from 12 hours behind UTC to 14 before it.
    let minute = Timestamp(String(text.prefix(16)) + ":00Z")?.instant
    return month(minute, -14, 59) != month(minute, 12, 60)
  }

  /// Reads a time.
  /// - Parameter text: RFC 3339 or one of the shortenings above, upper-case `T` and `Z`.
  public init?(_ text: String) {
    var copy = text
    guard let parsed = copy.withUTF8({ Timestamp.parse($0) }) else { return nil }
    self.text = text
    instant = parsed.microseconds.map(Instant.init(microseconds:))
  }

  /// Reads a time from bytes of ASCII.
  init?(ascii text: UnsafeBufferPointer<UInt8>) {
    guard let parsed = Timestamp.parse(text) else { return nil }
    self.text = String(decoding: text, as: UTF8.self)
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

  /// A cursor over the bytes of a time.
  private struct Scanner {
    private let text: UnsafeBufferPointer<UInt8>
    private(set) var place = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { place == text.count }

    @inline(__always)
    mutating func digit() -> UInt8? {
      guard place < text.count else { return nil }
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      place &+= 1
      return digit
    }

    @inline(__always)
    mutating func number(_ width: Int) -> Int? {
      var value = 0
      for _ in 0..<width {
        guard let digit = digit() else { return nil }
        value = value &* 10 &+ Int(digit)
      }
      return value
    }

    @inline(__always)
    mutating func skip(_ byte: UInt8) -> Bool {
      guard place < text.count, text[place] == byte else { return false }
      place &+= 1
      return true
    }
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parsed? {
    var scanner = Scanner(text)
    guard let year = scanner.number(4), scanner.skip(UInt8(ascii: "-")),
      let month = scanner.number(2),
      scanner.skip(UInt8(ascii: "-")), let day = scanner.number(2), (1...12).contains(month),
      day >= 1,
      day <= CivilTime.length(ofMonth: month, year: year)
    else { return nil }
    if scanner.isAtEnd { return Parsed(microseconds: nil) }
    let days = Int64(CivilTime.days(year: year, month: month, day: day))
    guard scanner.skip(UInt8(ascii: "T")) else {
      return digits(&scanner).map { Parsed(microseconds: (days * 86_400 - $0) * 1_000_000) }
    }
    guard let hour = scanner.number(2), scanner.skip(UInt8(ascii: ":")),
      let minute = scanner.number(2), hour < 24, minute < 60
    else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if scanner.skip(UInt8(ascii: ":")) {
      guard let value = scanner.number(2), value <= 60 else { return nil }
      second = value
      if scanner.skip(UInt8(ascii: ".")) {
        let start = scanner.place
        var scale: Int64 = 100_000
        while let digit = scanner.digit() {
          fraction += Int64(digit) * scale
          scale /= 10
        }
        guard scanner.place > start else { return nil }
      }
    }
    let local = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    if scanner.isAtEnd {
      return second < 60 || minute % 15 == 14 ? Parsed(microseconds: nil) : nil
    }
    guard let offset = offset(&scanner) else { return nil }
    // Leap seconds end a day in UTC, so somewhere else a quarter of an hour.
    guard second < 60 || (local - offset) % 86_400 == 0 else { return nil }
    return Parsed(microseconds: (local - offset) * 1_000_000 + fraction)
  }

  /// Reads the offset that ends a time, in seconds east of UTC.
  private static func offset(_ scanner: inout Scanner) -> Int64? {
    if scanner.skip(UInt8(ascii: "Z")) { return scanner.isAtEnd ? 0 : nil }
    return digits(&scanner)
  }

  /// Reads an offset in digits that ends a time, in seconds east of UTC.
  private static func digits(_ scanner: inout Scanner) -> Int64? {
    let negative = scanner.skip(UInt8(ascii: "-"))
    guard negative || scanner.skip(UInt8(ascii: "+")), let hours = scanner.number(2),
      scanner.skip(UInt8(ascii: ":")),
      let minutes = scanner.number(2), hours < 24, minutes < 60, scanner.isAtEnd
    else { return nil }
    let offset = Int64(hours * 3600 + minutes * 60)
    return negative ? -offset : offset
  }
}
