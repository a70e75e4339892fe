/// A date format in the letters of Unicode TR 35, for example `MM/dd/yyyy hh:mm:ss a`.
///
/// Known are `yyyy MM M dd d HH H hh h mm ss SSS… a XXX`, text in single quotes and punctuation.
/// `SSS…` takes any number of digits, `XXX` takes `Z`, `±hh:mm` and `±hhmm`.
struct TimePattern: Sendable, Hashable {
  private enum Field: Sendable, Hashable {
    case year, month, day, hour, hour12, minute, second, fraction, half, offset
    case literal(UInt8)
  }

  private struct Token: Sendable, Hashable {
    let field: Field
    let digits: ClosedRange<Int>
  }

  private let tokens: [Token]

  /// Compiles a pattern; nil when it has a letter that is not known.
  init?(_ pattern: String) {
    var tokens: [Token] = []
    var rest = Substring(pattern)
    while let first = rest.first {
      if first == "'" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { return nil }
        let text = end == rest.startIndex ? "'" : rest[..<end]
        tokens += text.utf8.map { Token(field: .literal($0), digits: 1...1) }
        rest = rest[rest.index(after: end)...]
        continue
      }
      guard first.isASCII, first.isLetter else {
        tokens += String(first).utf8.map { Token(field: .literal($0), digits: 1...1) }
        rest.removeFirst()
        continue
      }
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(run.count)
      guard let token = TimePattern.token(first, run.count) else { return nil }
      tokens.append(token)
    }
    guard !tokens.isEmpty else { return nil }
    self.tokens = tokens
  }

  private static func token(_ letter: Character, _ count: Int) -> Token? {
    let digits = count == 1 ? 1...2 : count...count
    switch (letter, count) {
    case ("y", 4): return Token(field: .year, digits: 4...4)
    case ("M", 1...2): return Token(field: .month, digits: digits)
    case ("d", 1...2): return Token(field: .day, digits: digits)
    case ("H", 1...2): return Token(field: .hour, digits: digits)
    case ("h", 1...2): return Token(field: .hour12, digits: digits)
    case ("m", 1...2): return Token(field: .minute, digits: digits)
    case ("s", 1...2): return Token(field: .second, digits: digits)
    case ("S", _): return Token(field: .fraction, digits: 1...12)
    case ("a", _): return Token(field: .half, digits: 1...1)
    case ("X", 3), ("Z", 5): return Token(field: .offset, digits: 1...1)
    default: return nil
    }
  }

  /// Reads a time.
  ///
  /// Days and hours that do not exist are read; see ``LocalTime/isPossible``.
  /// - Parameter text: trimmed UTF-8.
  /// - Returns: the time; nil when the text is not of this pattern.
  func parse(_ text: [UInt8]) -> LocalTime? {
    var time = LocalTime()
    var place = 0
    var afternoon: Bool?
    var uses12Hours = false
    for token in tokens {
      switch token.field {
      case .literal(let byte):
        guard place < text.count, text[place] == byte else { return nil }
        place += 1
      case .half:
        guard place + 2 <= text.count, text[place + 1] | 0x20 == UInt8(ascii: "m") else {
          return nil
        }
        switch text[place] | 0x20 {
        case UInt8(ascii: "a"): afternoon = false
        case UInt8(ascii: "p"): afternoon = true
        default: return nil
        }
        place += 2
      case .offset:
        guard let offset = TimePattern.offset(text, &place) else { return nil }
        time.offset = offset
      default:
        let start = place
        var value = 0
        while place < text.count, place - start < token.digits.upperBound,
          text[place] &- UInt8(ascii: "0") < 10
        {
          value = value * 10 + Int(text[place] - UInt8(ascii: "0"))
          place += 1
        }
        guard place - start >= token.digits.lowerBound else { return nil }
        switch token.field {
        case .year: time.year = value
        case .month: time.month = value
        case .day: time.day = value
        case .hour: time.hour = value
        case .hour12:
          uses12Hours = true
          time.hour = value
        case .minute: time.minute = value
        case .second: time.second = value
        default: time.fraction = String(decoding: text[start..<place], as: UTF8.self)
        }
      }
    }
    guard place == text.count else { return nil }
    if uses12Hours, let hour = time.hour {
      // An hour that no 12-hour clock shows stays impossible, whatever half of the day.
      guard (1...12).contains(hour) else {
        time.hour = 99
        return time
      }
      time.hour = hour % 12 + (afternoon == true ? 12 : 0)
    }
    return time
  }

  private static func offset(_ text: [UInt8], _ place: inout Int) -> String? {
    guard place < text.count else { return nil }
    if text[place] | 0x20 == UInt8(ascii: "z") {
      place += 1
      return "Z"
    }
    let hasColon = place + 3 < text.count && text[place + 3] == UInt8(ascii: ":")
    let length = hasColon ? 6 : 5
    guard place + length <= text.count,
      text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-")
    else { return nil }
    var piece = Array(text[place..<place + length])
    if !hasColon { piece.insert(UInt8(ascii: ":"), at: 3) }
    place += length
    return String(decoding: piece, as: UTF8.self)
  }

  /// The patterns of the word `iso8601`: RFC 3339 with `T` or a space, with or without seconds,
  /// fraction, offset and time of day.
  static let iso8601: [TimePattern] = {
    var patterns: [TimePattern] = []
    for separator in ["'T'", "' '"] {
      for clock in ["HH:mm:ss", "HH:mm:ss.S", "HH:mm"] {
        for offset in ["XXX", "' 'XXX", ""] {
          patterns += [TimePattern("yyyy-MM-dd\(separator)\(clock)\(offset)")].compactMap { $0 }
        }
      }
    }
    return patterns + [TimePattern("yyyy-MM-dd")].compactMap { $0 }
  }()
}
