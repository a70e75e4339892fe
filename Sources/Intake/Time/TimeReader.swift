internal import InteractionModel

/// Turns the cells of a source into ``Timestamp``s: formats, zone, and what is odd about them.
final class TimeReader {
  /// A time and what is odd about it.
  struct Reading: Hashable {
    let timestamp: Timestamp
    /// `ambiguous_time` or `impossible_time`.
    let flag: String?
  }

  private let patterns: [TimePattern]
  private let zone: ZoneResolver?
  /// The pattern that fitted last is tried first.
  private var latest = 0
  private var offsets: [Int: String] = [:]

  init(patterns: [TimePattern], zone: ZoneResolver?) {
    self.patterns = patterns
    self.zone = zone
  }

  /// Reads a cell.
  /// - Parameters:
  ///   - text: the trimmed cell.
  ///   - place: the column, for the message.
  /// - Returns: the time and what is odd about it.
  /// - Throws: ``RowFault`` when it is no time, or one that does not exist.
  func read(_ text: String, place: @autoclosure () -> String) throws(RowFault) -> Reading {
    let bytes = Array(text.utf8)
    guard let time = parse(bytes) else {
      throw RowFault(
        "\(place()) has a time that is of none of the formats",
        remedy: "add its format to “formats” of “time” in the mapping")
    }
    guard time.isPossible else {
      throw RowFault(
        "\(place()) names a day or an hour that does not exist", remedy: "correct it in the source")
    }
    if time.hour == nil || zone == nil || time.offset != nil {
      return try reading(time.text(zone: time.hour == nil ? nil : time.offset), nil, place)
    }
    switch zone?.resolve(time.localSeconds) {
    case .once(let offset)?: return try reading(time.text(zone: spell(offset)), nil, place)
    case .twice(let offset)?:
      return try reading(time.text(zone: spell(offset)), "ambiguous_time", place)
    case .never?, nil: return try reading(time.text(zone: nil), "impossible_time", place)
    }
  }

  private func reading(
    _ text: String, _ flag: String?, _ place: () -> String
  ) throws(RowFault) -> Reading {
    guard let timestamp = Timestamp(text) else {
      throw RowFault(
        "\(place()) names a day or an hour that does not exist", remedy: "correct it in the source")
    }
    return Reading(timestamp: timestamp, flag: flag)
  }

  private func parse(_ bytes: [UInt8]) -> LocalTime? {
    if latest < patterns.count, let time = patterns[latest].parse(bytes) { return time }
    for (index, pattern) in patterns.enumerated() {
      guard let time = pattern.parse(bytes) else { continue }
      latest = index
      return time
    }
    return nil
  }

  /// An offset as RFC 3339 writes it; nil for the odd seconds of local mean time, which it cannot.
  private func spell(_ seconds: Int) -> String? {
    guard seconds % 60 == 0 else { return nil }
    if let known = offsets[seconds] { return known }
    let minutes = abs(seconds) / 60
    func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let text = "\(seconds < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
    offsets[seconds] = text
    return text
  }
}
