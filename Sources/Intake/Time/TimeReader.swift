internal import InteractionModel

/// Turns the cells of a source into ``Timestamp``s: formats, zone, and what is odd about them.
final class TimeReader {
  /// A time and what is odd about it.
  struct Reading: Hashable {
    let timestamp: Timestamp
    let flag: TimeFlag?
  }

  private let zone: ZoneResolver?
  private var offsets: [Int: String] = [:]

  init(zone: ZoneResolver?) {
    self.zone = zone
  }

  /// Reads a cell.
  ///
  /// The formats are tried in their order, for each cell anew. A cell that two of them read
  /// differently is decided by none: which one the source meant cannot be seen from it, and what
  /// stood in other rows must not decide.
  /// - Parameters:
  ///   - text: the trimmed cell.
  ///   - formats: those of its column.
  ///   - place: the column, for the message.
  /// - Returns: the time and what is odd about it; nil for a time that means that there is none.
  /// - Throws: ``RowFault`` when it is no time, one that does not exist, or two.
  func read(
    _ text: String, _ formats: [TimeFormat], place: @autoclosure () -> String
  ) throws(RowFault) -> Reading? {
    let bytes = TimeReader.bytes(text)
    var found: (time: LocalTime, format: TimeFormat)?
    var isImpossible = false
    for format in formats {
      guard let time = format.parse(bytes) else { continue }
      if time.meansNothing { return nil }
      guard time.isPossible else {
        isImpossible = true
        continue
      }
      guard let first = found else {
        found = (time, format)
        continue
      }
      if time != first.time {
        throw .timeFitsTwo(
          place(), (first.format.name, spelled(first.time)), (format.name, spelled(time)))
      }
    }
    guard let time = found?.time, let timestamp = stamp(time) else {
      let names = formats.map { "“\($0.name)”" }.joined(separator: ", ")
      throw isImpossible || found != nil
        ? RowFault(
          "\(place()) names a day or a time of day that does not exist (tried \(names))",
          remedy: """
            correct it in the source, or correct the order of day and month in the mapping; a leap \
            second ends a month in UTC
            """)
        : RowFault(
          "\(place()) has a time (\(TimeReader.shape(bytes))) that is of none of the formats \(names)",
          remedy: """
            add its format to “formats” of “time” or of the column in the mapping; a word that \
            means that there is no time belongs in “nothing”
            """)
    }
    return timestamp
  }

  /// Whether a cell is a time that means that there is none.
  func isNothing(_ text: String, _ formats: [TimeFormat]) -> Bool {
    let bytes = TimeReader.bytes(text)
    return formats.contains { $0.parse(bytes)?.meansNothing == true }
  }

  /// The bytes of a cell, with plain spaces for those that do not break, which Excel and newer
  /// locale data put around and into times.
  private static func bytes(_ text: String) -> [UInt8] {
    guard text.utf8.contains(where: { $0 > 0x7F }) else { return Array(text.utf8) }
    let plain = text.unicodeScalars.map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 }
    return Array(
      RowEvaluator.trimmed(String(String.UnicodeScalarView(plain))).utf8)
  }

  /// The time with the zone of the mapping, unless it has its own; nil when there is none such.
  private func stamp(_ time: LocalTime) -> Reading? {
    func reading(_ zone: String?, _ flag: TimeFlag?) -> Reading? {
      // Where a day begins is never odd.
      Timestamp(ofSource: time.text(zone: zone)).map {
        Reading(timestamp: $0, flag: $0.isDate ? nil : flag)
      }
    }
    if let offset = time.offset { return reading(offset, nil) }
    switch zone?.resolve(time.localSeconds) {
    case nil: return reading(nil, nil)
    case .once(let offset)?: return reading(spell(offset), nil)
    case .twice(let offset)?: return reading(spell(offset), .ambiguous)
    case .never(let offset)?: return reading(spell(offset), .impossible)
    }
  }

  /// A time as a message shows it, with the zone that it would have.
  private func spelled(_ time: LocalTime) -> String {
    stamp(time)?.timestamp.text ?? time.text(zone: time.offset)
  }

  /// What a cell looks like: 9 for a digit, a for a letter, ? for what is not ASCII.
  static func shape(_ text: [UInt8]) -> String {
    let shape = text.prefix(40).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "9")
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        UInt8(ascii: "a")
      case 0x20..<0x7F: byte
      default: UInt8(ascii: "?")
      }
    }
    return String(decoding: shape, as: UTF8.self) + (text.count > 40 ? "…" : "")
  }

  /// An offset as RFC 3339 writes it, the odd seconds of local mean time rounded to a minute.
  private func spell(_ seconds: Int) -> String {
    if let known = offsets[seconds] { return known }
    let minutes = (abs(seconds) + 30) / 60
    func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let text = "\(seconds < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
    offsets[seconds] = text
    return text
  }
}

extension RowFault {
  /// A time that two formats read differently: no row of the file can be trusted.
  ///
  /// Shows the two times, which alone tell somebody which one was meant, and are nobody's data: what
  /// two formats read has nothing but a time in it.
  fileprivate static func timeFitsTwo(
    _ place: String, _ first: (format: String, time: String),
    _ second: (format: String, time: String)
  ) -> RowFault {
    var fault = RowFault(
      """
      \(place) has a time that fits two formats: “\(first.format)” reads it as \(first.time), \
      “\(second.format)” as \(second.time)
      """,
      remedy: "keep the one format that the column is written in (“formats” of its value)")
    fault.endsFile = true
    return fault
  }
}
