extension StringProtocol {
  /// How many columns of a terminal the text takes: letters of East Asia and pictures take two, marks
  /// that stand on a letter none (UAX #11).
  var columns: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
  }

  /// The beginning of the text that fits into some columns; at least one character.
  func prefix(columns room: Int) -> SubSequence {
    var taken = 0
    var end = startIndex
    for character in self {
      taken += character.columns
      if taken > room, end > startIndex { break }
      formIndex(after: &end)
    }
    return self[..<end]
  }

  /// The text followed by spaces up to a width.
  func padding(_ width: Int) -> String {
    String(self) + String(repeating: " ", count: Swift.max(0, width - columns))
  }
}

extension Character {
  /// What is put together of several (a letter with marks, a picture of several) is as wide as the
  /// widest of them where that is wide.
  fileprivate var columns: Int {
    var sum = 0
    for scalar in unicodeScalars {
      if scalar.isWide { return 2 }
      sum += scalar.isMark ? 0 : 1
    }
    return sum
  }
}

extension Unicode.Scalar {
  /// Those whose width is “W” or “F”, but for pictures.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3040...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]

  /// Whether it takes two columns; one that turns the sign before it into a picture does, too.
  fileprivate var isWide: Bool {
    guard value >= 0x1100 else { return false }
    return value == 0xFE0F || Unicode.Scalar.wide.contains { $0.contains(value) }
      || properties.isEmojiPresentation
  }

  /// Whether it takes none, because it stands on or within the sign before it.
  fileprivate var isMark: Bool {
    switch value {
    case ..<0x300: return false
    // The vowels and the ends of Korean syllables.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    default: return false
    }
  }
}
