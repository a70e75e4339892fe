/// A cursor over the bytes of a time.
struct TimeCursor {
  private let text: [UInt8]
  private(set) var place = 0

  init(_ text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { place == text.count }

  /// The byte at the cursor, letters in lower case; nil at the end.
  var next: UInt8? {
    guard place < text.count else { return nil }
    let byte = text[place]
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Passes a byte over when it is the next; letters of either case.
  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  /// Passes a byte over when it is just this one.
  mutating func skip(exactly byte: UInt8) -> Bool {
    guard place < text.count, text[place] == byte else { return false }
    place += 1
    return true
  }

  /// The number that some digits make; nil when there are not as many.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let start = place
    var value = 0
    while place < text.count, place - start < digits.upperBound,
      text[place] &- UInt8(ascii: "0") < 10
    {
      value = value * 10 + Int(text[place] - UInt8(ascii: "0"))
      place += 1
    }
    return place - start < digits.lowerBound ? nil : value
  }

  /// Digits as they stand; nil when there are not as many.
  mutating func digits(_ count: ClosedRange<Int>) -> String? {
    let start = place
    guard number(count) != nil else { return nil }
    return String(decoding: text[start..<place], as: UTF8.self)
  }

  /// All digits that stand next, as they stand, however many; nil for none.
  mutating func digits() -> String? {
    let start = place
    while place < text.count, text[place] &- UInt8(ascii: "0") < 10 { place += 1 }
    return place == start ? nil : String(decoding: text[start..<place], as: UTF8.self)
  }

  /// The place of the word that stands next in a list of lower-case words; nil for none.
  mutating func word(_ words: [String]) -> Int? {
    var end = place
    while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end] | 0x20) {
      end += 1
    }
    let word = String(decoding: text[place..<end].lazy.map { $0 | 0x20 }, as: UTF8.self)
    guard let found = words.firstIndex(of: word) else { return nil }
    place = end
    return found
  }

  /// An offset from UTC, spelled as RFC 3339 does: `Z`, `±hh:mm`, `±hhmm` or `±hh`.
  mutating func offset() -> String? {
    if skip("z") { return "Z" }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = digits(2...2) else { return nil }
    var minutes = "00"
    if skip(":") {
      guard let written = digits(2...2) else { return nil }
      minutes = written
    } else if let written = digits(2...2) {
      minutes = written
    }
    return "\(isWest ? "-" : "+")\(hours):\(minutes)"
  }
}
