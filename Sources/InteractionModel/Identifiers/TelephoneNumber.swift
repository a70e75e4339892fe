/// A telephone number that stands in an id beside other words: `sms-617-555-0123`, `p16175550123`.
///
/// What systems mint has digits too. They are told apart by what stands around the digits and how
/// they are grouped; see <doc:WhatAnIDMayBe>.
enum TelephoneNumber {
  /// Whether such a number stands in a text.
  static func stands(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      // Hardly any id has so many digits with no letter between them.
      guard mostDigits(bytes) >= PersonalIdentifier.digits.lowerBound else { return false }
      var reader = Reader(words(bytes))
      return reader.findsNumber()
    }
  }

  /// The greatest number of digits that only signs other than letters are between.
  private static func mostDigits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var (most, digits) = (0, 0)
    for byte in bytes {
      if isDigit(byte) {
        digits &+= 1
        most = max(most, digits)
      } else if isLetter(byte) {
        digits = 0
      }
    }
    return most
  }

  // MARK: Words

  /// A row of letters and digits, and the sign before it.
  private struct Word {
    let text: ArraySlice<UInt8>
    /// Whether only a colon is between the word before and this one.
    let followsColon: Bool
  }

  /// The words of a text; a UUID is one word.
  private static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> [Word] {
    let text = Array(bytes)
    var words: [Word] = []
    var place = 0
    var gap = 0
    while place < text.count {
      guard isDigit(text[place]) || isLetter(text[place]) else {
        (place, gap) = (place + 1, gap + 1)
        continue
      }
      var end = uuidEnd(text, from: place) ?? place
      while end < text.count, isDigit(text[end]) || isLetter(text[end]) { end += 1 }
      let colon = gap == 1 && text[place - 1] == UInt8(ascii: ":")
      words.append(Word(text: text[place..<end], followsColon: colon))
      (place, gap) = (end, 0)
    }
    return words
  }

  /// Where a UUID (RFC 9562 §4) that begins at a place ends; nil when there is none, or one that is
  /// a number with zeros before it.
  private static func uuidEnd(_ text: [UInt8], from start: Int) -> Int? {
    let hyphens = [8, 13, 18, 23]
    guard text.count - start >= 36 else { return nil }
    for offset in 0..<36 {
      let byte = text[start + offset]
      guard hyphens.contains(offset) ? byte == UInt8(ascii: "-") : isHex(byte) else { return nil }
    }
    guard text[start..<(start + 8)].contains(where: { $0 != UInt8(ascii: "0") }) else { return nil }
    return start + 36
  }

  // MARK: Groups

  /// Reads the digits of words in groups, as people write numbers.
  private struct Reader {
    /// How many letters may follow a number in its word: more are part of a larger code.
    private static let lettersBehind = 2
    /// From how many hexadecimal digits on a word with letters among them is a hash or a random id,
    /// in which any digits stand by chance.
    private static let hashLength = 16

    private let words: [Word]
    private var groups: [ArraySlice<UInt8>] = []

    init(_ words: [Word]) { self.words = words }

    mutating func findsNumber() -> Bool {
      for word in words {
        let letters = word.text.prefix(while: isLetter)
        let digits = word.text.dropFirst(letters.count).prefix(while: isDigit)
        let behind = word.text.dropFirst(letters.count + digits.count)
        let isHash =
          word.text.count >= Reader.hashLength && behind.count + letters.count > 0
          && word.text.allSatisfy(isHex)
        guard !digits.isEmpty, !isHash, Reader.canFollow(behind) else {
          // Another word: whatever was collected ends before it.
          if ends() { return true }
          continue
        }
        if !letters.isEmpty, ends() { return true }
        if word.followsColon, digits.count <= 2, let last = groups.last, last.count <= 2 {
          // A time of day.
          groups.removeLast()
          if ends() { return true }
          continue
        }
        groups.append(digits)
        if !behind.isEmpty, ends() { return true }
      }
      return ends()
    }

    /// Nothing, a letter or two, or an extension (`x12`, `ext12`).
    private static func canFollow(_ behind: ArraySlice<UInt8>) -> Bool {
      if behind.count <= lettersBehind, behind.allSatisfy(isLetter) { return true }
      let mark = String(decoding: behind.prefix(while: isLetter), as: UTF8.self).lowercased()
      return ["x", "ext"].contains(mark) && behind.dropFirst(mark.utf8.count).allSatisfy(isDigit)
    }

    /// Whether the groups so far are a number; forgets them.
    private mutating func ends() -> Bool {
      defer { groups = [] }
      var groups = groups[...]
      if groups.count > 1, let first = groups.first, isYear(first) || isDate(first) {
        // A date, with or without a time, and what is numbered within it.
        groups = groups.dropFirst()
        groups = groups.drop { $0.count <= 2 }
      }
      let lengths = PersonalIdentifier.digits
      if groups.contains(where: { lengths.contains($0.count) && !isRunning($0) }) { return true }
      let sizes = groups.map(\.count)
      if sizes.indices.dropLast(2).contains(where: { Array(sizes[$0..<($0 + 3)]) == [3, 3, 4] }) {
        return true
      }
      // No part of a telephone number but the first is a long one that begins with zero.
      let isPadded = groups.dropFirst().contains { $0.count >= 5 && $0.first == UInt8(ascii: "0") }
      return groups.count > 1 && lengths.contains(sizes.reduce(0, +)) && !isPadded
    }
  }

  // MARK: Numbers that are none

  /// Whether digits are a running number with zeros before it, or a time.
  private static func isRunning(_ digits: ArraySlice<UInt8>) -> Bool {
    // Two zeros may be dialled before the code of a country, three never.
    if digits.starts(with: "000".utf8) { return true }
    return isTime(digits) || isEpoch(digits)
  }

  /// Whether twelve to fifteen digits begin with a date.
  ///
  /// No country's numbers do but Egypt's mobile ones, of twelve digits from 2010….
  private static func isTime(_ digits: ArraySlice<UInt8>) -> Bool {
    digits.count >= 12 && isDate(digits.prefix(8))
      && !(digits.count == 12 && digits.starts(with: "201".utf8))
  }

  /// Whether digits are seconds or milliseconds since 1970, from May 2014 to May 2033.
  ///
  /// No number of North America has ten or thirteen digits and begins with one.
  private static func isEpoch(_ digits: ArraySlice<UInt8>) -> Bool {
    [10, 13].contains(digits.count) && digits.first == UInt8(ascii: "1")
      && digits.dropFirst().first.map { $0 >= UInt8(ascii: "4") } ?? false
  }

  /// Whether four digits are a year that records are of.
  private static func isYear(_ digits: ArraySlice<UInt8>) -> Bool {
    digits.count == 4 && (1990...2099).contains(value(digits))
  }

  /// Whether eight digits are a date, as in 20260302.
  private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
    digits.count == 8 && isYear(digits.prefix(4))
      && (1...12).contains(value(digits.dropFirst(4).prefix(2)))
      && (1...31).contains(value(digits.suffix(2)))
  }

  private static func value(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  // MARK: Signs

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Any sign beyond ASCII counts as a letter.
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
}
