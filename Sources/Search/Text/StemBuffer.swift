/// The end of a word, as a stemmer's rules name it.
struct Ending: ExpressibleByStringLiteral, Equatable, Sendable {
  private let text: StaticString

  init(stringLiteral text: StaticString) {
    self.text = text
  }

  var count: Int { text.utf8CodeUnitCount }

  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  static func == (left: Ending, right: Ending) -> Bool { left.bytes.elementsEqual(right.bytes) }
}

/// A word in the letters a to z while a stemmer works on it.
struct StemBuffer {
  var bytes: [UInt8]

  var count: Int { bytes.count }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func has(_ suffix: Ending, endingAt end: Int? = nil) -> Bool {
    let end = end ?? bytes.count
    guard suffix.count <= end else { return false }
    return bytes[(end - suffix.count)..<end].elementsEqual(suffix.bytes)
  }

  /// The longest of some suffixes that the word has, searched from a region's start on.
  /// - Parameters:
  ///   - suffixes: longer ones need not come first.
  ///   - start: a suffix must not begin before it.
  /// - Returns: the suffix; nil when the word has none.
  func longest(of suffixes: [Ending], from start: Int = 0) -> Ending? {
    var found: Ending?
    for suffix in suffixes
    where suffix.count > (found?.count ?? 0) && count - suffix.count >= start && has(suffix) {
      found = suffix
    }
    return found
  }

  mutating func drop(_ length: Int) { bytes.removeLast(min(length, bytes.count)) }

  mutating func drop(_ suffix: Ending) { drop(suffix.count) }

  mutating func append(_ text: Ending) { bytes.append(contentsOf: text.bytes) }

  mutating func replace(_ suffix: Ending, by text: Ending) {
    drop(suffix)
    append(text)
  }
}
