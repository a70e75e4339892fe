/// Finds the end of a JSON element by its brackets and quotes, across chunks.
struct BracketScanner {
  /// Why scanning stopped.
  enum Stop {
    /// The chunk is used up.
    case chunk
    /// At a `[` directly within an object; see ``BracketScanner/passBracket()``.
    case innerArray
    /// The element is over; the byte that ended it when it is not part of the element.
    case over(UInt8?)
  }

  /// How many line feeds were passed.
  private(set) var lines = 0
  private let stopsAtComma: Bool
  private let findsArrays: Bool
  private var depth = 0
  private var isQuoted = false
  private var isEscaped = false
  private var mayPass = false

  init(stopsAtComma: Bool, findsArrays: Bool) {
    self.stopsAtComma = stopsAtComma
    self.findsArrays = findsArrays && !stopsAtComma
  }

  /// Goes on over the bracket at which ``Stop/innerArray`` was reported.
  mutating func passBracket() {
    mayPass = true
  }

  /// Scans a chunk; answers where it stopped, exclusive.
  mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> (place: Int, stop: Stop) {
    var place = start
    while place < end {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\n") { lines += 1 }
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isQuoted = false
        }
        place += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "["):
        if depth == 1, findsArrays, !mayPass { return (place, .innerArray) }
        mayPass = false
        depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ","):
        if stopsAtComma, depth == 0 { return (place, .over(byte)) }
        if byte == UInt8(ascii: "]"), closes() { return (place + 1, .over(nil)) }
      case UInt8(ascii: "}"):
        if closes() { return (place + 1, .over(nil)) }
      case UInt8(ascii: "\n") where !stopsAtComma && depth == 0:
        return (place + 1, .over(nil))
      default: break
      }
      place += 1
    }
    return (place, .chunk)
  }

  /// Counts a closing bracket; answers whether it ends the element.
  private mutating func closes() -> Bool {
    guard depth > 0 else { return false }
    depth -= 1
    return depth == 0 && !stopsAtComma
  }
}
